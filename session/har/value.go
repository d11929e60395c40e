package har

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// member returns the member of a JSON value at a path, or nil if there is none.
func member(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// text returns a member as text. Programs differ in whether they write numbers as
// strings.
func text(v any, path ...string) string {
	switch v := member(v, path...).(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// number returns a member as a number. ok is false if the member is not a number.
func number(v any, path ...string) (n float64, ok bool) {
	switch v := member(v, path...).(type) {
	case float64:
		n, ok = v, true
	case string:
		var err error
		n, err = strconv.ParseFloat(strings.TrimSpace(v), 64)
		ok = err == nil
	}
	return n, ok && !math.IsNaN(n) && !math.IsInf(n, 0)
}

// size returns a member that is a number of bytes, or -1 if it is missing or invalid.
func size(v any, path ...string) int64 {
	n, ok := number(v, path...)
	if !ok || n < 0 || n > 1<<50 {
		return -1
	}
	return int64(n)
}

// longestPhase is the longest phase that is accepted.
const longestPhase = 24 * time.Hour

// phase returns the duration of a phase, which the file gives in milliseconds, or 0 if
// there is none.
func phase(v any, path ...string) time.Duration {
	n, ok := number(v, path...)
	if !ok || n <= 0 {
		return 0
	}
	return time.Duration(min(n*float64(time.Millisecond), float64(longestPhase)))
}

// moment returns a point in time, which browsers write with or without a zone.
func moment(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}
