package live

import (
	"fmt"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// settled is why linger closes a connection that is not used again, and the
// reason as it stands in the told close; empty where the moment tells it.
func (c *conn) settled(l *wire.Limits) (session.Motive, string) {
	switch {
	case c.in.lost && limitReached(c.in.lostTo, l) != "":
		return session.MotiveLimit, limitReached(c.in.lostTo, l)
	case c.in.lost:
		return session.MotiveFraming, ""
	case c.settle.asked:
		return session.MotiveDue, "a message said close, and the server had not closed"
	case c.out.unfinished:
		return session.MotiveCutShort, "the content of the last request was not sent, so that no other could follow"
	}
	return session.MotiveUnusable, "it could not be used any more"
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
		return "its limit of " + format.Number(or(l.Head, 1<<20)) + " bytes (--max-head) was reached"
	case wire.CodeChunkLine:
		return "its limit of " + format.Number(or(l.ChunkLine, 16<<10)) + " bytes for a chunk line was reached"
	case wire.CodeTooManyInterim:
		return fmt.Sprintf("its limit of %d interim responses was reached", or(l.Interim, 100))
	}
	return ""
}
