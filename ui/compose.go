package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/composer"
	"linger/ui/keys"
	"linger/ui/layout"
)

// composing is the composer in the place of the panes.
type composing struct{ *composer.Model }

// compose opens the composer on the next request.
func (m *Model) compose() {
	m.composer.SetNext(m.next)
	m.over = composing{m.composer}
}

func (c composing) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) { return m.composed(k), true }

func (c composing) paste(m *Model, p tea.PasteMsg) tea.Cmd { return m.composed(p) }

// composed gives the composer what is meant for it. What it writes is the next
// request; when it sends, the panes come back, so that the answer is seen.
func (m *Model) composed(msg tea.Msg) tea.Cmd {
	c, ok := m.over.(composing)
	if !ok {
		return nil
	}
	command, cmd := c.Update(msg)
	if r, ok := c.Next(); ok {
		m.next = r
	}
	if command != nil {
		m.over = nil
		m.list.Last()
		m.opt.Engine.Do(command)
	}
	return cmd
}

func (c composing) draw(m *Model, rows []string) {
	b := m.plan.Body
	c.SetTheme(m.th)
	c.SetSize(b.W, b.H)
	c.ShowSecrets(m.detail.Secrets())
	c.Show(m.rec)
	for i, row := range strings.Split(c.View(), "\n") {
		rows[b.Y+i] = row
	}
	x, _ := layout.Bar(m.w)
	switch {
	case m.plan.Next >= 0:
		rows[m.plan.Next] = c.Row(m.w, x)
	case c.Asking():
		rows[m.plan.Keys] = c.Row(m.w, x)
	}
}

func (c composing) hints(keys.State) []keys.Hint { return c.Hints() }
