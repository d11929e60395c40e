package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/text"
)

// A Style renders text in the style of one token, such as Muted. It is a Lip Gloss style,
// reduced to the sequences before and after the text. The text must be a single line that
// is safe and already padded.
type Style struct{ pre, post string }

func styleOf(s lipgloss.Style) Style {
	pre, post, _ := strings.Cut(s.Render("x"), "x")
	return Style{pre, post}
}

// Render returns s in the style.
func (s Style) Render(str string) string {
	if str == "" || s.pre == "" {
		return str
	}
	return s.pre + str + s.post
}

// Append appends str in the style to b and returns the result.
func (s Style) Append(b []byte, str string) []byte {
	if str == "" {
		return b
	}
	return append(append(append(b, s.pre...), str...), s.post...)
}

// AppendTimes appends str, repeated n times, in the style to b and returns the result.
func (s Style) AppendTimes(b []byte, str string, n int) []byte {
	if n <= 0 {
		return b
	}
	b = append(b, s.pre...)
	for range n {
		b = append(b, str...)
	}
	return append(b, s.post...)
}

// A Theme holds the tokens and glyphs for one terminal.
type Theme struct {
	Text    Style // text
	Strong  Style // names, important numbers, headings
	Muted   Style // labels, sources, times, requests that were not sent
	Rule    Style // borders without focus, axes
	Track   Style // spent time, time to come
	Accent  Style // focus, keys, cursor, what linger sends, max
	Key     Style // accent, bold: a key, the selected tab
	OK      Style // open, safe, passed, 2xx
	Caution Style // the last second, warning, 3xx and 4xx
	Race    Style // race zone, overdue, error, reset, 5xx
	Framing Style // bytes that decide length or persistence
	Content Style // content, what linger receives
	Select  Style // the selected row
	Lit     Style // ok, reversed: the cell at the moving end of a bar

	// OKStrong, CautionStrong and RaceStrong are bold, for the state and the large
	// digits.
	OKStrong, CautionStrong, RaceStrong Style

	Glyphs   Glyphs
	ASCII    bool
	Selected *Theme // the same tokens on the selected row
}

// New returns the theme for a dark or light background and a colour profile. There are
// separate tokens for 16 colours and for no colours. ascii selects glyphs that are ASCII.
func New(dark bool, profile colorprofile.Profile, ascii bool) *Theme {
	p := paletteOf(dark, profile)
	t := build(p, ascii, false)
	t.Selected = build(p, ascii, true)
	t.Selected.Selected = t.Selected
	return t
}

// Unstyled returns a theme without escape sequences, for text in files and on the
// clipboard.
func Unstyled(ascii bool) *Theme {
	t := &Theme{Glyphs: unicode, ASCII: ascii}
	if ascii {
		t.Glyphs = plain
	}
	t.Selected = t
	return t
}

func build(p palette, ascii, selected bool) *Theme {
	base := lipgloss.NewStyle()
	if selected {
		base = p.selected(base)
	}
	of := func(t token) Style { return styleOf(t.on(base)) }
	bold := func(t token) Style { return styleOf(t.on(base).Faint(false).Bold(true)) }
	t := &Theme{
		Text: of(p.text), Strong: bold(p.text), Muted: of(p.muted), Rule: of(p.rule), Track: of(p.track),
		Accent: of(p.accent), Key: bold(p.accent), OK: of(p.ok), Caution: of(p.caution), Race: of(p.race),
		Framing: of(p.framing), Content: of(p.content), Select: styleOf(p.selected(base)),
		Lit:      styleOf(p.ok.on(base).Reverse(true)),
		OKStrong: bold(p.ok), CautionStrong: bold(p.caution), RaceStrong: bold(p.race),
		Glyphs: unicode, ASCII: ascii,
	}
	if ascii {
		t.Glyphs = plain
	}
	return t
}

// Row returns the theme for a row of a list, and the cursor of the row: a space unless
// the row is chosen.
func (t *Theme) Row(chosen, focus bool) (th *Theme, cursor string) {
	switch {
	case !chosen:
		return t, " "
	case focus:
		return t.Selected, t.Selected.Key.Render(t.Glyphs.Cursor)
	}
	return t.Selected, t.Selected.Muted.Render(t.Glyphs.Cursor)
}

// Fit returns s in exactly w cells. If s is wider, it is cut, and the theme's cut mark
// shows this.
func (t *Theme) Fit(s string, w int) string { return text.FitWith(s, w, t.Glyphs.Cut) }

// Cut returns s in at most w cells. If s is wider, it is cut, and the theme's cut mark
// shows this.
func (t *Theme) Cut(s string, w int) string { return text.CutWith(s, w, t.Glyphs.Cut) }

// Words returns s in at most w cells. If s is wider, it is cut between words, and the
// theme's cut mark shows this.
func (t *Theme) Words(s string, w int) string { return text.Words(s, w, t.Glyphs.Cut) }
