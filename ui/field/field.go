// Package field is one line of text that a person edits, with the keys of a
// shell's line. It draws itself: what was pasted may hold control characters,
// and they are shown, not sent to the terminal.
package field

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Field is a line of text with a cursor.
type Field struct {
	text []rune
	at   int
}

// New is a field that holds s, the cursor at its end.
func New(s string) Field {
	r := []rune(s)
	return Field{r, len(r)}
}

// Value is the text.
func (f *Field) Value() string { return string(f.text) }

// Set replaces the text; the cursor goes to its end.
func (f *Field) Set(s string) { *f = New(s) }

// Update edits, and says whether the message was one that edits.
func (f *Field) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.insert(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(msg.Content))
		return true
	case tea.KeyPressMsg:
		if edit := edits[msg.String()]; edit != nil {
			edit(f)
			return true
		}
		if msg.Text != "" {
			f.insert(msg.Text)
			return true
		}
	}
	return false
}

// edits are the keys that move and delete.
var edits = map[string]func(*Field){
	"left": func(f *Field) { f.at = max(0, f.at-1) }, "ctrl+b": func(f *Field) { f.at = max(0, f.at-1) },
	"right": func(f *Field) { f.at = min(len(f.text), f.at+1) }, "ctrl+f": func(f *Field) { f.at = min(len(f.text), f.at+1) },
	"home": func(f *Field) { f.at = 0 }, "ctrl+a": func(f *Field) { f.at = 0 },
	"end": func(f *Field) { f.at = len(f.text) }, "ctrl+e": func(f *Field) { f.at = len(f.text) },
	"alt+left": func(f *Field) { f.at = f.word(-1) }, "alt+b": func(f *Field) { f.at = f.word(-1) },
	"alt+right": func(f *Field) { f.at = f.word(1) }, "alt+f": func(f *Field) { f.at = f.word(1) },
	"backspace": func(f *Field) { f.cut(f.at-1, f.at) }, "ctrl+h": func(f *Field) { f.cut(f.at-1, f.at) },
	"delete": func(f *Field) { f.cut(f.at, f.at+1) }, "ctrl+d": func(f *Field) { f.cut(f.at, f.at+1) },
	"ctrl+w": func(f *Field) { f.cut(f.word(-1), f.at) }, "alt+backspace": func(f *Field) { f.cut(f.word(-1), f.at) },
	"ctrl+u": func(f *Field) { f.cut(0, f.at) }, "ctrl+k": func(f *Field) { f.cut(f.at, len(f.text)) },
}

func (f *Field) insert(s string) {
	r := []rune(s)
	f.text = slices.Insert(f.text, f.at, r...)
	f.at += len(r)
}

func (f *Field) cut(from, to int) {
	from, to = max(0, from), min(len(f.text), to)
	f.text = slices.Delete(f.text, from, to)
	f.at = from
}

// word is where the word before or after the cursor begins or ends.
func (f *Field) word(by int) int {
	in := func(i int) bool { return unicode.IsLetter(f.text[i]) || unicode.IsDigit(f.text[i]) }
	i := f.at
	if by < 0 {
		for i > 0 && !in(i-1) {
			i--
		}
		for i > 0 && in(i-1) {
			i--
		}
		return i
	}
	for i < len(f.text) && !in(i) {
		i++
	}
	for i < len(f.text) && in(i) {
		i++
	}
	return i
}

// Draw is the text with its cursor in exactly w cells; the part that ends with
// the cursor where the text is longer.
func (f *Field) Draw(th *theme.Theme, style theme.Style, w int) string {
	if w <= 0 {
		return ""
	}
	from := 0
	before := text.Safe(string(f.text[:f.at]))
	for text.Width(before) > w-1 {
		from += max(1, (f.at-from)/8)
		before = th.Glyphs.Cut + text.Safe(string(f.text[min(from, f.at):f.at]))
		if from >= f.at {
			before = ""
		}
	}
	after := th.Fit(text.Safe(string(f.text[f.at:])), w-1-text.Width(before))
	return style.Render(before) + th.Key.Render(th.Glyphs.Bar) + style.Render(after)
}
