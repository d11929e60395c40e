package record

import (
	"cmp"
	"slices"
	"time"

	"linger/session"
)

// work holds when the most recent long task ran, and the range of exchanges that began
// during it.
type work struct {
	first, last int
	began, over time.Duration
}

// working applies an event about the progress of a long task.
func (r *Record) working(ev session.Working) {
	if begins := ev.Active && (!r.Work.Active || ev.Kind != r.Work.Kind); begins {
		r.work = work{first: r.Count() + 1, began: ev.At}
	}
	r.Work = ev
	if !ev.Active {
		r.work.last, r.work.over = r.Count(), ev.At
	}
}

// A Summary holds the results of a long task that has ended.
type Summary struct {
	Work      session.Working
	Exchanges []*Exchange // exchanges with a request, in order
	Answered  int         // complete responses
	Lost      []*Exchange // requests without a complete response
	Conns     int         // number of connections used
	Took      time.Duration
	FirstByte Spread // times from the first byte written to the first byte received
	LastByte  Spread // times from the first byte written to the last byte received
	Queued    Spread // part of the LastByte times during which responses to earlier requests were incomplete
}

// A Spread summarises durations. All fields are 0 if there are none.
type Spread struct{ Fastest, Median, Slowest time.Duration }

// Summary returns the results of the most recent long task. ok is false if there was
// none, if the task is still running, or if it was a wait, which sends nothing.
func (r *Record) Summary() (s Summary, ok bool) {
	if r.Work.Active || r.Work.Kind == session.WorkWait || r.work.first == 0 {
		return s, false
	}
	es := r.After(r.work.first - 1)
	s = r.SummaryOf(es[:max(0, len(es)-len(r.After(r.work.last)))])
	if s.Work = r.Work; s.Work.Kind == session.WorkHold { // a hold waits before and after its exchanges
		s.Took = r.work.over - r.work.began
	}
	return s, true
}

// SummaryOf returns the results of the given exchanges.
func (r *Record) SummaryOf(es []*Exchange) (s Summary) {
	var first, last, queued []time.Duration
	conns := map[int]bool{}
	for _, e := range es {
		if !e.Requested {
			continue
		}
		s.Exchanges = append(s.Exchanges, e)
		conns[e.Conn] = true
		switch {
		case e.Done && e.isComplete():
			s.Answered++
			first, last = append(first, e.FirstByte-e.Started), append(last, e.LastByte-e.Started)
			queued = append(queued, r.Queued(e))
		case e.Done:
			s.Lost = append(s.Lost, e)
		}
	}
	s.Conns = len(conns)
	s.FirstByte, s.LastByte, s.Queued = spreadOf(first), spreadOf(last), spreadOf(queued)
	s.Took = s.took()
	return s
}

// took returns the time from the first byte of the first request to the last byte
// received in any of the exchanges.
func (s *Summary) took() time.Duration {
	if len(s.Exchanges) == 0 {
		return 0
	}
	end := s.Exchanges[0].Started
	for _, e := range s.Exchanges {
		end = max(end, e.LastByte)
	}
	return end - s.Exchanges[0].Started
}

// Queued returns how long a written request waited for the responses to earlier
// requests on its connection (RFC 9112 §9.3.2).
func (r *Record) Queued(e *Exchange) time.Duration {
	before := r.Before(e)
	if before == nil || !before.Done || !e.Written {
		return 0
	}
	return max(0, before.LastByte-e.SentAt)
}

// Before returns the exchange before e on its connection, or nil if there is none.
func (r *Record) Before(e *Exchange) *Exchange {
	c := r.Conn(e.Conn)
	if c == nil {
		return nil
	}
	i, found := slices.BinarySearchFunc(c.Exchanges, e.ID, func(x *Exchange, id int) int { return cmp.Compare(x.ID, id) })
	if !found || i == 0 {
		return nil
	}
	return c.Exchanges[i-1]
}

func spreadOf(times []time.Duration) (s Spread) {
	if len(times) == 0 {
		return s
	}
	slices.Sort(times)
	return Spread{Fastest: times[0], Median: times[len(times)/2], Slowest: times[len(times)-1]}
}

// HeldUp returns the exchange that delayed others in its pipeline the longest: the one
// whose own response took longest. It returns nil if no exchange delayed others.
func (s *Summary) HeldUp(r *Record) (slowest *Exchange) {
	var most time.Duration
	for i, e := range s.Exchanges {
		if i == len(s.Exchanges)-1 || !e.Done {
			break
		}
		if own := e.LastByte - e.SentAt - r.Queued(e); own > most && s.Exchanges[i+1].Conn == e.Conn {
			slowest, most = e, own
		}
	}
	return slowest
}

// A Bucket counts the responses whose time is less than UpTo, but not less than the UpTo
// of the previous bucket.
type Bucket struct {
	UpTo time.Duration
	N    int
}

// Histogram returns the distribution of the times to the last byte, in at most n buckets
// of equal width with round bounds. If n is 1, it may return two. It counts only complete
// responses, and returns nil if there are none.
func (s *Summary) Histogram(n int) (out []Bucket) {
	var times []time.Duration
	for _, e := range s.Exchanges {
		if e.Done && e.isComplete() {
			times = append(times, e.LastByte-e.Started)
		}
	}
	if len(times) == 0 || n < 1 {
		return nil
	}
	first, last := slices.Min(times), slices.Max(times)
	width := roundStep(last-first, n)
	from := first - first%width
	out = make([]Bucket, int((last-from)/width)+1)
	for i := range out {
		out[i].UpTo = from + time.Duration(i+1)*width
	}
	for _, t := range times {
		out[int((t-from)/width)].N++
	}
	return out
}

// roundStep returns the smallest step such that fewer than n steps cover span. A step is
// 1, 2 or 5 times a power of ten, and at least a microsecond. If n is less than 2, 2 is
// used instead.
func roundStep(span time.Duration, n int) time.Duration {
	for unit := time.Microsecond; ; unit *= 10 {
		for _, step := range []time.Duration{unit, 2 * unit, 5 * unit} {
			if int(span/step)+2 <= max(n, 2) {
				return step
			}
		}
	}
}
