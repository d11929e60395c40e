package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// A token holds the colour and the weight of text that has a certain meaning.
type token struct {
	fg          color.Color
	bold, faint bool
}

func (t token) on(s lipgloss.Style) lipgloss.Style {
	if t.fg != nil {
		s = s.Foreground(t.fg)
	}
	if t.bold {
		s = s.Bold(true)
	}
	if t.faint && !s.GetBold() { // bold and faint are not combined; bold takes precedence
		s = s.Faint(true)
	}
	return s
}

type palette struct {
	text, muted, rule, track  token
	accent, ok, caution, race token
	framing, content          token
	back                      color.Color // background of the selected row; if nil, the row is bold instead
}

func (p palette) selected(s lipgloss.Style) lipgloss.Style {
	if p.back == nil {
		return s.Bold(true)
	}
	return s.Background(p.back)
}

func hex(s string) token { return token{fg: lipgloss.Color(s)} }

var (
	faint = token{faint: true}
	bold  = token{bold: true}
)

// paletteOf returns the palette for a background and a colour profile. On common
// backgrounds and on the selected row, the contrast is at least 4.5 for every text token,
// and at least 3 for the track of a bar. A test measures it. Rules have no minimum. In a
// 16-colour profile, the terminal defines the colours. linger never uses bright black,
// because it is the background of Solarized, and never sets black or white.
func paletteOf(dark bool, profile colorprofile.Profile) palette {
	switch {
	case profile == colorprofile.NoTTY || profile == colorprofile.ASCII:
		return palette{muted: faint, rule: faint, track: faint, accent: bold, caution: bold, race: bold}
	case profile == colorprofile.ANSI:
		return palette{
			muted: faint, rule: faint, track: faint,
			accent: token{fg: lipgloss.BrightBlue}, ok: token{fg: lipgloss.Green},
			caution: token{fg: lipgloss.Yellow}, race: token{fg: lipgloss.Red, bold: true},
			framing: token{fg: lipgloss.Magenta}, content: token{fg: lipgloss.Cyan},
		}
	case dark:
		return palette{
			muted: hex("#959dab"), rule: hex("#414854"), track: hex("#777f8d"),
			accent: hex("#7cb7ff"), ok: hex("#63d297"), caution: hex("#f0b849"), race: hex("#ff7676"),
			framing: hex("#c8a1ff"), content: hex("#79d4c7"), back: lipgloss.Color("#242c3a"),
		}
	}
	return palette{
		muted: hex("#5a6270"), rule: hex("#c3c9d2"), track: hex("#7e8794"),
		accent: hex("#0b5cbf"), ok: hex("#17753a"), caution: hex("#8a5a00"), race: hex("#c4262e"),
		framing: hex("#7a3fc0"), content: hex("#0b6e68"), back: lipgloss.Color("#e3edfa"),
	}
}
