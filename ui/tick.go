package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
)

// A timer is one chain of ticks. It has an id, so that a tick that was asked
// for before the pace changed is known and ignored.
type timer struct {
	id  int
	due time.Time // when the tick asked for last will come; zero: none
}

type tickMsg struct{ id int }

// set asks for a tick after d, unless one comes as early; 0 asks for none.
func (t *timer) set(d time.Duration) tea.Cmd {
	if d <= 0 {
		return nil
	}
	due := time.Now().Add(d)
	if !t.due.IsZero() && !due.Before(t.due) {
		return nil
	}
	t.id++
	t.due = due
	id := t.id
	return tea.Tick(d, func(time.Time) tea.Msg { return tickMsg{id} })
}

func (t *timer) rang(msg tickMsg) {
	if msg.id == t.id {
		t.due = time.Time{}
	}
}

// fine is how much time there must be at most for tenths to be shown.
const fine = 10 * time.Second

// pace is the time to the next change that time alone makes on the screen; 0
// when it makes none: further than 10 s from a deadline once a second, in the
// last 10 s ten times.
func (m *Model) pace() time.Duration {
	if m.opt.Recording { // its time stands still
		return 0
	}
	d := m.countPace()
	if m.calm.owes {
		if left := max(m.calm.due()-m.now, time.Millisecond); d == 0 || left < d {
			d = left
		}
	}
	if left := m.notice.until - m.now; m.notice.text != "" && (d == 0 || left < d) {
		d = max(left, time.Millisecond)
	}
	return d
}

// lags says whether the tick after the moment was changes the digits alone. In
// the last 10 s bars and clocks move with every second tick only, five times a
// second: the renderer writes a row from the first cell that changed to the last,
// so that moving the bar of timeout costs all of it that is left, and a frame of
// its own for it would cost as much time as another tick. Where the bar is short
// it moves with every tick, and entering a zone changes everything at once.
func (m *Model) lags(was time.Duration) bool {
	c := m.watched()
	if c == nil || m.slow != was || c.Zone(was) != c.Zone(m.now) {
		return false
	}
	left, ok := c.Left(m.now)
	_, big := m.over.(projecting)
	return ok && left > 0 && left < fine && (big || len(m.plan.Columns) > 1)
}

func (m *Model) countPace() time.Duration {
	c := m.watched()
	if c == nil {
		return 0
	}
	switch c.State {
	case record.Connecting:
		return up(m.now - c.Dialed)
	case record.Sending, record.Awaiting:
		if e := c.Last(); e != nil {
			return up(m.now - e.Started)
		}
	case record.Unused, record.Closing:
		return up(c.IdleFor(m.now))
	case record.Idle:
		left, ok := c.Left(m.now)
		switch {
		case !ok:
			return up(c.IdleFor(m.now))
		case left <= 0:
			return up(-left)
		case left > fine:
			return down(left, time.Second)
		}
		return down(left, time.Second/10)
	}
	return 0
}

// up is the time until a clock that counts up shows another number.
func up(d time.Duration) time.Duration {
	unit := time.Second
	if d < fine {
		unit /= 10
	}
	return unit - d%unit
}

// down is the time until a clock that counts down shows another number.
func down(d, unit time.Duration) time.Duration {
	if r := d % unit; r > 0 {
		return r
	}
	return unit
}
