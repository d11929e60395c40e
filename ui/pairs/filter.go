package pairs

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/query"
)

// A filter is a list of terms that must all match.
type filter []query.Term[match]

// A match compares the value of a term with a connection.
type match func(c *record.Connection, n *connCounts, value string) bool

// Keys holds the words that a filter may have before a colon. The list searches for other
// words in the requests and the findings.
var Keys = query.Language[match]{
	Keys: []query.Key[match]{
		{Name: "end", Selects: "who ended the connection first: server, client, or none while it is open", Match: endedBy},
		{Name: "how", Selects: "how a side ended the connection: fin or reset", Match: how},
		{Name: "finding", Selects: "a finding: part of its code, a severity (error, warning, note), or * for any", Match: finding},
		{Name: "status", Selects: "the status code of a response: 404, 5xx, or none for no response", Match: status},
		{Name: "lost", Selects: "whether a request was lost on the connection: yes or no",
			Match: func(_ *record.Connection, n *connCounts, v string) bool { return yes(v) == (n.lost > 0) }},
		{Name: "exch", Selects: "the number of exchanges: 1, >10, <2", Match: func(c *record.Connection, _ *connCounts, v string) bool {
			return compares(float64(c.Past.Exchanges+len(c.Exchanges)), v, number)
		}},
		{Name: "idle", Selects: "the idle time after which the connection was ended: >4s", Match: idle},
		{Name: "conn", Selects: "connections, by number: 7, or 7,12", Match: numbered},
		{Name: "client", Selects: "part of the address of the client: 51304",
			Match: func(c *record.Connection, _ *connCounts, v string) bool { return query.Contains(c.Info.Local, v) }},
	},
	Free: free,
}

// Example holds a term of each kind. The row where the user types a filter shows it.
const Example = "end:server  how:reset  finding:*  status:502  lost:yes  exch:>10  idle:>4s"

// Unknown returns the first word before a colon in the filter that is not a key, or "" if
// all are keys.
func (m *Model) Unknown() string { return Keys.Unknown(m.query) }

func (f filter) matches(c *record.Connection, n *connCounts) bool {
	for _, t := range f {
		if t.Match(c, n, t.Value) == t.Not {
			return false
		}
	}
	return true
}

// endedBy matches the side that ended the connection first, or "none" while it is open.
func endedBy(c *record.Connection, _ *connCounts, v string) bool {
	switch {
	case c.State == record.Ended:
		return strings.EqualFold(string(c.Close.By), v)
	case len(c.Passing.Ends) > 0:
		return strings.EqualFold(string(c.Passing.Ends[0].Side), v)
	}
	return strings.EqualFold(v, "none") && c.State.Open()
}

// how matches the way that either side ended the connection: "fin" or "reset".
func how(c *record.Connection, _ *connCounts, v string) bool {
	for _, e := range c.Passing.Ends {
		if query.Contains(string(e.How), v) || e.How == session.HowReset && strings.EqualFold(v, "rst") {
			return true
		}
	}
	return c.State == record.Ended && query.Contains(string(c.Close.How), v)
}

// finding matches a finding of the connection or of one of its exchanges, by its code,
// part of its code, or its severity. "*" matches any finding.
func finding(c *record.Connection, _ *connCounts, v string) bool {
	return query.Finding(c.Findings, v) ||
		slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool { return query.Finding(e.Findings, v) })
}

// status matches the status of any exchange.
func status(c *record.Connection, _ *connCounts, v string) bool {
	return slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool { return query.Status(e.Facts().Status, v) })
}

// idle matches the idle time after which the connection was ended: ">4s".
func idle(c *record.Connection, _ *connCounts, v string) bool {
	return c.Passing.EndedIdle && compares(float64(c.Passing.Idle), v, func(s string) (float64, error) {
		d, err := time.ParseDuration(s)
		return float64(d), err
	})
}

// numbered matches the numbers of connections: "7", "7,12".
func numbered(c *record.Connection, _ *connCounts, v string) bool {
	for n := range strings.SplitSeq(v, ",") {
		if n == strconv.Itoa(c.ID) {
			return true
		}
	}
	return false
}

// free matches a word that is not a key.
func free(c *record.Connection, n *connCounts, v string) bool {
	for _, e := range c.Exchanges {
		if query.Contains(e.Method, v) || query.Contains(e.Target, v) {
			return true
		}
	}
	return query.Contains(c.Info.Local, v) || status(c, n, v) || finding(c, n, v)
}

// compares reports whether a number matches a term such as ">10", "<10" or "10".
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
