package detail

// The intents are the meanings of keys in the pane.
type (
	// Up moves the cursor up by one row or, if there is no cursor, the page.
	Up struct{}
	// Down moves the cursor or the page down by one row.
	Down struct{}
	// PageUp moves up by one screen.
	PageUp struct{}
	// PageDown moves down by one screen.
	PageDown struct{}
	// Top goes to the first row.
	Top struct{}
	// Bottom goes to the last row.
	Bottom struct{}
	// NextTab selects the next tab on the right.
	NextTab struct{}
	// PrevTab selects the next tab on the left.
	PrevTab struct{}
	// NextFinding shows the bytes of the next finding.
	NextFinding struct{}
	// ToggleSecrets shows or hides the values of secret fields.
	ToggleSecrets struct{}
	// ToggleHex switches from text to hexadecimal, then to both, then back to text.
	ToggleHex struct{}
	// Enter opens the row under the cursor: its bytes, or the chunks of a folded run.
	Enter struct{}
)
