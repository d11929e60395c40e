package probe

import (
	"fmt"
	"slices"
	"strings"

	"linger/session/record"
	"linger/wire"
)

var unsolicited = experiment{
	name:  nameUnasked,
	ref:   "RFC 9112 §9.2",
	asks:  "data that arrives without an outstanding request is not a response",
	needs: []string{nameIdle, nameHead},
	judge: judgeUnsolicited,
}

// unasked counts the connections on which unsolicited data arrived.
type unasked struct {
	conns    int   // all connections
	any      int   // connections with any unsolicited data
	bytes    int   // connections with bytes that do not begin a response
	goodbyes int   // connections with an unsolicited error response just before the close
	answers  int   // connections with another unsolicited response
	parting  []int // statuses of the goodbyes
	statuses []int // statuses of the other responses
}

// unaskedIn counts the connections with unsolicited data in the given runs.
func unaskedIn(rs []trialRun) (u unasked) {
	for _, r := range rs {
		if !r.connected() {
			continue
		}
		u.conns++
		bytes, answers, leaves := loose(r.conn()), false, false
		last, parts := sentGoodbye(r)
		for _, x := range r.conn().Exchanges {
			switch {
			case x.Requested || len(x.Heads) == 0:
			case parts && x == last:
				leaves, u.parting = true, seeing(u.parting, x.Heads[0].Status)
			default:
				answers, u.statuses = true, seeing(u.statuses, x.Heads[0].Status)
			}
		}
		u.bytes += one(bytes)
		u.answers += one(answers)
		u.goodbyes += one(leaves)
		u.any += one(bytes || answers || leaves)
	}
	return u
}

// loose reports whether a connection has bytes that belong to no response. It
// ignores bytes after a response to HEAD: they are its content, which is a
// separate fault (head-framing).
func loose(c *record.Connection) bool {
	if slices.ContainsFunc(c.Exchanges, func(x *record.Exchange) bool { return x.Method == "HEAD" && wasAnswered(x) && beyond(c, x) }) {
		return false
	}
	return hasFinding(c, wire.CodeUnsolicited, wire.CodeOutOfStep)
}

// foreign reports whether the server speaks another protocol: on each connection of the
// greeting, bytes arrived that are not a response.
func (e *evidence) foreign() bool {
	rs := e.runs[greeting]
	return len(rs) > 0 && !slices.ContainsFunc(rs, func(r trialRun) bool {
		before := loose(r.conn()) // a greeting may arrive before the request
		return slices.ContainsFunc(r.conn().Exchanges, func(x *record.Exchange) bool {
			return len(x.Heads) > 0 || !x.HasByte() && !before
		})
	})
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// seeing returns statuses with s added, unless it is already there.
func seeing(statuses []int, s int) []int {
	if slices.Contains(statuses, s) {
		return statuses
	}
	return append(statuses, s)
}

func judgeUnsolicited(e *evidence) Check {
	u := unaskedIn(e.all())
	if u.conns == 0 {
		return skipped(notMade)
	}
	if e.foreign() {
		return skipped("the server does not speak HTTP/1.x here")
	}
	c := Check{Verdict: Pass, Samples: u.conns, Unit: "connections", Measured: new(float64(u.any)), Found: "none", Text: "no data came without a request"}
	if u.any == 0 {
		return c
	}
	c.Verdict, c.Found = Warn, u.found()
	switch {
	case u.bytes > 0:
		c.Verdict, c.Text = Fail, "data without a request: a client would misread the next response"
		if e.misframed() {
			c.fault = outOfStep
		}
	case u.answers > 0:
		c.Text = "a response that answers no request: a careless client reads it as the next response"
	case len(u.parting) == 1 && u.parting[0] == 408:
		c.Verdict, c.Text = Pass, "the server's goodbye, as in RFC 9110 §15.5.9: it answers no request"
	default:
		c.Text = "the server's goodbye: it answers no request"
	}
	if u.bytes+u.answers > 0 {
		c.advise("client", "close a connection that has unsolicited data; never read the data as a response (RFC 9112 §9.2)")
		c.advise("server", "send no data without a request: clients read it as the next response (RFC 9112 §9.2)")
	}
	if u.goodbyes > 0 {
		c.advise("client", fmt.Sprintf("read a %s on an idle connection as its end, not as a response%s", list(u.parting), refOf(u.parting)))
	}
	return c
}

// found returns the kinds of unsolicited data and the numbers of connections: "408, 61 of
// 64", or "200 on 60, bytes on 2 of 64".
func (u unasked) found() string {
	type kind struct {
		n     int
		words string
	}
	var parts []kind
	for _, k := range []kind{{u.answers, list(u.statuses)}, {u.bytes, "bytes"}, {u.goodbyes, list(u.parting)}} {
		if k.n > 0 {
			parts = append(parts, k)
		}
	}
	if len(parts) == 1 {
		return fmt.Sprintf("%s, %d of %d", parts[0].words, parts[0].n, u.conns)
	}
	var words []string
	for _, k := range parts {
		words = append(words, fmt.Sprintf("%s on %d", k.words, k.n))
	}
	return fmt.Sprintf("%s of %d", strings.Join(words, ", "), u.conns)
}

// list joins statuses: "200/103".
func list(statuses []int) string {
	var words []string
	for _, s := range statuses {
		words = append(words, fmt.Sprint(s))
	}
	return strings.Join(words, "/")
}

// refOf returns the section that defines the unsolicited response before a close, or "".
// The standard defines only 408.
func refOf(statuses []int) string {
	if len(statuses) == 1 && statuses[0] == 408 {
		return " (RFC 9110 §15.5.9)"
	}
	return ""
}
