package field

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/text"
	"linger/ui/theme"
)

func TestKeys(t *testing.T) {
	for _, tt := range []struct {
		keys []tea.KeyPressMsg
		want string
	}{
		{[]tea.KeyPressMsg{{Code: 'x', Text: "x"}}, "one two/3x"},
		{[]tea.KeyPressMsg{{Code: tea.KeyBackspace}}, "one two/"},
		{[]tea.KeyPressMsg{{Code: 'w', Mod: tea.ModCtrl}}, "one two/"},
		{[]tea.KeyPressMsg{{Code: 'w', Mod: tea.ModCtrl}, {Code: 'w', Mod: tea.ModCtrl}}, "one "},
		{[]tea.KeyPressMsg{{Code: 'u', Mod: tea.ModCtrl}}, ""},
		{[]tea.KeyPressMsg{{Code: tea.KeyHome}, {Code: 'é', Text: "é"}}, "éone two/3"},
		{[]tea.KeyPressMsg{{Code: tea.KeyHome}, {Code: tea.KeyDelete}, {Code: tea.KeyRight}, {Code: 'k', Mod: tea.ModCtrl}}, "n"},
		{[]tea.KeyPressMsg{{Code: 'b', Mod: tea.ModAlt}, {Code: 'b', Mod: tea.ModAlt}, {Code: '-', Text: "-"}}, "one -two/3"},
		{[]tea.KeyPressMsg{{Code: tea.KeyHome}, {Code: tea.KeyBackspace}, {Code: tea.KeyLeft}}, "one two/3"},
	} {
		f := New("one two/3")
		for _, k := range tt.keys {
			f.Update(k)
		}
		if f.Value() != tt.want {
			t.Errorf("%v: %q, want %q", tt.keys, f.Value(), tt.want)
		}
	}
}

func TestDrawIsExactAndSafe(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, s := range []string{"", "plain", "\x1b[2J\r\n\u202e", "a rather long line of text that does not fit at all", "你好吗你好吗你好吗"} {
		f := New(s)
		for range len(s) + 1 {
			for w := 1; w < 40; w++ {
				got := f.Draw(th, th.Text, w)
				if text.Width(got) != w {
					t.Fatalf("%q in %d cells takes %d: %q", s, w, text.Width(got), got)
				}
				for _, r := range ansi.Strip(got) {
					if r < ' ' || r == '\u202e' {
						t.Fatalf("%q holds %U", got, r)
					}
				}
			}
			f.Update(tea.KeyPressMsg{Code: tea.KeyLeft})
		}
	}
}
