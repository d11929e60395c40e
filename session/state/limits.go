package state

import (
	"slices"
	"time"
)

const mostLimits = 200

// A Limit is the range of idle times after which a server closed connections, as a
// probe measured it.
type Limit struct {
	Target string        `json:"target"` // the origin
	Low    time.Duration `json:"low_ns"`
	High   time.Duration `json:"high_ns"`
	Closes int           `json:"closes"` // number of closes measured
	At     time.Time     `json:"at"`     // time of the measurement
}

// lasts is how long linger uses a measurement. After that, the configuration of the
// server may have changed.
const lasts = 30 * 24 * time.Hour

// Limit returns the most recent measurement of a server, and true. It returns false if
// there is none from the last 30 days.
func (s *Store) Limit(target string) (Limit, bool) {
	if s == nil {
		return Limit{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.limits.value {
		if l.Target == target && l.Closes > 0 && 0 < l.Low && l.Low <= l.High && s.opt.Now().Sub(l.At) < lasts {
			return l, true
		}
	}
	return Limit{}, false
}

// Measured stores l with the current time as the measurement of l.Target. It replaces an
// earlier one. If l.Closes is 0, Measured does nothing.
func (s *Store) Measured(l Limit) {
	if s == nil || l.Closes == 0 {
		return
	}
	l.At = s.opt.Now().Round(0)
	update(s, &s.limits, func(all *[]Limit) {
		rest := slices.DeleteFunc(*all, func(o Limit) bool { return o.Target == l.Target })
		*all = append([]Limit{l}, rest[:min(len(rest), mostLimits-1)]...)
	})
}
