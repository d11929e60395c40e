package live

import (
	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// endUnusable returns the End with which linger closes a connection that cannot be used
// again. l holds the limits that the connection may have exceeded.
func (c *conn) endUnusable(l *wire.Limits) observe.End {
	code, lost := c.obs.Lost()
	limit := limitOf(code, l)
	e := byClient(session.HowFIN, session.MotiveUnusable)
	switch {
	case lost && limit.N > 0:
		e.Motive, e.Limit = session.MotiveLimit, limit
	case lost:
		e.Motive = session.MotiveFraming
	case c.settle.asked:
		e.Motive = session.MotiveDue
	case c.out.unfinished:
		e.Motive = session.MotiveCutShort
	}
	return e
}

// limitOf returns the limit that a finding with this code is about, or the zero Limit if
// it is not about a limit. Limits that l does not set have their default values.
func limitOf(code wire.Code, l *wire.Limits) session.Limit {
	or := func(n, def int) session.Limit {
		if n <= 0 {
			n = def
		}
		return session.Limit{Code: code, N: int64(n)}
	}
	switch code {
	case wire.CodeHeadTooLarge:
		return or(l.Head, 1<<20)
	case wire.CodeChunkLine:
		return or(l.ChunkLine, 16<<10)
	case wire.CodeTooManyInterim:
		return or(l.Interim, 100)
	}
	return session.Limit{}
}
