package record

import (
	"bytes"

	"linger/session"
	"linger/wire"
)

// An outcome holds what is known about a response, except for its place in the
// connection, its times and its bytes. Because an outcome is large and a record may have
// hundreds of thousands of exchanges, exchanges with equal outcomes share one once they
// are done.
type outcome struct {
	facts  wire.Facts // offsets are relative to Exchange.base
	sha256 []byte
	retry  session.Retry
}

func (o *outcome) equals(p *outcome) bool {
	return o.retry == p.retry && bytes.Equal(o.sha256, p.sha256) && o.facts == p.facts
}

// Facts returns a copy of the facts about the response of e.
func (e *Exchange) Facts() *wire.Facts {
	f := e.known()
	return &f
}

func (e *Exchange) known() (f wire.Facts) {
	if e.outcome != nil {
		f = e.outcome.facts
		f.Shift(e.base)
	}
	return f
}

// Status returns Facts().Status. It copies no facts, because a filter calls it for every
// exchange.
func (e *Exchange) Status() int {
	if e.outcome == nil {
		return 0
	}
	return e.outcome.facts.Status
}

// isComplete returns Facts().Complete. It copies no facts, because screens call it for
// thousands of exchanges at a time.
func (e *Exchange) isComplete() bool { return e.outcome != nil && e.outcome.facts.Complete }

// SHA256 returns the digest of all the content of e: see [session.ExchangeDone].
func (e *Exchange) SHA256() []byte {
	if e.outcome == nil {
		return nil
	}
	return e.outcome.sha256
}

// Retry reports whether the request of e may be sent again: see [session.ExchangeDone].
func (e *Exchange) Retry() session.Retry {
	if e.outcome == nil {
		return ""
	}
	return e.outcome.retry
}

// change returns the facts of e for modification. If other exchanges share them, e gets a
// copy first.
func (e *Exchange) change() *wire.Facts {
	if !e.own {
		p := new(outcome)
		if e.outcome != nil {
			*p = *e.outcome
		}
		e.outcome, e.own = p, true
	}
	return &e.outcome.facts
}

// outcomes sets the outcomes of exchanges. While the response of an exchange is in
// progress, no other exchange shares its outcome.
type outcomes struct {
	begun *outcome   // the latest outcome of an exchange without a response, for other exchanges to share
	ended *outcome   // the latest outcome of an exchange that is done, for other exchanges to share
	spare []*outcome // for reuse: outcomes that turned out to equal the previous one
	slab  slab[outcome]
}

func (o *outcomes) next() (p *outcome) {
	if n := len(o.spare) - 1; n >= 0 {
		p, o.spare = o.spare[n], o.spare[:n]
		*p = outcome{}
		return p
	}
	return o.slab.next()
}

// request sets the facts about the request of e.
func (o *outcomes) request(e *Exchange, f wire.Request) {
	switch {
	case e.own:
		e.outcome.facts.Request = f
		return
	case o.begun == nil || o.begun.facts.Request != f:
		o.begun = &outcome{facts: wire.Facts{Request: f}}
	}
	e.outcome, e.base = o.begun, 0
}

// head sets the facts that are known at the end of a header section.
func (o *outcomes) head(e *Exchange, f *wire.Facts) {
	if !e.own {
		e.outcome, e.own = o.next(), true
	}
	e.outcome.facts, e.base = *f, 0
}

// done sets the outcome of an exchange that has ended.
func (o *outcomes) done(e *Exchange, ev *session.ExchangeDone) {
	p := outcome{ev.Facts, ev.SHA256, ev.Retry}
	e.base = 0
	if f := &p.facts; inOrder(f) {
		e.base = f.Off
		f.Shift(-f.Off)
	}
	if o.ended != nil && o.ended.equals(&p) {
		if e.own {
			o.spare = append(o.spare, e.outcome)
		}
		e.outcome, e.own = o.ended, false
		return
	}
	if !e.own {
		e.outcome = o.next()
	}
	*e.outcome, e.own = p, false
	o.ended = e.outcome
}

// inOrder reports whether no part of the message begins before the message itself. In a
// damaged log, a part may do so.
func inOrder(f *wire.Facts) bool {
	for _, at := range [...]int64{f.BodyAt, f.LengthAt, f.CodingAt, f.ConnectionAt, f.HintAt} {
		if at >= 0 && at < f.Off {
			return false
		}
	}
	return f.Off >= 0
}
