package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/timeline"
)

// looking is the timeline in the place of the panes.
type looking struct{ *timeline.Model }

func (m *Model) timeline() {
	t := timeline.New(m.th)
	_, ex := m.list.Selected()
	t.Show(m.rec, ex)
	m.over = looking{t}
}

func (l looking) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch k.String() {
	case "left", "h", "up", "k":
		l.Step(-1)
	case "right", "l", "down", "j":
		l.Step(1)
	case "+":
		l.ZoomIn()
	case "-":
		l.ZoomOut()
	case "f":
		l.Follow()
	case "enter":
		m.over = nil
		m.setFocus(layout.Detail)
	case "t":
		m.over = nil
	default:
		return nil, false
	}
	if e := m.rec.Exchange(l.Selected()); e != nil {
		m.list.Go(e.Conn, e.ID)
		m.show()
	}
	return nil, true
}

func (l looking) draw(m *Model, rows []string) {
	b := m.plan.Body
	c := m.clockView()
	sign, words := c.State()
	l.SetTheme(m.th)
	l.SetSize(b.W, b.H)
	l.SetNow(m.now, timeline.Head{Sign: sign, Words: words, Style: m.zoneStyle()})
	l.Show(m.rec, l.Selected())
	for i, row := range strings.Split(l.View(), "\n") {
		if i < b.H {
			rows[b.Y+i] = row
		}
	}
}

func (looking) hints(keys.State) []keys.Hint { return keys.Zoom() }
