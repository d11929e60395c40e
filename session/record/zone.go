package record

import "time"

// A Zone is a part of a connection's idle time. It says how safe it is to send a request
// in that part.
type Zone uint8

// The zones, in the order in which an idle connection passes through them.
const (
	NoZone  Zone = iota // no limit is known
	Safe                // none of the zones below has begun
	Caution             // the last second before the deadline, because hints are whole seconds
	Race                // the last round trip, because a request may be lost without an error
	Late                // past the limit
)

// CautionBefore is how long before an advertised deadline the caution zone
// begins.
const CautionBefore = time.Second

// IdleFor returns the time since the last response ended or, if there was none, since the
// connection was made. If the connection has ended, IdleFor returns how long it was idle
// before the end. It returns 0 while a request is outstanding.
func (c *Connection) IdleFor(now time.Duration) time.Duration {
	switch c.State {
	case Unused, Idle, Closing:
		return max(0, now-c.IdleSince)
	case Ended:
		return c.Close.Idle
	}
	return 0
}

// Age returns how long the connection has been open, or was open before it ended.
func (c *Connection) Age(now time.Duration) time.Duration {
	switch {
	case c.State == Connecting || c.State == Failed:
		return 0
	case c.State == Ended:
		return c.Close.At - c.Opened
	}
	return max(0, now-c.Opened)
}
