package detail

// The intents: what a key means once it has been routed to the pane.
type (
	// Up moves the cursor, or the page where there is none, up by a row.
	Up struct{}
	// Down moves down by a row.
	Down struct{}
	// PageUp moves up by a screen.
	PageUp struct{}
	// PageDown moves down by a screen.
	PageDown struct{}
	// Top goes to the first row.
	Top struct{}
	// Bottom goes to the last row.
	Bottom struct{}
	// NextTab chooses the tab on the right, PrevTab the one on the left.
	NextTab struct{}
	// PrevTab chooses the tab on the left.
	PrevTab struct{}
	// NextFinding goes to the bytes of the next finding.
	NextFinding struct{}
	// ToggleSecrets shows or hides the values of fields that hold secrets.
	ToggleSecrets struct{}
	// ToggleHex goes on from text to hex, to both, to text.
	ToggleHex struct{}
	// Enter follows the row under the cursor: to the bytes that say so, or
	// into a run of chunks.
	Enter struct{}
)
