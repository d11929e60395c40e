// Package field is one line of text to type: Bubbles' text field, in the way the
// inspector uses it.
package field

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/text"
)

// A Field is one line that is being typed.
type Field struct{ in textinput.Model }

// New returns a field with the cursor at the end of a value. The cursor does not
// blink: nothing but what counts down moves on the screen.
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

// Value returns what was typed.
func (f *Field) Value() string { return f.in.Value() }

// Update takes a key or what was pasted, which is made safe for a terminal.
func (f *Field) Update(msg tea.Msg) {
	if p, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: text.Safe(p.Content)}
	}
	f.in, _ = f.in.Update(msg)
}

// Row returns the field in exactly w cells. Where it is longer, the cursor stands in
// the middle, or as far from it as the ends of the text ask for.
func (f *Field) Row(w int) string {
	all := f.in.View()
	before := ansi.StringWidth(string([]rune(f.in.Value())[:f.in.Position()]))
	from := max(0, min(before-w/2, ansi.StringWidth(all)-w))
	row := ansi.Cut(all, from, from+w)
	return row + text.Spaces(w-ansi.StringWidth(row))
}
