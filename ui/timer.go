package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
)

// A timer requests one tick at a time. A tick with another id was requested before the
// pace changed, and is ignored.
type timer struct {
	id  int
	due time.Time // when the requested tick is due; zero: none
}

type tickMsg struct{ id int }

// set requests a tick after d, unless a tick that is due no later has already been
// requested. If d is not positive, set requests none.
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

// fine is the longest remaining time that the screen shows in tenths of a second.
const fine = 10 * time.Second

// pace returns the time until the screen changes without an event, or 0 if it does not.
func (m *Model) pace() time.Duration {
	var least time.Duration
	for _, d := range m.desks {
		least = sooner(least, d.pace())
	}
	return least
}

// sooner returns the shorter of two durations. It ignores a duration of 0, which means
// that no change is due.
func sooner(a, b time.Duration) time.Duration {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// pace returns the time until the desk changes without an event. The countdown changes
// once per second, and ten times per second in the last 10 s.
func (d *desk) pace() time.Duration {
	if d.src.Recording { // time in a recording advances only during playback
		return d.replayPace()
	}
	p := d.countPace()
	if d.watching() {
		p = d.home.pace()
	}
	if d.throttle.owes {
		p = sooner(p, max(d.throttle.due()-d.now, time.Millisecond))
	}
	p = sooner(p, d.lessonPace())
	if d.log != nil {
		p = sooner(p, time.Second-(d.now-d.log.Since)%time.Second) // the clock of the log
	}
	if d.notice.text != "" && d.notice.until != never {
		p = sooner(p, max(d.notice.until-d.now, time.Millisecond))
	}
	return p
}

// lags reports whether the current tick changes only the digits. was is the time of the
// previous tick. In the last 10 s bars and clocks change with every second tick, five
// times per second. The renderer writes a row from the first changed cell to the last, so
// a change of the timeout bar costs as many bytes as the bar is long. A short bar changes
// with every tick, and everything changes when a zone begins.
func (d *desk) lags(was time.Duration) bool {
	c := d.watched()
	limit := d.rec.Limit(c)
	if c == nil || d.slow != was || limit.Zone(was) != limit.Zone(d.now) {
		return false
	}
	left := limit.Left(d.now)
	long := len(d.plan.Columns) > 1 || d.top() != nil && d.top().covers() == coverScreen
	return limit.Known() && left > 0 && left < fine && long
}

func (d *desk) countPace() time.Duration {
	c := d.watched()
	if c == nil {
		return 0
	}
	switch c.State {
	case record.Connecting:
		return up(d.now - c.Dialed)
	case record.Sending, record.Awaiting:
		if e := c.Last(); e != nil {
			return up(d.now - e.Started)
		}
	case record.Unused, record.Closing:
		return up(c.IdleFor(d.now))
	case record.Idle:
		limit := d.rec.Limit(c)
		left := limit.Left(d.now)
		switch {
		case !limit.Known():
			return up(c.IdleFor(d.now))
		case left <= 0 && limit.Past(d.now) < 0:
			return down(-limit.Past(d.now), time.Second/10)
		case left <= 0:
			return up(limit.Past(d.now))
		case left > fine:
			return down(left, time.Second)
		}
		return down(left, time.Second/10)
	}
	return 0
}

// up returns the time until the next change of a clock that counts up and is at d.
func up(d time.Duration) time.Duration {
	unit := time.Second
	if d < fine {
		unit /= 10
	}
	return unit - d%unit
}

// down returns the time until the next change of a clock that counts down in steps of
// unit and is at d.
func down(d, unit time.Duration) time.Duration {
	if r := d % unit; r > 0 {
		return r
	}
	return unit
}
