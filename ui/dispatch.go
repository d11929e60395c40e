package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/record"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/wire"
)

// press routes a key: to the text field that has the cursor, to what lies over
// the panes, or through the table of keys.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	m.notice = notice{}
	if m.calm.owes { // a key is about what is selected now
		m.show()
	}
	key := msg.String()
	switch {
	case key == "ctrl+c":
		m.err = ErrInterrupted
		return m.quit()
	case key == "ctrl+z":
		return m.suspend()
	case m.search != nil:
		return m.searching(msg)
	case key == "esc" && m.layer() != nil:
		return m.escape()
	case m.over != nil:
		if cmd, taken := m.over.press(m, msg); taken {
			return cmd
		}
	}
	if m.over == nil && m.probing != nil {
		if cmd, taken := m.probing.press(m, msg); taken {
			return cmd
		}
	}
	b := keys.Find(key)
	if b == nil {
		return nil
	}
	if why := b.Why(m.state()); why != "" {
		m.say(why)
		return nil
	}
	if do := actions[b.Action]; do != nil {
		return do(m, msg)
	}
	return nil
}

// actions is what each action does. It is filled when the package begins, since
// some actions lead back to the table.
var actions map[keys.Action]func(*Model, tea.KeyPressMsg) tea.Cmd

func init() {
	do := func(f func(*Model)) func(*Model, tea.KeyPressMsg) tea.Cmd {
		return func(m *Model, _ tea.KeyPressMsg) tea.Cmd { f(m); return nil }
	}
	ask := func(f func(*Model) session.Command) func(*Model, tea.KeyPressMsg) tea.Cmd {
		return do(func(m *Model) { m.opt.Engine.Do(f(m)) })
	}
	change := func(f func(wire.RequestMessage) wire.RequestMessage) func(*Model, tea.KeyPressMsg) tea.Cmd {
		return do(func(m *Model) { m.next = f(m.next) })
	}
	actions = map[keys.Action]func(*Model, tea.KeyPressMsg) tea.Cmd{
		keys.Send:     do((*Model).enter),
		keys.Pipeline: ask((*Model).pipeline),
		keys.Hold: ask(func(m *Model) session.Command {
			return session.Hold{Request: session.Framed(m.next), Within: m.rec.IdleRange(m.watched()).Low}
		}),
		keys.Wait: ask(func(*Model) session.Command { return session.Wait{} }),
		keys.Reconnect: ask(func(m *Model) session.Command {
			m.list.Last()
			return session.Reconnect{}
		}),
		keys.Probe:     func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.probe() },
		keys.CloseMenu: do((*Model).closeMenu),
		keys.Scenarios: do((*Model).scenarios),
		keys.Edit:      do((*Model).compose),
		keys.Head:      change(toggleHead),
		keys.Version:   change(toggleVersion),
		keys.KeepAlive: change(toggleKeepAlive),
		keys.Location:  do((*Model).follow),

		keys.Up:       do(func(m *Model) { m.move(func() { m.list.Move(-1) }, detail.Up{}) }),
		keys.Down:     do(func(m *Model) { m.move(func() { m.list.Move(1) }, detail.Down{}) }),
		keys.PageUp:   do(func(m *Model) { m.move(func() { m.list.Page(-1) }, detail.PageUp{}) }),
		keys.PageDown: do(func(m *Model) { m.move(func() { m.list.Page(1) }, detail.PageDown{}) }),
		keys.First:    do(func(m *Model) { m.move(m.list.First, detail.Top{}) }),
		keys.Last:     do(func(m *Model) { m.move(m.list.Last, detail.Bottom{}) }),
		keys.Filter:   do((*Model).filter),
		keys.Mark:     do((*Model).mark),
		keys.Compare:  do((*Model).compareWithPrevious),
		keys.Copy:     do((*Model).copyMenu),

		keys.Tab:         func(m *Model, k tea.KeyPressMsg) tea.Cmd { return m.tab(int(k.Code - '1')) },
		keys.TabBefore:   do(func(m *Model) { m.detail.Update(detail.PrevTab{}) }),
		keys.TabAfter:    do(func(m *Model) { m.detail.Update(detail.NextTab{}) }),
		keys.Full:        do((*Model).toggleFull),
		keys.NextFinding: do((*Model).nextFinding),
		keys.Save:        do((*Model).saveContent),
		keys.Secrets:     do((*Model).toggleSecrets),
		keys.Hex:         do((*Model).toggleHex),

		keys.NextPane: func(m *Model, k tea.KeyPressMsg) tea.Cmd {
			m.nextPane(k.Mod.Contains(tea.ModShift))
			return nil
		},
		keys.Timeline:  do((*Model).timeline),
		keys.Projector: do(func(m *Model) { m.over = projecting{} }),
		keys.Mouse:     do((*Model).toggleMouse),
		keys.Help:      do(func(m *Model) { m.over = helping{} }),
		keys.Back:      do((*Model).back),
		keys.Quit:      func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.quit() },
	}
}

