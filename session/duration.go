package session

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// exactly is a duration as closes tell it, always to the millisecond: "5.003 s".
func exactly(d time.Duration) string {
	return fmt.Sprintf("%.3f s", d.Round(time.Millisecond).Seconds())
}

// difference is how far two times lie apart: "3 ms", "2.0 s".
func difference(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// seconds is a duration that somebody chose, to the millisecond: "5 s", "2.5 s".
func seconds(d time.Duration) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", d.Seconds()), "0"), ".") + " s"
}

// gapText is a short wait: "41 ms".
func gapText(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

// bytesText is a number of bytes: "512 bytes", "1 byte".
func bytesText(n int64) string {
	if n == 1 {
		return "1 byte"
	}
	return groups(n) + " bytes"
}

// groups is a number with its digits in threes: "9,812".
func groups(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return groups(int64(n)) + " " + what + "s"
}
