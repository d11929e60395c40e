package pairs

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A filter is terms that must all match.
type filter []term

// A term is one word of a filter: "end:server", "-finding:race", "exch:>10".
type term struct {
	match func(c *record.Connection, n *counts, value string) bool
	value string
	not   bool
}

// keyTable are the words that stand before a colon.
var keyTable = map[string]func(c *record.Connection, n *counts, value string) bool{
	"end":     endedBy,
	"how":     how,
	"finding": finding,
	"status":  status,
	"lost":    func(_ *record.Connection, n *counts, v string) bool { return yes(v) == (n.lost > 0) },
	"exch": func(c *record.Connection, _ *counts, v string) bool {
		return compares(float64(c.Past.Exchanges+len(c.Exchanges)), v, number)
	},
	"idle":   idle,
	"conn":   numbered,
	"client": func(c *record.Connection, _ *counts, v string) bool { return containsFold(c.Info.Local, v) },
}

// Keys are the words that may stand before a colon, in the order in which they are
// listed.
const Keys = "end how finding status lost exch idle conn client"

// Example is a filter of each kind, for the row in which one is typed.
const Example = "end:server  how:reset  finding:*  status:502  lost:yes  exch:>10  idle:>4s"

// parse reads a filter. A word without a key, or with an unknown one, is looked for
// in what was requested.
func parse(s string) filter {
	var f filter
	for _, word := range strings.Fields(s) {
		t := term{match: free, value: word}
		if rest, ok := strings.CutPrefix(word, "-"); ok && rest != "" {
			t.not, t.value = true, rest
		}
		if name, value, ok := strings.Cut(t.value, ":"); ok {
			if match := keyTable[strings.ToLower(name)]; match != nil {
				t.match, t.value = match, value
			}
		}
		if t.value != "" {
			f = append(f, t)
		}
	}
	return f
}

// Unknown returns a word before a colon in the filter that is not a key, or empty.
func (m *Model) Unknown() string {
	for _, word := range strings.Fields(m.query) {
		name, value, ok := strings.Cut(strings.TrimPrefix(word, "-"), ":")
		if ok && name != "" && keyTable[strings.ToLower(name)] == nil && !strings.HasPrefix(value, "//") {
			return name
		}
	}
	return ""
}

func (f filter) matches(c *record.Connection, n *counts) bool {
	for _, t := range f {
		if t.match(c, n, t.value) == t.not {
			return false
		}
	}
	return true
}

// endedBy matches who ended the connection first; "none" while it is open.
func endedBy(c *record.Connection, _ *counts, v string) bool {
	switch {
	case c.State == record.Ended:
		return strings.EqualFold(string(c.Close.By), v)
	case len(c.Passing.Ends) > 0:
		return strings.EqualFold(string(c.Passing.Ends[0].Side), v)
	}
	return strings.EqualFold(v, "none") && c.State.Open()
}

// how matches a way in which any side ended it: "fin", "reset".
func how(c *record.Connection, _ *counts, v string) bool {
	for _, e := range c.Passing.Ends {
		if containsFold(string(e.How), v) || e.How == session.HowReset && strings.EqualFold(v, "rst") {
			return true
		}
	}
	return c.State == record.Ended && containsFold(string(c.Close.How), v)
}

// finding matches a code, a part of one, a severity, or with "*" any, of the
// connection or of one of its exchanges.
func finding(c *record.Connection, _ *counts, v string) bool {
	if among(c.Findings, v) {
		return true
	}
	for _, e := range c.Exchanges {
		if among(e.Findings, v) {
			return true
		}
	}
	return false
}

func among(found []wire.Finding, v string) bool {
	for _, f := range found {
		if v == "*" || containsFold(string(f.Code), v) || strings.EqualFold(session.SeverityOf(f.Code).String(), v) {
			return true
		}
	}
	return false
}

// status matches "404", "4xx" and "none" (no response) of any exchange.
func status(c *record.Connection, _ *counts, v string) bool {
	v = strings.ToLower(v)
	for _, e := range c.Exchanges {
		s := strconv.Itoa(e.Facts.Status)
		switch {
		case s == v, v == "none" && e.Facts.Status == 0:
			return true
		case len(v) == 3 && len(s) == 3 && strings.HasSuffix(v, "xx") && s[0] == v[0]:
			return true
		}
	}
	return false
}

// idle matches the idle time after which the connection was ended: ">4s".
func idle(c *record.Connection, _ *counts, v string) bool {
	return c.Passing.EndedIdle && compares(float64(c.Passing.Idle), v, func(s string) (float64, error) {
		d, err := time.ParseDuration(s)
		return float64(d), err
	})
}

// numbered matches the numbers of connections: "7", "7,12".
func numbered(c *record.Connection, _ *counts, v string) bool {
	for n := range strings.SplitSeq(v, ",") {
		if n == strconv.Itoa(c.ID) {
			return true
		}
	}
	return false
}

// free looks for a word in what was requested, and for a status.
func free(c *record.Connection, n *counts, v string) bool {
	for _, e := range c.Exchanges {
		if containsFold(e.Method, v) || containsFold(e.Target, v) {
			return true
		}
	}
	return containsFold(c.Info.Local, v) || status(c, n, v) || finding(c, n, v)
}

// compares reports whether a number is as a term wants it: ">10", "<10", "10".
func compares(n float64, v string, parse func(string) (float64, error)) bool {
	op := ""
	if v != "" && (v[0] == '<' || v[0] == '>') {
		op, v = v[:1], v[1:]
	}
	want, err := parse(v)
	switch {
	case err != nil:
		return false
	case op == ">":
		return n > want
	case op == "<":
		return n < want
	}
	return n == want
}

func number(s string) (float64, error) { return strconv.ParseFloat(s, 64) }

func yes(v string) bool { return strings.EqualFold(v, "yes") }

func containsFold(s, sub string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(sub))
}
