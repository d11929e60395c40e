package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A filter is terms that must all match.
type filter []term

// A term is one word of a filter: "status:5xx", "-method:HEAD", "cart".
type term struct {
	match func(e *record.Exchange, value string) bool
	value string
	not   bool
}

// keys are the words that stand before a colon.
var keys = map[string]func(*record.Exchange, string) bool{
	"status":  status,
	"method":  func(e *record.Exchange, v string) bool { return strings.EqualFold(e.Method, v) },
	"target":  func(e *record.Exchange, v string) bool { return holds(e.Target, v) },
	"framing": framing,
	"finding": finding,
	"conn":    func(e *record.Exchange, v string) bool { return strconv.Itoa(e.Conn) == v },
	"reason":  func(e *record.Exchange, v string) bool { return holds(e.Reason.String(), v) },
}

// parse reads a filter. A word whose key is unknown is free text; so is a word
// without one.
func parse(s string) filter {
	var f filter
	for _, word := range strings.Fields(s) {
		t := term{match: free, value: word}
		if rest, ok := strings.CutPrefix(word, "-"); ok && rest != "" {
			t.not, t.value = true, rest
		}
		if key, value, ok := strings.Cut(t.value, ":"); ok && keys[strings.ToLower(key)] != nil {
			t.match, t.value = keys[strings.ToLower(key)], value
		}
		if t.value != "" {
			f = append(f, t)
		}
	}
	return f
}

func (f filter) matches(e *record.Exchange) bool {
	for _, t := range f {
		if t.match(e, t.value) == t.not {
			return false
		}
	}
	return true
}

// status matches "404", "4xx" and "none" (no response yet, or none at all).
func status(e *record.Exchange, v string) bool {
	s := strconv.Itoa(e.Facts.Status)
	v = strings.ToLower(v)
	switch {
	case v == "none":
		return e.Facts.Status == 0
	case len(v) == 3 && strings.HasSuffix(v, "xx"):
		return len(s) == 3 && s[0] == v[0]
	}
	return s == v
}

func framing(e *record.Exchange, v string) bool {
	f := e.Facts.Framing()
	word, _, _ := strings.Cut(framingWord(f), " ")
	return holds(f.String(), v) || strings.EqualFold(word, v)
}

// finding matches a code, the beginning of one, a severity, or with "*" any.
func finding(e *record.Exchange, v string) bool {
	for _, f := range e.Findings {
		if v == "*" || holds(string(f.Code), v) || strings.EqualFold(session.SeverityOf(f.Code).String(), v) {
			return true
		}
	}
	return false
}

func free(e *record.Exchange, v string) bool {
	return holds(e.Method, v) || holds(e.Target, v) || strconv.Itoa(e.Facts.Status) == v || strconv.Itoa(e.ID) == v ||
		holds(framingWord(e.Facts.Framing()), v) || finding(e, v)
}

func holds(s, sub string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(sub))
}

func framingWord(f wire.Framing) string {
	switch f {
	case wire.NoBody:
		return "no body"
	case wire.LengthDelimited:
		return "length"
	case wire.Chunked:
		return "chunked"
	case wire.CloseDelimited:
		return "until close"
	case wire.TunnelFraming:
		return "tunnel"
	case wire.InvalidFraming:
		return "invalid"
	}
	return ""
}
