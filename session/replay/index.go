package replay

import (
	"sort"
	"time"

	"linger/session"
	"linger/session/log"
)

// An index is what is known of all of a log, wherever the position is.
type index struct {
	events int
	end    time.Duration
	stops  [StopMark + 1][]time.Duration // in order
	closes []Close
	marks  []session.Marked
	report log.Report
}

// A Close is the end of a connection.
type Close struct {
	At     time.Duration
	Broken bool // it did not end in order
}

// Closes returns the ends of connections in all of the log, in order.
func (p *Player) Closes() []Close { return p.index.closes }

// Marks returns the marks in all of the log, in order.
func (p *Player) Marks() []session.Marked { return p.index.marks }

// Exchanges returns when each request of the log begins, in order.
func (p *Player) Exchanges() []time.Duration { return p.index.stops[StopExchange] }

// add takes in the next event of the log.
func (x *index) add(ev session.Event) {
	x.events++
	x.end = max(x.end, log.At(ev))
	switch ev := ev.(type) {
	case *session.RequestStarted:
		x.stop(StopExchange, ev.At)
	case session.Closed:
		x.stop(StopClose, ev.At)
		x.closes = append(x.closes, Close{ev.At, ev.Broken()})
	case session.DialFailed:
		x.stop(StopClose, ev.At)
		x.closes = append(x.closes, Close{ev.At, true})
	case session.Marked:
		x.stop(StopMark, ev.At)
		x.marks = append(x.marks, ev)
	}
}

// stop adds a stop. A log of several connections may tell of a moment late.
func (x *index) stop(s Stop, at time.Duration) {
	ts := x.stops[s]
	if n := len(ts); n > 0 {
		at = max(at, ts[n-1])
	}
	x.stops[s] = append(ts, at)
}

func (x *index) after(s Stop, now time.Duration) (time.Duration, bool) {
	ts := x.stops[s]
	i := sort.Search(len(ts), func(i int) bool { return ts[i] > now })
	if i == len(ts) {
		return 0, false
	}
	return ts[i], true
}

func (x *index) before(s Stop, now time.Duration) (time.Duration, bool) {
	ts := x.stops[s]
	i := sort.Search(len(ts), func(i int) bool { return ts[i] >= now })
	if i == 0 {
		return 0, false
	}
	return ts[i-1], true
}
