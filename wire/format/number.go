package format

import "strconv"

// Number returns n with a comma between thousands: "9,812".
func Number(n int64) string {
	s, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		s, sign = s[1:], "-"
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Count returns n and the noun it counts, for nouns that take an s: "1 exchange",
// "1,200 exchanges".
func Count[N int | int64](n N, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(int64(n)) + " " + noun + "s"
}

// Size returns a number of bytes. Under 10,000 it is exact and has no unit ("512",
// "9,812"); larger numbers have a unit and at most three digits ("18 kB", "1.2 MB"). 1 kB
// is 1000 bytes.
func Size(n int64) string {
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
	return Fixed(v, digits) + " " + units[unit]
}

var units = [...]string{"kB", "MB", "GB", "TB", "PB"}

// Amount returns a number of bytes with its unit: "512 bytes", "1.2 MB".
func Amount(n int64) string {
	if n < 10000 {
		return Count(n, "byte")
	}
	return Size(n)
}

// Fixed returns v with exactly this many decimals.
func Fixed(v float64, decimals int) string { return strconv.FormatFloat(v, 'f', decimals, 64) }
