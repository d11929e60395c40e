package record

import "linger/wire"

// A Content holds the kept content of a message. Transfer codings are removed; content
// codings are not.
type Content struct {
	Data  []byte // the kept bytes, from the first one up to a gap or the bound
	Total int64  // number of bytes of content, kept or not
	Whole bool   // whether Data is the whole content
}

// Content returns the content of the final response, with at most bound bytes of Data.
func (e *Exchange) Content(bound int) Content {
	c := e.Response.Content(bound)
	c.Total = max(c.Total, e.Facts().ContentBytes)
	c.Whole = int64(len(c.Data)) == c.Total
	return c
}

// Content returns the content of a message, with at most bound bytes of Data. Data ends
// before the first byte that was not kept.
func (s *Stretch) Content(bound int) Content {
	g := gatherer{s: s, bound: bound}
	for _, l := range s.Lines() {
		switch l.Kind {
		case wire.KindContent, wire.KindChunkData, wire.KindTunnel:
			g.total += l.Len
			g.take(l)
		case wire.KindChunks:
			g.total += int64(l.B)
			g.takeChunks(l)
		}
	}
	return Content{Data: g.data, Total: g.total, Whole: int64(len(g.data)) == g.total}
}

// A gatherer assembles the content of a stretch.
type gatherer struct {
	s     *Stretch
	bound int
	data  []byte
	total int64
	gap   bool // true if nothing more is added, because bytes are missing or data has reached the bound
}

// mostOverhead limits how much of a run of chunks is read: at most this many bytes for
// each byte of content that is wanted. If the chunks have more overhead, some of the
// content is not found.
const mostOverhead = 8

func (g *gatherer) takeChunks(l wire.Line) {
	if g.gap || len(g.data) >= g.bound {
		g.gap = true
		return
	}
	run := g.s.Bytes(l.Off, min(l.Len, int64(g.bound-len(g.data))*mostOverhead))
	for part := range l.Explain(run) {
		if part.Kind == wire.KindChunkData {
			g.take(part)
		}
	}
	g.gap = g.gap || int64(len(run)) < l.Len
}

func (g *gatherer) take(l wire.Line) {
	if g.gap {
		return
	}
	raw := g.s.Bytes(l.Off, min(l.Len, int64(g.bound-len(g.data))))
	g.data = append(g.data, raw...)
	g.gap = int64(len(raw)) < l.Len
}
