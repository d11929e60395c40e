package text

import (
	"strconv"
	"strings"
	"time"
)

// Duration is d in three figures, the unit after a space: "0.02 ms", "4.1 ms",
// "188 ms", "1.25 s", "12.4 s", "2 min 8 s".
func Duration(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 0:
		return "-" + Duration(-d)
	case ms < 0.095:
		return fixed(ms, 2) + " ms"
	case ms < 99.95:
		return fixed(ms, 1) + " ms"
	case ms < 999.5:
		return fixed(ms, 0) + " ms"
	}
	switch s := d.Seconds(); {
	case s < 9.995:
		return fixed(s, 2) + " s"
	case s < 99.95:
		return fixed(s, 1) + " s"
	}
	return Minutes(d)
}

// Clock is a time that runs, in tenths of a second below a minute: "2.1 s",
// "12.4 s", "1 min 4 s".
func Clock(d time.Duration) string {
	if d < time.Minute {
		return tenths(max(0, d)) + " s"
	}
	return Minutes(d)
}

// Minutes is d in whole seconds, minutes and hours: "64 s" is "1 min 4 s".
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

// Idle is how long a connection has been idle: tenths below 10 s, seconds
// above, minutes from 60 s on.
func Idle(d time.Duration) string {
	if d < 10*time.Second {
		return tenths(max(0, d)) + " s"
	}
	return Minutes(d)
}

// Left is the time left of a timeout: tenths below 10 s, so that it counts down
// smoothly, whole seconds above. It rounds up: it reads 0 only when nothing is
// left. Its width stays the same from 10 s on down.
func Left(d time.Duration) string {
	if d <= 0 {
		return "0.0 s"
	}
	if t := (d + 100*time.Millisecond - 1) / (100 * time.Millisecond); t < 100 {
		return strconv.FormatInt(int64(t/10), 10) + "." + strconv.FormatInt(int64(t%10), 10) + " s"
	}
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10) + " s"
}

// Exact is d to the millisecond, as closes are told: "5.003 s".
func Exact(d time.Duration) string { return fixed(d.Seconds(), 3) + " s" }

// Seconds is d with no more digits than it has, down to the millisecond: "5 s",
// "0.5 s", "1.25 s".
func Seconds(d time.Duration) string {
	return shortest(d.Seconds()) + " s"
}

// Number is n with a comma between thousands: "9,812".
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	if n < 0 {
		return "-" + Number(-n)
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Bytes is a number of bytes: exact under 10,000 ("512", "9,812"), then three
// figures at most ("18 kB", "1.2 MB"); 1 kB is 1000 bytes.
func Bytes(n int64) string {
	if n < 10000 {
		return Number(n)
	}
	v, unit := float64(n)/1000, 0
	for v >= 999.5 && unit < len(units)-1 {
		v /= 1000
		unit++
	}
	digits := 0
	if v < 9.95 {
		digits = 1
	}
	return fixed(v, digits) + " " + units[unit]
}

var units = [...]string{"kB", "MB", "GB", "TB", "PB"}

// Count is n and the noun it counts: "1 exchange", "4 exchanges".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(int64(n)) + " " + noun + "s"
}

// Amount is so many bytes with their unit: "512 bytes", "1.2 MB".
func Amount(n int64) string {
	if n < 10000 {
		return Count(int(n), "byte")
	}
	return Bytes(n)
}

func fixed(v float64, digits int) string { return strconv.FormatFloat(v, 'f', digits, 64) }

// shortest is v with three decimals at most, and none that says nothing. As many
// as tell two numbers apart would be noise: 2.72 s are 2.7199999999999998.
func shortest(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fixed(v, 3), "0"), ".")
}

// tenths cuts, never rounds up: a clock that counts up has not reached the
// tenth that it is in.
func tenths(d time.Duration) string {
	t := int64(d / (100 * time.Millisecond))
	return strconv.FormatInt(t/10, 10) + "." + strconv.FormatInt(t%10, 10)
}
