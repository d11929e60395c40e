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

// A filter is a list of terms. A connection matches the filter if it matches all terms.
type filter []query.Term[match]

// A match reports whether a connection matches the value of a term.
type match func(c *record.Connection, n *connCounts, value string) bool

// Keys holds the keys that a filter may have before a colon. A word without a key is
// compared with the requests, the client's address and the findings.
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
		{Name: "client", Selects: "part of the client's address: 51304",
			Match: func(c *record.Connection, _ *connCounts, v string) bool { return query.Contains(c.Info.Local, v) }},
	},
	Free: free,
}

// Example holds terms with the most common keys. The filter prompt shows it.
const Example = "end:server  how:reset  finding:*  status:502  lost:yes  exch:>10  idle:>4s"

// Unknown returns the first unknown key in the filter, or "" if there is none.
func (m *Model) Unknown() string { return Keys.Unknown(m.query) }

func (f filter) matches(c *record.Connection, n *connCounts) bool {
	for _, t := range f {
		if t.Match(c, n, t.Value) == t.Not {
			return false
		}
	}
	return true
}

// endedBy matches connections that side v ended first. The value "none" matches open
// connections.
func endedBy(c *record.Connection, _ *connCounts, v string) bool {
	switch {
	case c.State == record.Ended:
		return strings.EqualFold(string(c.Close.By), v)
	case len(c.Passing.Ends) > 0:
		return strings.EqualFold(string(c.Passing.Ends[0].Side), v)
	}
	return strings.EqualFold(v, "none") && c.State.Open()
}

// how matches connections that either side ended with FIN (v is "fin") or RST (v is
// "reset").
func how(c *record.Connection, _ *connCounts, v string) bool {
	for _, e := range c.Passing.Ends {
		if query.Contains(string(e.How), v) || e.How == session.HowReset && strings.EqualFold(v, "rst") {
			return true
		}
	}
	return c.State == record.Ended && query.Contains(string(c.Close.How), v)
}

// finding matches connections with a finding, including those of their exchanges. v is
// part of the finding's code, a severity, or "*" for any finding.
func finding(c *record.Connection, _ *connCounts, v string) bool {
	return query.Finding(c.Findings, v) ||
		slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool { return query.Finding(e.Findings, v) })
}

// status matches connections with an exchange that has the status v.
func status(c *record.Connection, _ *connCounts, v string) bool {
	return slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool { return query.Status(e.Status(), v) })
}

// idle matches connections by the idle time after which they were ended. v is a
// comparison such as ">4s".
func idle(c *record.Connection, _ *connCounts, v string) bool {
	return c.Passing.EndedIdle && compares(float64(c.Passing.Idle), v, func(s string) (float64, error) {
		d, err := time.ParseDuration(s)
		return float64(d), err
	})
}

// numbered matches connections by their IDs. v is a list of IDs such as "7,12".
func numbered(c *record.Connection, _ *connCounts, v string) bool {
	for n := range strings.SplitSeq(v, ",") {
		if n == strconv.Itoa(c.ID) {
			return true
		}
	}
	return false
}

// free matches connections for which v occurs in the method or target of a request, in
// the client's address, or in a finding, or is a status.
func free(c *record.Connection, n *connCounts, v string) bool {
	for _, e := range c.Exchanges {
		if query.Contains(e.Method, v) || query.Contains(e.Target, v) {
			return true
		}
	}
	return query.Contains(c.Info.Local, v) || status(c, n, v) || finding(c, n, v)
}

// compares reports whether n matches v, a value such as ">10", "<10" or "10". It returns
// false if parse returns an error.
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
