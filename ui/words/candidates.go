package words

import (
	"strings"
	"time"

	"linger/session/ending"
	"linger/session/record"
	"linger/wire/format"
)

// A Candidate is a usual cause of an end that says nothing of its cause, and a test
// that tells whether it was this one.
type Candidate struct {
	Cause string
	Key   string // of the inspector, with which the test begins
	Test  string // what it is
	Typed string // the same test at the command line
}

// thinks is after how long a server that closes has worked on the request.
const thinks = time.Second

// Candidates returns what may have ended a connection before the response to its
// first request, the most usual first; none where that is not how it ended. It was no
// race with an idle timeout, since the connection was never idle.
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
	add(true, Candidate{"worker crashed", "R", "again: every time?", "send it again: every time? Its log says why"})
	add(quick, Candidate{"connection limit reached", "R", "after a minute", "send it again after a minute"})
	return out
}
