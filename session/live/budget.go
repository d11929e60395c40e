package live

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire"
)

// budget is what the server will still allow on a connection, as far as it
// said, and who counts.
//
// A server may say nothing after its first hint, or repeat a constant max: a
// policy, not a countdown. Then linger counts down from what was said last.
type budget struct {
	session.Budget
	constant  bool // max-constant was told
	exceeded  bool // max-exceeded was told
	overdueAt time.Duration
}

// account takes what a final response says about what is left, and reports
// whether there is anything to count.
func (l *loop) account(c *conn, ex *exchange, f *wire.Facts) bool {
	b := &c.budget
	if b.HasMax && b.Applies && b.Max <= 0 && !b.exceeded {
		b.exceeded = true
		l.found(ex.lastByte, c, ex.id, wire.Finding{Code: session.CodeMaxExceeded, Offset: f.HintAt})
	}
	if b.Silent(f.Hint) {
		return false
	}
	if b.Count(f.Hint, ex.id) && b.Applies && !b.constant {
		b.constant = true
		l.found(ex.lastByte, c, ex.id, wire.Finding{Code: session.CodeMaxConstant, Offset: f.HintAt, Detail: fmt.Sprintf("max=%d", b.Said)})
	}
	b.RoundTrip = c.path.roundTrip()
	b.overdueAt = never
	if b.HasTimeout {
		b.Deadline = ex.lastByte + b.Timeout
		if b.Applies {
			b.overdueAt = b.Deadline
		}
	}
	return true
}

// spent says whether max has run out.
func (b *budget) spent() bool { return b.HasMax && b.Applies && b.Max <= 0 }

// announces says whether a spent max told of the end. Once the server has gone
// past it, only a server that says so again does: a count of linger's own has
// been proved wrong.
func (b *budget) announces() bool {
	return b.spent() && (!b.exceeded || b.CountedBy == "server")
}

// promised is the advertised timeout, where there is one that counts.
func (b *budget) promised() (time.Duration, bool) {
	return b.Timeout, b.HasTimeout && b.Applies
}

// overdue tells when the advertised timeout has passed on an idle connection.
// While something is outstanding the clock does not run.
func (l *loop) overdue(now time.Duration, c *conn) {
	if now < c.budget.overdueAt {
		return
	}
	at := c.budget.overdueAt
	c.budget.overdueAt = never
	if c.idle() {
		l.emit(session.Overdue{At: at, Conn: c.id})
	}
}
