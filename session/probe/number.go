package probe

import (
	"slices"
	"time"

	"linger/wire/format"
)

// A spread is what a number of equal measurements came to.
type spread struct {
	low, median, high time.Duration
	least, most       time.Duration // the lowest and the highest of four in five: a busy machine puts some off
	n                 int
}

// agree is how far apart samples may lie and still be called one number: the
// noise of timers and of a busy machine.
const agree = 50 * time.Millisecond

// noise is how far a time may be off though nothing disturbs.
const noise = 5 * time.Millisecond

// spreadOf returns the lowest, the median and the highest of ds.
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

// ranged reports whether the measurements are not one number.
func (s spread) ranged() bool { return s.high-s.low > agree*3/2 }

// busy is how far a busy machine may put a time off.
const busy = 250 * time.Millisecond

// wide reports whether the range is the server's and no busy machine's.
func (s spread) wide() bool { return s.most-s.low > busy }

// String returns "5.003 s" or "2.60 to 4.70 s".
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
