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
	t.Show(m.rec, m.lookedAt())
	m.over = looking{t}
}

// lookedAt is the selected exchange, or the last of the selected connection.
func (m *Model) lookedAt() int {
	conn, ex := m.list.Selected()
	if c := m.rec.Conn(conn); ex == 0 && c != nil && c.Last() != nil {
		return c.Last().ID
	}
	return ex
}

func (l looking) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	b := keys.Find(k.String())
	if b == nil {
		return nil, true
	}
	switch b.Action {
	case keys.TabBefore, keys.Up:
		l.Step(-1)
	case keys.TabAfter, keys.Down:
		l.Step(1)
	case keys.ZoomIn:
		l.ZoomIn()
	case keys.ZoomOut:
		l.ZoomOut()
	case keys.Follow:
		l.Follow()
	case keys.Send:
		m.over = nil
		m.setFocus(layout.Detail)
	case keys.Timeline:
		m.over = nil
	default:
		return nil, false
	}
	if e := m.rec.Exchange(l.Selected()); e != nil && e.ID != m.lookedAt() {
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
	l.SetNow(m.slow, timeline.Head{Conn: c.Conn, Sign: sign, Words: words, Style: m.zoneStyle(&c)})
	l.Show(m.rec, m.lookedAt())
	for i, row := range strings.Split(l.View(), "\n") {
		if i < b.H {
			rows[b.Y+i] = row
		}
	}
}

func (looking) hints(keys.State) []keys.Hint { return keys.Zoom() }
