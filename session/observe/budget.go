package observe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire"
)

// A budget is what the server still allows on a connection, as far as it said,
// and who counts.
//
// A server may say nothing after its first hint, or repeat a constant max: a
// policy, not a countdown. Then linger counts down from what was said last.
type budget struct {
	session.Budget
	constant  bool // max-constant was found
	exceeded  bool // max-exceeded was found
	overdueAt time.Duration
}

// account takes what a final response says about what is left, and reports
// whether there is anything to count.
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

// spent reports whether max has run out.
func (b *budget) spent() bool { return b.HasMax && b.Applies && b.Max <= 0 }

// announces reports whether a spent max announced the end. Once the server has
// gone past it, only a server that says so again does: linger's own count has
// been proved wrong.
func (b *budget) announces() bool {
	return b.spent() && (!b.exceeded || b.CountedBy == "server")
}

// promised returns the advertised timeout; ok is false when there is none, or it
// does not apply.
func (b *budget) promised() (timeout time.Duration, ok bool) {
	return b.Timeout, b.HasTimeout && b.Applies
}
