package record

import (
	"cmp"
	"slices"
)

// Pipelined returns the exchanges of the pipeline that e belongs to, in order. In a
// pipeline, each request began before the response to the previous one was complete (RFC
// 9112 §9.3.2). Pipelined returns nil if e is not part of a pipeline.
func (r *Record) Pipelined(e *Exchange) []*Exchange {
	c := r.Conn(e.Conn)
	if c == nil || !e.Requested {
		return nil
	}
	at, ok := slices.BinarySearchFunc(c.Exchanges, e.ID, func(x *Exchange, id int) int { return cmp.Compare(x.ID, id) })
	if !ok {
		return nil
	}
	first, last := at, at+1
	for first > 0 && follows(c.Exchanges[first-1], c.Exchanges[first]) {
		first--
	}
	for last < len(c.Exchanges) && follows(c.Exchanges[last-1], c.Exchanges[last]) {
		last++
	}
	if last-first < 2 {
		return nil
	}
	return c.Exchanges[first:last]
}

// follows reports whether the request of b began before the response to a was complete.
func follows(a, b *Exchange) bool {
	return a.Requested && b.Requested && (!a.Done || b.Started < a.Over)
}
