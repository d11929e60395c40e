package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/wire"
)

// press routes a key to the text field with the cursor, to the overlays, or to the action
// in the table of keys.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	d := m.desk()
	d.notice, d.touched = notice{}, true
	if d.throttle.owes { // the key applies to the current selection
		d.show()
	}
	action := d.bound.ActionOf(k.String())
	switch {
	case action == keys.QuitNow:
		m.err = ErrInterrupted
		return m.quit()
	case action == keys.Suspend:
		return m.suspend()
	case d.search != nil:
		d.filtering(k)
		return nil
	case action == keys.Back && d.top() != nil:
		d.escape()
		return nil
	}
	if cmd, taken := d.pressOver(k); taken {
		return cmd
	}
	if d.pressPlayer(k) || d.pressDrill(k) || d.pressLesson(k) {
		return nil
	}
	b := d.bound.Find(k.String())
	if b == nil {
		if where := d.bound.Elsewhere(k.String()); where != "" && !d.teaching() && d.src.Player == nil {
			d.say(where)
		}
		return d.sendMany(k)
	}
	if why := b.WhyAndInstead(d.state()); why != nil && (b.Action != keys.Send || d.enters() == "") {
		d.say(why[0], why[1:]...)
		return nil
	}
	if do := actions[b.Action]; do != nil {
		return do(m, k)
	}
	return nil
}

// An act is a function that carries out an action.
type act func(*Model, tea.KeyPressMsg) tea.Cmd

// on returns an act that calls a method of the desk.
func on(f func(*desk)) act {
	return func(m *Model, _ tea.KeyPressMsg) tea.Cmd { f(m.desk()); return nil }
}

// ask returns an act that sends a command to the session.
func ask(f func(*desk) session.Command) act {
	return on(func(d *desk) { d.do(f(d)) })
}

// change returns an act that changes the next request.
func change(f func(wire.RequestMessage) wire.RequestMessage) act {
	return on(func(d *desk) { d.next = f(d.next) })
}

// actions maps each action to its act. The actions that it does not contain are handled
// before the map is used, or by an overlay.
var actions = map[keys.Action]act{
	keys.Send:      on((*desk).enter),
	keys.Pipeline:  on((*desk).pipeline),
	keys.Hold:      on((*desk).hold),
	keys.Wait:      ask(func(*desk) session.Command { return session.Wait{} }),
	keys.Reconnect: on((*desk).reconnect),
	keys.Probe:     on((*desk).askProbe),
	keys.CloseMenu: on((*desk).closeMenu),
	keys.Scenarios: on((*desk).scenarioMenu),
	keys.Lessons:   on((*desk).lessonKey),
	keys.Drill:     on((*desk).newDrill),
	keys.Connect:   on((*desk).connect),
	keys.Edit:      on((*desk).compose),
	keys.Head:      change(session.ToggleHead),
	keys.Version:   on((*desk).toggleVersion),
	keys.KeepAlive: change(session.TogglePersist),
	keys.Location:  on((*desk).redirect),

	keys.Up:       on(func(d *desk) { d.move(func() { d.list.Move(-1) }, detail.Up{}) }),
	keys.Down:     on(func(d *desk) { d.move(func() { d.list.Move(1) }, detail.Down{}) }),
	keys.PageUp:   on(func(d *desk) { d.move(func() { d.list.Page(-1) }, detail.PageUp{}) }),
	keys.PageDown: on(func(d *desk) { d.move(func() { d.list.Page(1) }, detail.PageDown{}) }),
	keys.First:    on(func(d *desk) { d.move(d.list.First, detail.Top{}) }),
	keys.Last:     on(func(d *desk) { d.move(d.list.Last, detail.Bottom{}) }),
	keys.Filter:   on((*desk).filter),
	keys.Mark:     on((*desk).toggleMark),
	keys.Compare:  on((*desk).compareMarked),
	keys.Copy:     on((*desk).copyMenu),

	keys.ClockTimes: on((*desk).nextZone),

	keys.Tab:         func(m *Model, k tea.KeyPressMsg) tea.Cmd { m.desk().tab(detail.Tab(k.Code - '1')); return nil },
	keys.TabBefore:   on(func(d *desk) { d.turn(detail.PrevTab{}) }),
	keys.TabAfter:    on(func(d *desk) { d.turn(detail.NextTab{}) }),
	keys.Full:        func(m *Model, _ tea.KeyPressMsg) tea.Cmd { m.full(); return nil },
	keys.NextFinding: on((*desk).nextFinding),
	keys.Save:        on((*desk).saveContent),
	keys.Secrets:     on((*desk).toggleSecrets),
	keys.Hex:         on((*desk).toggleHex),

	keys.NextPane: func(m *Model, k tea.KeyPressMsg) tea.Cmd {
		if last := m.desk().nextPane(k.Mod.Contains(tea.ModShift)); last && len(m.desks) > 1 {
			m.activate(1 - m.active)
		}
		return nil
	},
	keys.Learned:   on((*desk).learned),
	keys.Fault:     on((*desk).faultMenu),
	keys.SetMark:   on((*desk).markNow),
	keys.Export:    on((*desk).exportMenu),
	keys.RecordLog: func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.desk().toggleLog() },
	keys.Timeline:  on((*desk).timeline),
	keys.Projector: on(func(d *desk) { d.open(&projectorOverlay{}) }),
	keys.Beside:    func(m *Model, _ tea.KeyPressMsg) tea.Cmd { m.cross(); return nil },
	keys.SendBoth:  func(m *Model, _ tea.KeyPressMsg) tea.Cmd { m.sendBoth(); return nil },
	keys.Mouse:     func(m *Model, _ tea.KeyPressMsg) tea.Cmd { m.toggleMouse(); return nil },
	keys.Help:      on((*desk).help),
	keys.Back:      on((*desk).back),
	keys.Quit:      func(m *Model, _ tea.KeyPressMsg) tea.Cmd { return m.back() },
}

// back closes the topmost overlay, or quits if none is open.
func (m *Model) back() tea.Cmd {
	switch d := m.desk(); {
	case d.atHome():
	case d.top() != nil:
		d.escape()
		return nil
	case d.watching():
		d.goHome()
		return nil
	}
	return m.leaveOrAsk()
}
