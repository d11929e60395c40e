package menu

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/internal/golden"
	"linger/ui/theme"
)

func two() *Model {
	return New("m", "Menu", []Item{{Words: "Group"}, {Key: "x", Name: "one", Words: "does this", More: "and that"}, {Words: "Other"}, {Name: "two", Words: "does more"}})
}

func TestChoosing(t *testing.T) {
	enter, down, up := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyDown}, tea.KeyPressMsg{Code: tea.KeyUp}
	for _, tt := range []struct {
		keys []tea.KeyPressMsg
		want int
	}{
		{[]tea.KeyPressMsg{enter}, 1},
		{[]tea.KeyPressMsg{down, enter}, 3},
		{[]tea.KeyPressMsg{down, down, up, enter}, 1},
		{[]tea.KeyPressMsg{down, {Code: 'x', Text: "x"}}, 1},
		{[]tea.KeyPressMsg{{Code: tea.KeyEnd}, enter}, 3},
	} {
		m := two()
		m.Rows(theme.New(true, colorprofile.TrueColor, false), 40, 9)
		var cmd tea.Cmd
		for _, k := range tt.keys {
			cmd = m.Update(k)
		}
		if got := cmd().(Chosen); got != (Chosen{"m", tt.want}) {
			t.Errorf("%v: %+v, want item %d", tt.keys, got, tt.want)
		}
	}
}

func TestSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 12; w < 100; w += 3 {
		for h := 4; h < 30; h++ {
			golden.Size(t, two().Rows(th, w, h), w, h)
		}
	}
	w, h := two().Size()
	golden.Check(t, "menu", two().Rows(th, w, h))
}
