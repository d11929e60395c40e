package session

import (
	"fmt"

	"linger/wire"
)

// A Motive is why linger itself ended a connection.
type Motive string

// The motives; empty: a person wanted it, or the session ended.
const (
	MotiveReconnect Motive = "reconnect"             // a connection was to be made anew
	MotiveRetarget  Motive = "retarget"              // to another target
	MotiveDue       Motive = "close-due"             // a message said close, and the server had not closed
	MotiveUnusable  Motive = "not-reusable"          // no further request could follow
	MotiveCutShort  Motive = "request-cut-short"     // nothing can follow the part of a request
	MotiveFraming   Motive = "framing-lost"          // where the message ends cannot be known
	MotiveLimit     Motive = "limit"                 // a bound of linger's own was reached
	MotiveData      Motive = "unsolicited-data"      // more of it came than linger puts up with
	MotiveResponses Motive = "unsolicited-responses" // the same of responses
	MotiveStuck     Motive = "request-not-read"      // the server answered and read no more
	MotiveTime      Motive = "time"                  // an exchange took longer than it may
)

// settled is why linger closes a connection that is not used again, and the
// reason as it stands in the told close; empty where the moment tells it.
func (c *conn) settled(l *wire.Limits) (Motive, string) {
	switch {
	case c.in.lost && limitReached(c.in.lostTo, l) != "":
		return MotiveLimit, limitReached(c.in.lostTo, l)
	case c.in.lost:
		return MotiveFraming, ""
	case c.settle.asked:
		return MotiveDue, "a message said close, and the server had not closed"
	case c.out.unfinished:
		return MotiveCutShort, "the content of the last request was not sent, so that no other could follow"
	}
	return MotiveUnusable, "it could not be used any more"
}

// limitReached says which bound of linger's own a finding is about; empty: none.
func limitReached(code wire.Code, l *wire.Limits) string {
	or := func(n, def int) int64 {
		if n > 0 {
			return int64(n)
		}
		return int64(def)
	}
	switch code {
	case wire.CodeHeadTooLarge:
		return "its limit of " + groups(or(l.Head, 1<<20)) + " bytes (--max-head) was reached"
	case wire.CodeChunkLine:
		return "its limit of " + groups(or(l.ChunkLine, 16<<10)) + " bytes for a chunk line was reached"
	case wire.CodeTooManyInterim:
		return fmt.Sprintf("its limit of %d interim responses was reached", or(l.Interim, 100))
	}
	return ""
}
