package words

import (
	"strings"
	"time"

	"linger/session/ending"
	"linger/session/record"
	"linger/wire/format"
)

// A Candidate is a common cause of an unexplained end, with a test that shows whether it
// was the cause.
type Candidate struct {
	Cause string
	Key   string // the inspector's key that starts the test
	Test  string // what the key does
	Typed string // the same test at the command line
}

// thinks separates two kinds of close: a server that closed sooner after the request has
// probably not worked on it.
const thinks = time.Second

// Candidates returns the common causes of an end before the response to the first
// request, the most common first, or nil if the connection ended in another way. A race
// with an idle timeout is not among them, because the connection was never idle.
func Candidates(c *record.Connection) (out []Candidate) {
	e := &c.Close.Ending
	if !ending.FirstCut(e) {
		return nil
	}
	add := func(yes bool, one Candidate) {
		if yes {
			out = append(out, one)
		}
	}
	host, plain := strings.CutPrefix(c.Target, "http://")
	took, quick := format.Duration(e.Moment.After), e.Moment.After < thinks
	last := c.Last()
	add(last != nil && last.Proto == "HTTP/1.0", Candidate{"HTTP/1.0 refused", "0", "send it as HTTP/1.1", "send it without -0"})
	add(!quick, Candidate{"a time limit ran out", "R", "again: always after " + took + "?", "send it again: always after " + took + "?"})
	add(quick && plain, Candidate{"PROXY protocol expected", "e", "raw bytes, PROXY line first", "--raw FILE, first line PROXY TCP4 127.0.0.1 127.0.0.1 1 2"})
	add(quick && plain, Candidate{"TLS expected on this port", "o", "https://" + host, "https://" + host})
	add(true, Candidate{"this request refused", "e", "preset 1: as curl sends it", "send it as curl does: -A curl/8.15.0 -H Connection:"})
	add(true, Candidate{"worker crashed", "R", "again: every time?", "send it again: every time? The server's log says why"})
	add(quick, Candidate{"connection limit reached", "R", "again after a minute", "send it again after a minute"})
	return out
}
