package probe

import (
	"context"
	"math"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/record"
)

// A trial describes one new session as data: stages that are carried out one
// after another until the connection ends.
type trial struct {
	after time.Duration // when the trial begins, since the check began
	aim   time.Duration // race: the idle time at which the request is to be sent

	control bool // in the race: this trial is a control; in other checks: linger causes the end
	part    part // pipelining: what the trial sends
	stages  []stage
}

// A stage is one command and the condition to wait for before the next stage.
type stage struct {
	when   func(*record.Record) time.Duration // returns when to begin, on the session's clock; nil to begin at once
	do     session.Command                    // nil to send no command and only wait
	until  func(*record.Record) bool          // condition for the next stage; nil to continue at once
	atMost time.Duration                      // longest wait for each response or for until; 0 means patience
}

// longer is the atMost of a stage without a limit. The session or the end of the probe
// limits its wait.
const longer = time.Duration(math.MaxInt64)

// lasts returns the longest time that a trial takes. patience is the longest wait for a
// response. A stage without a limit counts as the time of its Wait command or, if it has
// another command, as 0.
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

// answersTo returns the number of responses that a command waits for.
func answersTo(c session.Command) int {
	switch c := c.(type) {
	case session.Pipeline:
		return len(c.Requests)
	case session.Repeat:
		return c.N
	}
	return 1
}

// A trialRun is a trial that was made, with its record.
type trialRun struct {
	began time.Duration // when the trial began, since the probe began
	aim   time.Duration

	control bool
	part    part
	cut     bool // stopped because the probe had no more time
	late    bool // stopped because a response did not arrive in time, or another condition did not hold in time
	rec     *record.Record
}

// conn returns the run's connection, or an empty one if it was not dialed.
func (r trialRun) conn() *record.Connection {
	if c := r.rec.Conn(1); c != nil {
		return c
	}
	return &record.Connection{}
}

// connected reports whether the connection was made.
func (r trialRun) connected() bool { return r.conn().Opened > 0 || r.conn().State > record.Failed }

// exchange returns the run's nth exchange, counted from 0, or nil if there is none.
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

// refused reports whether no connection could be made, or the server ended it without
// answering a request.
func (r trialRun) refused() bool {
	return !r.served() && (r.byServer() || r.conn().State == record.Failed)
}

// byServer reports whether the server ended the connection.
func (r trialRun) byServer() bool {
	c := r.conn()
	return c.State == record.Ended && c.Close.By == session.ByServer
}

// grace is the time that a session may take to close its connection.
const grace = 2 * time.Second

// play makes the trial. patience is the longest wait for each response. It
// returns soon after ctx ends.
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

// gaveUp reports whether the session ended the connection because a response took longer
// than the limit.
func (r trialRun) gaveUp() bool {
	c := r.conn()
	return c.State == record.Ended && c.Close.By == session.ByClient && c.Close.How == session.HowTimeout
}

// play carries out the stage and reports whether the next one can begin. It returns false
// if the condition did not hold in time or the connection ended. The limit for a response
// applies to each response separately.
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

// delay follows the session until the time of the stage. It returns false if ctx or the
// connection ended first.
func (st stage) delay(ctx context.Context, s *live.Session, rec *record.Record) bool {
	timed, cancel := context.WithTimeout(ctx, st.when(rec)-s.Now())
	defer cancel()
	follow(timed, s, rec, over)
	return ctx.Err() == nil && !over(rec)
}

// follow applies the events of a session to rec until enough returns true. It returns
// false if ctx or the session ended first.
func follow(ctx context.Context, s *live.Session, rec *record.Record, enough func(*record.Record) bool) bool {
	next := func() ([]session.Event, error) { return s.Events(ctx) }
	return enough(rec) || rec.Follow(next, func() bool { return enough(rec) }) == nil
}

// over reports whether the connection has ended or was never made.
func over(rec *record.Record) bool {
	c := rec.Conn(1)
	return rec.Ended || c != nil && (c.State == record.Ended || c.State == record.Failed)
}

// connected reports whether the connection has been made or has failed.
func connected(rec *record.Record) bool {
	c := rec.Conn(1)
	return c != nil && c.State != record.Connecting
}

// never returns false, so that the stage lasts until the connection ends or the stage's
// time is over.
func never(*record.Record) bool { return false }

// done returns a condition that holds when n exchanges have ended.
func done(n int) func(*record.Record) bool {
	var t endedCount
	return func(rec *record.Record) bool { return t.of(rec) >= n }
}

// An endedCount counts the requested exchanges of a record that have ended. Exchanges end
// in the order in which they began, so an endedCount checks each only once; a record may
// have many.
type endedCount struct{ seen, ended int }

func (t *endedCount) of(rec *record.Record) int {
	for _, e := range rec.After(t.seen) {
		if !e.Done {
			break
		}
		t.seen = max(t.seen+1, e.ID) // a released exchange has the ID 0
		if e.Requested {
			t.ended++
		}
	}
	return t.ended
}
