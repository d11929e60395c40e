// Package format words numbers, durations and plurals. Every sentence of linger
// takes them from here, so that they read the same everywhere.
package format

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Exactly returns a duration as closes tell it, always to the millisecond: "5.003 s".
func Exactly(d time.Duration) string {
	return fmt.Sprintf("%.3f s", d.Round(time.Millisecond).Seconds())
}

// Difference returns how far two times lie apart: "3 ms", "2.0 s".
func Difference(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// Seconds returns a duration that somebody chose, to the millisecond: "5 s", "2.5 s".
func Seconds(d time.Duration) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", d.Seconds()), "0"), ".") + " s"
}

// Milliseconds returns a short wait: "41 ms".
func Milliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

// Bytes returns a number of bytes: "512 bytes", "1 byte".
func Bytes(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return Group(n) + " bytes"
}

// Group returns a number with its digits in threes: "9,812".
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Plural returns a count and its noun, for nouns that take an s: "1 exchange",
// "2 exchanges".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return Group(int64(n)) + " " + what + "s"
}
