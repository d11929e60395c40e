package detail

import (
	"linger/session/record"
	"linger/wire"
)

// A contentOf is the content of a response as it is kept: the chunked coding
// removed, content codings not.
type contentOf struct {
	data  []byte
	total int64 // bytes there were
	whole bool  // all of them are in data
	gap   bool  // some were let go: what follows them is left out
}

// gather puts the content of a response together, as far as it is kept, up to
// a bound in bytes.
func gather(e *record.Exchange, bound int) contentOf {
	c := contentOf{total: e.Facts.ContentBytes}
	seen := int64(0)
	for _, l := range e.Response.Lines() {
		seen += contentIn(l)
		switch l.Kind {
		case wire.KindContent, wire.KindChunkData, wire.KindTunnel:
			c.take(e, l, bound)
		case wire.KindChunks:
			c.takeChunks(e, l, bound)
		}
	}
	c.total = max(c.total, seen, int64(len(c.data)))
	c.whole = int64(len(c.data)) == c.total
	return c
}

// mostOverhead is how many times its content a run of chunks can be long.
const mostOverhead = 8

func (c *contentOf) takeChunks(e *record.Exchange, l wire.Line, bound int) {
	if c.gap || len(c.data) >= bound {
		c.gap = true
		return
	}
	run := e.Response.Bytes(l.Off, min(l.Len, int64(bound-len(c.data))*mostOverhead))
	for _, part := range l.Explain(run) {
		if part.Kind == wire.KindChunkData {
			c.take(e, part, bound)
		}
	}
	c.gap = c.gap || int64(len(run)) < l.Len
}

// take adds the bytes of a line; after a gap nothing is added, so that what is
// there is a beginning.
func (c *contentOf) take(e *record.Exchange, l wire.Line, bound int) {
	if c.gap {
		return
	}
	raw := e.Response.Bytes(l.Off, min(l.Len, int64(bound-len(c.data))))
	c.data = append(c.data, raw...)
	c.gap = int64(len(raw)) < l.Len
}
