package list

import (
	"strconv"
	"strings"

	"linger/session/logwords"
	"linger/session/record"
	"linger/ui/query"
	"linger/ui/words"
)

// A filter is a list of terms that must all match.
type filter []query.Term[match]

// A match compares the value of a term with an exchange and with a connection.
type match struct {
	exchange func(*record.Exchange, string) bool
	conn     func(*record.Connection, string) bool // nil if the term does not apply to connections
	found    bool                                  // the term selects findings or log messages, which a connection may also have
}

// Keys holds the words that a filter may have before a colon. The list searches for other
// words in the requests and the findings.
var Keys = query.Language[match]{
	Keys: []query.Key[match]{
		{Name: "status", Selects: "a status code: 404, 5xx, or none for no response",
			Match: match{exchange: func(e *record.Exchange, v string) bool { return query.Status(e.Status(), v) }}},
		{Name: "method", Selects: "a method: HEAD",
			Match: match{exchange: func(e *record.Exchange, v string) bool { return strings.EqualFold(e.Method, v) }}},
		{Name: "target", Selects: "part of the request target: /cart",
			Match: match{exchange: func(e *record.Exchange, v string) bool { return query.Contains(e.Target, v) }}},
		{Name: "framing", Selects: "how the content was framed: chunked, content-length, close-delimited", Match: match{exchange: framing}},
		{Name: "finding", Selects: "a finding: part of its code, a severity (error, warning, note), or * for any",
			Match: match{exchange: finding, conn: ownFinding, found: true}},
		{Name: "conn", Selects: "a connection, by number: 2",
			Match: match{exchange: func(e *record.Exchange, v string) bool { return strconv.Itoa(e.Conn) == v },
				conn: func(c *record.Connection, v string) bool { return strconv.Itoa(c.ID) == v }}},
		{Name: "log", Selects: "a connection, by the words that other programs log for its end: ECONNRESET",
			Match: match{exchange: never, conn: logged, found: true}},
		{Name: "reason", Selects: "why the connection persists or not: part of the reason, close",
			Match: match{exchange: func(e *record.Exchange, v string) bool { return query.Contains(e.Reason.String(), v) }}},
	},
	Free: match{exchange: free, conn: said, found: true},
}

// Unknown returns the first unknown key in the filter, or "" if there is none.
func (m *Model) Unknown() string { return Keys.Unknown(m.query) }

func (f filter) matches(e *record.Exchange) bool {
	for _, t := range f {
		if t.Match.exchange(e, t.Value) == t.Not {
			return false
		}
	}
	return true
}

// Matching returns the exchanges of a record that match a filter, in order.
func Matching(es []*record.Exchange, filtered string) (out []*record.Exchange) {
	f := filter(Keys.Parse(filtered))
	for _, e := range es {
		if f.matches(e) {
			out = append(out, e)
		}
	}
	return out
}

// shows reports whether the list shows the heading of a connection even if none of its
// exchanges match. This is so if there is no filter, or if the filter selects a finding
// about the connection itself or the words of a log message about its end.
func (f filter) shows(c *record.Connection) bool {
	if len(f) == 0 {
		return true
	}
	if c == nil {
		return false
	}
	asked := false
	for _, t := range f {
		if t.Match.conn == nil || t.Match.conn(c, t.Value) == t.Not {
			return false
		}
		asked = asked || t.Match.found && !t.Not
	}
	return asked
}

func framing(e *record.Exchange, v string) bool {
	f := e.Facts().Framing()
	return query.Contains(f.String(), v) || query.Contains(words.FramingName(f), v)
}

// finding reports whether e has a finding that v selects: by its code, a part of its code
// or its severity, or any finding if v is "*".
func finding(e *record.Exchange, v string) bool { return query.Finding(e.Findings, v) }

func ownFinding(c *record.Connection, v string) bool { return query.Finding(c.Findings, v) }

// said reports whether v selects a finding about the connection itself, or is in the
// words of a log message about its end.
func said(c *record.Connection, v string) bool { return ownFinding(c, v) || logged(c, v) }

// logged reports whether v is in the words that other programs log for the end of the
// connection.
func logged(c *record.Connection, v string) bool {
	if c.State != record.Ended {
		return false
	}
	for _, w := range logwords.Of(&c.Close.Ending) {
		for _, text := range w.Texts {
			if query.Contains(text, v) {
				return true
			}
		}
	}
	return false
}

func never(*record.Exchange, string) bool { return false }

func free(e *record.Exchange, v string) bool {
	return query.Contains(e.Method, v) || query.Contains(e.Target, v) || strconv.Itoa(e.Status()) == v || strconv.Itoa(e.ID) == v ||
		query.Contains(words.FramingName(e.Facts().Framing()), v) || finding(e, v)
}
