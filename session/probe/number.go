package probe

import (
	"slices"
	"time"

	"linger/wire/format"
)

// A spread summarizes repeated measurements.
type spread struct {
	low, median, high time.Duration
	least, most       time.Duration // the lowest and the highest of the middle three fifths; a busy machine may have distorted the others
	n                 int
}

// agree is the largest difference between samples that count as equal. It allows for the
// error of timers and for a busy machine.
const agree = 50 * time.Millisecond

// noise is the largest error of a measured time on a quiet machine.
const noise = 5 * time.Millisecond

// spreadOf returns the spread of ds, which is zero if ds is empty.
func spreadOf(ds []time.Duration) spread {
	if len(ds) == 0 {
		return spread{}
	}
	s := slices.Sorted(slices.Values(ds))
	m := s[len(s)/2]
	if len(s)%2 == 0 {
		m = (s[len(s)/2-1] + m) / 2
	}
	off := len(s) / 5
	return spread{low: s[0], median: m, high: s[len(s)-1], least: s[off], most: s[len(s)-1-off], n: len(s)}
}

// ranged reports whether the measurements differ by clearly more than agree, so that they
// are shown as a range.
func (s spread) ranged() bool { return s.high-s.low > agree*3/2 }

// busy is the largest error of a measured time on a busy machine.
const busy = 250 * time.Millisecond

// wide reports whether the range is too wide to be caused by a busy machine, so that the
// server must have caused it.
func (s spread) wide() bool { return s.most-s.low > busy }

// String returns the median, such as "5.003 s", or the range, such as "2.60 to 4.70 s".
func (s spread) String() string {
	if !s.ranged() {
		return format.Exactly(s.median)
	}
	if s.high < time.Second {
		return format.Fixed(format.Millis(s.low), 0) + " to " + format.Duration(s.high)
	}
	digits := 2
	if s.high >= 10*time.Second {
		digits = 1
	}
	return format.Fixed(s.low.Seconds(), digits) + " to " + format.Fixed(s.high.Seconds(), digits) + " s"
}
