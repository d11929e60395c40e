package card

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
)

func TestPaintKeepsWordsAndWidth(t *testing.T) {
	row := probe.Row{{Text: "✗ fail  ", Token: probe.Danger, Bold: true}, {Text: "idle-timeout", Token: probe.Strong}}
	for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI, colorprofile.ASCII} {
		got := Paint(theme.New(true, profile, false), []probe.Row{row})[0]
		if text.Width(got) != 20 {
			t.Errorf("%v: %q is %d cells wide", profile, got, text.Width(got))
		}
	}
}

func TestPaintObeysNoServer(t *testing.T) {
	row := probe.Row{{Text: "\x1b]0;gone\a", Token: probe.Text}}
	if got := Paint(theme.New(true, colorprofile.ASCII, false), []probe.Row{row})[0]; strings.ContainsAny(got, "\x1b\a") {
		t.Errorf("a control sequence came through: %q", got)
	}
}

func TestPaintInASCII(t *testing.T) {
	row := probe.Row{{Text: "✓ pass", Token: probe.OK}, {Text: " ████▓│", Token: probe.OK}}
	if got := Paint(theme.New(true, colorprofile.ASCII, true), []probe.Row{row})[0]; !strings.Contains(got, "+ pass ####%|") {
		t.Errorf("got %q", got)
	}
}
