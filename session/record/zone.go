package record

import (
	"time"

	"linger/session"
)

// A Zone is how safe it is to send on an idle connection.
type Zone uint8

// The zones, in the order in which time passes through them.
const (
	NoZone  Zone = iota // nothing counts down
	Safe                // more than Caution is left
	Caution             // the last second: the hint is no finer than that
	Race                // the last round trip: a request may be lost without a sign
	Late                // past the advertised deadline
)

// CautionBefore is how long before the deadline the caution zone begins.
const CautionBefore = time.Second

// Left is the time to the advertised deadline; negative when it has passed. It
// reports false when nothing counts down: no hint, or one that does not apply.
func (c *Connection) Left(now time.Duration) (time.Duration, bool) {
	b := c.Budget
	if !b.HasTimeout || !b.Applies || c.State != Idle {
		return 0, false
	}
	return b.Deadline - now, true
}

// Zone is the zone at that moment.
func (c *Connection) Zone(now time.Duration) Zone {
	left, ok := c.Left(now)
	switch {
	case !ok:
		return NoZone
	case left <= 0:
		return Late
	case left <= RaceBefore(c.Budget):
		return Race
	case left <= CautionBefore:
		return Caution
	}
	return Safe
}

// RaceBefore is how long before the deadline the race zone begins: the last
// measured round trip.
func RaceBefore(b session.Budget) time.Duration { return b.RoundTrip }

// IdleFor is how long nothing has been outstanding; 0 while something is.
func (c *Connection) IdleFor(now time.Duration) time.Duration {
	switch c.State {
	case Unused, Idle, Closing:
		return max(0, now-c.IdleSince)
	case Ended:
		return c.Close.Idle
	}
	return 0
}

// Age is how long the connection has been open, or was.
func (c *Connection) Age(now time.Duration) time.Duration {
	switch {
	case c.State == Connecting || c.State == Failed:
		return 0
	case c.State == Ended:
		return c.Close.At - c.Opened
	}
	return max(0, now-c.Opened)
}
