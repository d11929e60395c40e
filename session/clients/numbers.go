package clients

import (
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
)

// seconds reads digits; what does not fit is the longest time there is.
func seconds(digits string) time.Duration {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n >= farTooLarge {
		return math.MaxInt64
	}
	return time.Duration(n) * time.Second
}

// atoi reads an integer as C does: space, a sign, digits, and whatever follows
// is left. It reports false when the number does not fit 32 bits.
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

// An element is one of a list name[=value], as readers of header elements see
// it.
type element struct {
	name, value string
	hasValue    bool
	plain       bool // no whitespace, quotes or parameters of its own
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
