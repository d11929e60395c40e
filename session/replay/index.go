package replay

import (
	"sort"
	"time"

	"linger/session"
	"linger/session/log"
)

// An index holds facts about the whole log, independent of the position.
type index struct {
	events int
	end    time.Duration
	stops  [StopMark + 1][]time.Duration // times of each kind of stop, in order
	closes []Close
	marks  []session.Marked
	report log.Report

	silences []Silence
	last     time.Duration // time of the previous event
	ahead    []Ahead       // requests and closes, in order
	requests int           // number of requests
	lines    map[string]string
}

// A Silence is a period without events that is skipped when silence is shortened.
type Silence struct{ From, To time.Duration }

// Silences returns all periods of the log that are skipped when silence is shortened, in
// order.
func (p *Player) Silences() []Silence { return p.index.silences }

// A Close is the end of a connection.
type Close struct {
	At     time.Duration
	Broken bool // the connection ended abnormally, or could not be opened
}

// Closes returns the ends of connections in the whole log, in order.
func (p *Player) Closes() []Close { return p.index.closes }

// Marks returns the marks in the whole log, in order.
func (p *Player) Marks() []session.Marked { return p.index.marks }

// add adds the next event of the log.
func (x *index) add(ev session.Event) {
	x.events++
	at := log.At(ev)
	if from, to := x.last+quiet, at-quiet; x.events > 1 && from < to {
		x.silences = append(x.silences, Silence{from, to})
	}
	x.last, x.end = max(x.last, at), max(x.end, at)
	switch ev := ev.(type) {
	case *session.RequestStarted:
		x.stop(StopExchange, ev.At)
		x.request(ev)
	case session.Closed:
		x.stop(StopClose, ev.At)
		x.closes = append(x.closes, Close{ev.At, ev.Broken()})
		x.endOf(ev.At, ev.Conn, &ev.Ending)
	case session.DialFailed:
		x.stop(StopClose, ev.At)
		x.closes = append(x.closes, Close{ev.At, true})
		x.endOf(ev.At, ev.Conn, nil)
	case session.Marked:
		x.stop(StopMark, ev.At)
		x.marks = append(x.marks, ev)
	}
}

// stop adds a stop so that the times stay in order. In a log of several connections, the
// time of an event may be before that of an earlier event.
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
