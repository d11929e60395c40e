// Package field implements a text field of one line: the text input of Bubbles,
// configured for the inspector.
package field

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/text"
)

// A Field is one line of text that the user types.
type Field struct{ in textinput.Model }

// New returns a field with a value and the cursor at its end. The cursor does not blink,
// because only a countdown may move on the screen.
func New(value string) *Field {
	in := textinput.New()
	in.Prompt = ""
	in.KeyMap.Paste.SetEnabled(false) // the terminal pastes
	s := in.Styles()
	s.Focused = textinput.StyleState{}
	s.Cursor.Color, s.Cursor.Blink = nil, false
	in.SetStyles(s)
	in.SetValue(value)
	in.Focus()
	return &Field{in}
}

// Value returns the typed text.
func (f *Field) Value() string { return f.in.Value() }

// Update handles a key or pasted text. It makes pasted text safe for a terminal.
func (f *Field) Update(msg tea.Msg) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: text.Safe(p.Content)}
	}
	f.in, _ = f.in.Update(msg)
}

// Row returns the field in exactly w cells. If the text is longer, the cursor is in the
// middle of the row, except near the ends of the text.
func (f *Field) Row(w int) string {
	all := f.in.View()
	before := ansi.StringWidth(string([]rune(f.in.Value())[:f.in.Position()]))
	from := max(0, min(before-w/2, ansi.StringWidth(all)-w))
	row := ansi.Cut(all, from, from+w)
	return row + text.Spaces(w-ansi.StringWidth(row))
}
