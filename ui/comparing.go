package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/compare"
	"linger/ui/keys"
)

// comparing is two exchanges side by side in the place of the panes.
type comparing struct{ *compare.Model }

// mark remembers the selected exchange; a second one is compared with it.
func (m *Model) mark() {
	e := m.selected()
	was := m.rec.Exchange(m.marked)
	switch {
	case was == nil:
		m.setMark(e.ID)
		m.say("Exchange "+itoa(e.ID)+" is marked: m on another one compares them, m here takes the mark away.",
			"Exchange "+itoa(e.ID)+" is marked: m on another one compares them.")
	case was == e:
		m.setMark(0)
	default:
		m.compare(was, e)
	}
}

func (m *Model) setMark(ex int) {
	m.marked = ex
	m.list.SetMark(ex)
}

// compareWithPrevious compares the selected exchange with the one before it.
func (m *Model) compareWithPrevious() {
	e := m.selected()
	m.compare(m.rec.Exchange(e.ID-1), e)
}

func (m *Model) compare(a, b *record.Exchange) {
	c := compare.New(m.th)
	if a.ID > b.ID {
		a, b = b, a
	}
	c.Show(a, b)
	m.over = comparing{c}
}

func (c comparing) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	b := keys.Find(k.String())
	if b == nil {
		return nil, true
	}
	switch b.Action {
	case keys.Up:
		c.Move(-1)
	case keys.Down:
		c.Move(1)
	case keys.PageUp:
		c.Page(-1)
	case keys.PageDown:
		c.Page(1)
	case keys.Quit, keys.Compare, keys.Mark:
		m.setMark(0)
		m.over = nil
	default:
		return nil, false
	}
	return nil, true
}

func (c comparing) draw(m *Model, rows []string) {
	b := m.plan.Body
	c.SetTheme(m.th)
	c.SetSize(b.W, b.H)
	c.ShowSecrets(m.detail.Secrets())
	for i, row := range strings.Split(c.View(), "\n") {
		rows[b.Y+i] = row
	}
}

func (comparing) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Back, Words: "back"}, {Key: "↑↓", Words: "scroll"}, {Action: keys.Secrets, Words: "masked values"}, {Action: keys.Send}, {Action: keys.Help}}
}
