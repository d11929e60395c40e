package probe

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A spread is what a number of equal measurements came to.
type spread struct {
	low, median, high time.Duration
	n                 int
}

// agree is how far apart samples may lie and still be called one number: the
// noise of timers and of a busy machine.
const agree = 50 * time.Millisecond

// noise is how far a time may be off though nothing disturbs.
const noise = 5 * time.Millisecond

func spreadOf(ds []time.Duration) spread {
	if len(ds) == 0 {
		return spread{}
	}
	s := slices.Sorted(slices.Values(ds))
	m := s[len(s)/2]
	if len(s)%2 == 0 {
		m = (s[len(s)/2-1] + m) / 2
	}
	return spread{s[0], m, s[len(s)-1], len(s)}
}

// ranged says that the measurements are not one number.
func (s spread) ranged() bool { return s.high-s.low > agree }

// busy is how far a busy machine may put a time off.
const busy = 250 * time.Millisecond

// wide says that the range is the server's and no busy machine's.
func (s spread) wide() bool { return s.high-s.low > busy }

// String is "5.003 s" or "2.60 to 4.70 s".
func (s spread) String() string {
	if !s.ranged() {
		return closeTime(s.median)
	}
	if s.high < time.Second {
		return fixed(ms(s.low), 0) + " to " + figures(s.high)
	}
	digits := 2
	if s.high >= 10*time.Second {
		digits = 1
	}
	return fixed(s.low.Seconds(), digits) + " to " + fixed(s.high.Seconds(), digits) + " s"
}

// closeTime is a time of silence: milliseconds always.
func closeTime(d time.Duration) string { return fixed(d.Seconds(), 3) + " s" }

// figures is d in three figures: "0.02 ms", "4.1 ms", "188 ms", "1.25 s".
func figures(d time.Duration) string {
	switch v := ms(d); {
	case v < 0:
		return "-" + figures(-d)
	case v < 0.005:
		return "under 0.01 ms"
	case v < 0.095:
		return fixed(v, 2) + " ms"
	case v < 99.95:
		return fixed(v, 1) + " ms"
	case v < 999.5:
		return fixed(v, 0) + " ms"
	case d < 9995*time.Millisecond:
		return fixed(d.Seconds(), 2) + " s"
	case d < 1000*time.Second:
		return fixed(d.Seconds(), 1) + " s"
	}
	return fixed(d.Seconds(), 0) + " s"
}

// short is d with no more digits than it has, down to the hundredth: "5 s",
// "40 ms", "2.5 s".
func short(d time.Duration) string {
	if d == 0 {
		return "0 s"
	}
	if d < time.Second && d > -time.Second {
		r := d.Round(time.Millisecond)
		if d < 10*time.Millisecond && d > -10*time.Millisecond {
			r = d.Round(10 * time.Microsecond)
		}
		if r == 0 && d > 0 {
			return figures(d)
		}
		return shortest(ms(r)) + " ms"
	}
	return shortest(d.Round(10*time.Millisecond).Seconds()) + " s"
}

// atLeast is d in round figures, cut and never rounded up.
func atLeast(d time.Duration) string {
	if d >= 10*time.Second {
		return short(d.Truncate(time.Second))
	}
	return short(d.Truncate(100 * time.Millisecond))
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func fixed(v float64, digits int) string { return strconv.FormatFloat(v, 'f', digits, 64) }

// shortest is v with three decimals at most, and none that says nothing: 2.72 s
// are 2.7199999999999998 in a float64.
func shortest(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fixed(v, 3), "0"), ".")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
