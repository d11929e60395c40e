package detail

// The intents are the meanings of keys in the pane.
type (
	// Up moves the cursor up by one row, or scrolls the page if there is no cursor.
	Up struct{}
	// Down moves the cursor down by one row, or scrolls the page if there is no cursor.
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
	// Enter opens the row under the cursor: its bytes, or the chunks that it hides.
	Enter struct{}
)
