package clients

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
)

// seconds converts a string of digits to a number of seconds. If the number is too large,
// it returns the longest Duration.
func seconds(digits string) time.Duration {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n >= farTooLarge {
		return math.MaxInt64
	}
	return time.Duration(n) * time.Second
}

// atoi reads an integer as C's atoi does: it accepts leading whitespace and a sign, and
// ignores all characters after the digits. It returns false if the number does not fit
// into 32 bits.
func atoi(s string) (n int64, fits bool) {
	s = strings.TrimLeft(s, " \t\n\v\f\r")
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	for i := 0; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		if n = n*10 + int64(s[i]-'0'); n > math.MaxInt32 {
			return 0, false
		}
	}
	if negative {
		n = -n
	}
	return n, true
}

// An element is one element of a list, name[=value], as clients with a parser
// for header elements read it.
type element struct {
	name, value string
	hasValue    bool
	plain       bool // without whitespace, quotes or parameters
}

func elements(list string) iter.Seq[element] {
	return func(yield func(element) bool) {
		for raw := range strings.SplitSeq(list, ",") {
			text := strings.Trim(raw, " \t")
			if text == "" {
				continue
			}
			first, _, more := strings.Cut(text, ";")
			name, value, has := strings.Cut(first, "=")
			e := element{name: strings.Trim(name, " \t"), value: strings.Trim(value, " \t"), hasValue: has}
			unquoted := strings.Trim(e.value, `"`)
			e.plain = !more && e.name == name && e.value == value && unquoted == e.value
			e.value = unquoted
			if !yield(e) {
				return
			}
		}
	}
}
