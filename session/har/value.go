package har

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// member returns the member of v with the given path, or nil if there is none.
func member(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}

// text returns a string or number member of v as text, or "" if there is none. Some
// programs write numbers as strings.
func text(v any, path ...string) string {
	switch v := member(v, path...).(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// number returns a member of v as a number. ok is false if the member is neither a finite
// number nor a string that contains one.
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

// size returns a member of v as a number of bytes, or -1 if the member is missing or
// invalid.
func size(v any, path ...string) int64 {
	n, ok := number(v, path...)
	if !ok || n < 0 || n > 1<<50 {
		return -1
	}
	return int64(n)
}

// longestPhase is the maximum duration of a phase. Longer phases are shortened to it.
const longestPhase = 24 * time.Hour

// phase returns a member of v as a duration; the member is a number of milliseconds.
// phase returns 0 if the member is missing, invalid or negative.
func phase(v any, path ...string) time.Duration {
	n, ok := number(v, path...)
	if !ok || n <= 0 {
		return 0
	}
	return time.Duration(min(n*float64(time.Millisecond), float64(longestPhase)))
}

// moment parses the date and time in s, which may lack a zone. ok is false if s is
// invalid or outside 1970 to 2199.
func moment(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}
