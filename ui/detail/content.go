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

// gather puts the content of a response together, as far as it is kept.
func gather(e *record.Exchange) contentOf {
	c := contentOf{total: e.Facts.ContentBytes}
	seen := int64(0)
	for _, l := range e.Response.Lines {
		switch l.Kind {
		case wire.Content, wire.ChunkData, wire.Tunnel:
			if l.Kind != wire.Tunnel {
				seen += l.Len
			}
			c.take(e, l)
		case wire.Chunks:
			seen += int64(l.B)
			for _, part := range l.Explain(e.Response.Bytes(l.Off, l.Len)) {
				if part.Kind == wire.ChunkData {
					c.take(e, part)
				}
			}
		}
	}
	c.total = max(c.total, seen, int64(len(c.data)))
	c.whole = int64(len(c.data)) == c.total
	return c
}

// take adds the bytes of a line; after a gap nothing is added, so that what is
// there is a beginning.
func (c *contentOf) take(e *record.Exchange, l wire.Line) {
	if c.gap {
		return
	}
	raw := e.Response.Bytes(l.Off, l.Len)
	c.data = append(c.data, raw...)
	c.gap = int64(len(raw)) < l.Len
}
