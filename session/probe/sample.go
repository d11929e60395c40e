package probe

import (
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire/format"
)

// A Sample is one wait on an idle connection.
type Sample struct {
	Began time.Duration // time since the first sample began
	Since time.Duration // beginning of the idle time, since the probe began
	Idle  time.Duration // duration until the close, or until linger stopped waiting
	How   session.How
	Open  bool // linger saw no close while it waited
	Dead  bool // linger saw no close, but the next request was not answered
	Aged  bool // the next request was answered, and the response announced the close
}

// Samples are waits on idle connections. Those that ended in a close measure a
// limit; for the others it is known only that the limit is longer.
type Samples []Sample

// Closes returns the idle times after which the server closed, shortest first.
func (ss Samples) Closes() (ds []time.Duration) {
	for _, s := range ss {
		if !s.Open {
			ds = append(ds, s.Idle)
		}
	}
	slices.Sort(ds)
	return ds
}

// Waited returns the longest wait without a close, or 0 if each wait ended in a close.
func (ss Samples) Waited() (d time.Duration) {
	for _, s := range ss {
		if s.Open {
			d = max(d, s.Idle)
		}
	}
	return d
}

// all returns the idle times of all samples, including those without a close.
func (ss Samples) all() (ds []time.Duration) {
	for _, s := range ss {
		ds = append(ds, s.Idle)
	}
	return ds
}

// count returns the number of samples for which f returns true.
func (ss Samples) count(f func(Sample) bool) (n int) {
	for _, s := range ss {
		if f(s) {
			n++
		}
	}
	return n
}

// telling returns the samples without those waits that linger stopped before the latest
// close: they say nothing about the limit.
func (ss Samples) telling() Samples {
	closes := ss.Closes()
	if len(closes) == 0 {
		return ss
	}
	last := closes[len(closes)-1] + busy
	return slices.DeleteFunc(slices.Clone(ss), func(s Sample) bool { return s.Open && !s.Dead && s.Idle <= last })
}

// String returns the measured limit: "5.003 s" or "2.60 to 4.70 s", "> 60 s" if no
// connection was closed, "1.02 s to > 5 s" if only some were.
func (ss Samples) String() string {
	closes := ss.Closes()
	switch {
	case len(closes) == 0:
		return "> " + format.AtLeast(ss.Waited())
	case len(closes) < len(ss):
		return format.Brief(closes[0]) + " to > " + format.Brief(ss.Waited())
	}
	return spreadOf(closes).String()
}

// check returns a check with the measurements of the samples, but without a verdict.
func (ss Samples) check() Check {
	s := spreadOf(ss.all())
	return Check{
		Unit: "s", Samples: len(ss), Found: ss.String(), AtLeast: ss.Waited() > 0, ended: len(ss.Closes()) > 0,
		Measured: new(s.median.Seconds()), Low: new(s.low.Seconds()), High: new(s.high.Seconds()),
	}
}

// ClosedAfter returns the idle time after which the server closed, such as "5.003 s" or
// "2.60 to 4.70 s". It ignores samples without a close.
func (ss Samples) ClosedAfter() string { return spreadOf(ss.Closes()).String() }

// Ends returns how the server closed: "always FIN", or "2 resets of 5" if it closed in
// different ways.
func (ss Samples) Ends() string {
	n, total := map[session.How]int{}, 0
	for _, s := range ss {
		if !s.Open {
			n[s.How]++
			total++
		}
	}
	for how, k := range n {
		if k == total {
			return "always " + how.Name()
		}
	}
	return format.Count(n[session.HowReset], "reset") + " of " + format.Fixed(float64(total), 0)
}

// IdleRange returns the range of the idle times after which the server closed
// connections. Its Closes is 0 if the server closed none.
func (r *Report) IdleRange() (g record.Range) {
	for _, s := range r.Idle {
		if !s.Open && !s.Dead {
			g = g.Closed(s.Idle)
		}
	}
	return g
}
