package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/logwords"
	"linger/session/record"
	"linger/ui/words"
	"linger/wire"
)

// A filter is a list of terms that must all match.
type filter []term

// A term is one word of a filter: "status:5xx", "-method:HEAD", "cart".
type term struct {
	key
	value string
	not   bool
}

// A key matches the value of a term with an exchange, and with a connection.
type key struct {
	match func(*record.Exchange, string) bool
	conn  func(*record.Connection, string) bool // nil: does not apply to connections
	found bool                                  // selects findings, which a connection may also have
}

// A keyRow is a word before a colon, with a description of what its value selects.
type keyRow struct {
	name, selects string
	key
}

// keys lists all keys of a filter.
var keys = []keyRow{
	{"status", "a status code: 404, 5xx, or none for no response", key{match: status}},
	{"method", "a method: HEAD", key{match: func(e *record.Exchange, v string) bool { return strings.EqualFold(e.Method, v) }}},
	{"target", "part of the request target: /cart", key{match: func(e *record.Exchange, v string) bool { return containsFold(e.Target, v) }}},
	{"framing", "how the content was framed: chunked, content-length, close-delimited", key{match: framing}},
	{"finding", "a finding: part of its code, a severity (error, warning, note), or * for any", key{match: finding, conn: ownFinding, found: true}},
	{"conn", "a connection, by its number: 2", key{match: func(e *record.Exchange, v string) bool { return strconv.Itoa(e.Conn) == v },
		conn: func(c *record.Connection, v string) bool { return strconv.Itoa(c.ID) == v }}},
	{"log", "a connection, by the words that other programs log for its end: ECONNRESET", key{match: never, conn: logged, found: true}},
	{"reason", "why the connection persists or not: part of the reason, close", key{match: func(e *record.Exchange, v string) bool { return containsFold(e.Reason.String(), v) }}},
}

// keyOf returns the key with a name, in upper or lower case. ok is false if there is
// none.
func keyOf(name string) (key, bool) {
	for _, k := range keys {
		if strings.EqualFold(k.name, name) {
			return k.key, true
		}
	}
	return key{}, false
}

// FilterKeys returns the keys of a filter, each with a description of what its value
// selects.
func FilterKeys() (out [][2]string) {
	for _, k := range keys {
		out = append(out, [2]string{k.name, k.selects})
	}
	return out
}

// anything is the key of a word without a key.
var anything = key{match: free, conn: said, found: true}

// parse parses a filter. A word with an unknown key or without a key is free text.
func parse(s string) filter {
	var f filter
	for _, word := range strings.Fields(s) {
		t := term{key: anything, value: word}
		if rest, ok := strings.CutPrefix(word, "-"); ok && rest != "" {
			t.not, t.value = true, rest
		}
		if name, value, ok := strings.Cut(t.value, ":"); ok {
			if k, known := keyOf(name); known {
				t.key, t.value = k, value
			}
		}
		if t.value != "" {
			f = append(f, t)
		}
	}
	return f
}

// KeyNames returns the names of the keys, separated by blanks.
func KeyNames() string {
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	return strings.Join(names, " ")
}

// Unknown returns the first word before a colon in the filter that is not a key, or "".
// The list searches for such a word as free text.
func (m *Model) Unknown() string {
	for _, word := range strings.Fields(m.query) {
		name, value, ok := strings.Cut(strings.TrimPrefix(word, "-"), ":")
		if _, known := keyOf(name); ok && !known && !strings.HasPrefix(value, "//") && letters(name) {
			return name
		}
	}
	return ""
}

func letters(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}

func (f filter) matches(e *record.Exchange) bool {
	for _, t := range f {
		if t.match(e, t.value) == t.not {
			return false
		}
	}
	return true
}

// Matching returns the exchanges of a record that match a filter, in order.
func Matching(es []*record.Exchange, query string) (out []*record.Exchange) {
	f := parse(query)
	for _, e := range es {
		if f.matches(e) {
			out = append(out, e)
		}
	}
	return out
}

// shows reports whether the heading of a connection is shown even if none of its
// exchanges match: always without a filter, or if the filter selects a finding about the
// connection itself or the words of a log.
func (f filter) shows(c *record.Connection) bool {
	if len(f) == 0 {
		return true
	}
	if c == nil {
		return false
	}
	asked := false
	for _, t := range f {
		if t.conn == nil || t.conn(c, t.value) == t.not {
			return false
		}
		asked = asked || t.found && !t.not
	}
	return asked
}

// status matches "404", "4xx" and "none" (no response).
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
	return containsFold(f.String(), v) || containsFold(words.FramingName(f), v)
}

// finding matches a code, part of a code, a severity, or any finding with "*".
func finding(e *record.Exchange, v string) bool { return among(e.Findings, v) }

func ownFinding(c *record.Connection, v string) bool { return among(c.Findings, v) }

// said matches a finding about the connection itself, or the words of a log.
func said(c *record.Connection, v string) bool { return ownFinding(c, v) || logged(c, v) }

// logged matches the words that other programs log for the end of a connection.
func logged(c *record.Connection, v string) bool {
	if c.State != record.Ended {
		return false
	}
	for _, w := range logwords.Of(&c.Close.Ending) {
		for _, text := range w.Texts {
			if containsFold(text, v) {
				return true
			}
		}
	}
	return false
}

func never(*record.Exchange, string) bool { return false }

func among(found []wire.Finding, v string) bool {
	for _, f := range found {
		if v == "*" || containsFold(string(f.Code), v) || strings.EqualFold(session.SeverityOf(f.Code).String(), v) {
			return true
		}
	}
	return false
}

func free(e *record.Exchange, v string) bool {
	return containsFold(e.Method, v) || containsFold(e.Target, v) || strconv.Itoa(e.Facts.Status) == v || strconv.Itoa(e.ID) == v ||
		containsFold(words.FramingName(e.Facts.Framing()), v) || finding(e, v)
}

func containsFold(s, sub string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(sub))
}
