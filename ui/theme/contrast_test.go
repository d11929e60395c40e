package theme

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// luminance returns the relative luminance of a colour (WCAG 2.2, "relative
// luminance").
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// contrast returns the contrast ratio of two colours, from 1 to 21 (WCAG 2.2,
// "contrast ratio").
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrastFollowsTheStandard(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#767676", "#ffffff", 4.54}} {
		if got := contrast(lipgloss.Color(c.a), lipgloss.Color(c.b)); math.Abs(got-c.want) > 0.01 {
			t.Errorf("the contrast of %s on %s is %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// backgrounds lists common backgrounds of terminals: black and white, and those of xterm,
// editors, Solarized, One, Dracula, Nord and Gruvbox.
var backgrounds = map[bool][]string{
	true:  {"#000000", "#0d1117", "#1e1e1e", "#282c34", "#002b36", "#282a36", "#2e3440", "#282828"},
	false: {"#ffffff", "#fafafa", "#eeeeee", "#fdf6e3", "#fbf1c7", "#f6f8fa"},
}

// Text has a contrast of at least 4.5 (WCAG 2.2, 1.4.3), and graphics with a meaning have
// a contrast of at least 3 (1.4.11). Rules have no meaning, and need no minimum.
func TestContrastOfEveryToken(t *testing.T) {
	for dark, grounds := range backgrounds {
		p := paletteOf(dark, colorprofile.TrueColor)
		tokens := map[string]struct {
			token
			least float64
		}{
			"muted": {p.muted, 4.5}, "accent": {p.accent, 4.5}, "ok": {p.ok, 4.5}, "caution": {p.caution, 4.5}, "race": {p.race, 4.5},
			"framing": {p.framing, 4.5}, "content": {p.content, 4.5}, "track": {p.track, 3}, "rule": {p.rule, 1.3},
		}
		for name, c := range tokens {
			if c.fg == nil {
				t.Errorf("the token %s has no colour", name)
				continue
			}
			if got := contrast(c.fg, p.back); got < c.least {
				t.Errorf("dark %v: the contrast of %s on the selection is %.2f, want at least %.1f", dark, name, got, c.least)
			}
			for _, ground := range grounds {
				if got := contrast(c.fg, lipgloss.Color(ground)); got < c.least {
					t.Errorf("dark %v: the contrast of %s on %s is %.2f, want at least %.1f", dark, name, ground, got, c.least)
				}
			}
		}
		// The text of the selected row has the default colour of the terminal, which is
		// nearly white or black.
		own := map[bool]string{true: "#c0c0c0", false: "#333333"}[dark]
		if got := contrast(lipgloss.Color(own), p.back); got < 4.5 {
			t.Errorf("dark %v: the contrast of the text on the selection is only %.2f", dark, got)
		}
	}
}

// A terminal with 16 colours or fewer has its own palette. linger uses only colours that
// common palettes distinguish from the background.
func TestSixteenColoursComeFromTheTerminal(t *testing.T) {
	unsafe := []color.Color{lipgloss.Black, lipgloss.White, lipgloss.BrightBlack, lipgloss.BrightWhite}
	for _, profile := range []colorprofile.Profile{colorprofile.ANSI, colorprofile.ASCII, colorprofile.NoTTY} {
		p := paletteOf(true, profile)
		for _, c := range []token{p.text, p.muted, p.rule, p.track, p.accent, p.ok, p.caution, p.race, p.framing, p.content} {
			for _, u := range unsafe {
				if c.fg == u {
					t.Errorf("the profile %v uses the colour %v", profile, u)
				}
			}
			if profile != colorprofile.ANSI && c.fg != nil {
				t.Errorf("the profile %v has a colour, want none", profile)
			}
		}
	}
}
