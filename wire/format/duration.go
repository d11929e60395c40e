package format

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Exactly returns a duration in seconds, to the millisecond. This is the form for the
// idle times of closes: "5.003 s".
func Exactly(d time.Duration) string { return Fixed(d.Seconds(), 3) + " s" }

// Duration returns a measured time with up to three digits: "0.02 ms", "4.1 ms", "188
// ms", "1.25 s", "12.4 s", "2 min 8 s".
func Duration(d time.Duration) string {
	switch ms := Millis(d); {
	case ms < 0:
		return "-" + Duration(d.Abs())
	case ms < 0.095:
		return Fixed(ms, 2) + " ms"
	case ms < 99.95:
		return Fixed(ms, 1) + " ms"
	case ms < 999.5:
		return Fixed(ms, 0) + " ms"
	}
	switch s := d.Seconds(); {
	case s < 9.995:
		return Fixed(s, 2) + " s"
	case s < 99.95:
		return Fixed(s, 1) + " s"
	}
	return Minutes(d)
}

// Seconds returns a configured time in seconds, rounded to the millisecond and without
// trailing zeros: "5 s", "0.5 s", "1.25 s".
func Seconds(d time.Duration) string { return trimmed(d.Seconds()) + " s" }

// Brief returns a time with at most two decimals, without trailing zeros, in seconds or
// milliseconds: "5 s", "2.5 s", "40 ms", "0.29 ms".
func Brief(d time.Duration) string {
	switch size := d.Abs(); {
	case size >= time.Second:
		return Seconds(d.Round(10 * time.Millisecond))
	case size >= 10*time.Millisecond:
		return trimmed(Millis(d.Round(time.Millisecond))) + " ms"
	case size >= 10*time.Microsecond:
		return trimmed(Millis(d.Round(10*time.Microsecond))) + " ms"
	case d == 0:
		return "0 s"
	}
	return "under 0.01 ms"
}

// AtLeast returns a lower bound with few digits: "2.9 s", "12 s". It never rounds up.
func AtLeast(d time.Duration) string {
	if d >= 10*time.Second {
		return Brief(d.Truncate(time.Second))
	}
	return Brief(d.Truncate(100 * time.Millisecond))
}

// Difference returns the time between two events: "3 ms", "2.0 s".
func Difference(d time.Duration) string {
	if d < time.Second {
		return Milliseconds(d)
	}
	return Fixed(d.Seconds(), 1) + " s"
}

// Milliseconds returns d in whole milliseconds, rounded down: "41 ms".
func Milliseconds(d time.Duration) string {
	return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
}

// Clock returns a running time, in tenths of a second below a minute: "2.1 s",
// "12.4 s", "1 min 4 s".
func Clock(d time.Duration) string {
	if d < time.Minute {
		return tenths(max(0, d)) + " s"
	}
	return Minutes(d)
}

// Position returns a position in a recording, as a media player shows it: "01:52"; with
// tenths, "00:41.2"; from one hour on, "1:00:00".
func Position(d time.Duration, tenths bool) string {
	s := int64(max(0, d) / time.Second)
	out := fmt.Sprintf("%02d:%02d", s/60%60, s%60)
	if s >= 3600 {
		out = fmt.Sprintf("%d:%s", s/3600, out)
	}
	if tenths {
		out += "." + strconv.FormatInt(int64(max(0, d)%time.Second/(100*time.Millisecond)), 10)
	}
	return out
}

// Minutes returns a time in whole seconds, minutes and hours: 64 s is "1 min 4 s".
func Minutes(d time.Duration) string {
	s := int64(d / time.Second)
	switch {
	case s < 60:
		return strconv.FormatInt(s, 10) + " s"
	case s < 3600:
		return strconv.FormatInt(s/60, 10) + " min " + strconv.FormatInt(s%60, 10) + " s"
	}
	return strconv.FormatInt(s/3600, 10) + " h " + strconv.FormatInt(s/60%60, 10) + " min"
}

// Idle returns how long a connection has been idle: tenths below 10 s, whole
// seconds above, minutes from 60 s on.
func Idle(d time.Duration) string {
	if d < 10*time.Second {
		return tenths(max(0, d)) + " s"
	}
	return Minutes(d)
}

// Left returns the remaining time of a timeout, in tenths below 10 s and in
// whole seconds above. It rounds up, so it returns 0 only when no time remains.
// Its width does not change below 10 s.
func Left(d time.Duration) string {
	if d <= 0 {
		return "0.0 s"
	}
	if t := (d + 100*time.Millisecond - 1) / (100 * time.Millisecond); t < 100 {
		return strconv.FormatInt(int64(t/10), 10) + "." + strconv.FormatInt(int64(t%10), 10) + " s"
	}
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10) + " s"
}

// Millis returns d in milliseconds.
func Millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// trimmed returns v with at most three decimals and no trailing zeros. More decimals
// would show only the floating-point error: 2.72 s is stored as 2.7199999999999998.
func trimmed(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(Fixed(v, 3), "0"), ".")
}

// tenths returns d in tenths of a second. It rounds down, because a clock that counts up
// has not yet completed its current tenth.
func tenths(d time.Duration) string {
	t := int64(d / (100 * time.Millisecond))
	return strconv.FormatInt(t/10, 10) + "." + strconv.FormatInt(t%10, 10)
}
