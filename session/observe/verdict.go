package observe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

const (
	earlyBy   = 500 * time.Millisecond  // an idle close so much before the timeout is still on time
	lateBy    = 1500 * time.Millisecond // and so much after it
	inUse     = 250 * time.Millisecond  // idle for less: the connection was in use
	oldEnough = time.Second             // an age below this explains nothing
)

// judge says what is to be said about the end of a connection. A server may
// close an idle connection at any time (RFC 9112 §9.5): that alone is no fault.
func (c *Conn) judge(v *verdict) {
	if v.By != session.ByServer {
		return
	}
	if v.Plain {
		c.foundAtEnd(v, session.CodeTLSTruncated, "")
	}
	if c.halfClosed != never {
		return // we had begun to close
	}
	if v.phase == session.PhaseIdle && (!v.announced() || v.goodbye()) {
		c.judgeIdle(v)
	}
	c.judgeUse(v)
}

func (c *Conn) foundAtEnd(v *verdict, code wire.Code, detail string) {
	c.found(v.at, 0, wire.Finding{Code: code, Offset: -1, Detail: detail})
}

// judgeIdle compares the close with the advertised timeout and with the
// promise of the last response.
func (c *Conn) judgeIdle(v *verdict) {
	late := v.idle - v.promised
	switch {
	case v.advertised && late < -earlyBy:
		c.foundAtEnd(v, session.CodeClosedEarly, lateText(late, v.promised))
	case v.advertised && late > lateBy:
		c.foundAtEnd(v, session.CodeClosedLate, lateText(late, v.promised))
	}
	spent := v.advertised && v.promised <= inUse
	if v.idle <= inUse && c.answered > 0 && c.last.reason.Persistent() && !spent {
		c.foundAtEnd(v, session.CodeCloseUnannounced, format.Exactly(v.idle)+" after it")
	}
}

// judgeUse looks for what else ended a connection that was in use: a promise
// of more exchanges that was not kept, or its age.
func (c *Conn) judgeUse(v *verdict) {
	used := v.phase != session.PhaseIdle || v.idle <= inUse
	if !used || c.answered == 0 {
		return
	}
	b := &c.budget
	idled := v.advertised && v.idle >= v.promised
	if b.HasMax && b.Applies && b.Max > 0 && !v.announced() && !idled && !c.spent() {
		c.foundAtEnd(v, session.CodeMaxEndedEarly, fmt.Sprintf("%d left", b.Max))
	}
	if v.explained(c) {
		return
	}
	a := ageAtEnd{age: v.age, exchanges: c.answered}
	if c.byAge(v, a) {
		c.foundAtEnd(v, session.CodeClosedByAge, fmt.Sprintf("at %s, after %s", format.Exactly(a.age), format.Count(a.exchanges, "exchange")))
	}
	c.o.ages[c.opt.Target] = append(c.o.ages[c.opt.Target], a)
}

// explained says whether something other than its age ended the connection: the
// client's wish, the version, an error, a response cut short.
func (v *verdict) explained(c *Conn) bool {
	f := &c.last.facts
	cut := v.oldest != nil && v.oldest.bytes > 0
	return cut || f.Request.Close || c.last.status >= 400 || v.announced() && !f.Close
}

// An ageAtEnd is how old a connection was, and how much it had served, when it
// ended in use.
type ageAtEnd struct {
	age       time.Duration
	exchanges int
}

// byAge says whether age explains the end better than a number of exchanges
// does. Best is another connection that ended at that age after a different
// number of them. On the first it takes a good number, no round one (nobody
// sets a limit of 13), and an end that came without a word, or in the exchange
// that went past a whole number of seconds.
func (c *Conn) byAge(v *verdict, a ageAtEnd) bool {
	if a.age < oldEnough || c.budget.HasMax {
		return false
	}
	for _, o := range c.o.ages[c.opt.Target] {
		switch near := (o.age - a.age).Abs() < max(o.age, a.age)/8; {
		case near && o.exchanges != a.exchanges:
			return true
		case !near && o.exchanges == a.exchanges:
			return false
		}
	}
	if a.exchanges < 6 || isRound(a.exchanges) || isRound(a.exchanges-1) {
		return false
	}
	rhythm := a.age / time.Duration(a.exchanges)
	return !v.announced() || rhythm <= oldEnough && a.age%time.Second <= rhythm*5/4
}

// isRound says whether n is such a number as people choose for a limit: 1, 2 or
// 5 and zeros.
func isRound(n int) bool {
	for n >= 10 && n%10 == 0 {
		n /= 10
	}
	return n == 1 || n == 2 || n == 5
}
