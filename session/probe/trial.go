package probe

import (
	"context"
	"math"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/record"
)

// A trial is one fresh session and what is done on it, as data: stages, played
// one after another until the connection ends.
type trial struct {
	after time.Duration // begins so long after the others of its check
	aim   time.Duration // race: the idle time at which the request is to be sent

	control bool // race: not one of the tries, but what they are compared with; elsewhere: linger provokes the end
	part    part // pipelining: what is sent
	stages  []stage
}

// A stage is one command and what to wait for before the next.
type stage struct {
	when   func(*record.Record) time.Duration // on the session's clock; nil: at once
	do     session.Command                    // nil: nothing, only wait
	until  func(*record.Record) bool          // nil: go on at once
	atMost time.Duration                      // bounds the wait for each answer, or for what else there is; 0: patience does
}

// longer is a wait that something else bounds: the session, or what ends the
// trial.
const longer = time.Duration(math.MaxInt64)

// lasts returns how long a trial takes at most where an answer is waited for so
// long; those without a bound of their own count as nothing.
func (t trial) lasts(patience time.Duration) (d time.Duration) {
	d = t.aim
	for _, st := range t.stages {
		switch {
		case st.until == nil:
		case st.atMost == longer:
			if w, ok := st.do.(session.Wait); ok {
				d += w.AtMost
			}
		case st.atMost > 0:
			d += st.atMost
		default:
			d += time.Duration(answersTo(st.do)) * patience
		}
	}
	return d
}

// answersTo returns how many answers a command awaits.
func answersTo(c session.Command) int {
	switch c := c.(type) {
	case session.Pipeline:
		return len(c.Requests)
	case session.Repeat:
		return c.N
	}
	return 1
}

// A trialRun is a trial that was made: what was planned and what happened.
type trialRun struct {
	began time.Duration // since the probe began
	aim   time.Duration

	control bool
	part    part
	cut     bool // stopped for want of time, not by its own end
	late    bool // stopped because an answer, or what else was waited for, did not come in its time
	rec     *record.Record
}

// conn returns the run's connection: every trial has one; before it was dialled, an
// empty one.
func (r trialRun) conn() *record.Connection {
	if c := r.rec.Conn(1); c != nil {
		return c
	}
	return &record.Connection{}
}

// connected reports whether the connection was made.
func (r trialRun) connected() bool { return r.conn().Opened > 0 || r.conn().State > record.Failed }

// exchange returns the run's nth exchange, counted from 0, or nil.
func (r trialRun) exchange(n int) *record.Exchange {
	if es := r.conn().Exchanges; n < len(es) {
		return es[n]
	}
	return nil
}

// served reports whether at least one request was answered.
func (r trialRun) served() bool {
	for _, x := range r.conn().Exchanges {
		if x.Requested && wasAnswered(x) {
			return true
		}
	}
	return false
}

// refused reports whether the server took no request on the connection, or none was
// made.
func (r trialRun) refused() bool {
	return !r.served() && (r.byServer() || r.conn().State == record.Failed)
}

// byServer reports whether the server ended the connection.
func (r trialRun) byServer() bool {
	c := r.conn()
	return c.State == record.Ended && c.Close.By == session.ByServer
}

// grace is what a session may take to close in order after it was asked to.
const grace = 2 * time.Second

// play makes the trial. Each answer is waited for so long. It returns soon once
// ctx ends.
func (t trial) play(ctx context.Context, c live.Config, patience time.Duration) trialRun {
	s := live.New(c)
	r := trialRun{rec: new(record.Record), aim: t.aim, control: t.control, part: t.part}
	for _, st := range t.stages {
		if !st.play(ctx, s, r.rec, patience) {
			r.cut = ctx.Err() != nil && !over(r.rec)
			r.late = ctx.Err() == nil && !over(r.rec)
			break
		}
	}
	s.Close()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	follow(last, s, r.rec, func(rec *record.Record) bool { return rec.Ended })
	r.late = r.late || r.gaveUp()
	return r
}

// gaveUp reports whether the session ended the connection because an answer took
// longer than it was asked to wait.
func (r trialRun) gaveUp() bool {
	c := r.conn()
	return c.State == record.Ended && c.Close.By == session.ByClient && c.Close.How == session.HowTimeout
}

// play does the stage and reports whether there is a connection for the next one.
// The time for an answer begins anew with each.
func (st stage) play(ctx context.Context, s *live.Session, rec *record.Record, patience time.Duration) bool {
	if st.when != nil && !st.delay(ctx, s, rec) {
		return false
	}
	if st.do != nil {
		s.Do(st.do)
	}
	if st.until == nil {
		return true
	}
	limit := patience
	if st.atMost > 0 {
		limit = st.atMost
	}
	var answers endedCount
	enough := func(rec *record.Record) bool { return over(rec) || st.until(rec) }
	for had := -1; !enough(rec); {
		n := answers.of(rec)
		if n == had {
			return false
		}
		had = n
		timed, cancel := context.WithTimeout(ctx, limit)
		follow(timed, s, rec, func(rec *record.Record) bool { return enough(rec) || answers.of(rec) > n })
		cancel()
	}
	return !over(rec)
}

// delay follows the session until its clock reads what the stage says.
func (st stage) delay(ctx context.Context, s *live.Session, rec *record.Record) bool {
	timed, cancel := context.WithTimeout(ctx, st.when(rec)-s.Now())
	defer cancel()
	follow(timed, s, rec, over)
	return ctx.Err() == nil && !over(rec)
}

// follow folds events until enough holds; false when ctx or the session ended
// before.
func follow(ctx context.Context, s *live.Session, rec *record.Record, enough func(*record.Record) bool) bool {
	next := func() ([]session.Event, error) { return s.Events(ctx) }
	return enough(rec) || rec.Follow(next, func() bool { return enough(rec) }) == nil
}

// over reports whether the connection is gone, or was never made.
func over(rec *record.Record) bool {
	c := rec.Conn(1)
	return rec.Ended || c != nil && (c.State == record.Ended || c.State == record.Failed)
}

// connected waits for the connection.
func connected(rec *record.Record) bool {
	c := rec.Conn(1)
	return c != nil && c.State != record.Connecting
}

// never waits for the end of the connection, or of the time.
func never(*record.Record) bool { return false }

// done waits until n exchanges have ended.
func done(n int) func(*record.Record) bool {
	var t endedCount
	return func(rec *record.Record) bool { return t.of(rec) >= n }
}

// An endedCount counts the exchanges that have ended, of one record. They end in the
// order in which they began, and there may be many: none is looked at twice.
type endedCount struct{ seen, ended int }

func (t *endedCount) of(rec *record.Record) int {
	for ; t.seen < len(rec.Exchanges) && rec.Exchanges[t.seen].Done; t.seen++ {
		if rec.Exchanges[t.seen].Requested {
			t.ended++
		}
	}
	return t.ended
}