// enters is what enter does with the row that is chosen in the pane with the
// focus; empty where it sends.
func (m *Model) enters() string {
	d := m.focused()
	if d == nil || m.layer() != nil || m.focus == layout.Detail && m.welcoming() {
		return ""
	}
	return d.Enters()
}

// enter sends the next request. With the cursor on a row of the detail that leads
// to others it follows that row instead.
func (m *Model) enter() {
	if m.enters() != "" {
		m.focused().Update(detail.Enter{})
		return
	}
	m.send()
}

func (m *Model) send() {
	if c := m.watched(); c != nil && !c.State.Open() {
		m.list.Last()
	}
	m.composer.Sent(m.next)
	m.opt.Engine.Do(session.Send{Request: session.Framed(m.next), Reconnect: true})
}

// pipelined is how many requests the key p writes before it reads.
const pipelined = 5

func (m *Model) pipeline() session.Command { return m.pipelineOf(pipelined) }

func (m *Model) pipelineOf(n int) session.Command {
	m.composer.Sent(m.next)
	reqs := make([]wire.RequestMessage, n)
	for i := range reqs {
		reqs[i] = session.Framed(m.next)
	}
	return session.Pipeline{Requests: reqs, Reconnect: true}
}

// move moves in the list or, where it has the focus, in a pane of the detail.
func (m *Model) move(inList func(), intent tea.Msg) {
	if d := m.focused(); d != nil {
		d.Update(intent)
		return
	}
	inList()
	m.show()
}

func (m *Model) tab(n int) tea.Cmd {
	t := detail.Tab(n)
	if !m.detail.Has(t) {
		words := "a connection has no " + t.String() + "; ↑ ↓ choose an exchange."
		m.say(itoa(n+1)+" cannot be used now: "+words, "A"+words[1:])
		return nil
	}
	cmd := m.detail.Update(t)
	if len(m.plan.Columns) == 1 && m.focus == layout.List {
		m.setFocus(layout.Detail)
	}
	return cmd
}

// nextFinding goes to the next finding of what is selected; where it has no
// other, to the next exchange or connection that has one. While the list follows
// that is the newest, of which its last row speaks.
func (m *Model) nextFinding() {
	conn, ex := m.list.Selected()
	has := m.finds(conn, ex)
	if !has || m.detail.Found() {
		toConn, toEx := m.list.NextFinding()
		if !has && m.list.Following() {
			toConn, toEx = m.list.NewestFinding()
		}
		if toConn > 0 {
			m.list.Go(toConn, toEx)
			m.show()
		}
	}
	m.detail.Update(detail.NextFinding{})
}

func (m *Model) toggleFull() {
	m.full = !m.full
	if m.full && m.focus == layout.List {
		m.focus = layout.Detail
	}
	m.arrange()
}

func (m *Model) toggleSecrets() {
	on := !m.detail.Secrets()
	for _, d := range m.details() {
		d.ShowSecrets(on)
	}
}

func (m *Model) toggleHex() {
	m.detail.Update(detail.ToggleHex{})
	m.wire.Update(detail.ToggleHex{})
}

func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	if m.mouse {
		m.say("The mouse scrolls and selects; M gives it back to the terminal.")
		return
	}
	m.say("The mouse is the terminal's: text can be selected. M takes it back.")
}

func (m *Model) setFocus(p layout.Pane) {
	m.focus = p
	m.arrange()
}

// nextPane gives the focus to the next pane that the screen has room for.
func (m *Model) nextPane(backward bool) {
	var order []layout.Pane
	for _, p := range []layout.Pane{layout.List, layout.Detail, layout.Wire, layout.Timing, layout.Findings} {
		if _, ok := m.plan.Where(p); ok || len(m.plan.Columns) == 1 && p <= layout.Detail {
			order = append(order, p)
		}
	}
	step := 1
	if backward {
		step = len(order) - 1
	}
	for i, p := range order {
		if p == m.focus {
			m.full = false
			m.setFocus(order[(i+step)%len(order)])
			return
		}
	}
}

// dialing says whether a connection is being made.
func (m *Model) dialing() bool {
	c := m.watched()
	return c != nil && c.State == record.Connecting && !m.opt.Recording
}

// busy says whether there is something that esc stops: long work, requests that
// wait for a connection, or making it.
func (m *Model) busy() bool {
	return m.rec.Work.Active && !m.opt.Recording || m.dialing()
}

// stop drops what waits and ends long work; where there is neither it gives up
// connecting.
func (m *Model) stop() {
	if m.dialing() && m.watched().Waiting == 0 && !m.rec.Work.Active {
		m.opt.Engine.Do(session.Close{})
		return
	}
	m.opt.Engine.Do(session.Stop{})
}

// back undoes the last thing that can be undone: long work, full width, the
// filter.
func (m *Model) back() {
	switch {
	case m.busy():
		m.stop()
	case m.full:
		m.toggleFull()
	case m.list.Query() != "":
		m.list.Filter("")
		m.show()
	case m.focus != layout.List:
		m.setFocus(layout.List)
	}
}
