package observe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire"
)

// A budget holds the number of further exchanges and the idle time that the server's
// messages allow on a connection.
//
// If later responses contain no hint or repeat the same max, linger itself counts down
// from the last max.
type budget struct {
	session.Budget
	constant  bool // max-constant was reported
	exceeded  bool // max-exceeded was reported
	overdueAt time.Duration
}

// account updates the budget with the facts of a final response, and reports whether the
// connection has a budget.
func (c *Conn) account(ex *exchange, f *wire.Facts) bool {
	b := &c.budget
	if b.HasMax && b.Applies && b.Max <= 0 && !b.exceeded {
		b.exceeded = true
		c.found(ex.lastByte, ex.id, wire.Finding{Code: session.CodeMaxExceeded, Offset: f.HintAt})
	}
	if b.Silent(f.Hint) {
		return false
	}
	if b.Count(f.Hint, ex.id) && b.Applies && !b.constant {
		b.constant = true
		c.found(ex.lastByte, ex.id, wire.Finding{Code: session.CodeMaxConstant, Offset: f.HintAt, Detail: fmt.Sprintf("max=%d", b.Said)})
	}
	b.RoundTrip = c.roundTrip.estimate()
	b.overdueAt = never
	if b.HasTimeout {
		b.Deadline = ex.lastByte + b.Timeout
		if b.Applies {
			b.overdueAt = b.Deadline
		}
	}
	return true
}

// spent reports whether max is used up.
func (b *budget) spent() bool { return b.HasMax && b.Applies && b.Max <= 0 }

// announces reports whether a max of 0 announced the end of the connection. Once the
// server has exceeded max, linger's own count is known to be wrong, so announces then
// returns true only if the server itself sent a max of 0.
func (b *budget) announces() bool {
	return b.spent() && (!b.exceeded || b.CountedBy == "server")
}

// promised returns the advertised timeout. ok is false if the server advertised none, or
// if the hint does not apply.
func (b *budget) promised() (timeout time.Duration, ok bool) {
	return b.Timeout, b.HasTimeout && b.Applies
}
