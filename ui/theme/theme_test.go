package theme_test

import (
	"fmt"
	"image/color"
	"math"
	"reflect"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/text"
	"linger/ui/theme"
)

func TestStyleWritesOnlyAroundTheText(t *testing.T) {
	for _, p := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		for _, dark := range []bool{true, false} {
			th := theme.New(dark, p, false)
			got := th.Race.Render("a") + th.Selected.OK.Render("b")
			if text.Width(got) != 2 {
				t.Errorf("profile %v: %q is not two cells wide", p, got)
			}
			if p == colorprofile.ASCII && strings.Contains(got, "38;") {
				t.Errorf("without colours, Render returned %q, want no colour", got)
			}
			if string(th.Race.Append(nil, "a")) != th.Race.Render("a") {
				t.Error("Append and Render returned different texts")
			}
			if got := string(th.Race.AppendTimes([]byte("b"), "a", 3)); got != "b"+th.Race.Render("aaa") {
				t.Errorf("AppendTimes returned %q, want the text three times in one style", got)
			}
		}
	}
}

func TestBoldAndFaintAreNotCombined(t *testing.T) {
	th := theme.New(true, colorprofile.ANSI, false)
	if got := th.Selected.Muted.Render("x"); strings.Contains(got, "2m") || strings.Contains(got, ";2") {
		t.Errorf("faint text on a bold row is %q, want it not faint", got)
	}
}

func TestGlyphsAreOneCell(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		g := reflect.ValueOf(theme.New(true, colorprofile.TrueColor, ascii).Glyphs)
		for i := range g.NumField() {
			name := g.Type().Field(i).Name
			if g.Field(i).Kind() != reflect.String || name == "Cut" {
				continue
			}
			s := g.Field(i).String()
			if text.Width(s) != 1 {
				t.Errorf("the glyph %s, %q, is not one cell wide", name, s)
			}
			if ascii && s[0] > '~' {
				t.Errorf("the ASCII glyph %s, %q, is not ASCII", name, s)
			}
		}
	}
}

func TestToASCII(t *testing.T) {
	for in, want := range map[string]string{
		"only ASCII \x1b[1mx\x1b[m": "only ASCII \x1b[1mx\x1b[m",
		"a █│ 你 \x1b[1m§7\x1b[m":    "a #| ?? \x1b[1ms7\x1b[m",
		"e\u0301x กำ 1ำ\n你":         "ex ? 1\n??", // a combining mark is in the cell of its letter
		"m\x1b[mำ":                  "m\x1b[m?",
	} {
		if got := theme.ToASCII(in); got != want {
			t.Errorf("ToASCII = %q, want %q", got, want)
		}
	}
}

// Text is readable: its contrast (WCAG 2) is high enough on usual dark and light
// backgrounds, and on the selection.
func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		dark         bool
		back, chosen string
	}{{true, "#16161a", "#242c3a"}, {false, "#ffffff", "#e3edfa"}} {
		th := theme.New(tt.dark, colorprofile.TrueColor, false)
		for name, s := range map[string]theme.Style{"muted": th.Muted, "accent": th.Accent, "ok": th.OK,
			"caution": th.Caution, "race": th.Race, "framing": th.Framing, "content": th.Content} {
			fg := foreground(t, s.Render("x"))
			if c := contrast(fg, lipgloss.Color(tt.chosen)); c < 4.5 {
				t.Errorf("dark %t: %s has only the contrast %.1f on the selection", tt.dark, name, c)
			}
			if c := contrast(fg, lipgloss.Color(tt.back)); c < 5.5 {
				t.Errorf("dark %t: %s has only the contrast %.1f", tt.dark, name, c)
			}
		}
	}
}

func foreground(t *testing.T, s string) color.Color {
	t.Helper()
	var r, g, b uint8
	if _, err := fmt.Sscanf(s, "\x1b[38;2;%d;%d;%dm", &r, &g, &b); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return color.RGBA{r, g, b, 255}
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	lin := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

// Text that is too wide ends with the mark of the theme, also in ASCII.
func TestTextIsCutWithTheMarkOfTheTheme(t *testing.T) {
	unicode, ascii := theme.Unstyled(false), theme.Unstyled(true)
	for _, tt := range []struct {
		name      string
		got, want string
	}{
		{"Fit, short", unicode.Fit("ab", 4), "ab  "},
		{"Fit", unicode.Fit("abcdef", 4), "abc…"},
		{"Fit, ASCII", ascii.Fit("abcdef", 4), "a..."},
		{"Cut, short", unicode.Cut("ab", 4), "ab"},
		{"Cut", unicode.Cut("abcdef", 4), "abc…"},
		{"Cut, ASCII", ascii.Cut("abcdef", 4), "a..."},
		{"Words, short", unicode.Words("one two", 7), "one two"},
		{"Words", unicode.Words("one two three", 10), "one two …"},
		{"Words, ASCII", ascii.Words("one two three", 11), "one two ..."},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// Text for a file or the clipboard has no escape sequence.
func TestUnstyled(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		th := theme.Unstyled(ascii)
		if th.ASCII != ascii {
			t.Errorf("ASCII = %t, want %t", th.ASCII, ascii)
		}
		for _, th := range []*theme.Theme{th, th.Selected} {
			v := reflect.ValueOf(th).Elem()
			for i := range v.NumField() {
				if s, ok := v.Field(i).Interface().(theme.Style); ok && s.Render("x") != "x" {
					t.Errorf("the style %s has an escape sequence: %q", v.Type().Field(i).Name, s.Render("x"))
				}
			}
		}
	}
}

// Empty text in a style has no sequence around it.
func TestEmptyTextHasNoStyle(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	if got := th.Race.Render(""); got != "" {
		t.Errorf("Render of empty text = %q, want none", got)
	}
	if got := th.Race.Append([]byte("a"), ""); string(got) != "a" {
		t.Errorf("Append of empty text = %q, want none", got)
	}
	if got := th.Race.AppendTimes([]byte("a"), "b", 0); string(got) != "a" {
		t.Errorf("AppendTimes of no text = %q, want none", got)
	}
}

// Only the chosen row has the cursor. The cursor has another style while the list has the
// focus.
func TestRow(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	if row, cursor := th.Row(false, true); row != th || cursor != " " {
		t.Errorf("the cursor of a row that is not chosen is %q, want a space", cursor)
	}
	for focus, want := range map[bool]string{true: th.Selected.Key.Render(th.Glyphs.Cursor), false: th.Selected.Muted.Render(th.Glyphs.Cursor)} {
		if row, cursor := th.Row(true, focus); row != th.Selected || cursor != want {
			t.Errorf("focus %t: the cursor is %q, want %q", focus, cursor, want)
		}
	}
}
