package session

import (
	"fmt"
	"time"

	"linger/wire"
)

// budget is what the server will still allow on a connection, as far as it
// said, and who counts.
//
// A server may say nothing after its first hint, or repeat a constant max: a
// policy, not a countdown. Then linger counts down from what was said last.
type budget struct {
	Budget
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
		l.found(ex.lastByte, c, ex.id, wire.Finding{Code: CodeMaxExceeded, Offset: f.HintAt})
	}
	if b.Silent(f.Hint) {
		return false
	}
	if b.Count(f.Hint, ex.id) && b.Applies && !b.constant {
		b.constant = true
		l.found(ex.lastByte, c, ex.id, wire.Finding{Code: CodeMaxConstant, Offset: f.HintAt, Detail: fmt.Sprintf("max=%d", b.Said)})
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

// Silent says whether there is nothing to count: no hint now, none before.
func (b *Budget) Silent(h wire.Hint) bool {
	return !h.Present && !b.HasTimeout && !b.HasMax
}

// Count takes what the response of one more exchange says, and reports whether
// the server repeated the max that it gave before. Deadline and RoundTrip, which
// need a clock, are left as they are.
func (b *Budget) Count(h wire.Hint, exchange int) (repeated bool) {
	if h.Present {
		b.Applies, b.Source = h.Applies, exchange
	}
	if h.Present && h.Timeout >= 0 {
		b.HasTimeout, b.Timeout, b.Seconds = true, WholeSeconds(h.Timeout), h.Timeout
	}
	switch {
	case !h.Present || h.Max < 0:
		if b.HasMax {
			b.Max, b.CountedBy = max(0, b.Max-1), "linger"
		}
	case !b.HasMax:
		b.HasMax, b.Max, b.First, b.CountedBy = true, h.Max, h.Max, "server"
		b.Said = h.Max
	case h.Max == b.Said && h.Max > 0:
		b.Max, b.CountedBy = max(0, b.Max-1), "linger"
		return true
	default:
		b.Max, b.CountedBy = h.Max, "server"
		b.First = max(b.First, h.Max)
		b.Said = h.Max
	}
	return false
}

// Advertised is the timeout as the server gave it, in seconds, however many;
// Timeout is what a clock can reckon with.
func (b *Budget) Advertised() int64 {
	return max(b.Seconds, int64(b.Timeout/time.Second))
}

// WholeSeconds is an advertised timeout of n seconds as a clock can reckon with:
// at most a century.
func WholeSeconds(n int64) time.Duration {
	const century = 100 * 365 * 24 * 3600
	return time.Duration(min(n, century)) * time.Second
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
		l.emit(Overdue{At: at, Conn: c.id})
	}
}
