package live

import (
	"fmt"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// settled returns why linger closes a connection that is not used again, and the
// reason as it stands in Closed.Text; empty where the moment already says it.
func (c *conn) settled(l *wire.Limits) (session.Motive, string) {
	code, lost := c.obs.Lost()
	switch {
	case lost && limitReached(code, l) != "":
		return session.MotiveLimit, limitReached(code, l)
	case lost:
		return session.MotiveFraming, ""
	case c.settle.asked:
		return session.MotiveDue, "a message said close, and the server had not closed"
	case c.out.unfinished:
		return session.MotiveCutShort, "the content of the last request was not sent, so that no other could follow"
	}
	return session.MotiveUnusable, "it could not be used any more"
}

// limitReached returns which limit of linger a finding is about, or "".
func limitReached(code wire.Code, l *wire.Limits) string {
	or := func(n, def int) int64 {
		if n > 0 {
			return int64(n)
		}
		return int64(def)
	}
	switch code {
	case wire.CodeHeadTooLarge:
		return "its limit of " + format.Number(or(l.Head, 1<<20)) + " bytes (--max-head) was reached"
	case wire.CodeChunkLine:
		return "its limit of " + format.Number(or(l.ChunkLine, 16<<10)) + " bytes for a chunk line was reached"
	case wire.CodeTooManyInterim:
		return fmt.Sprintf("its limit of %d interim responses was reached", or(l.Interim, 100))
	}
	return ""
}
