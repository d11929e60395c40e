package session

import (
	"context"
	"io"
	"sync"

	"linger/wire"
)

const (
	batchSize  = 4096 // events handed out at a time
	mergeAfter = 64   // events that wait before runs of content are merged
	mergeLines = 512  // lines of a merged run: then the next one begins
)

// A queue holds the events that nobody has taken yet. It never drops one and
// never blocks who adds to it: when many wait, runs of content become one.
type queue struct {
	mu     sync.Mutex
	events []Event
	ended  bool
	defect *Defect       // of ours, that ended the stream
	ready  chan struct{} // has one token while there is something to take
}

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1)} }

// add appends events in order; the slice is the queue's from then on.
func (q *queue) add(evs []Event) {
	q.mu.Lock()
	if _, ok := evs[len(evs)-1].(Ended); ok {
		q.ended = true
	}
	if len(q.events) == 0 {
		q.events = evs
	} else {
		for _, ev := range evs {
			if !q.merge(ev) {
				q.events = append(q.events, ev)
			}
		}
	}
	q.mu.Unlock()
	q.signal()
}

// fail ends the stream with the first defect.
func (q *queue) fail(d *Defect) {
	q.mu.Lock()
	if q.defect == nil {
		q.defect = d
	}
	q.mu.Unlock()
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// take waits for events and returns a bounded batch of them.
func (q *queue) take(ctx context.Context) ([]Event, error) {
	for {
		if evs, end := q.grab(); len(evs) > 0 {
			return evs, nil
		} else if end != nil {
			return nil, end
		}
		select {
		case <-q.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// grab takes what there is; end says that nothing will ever come again, and
// why.
func (q *queue) grab() (evs []Event, end error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.events), batchSize)
	evs = q.events[:n:n]
	q.events = q.events[n:]
	if len(q.events) == 0 {
		q.events = nil
	}
	if len(q.events) > 0 || q.ended || q.defect != nil {
		q.signal()
	}
	switch {
	case len(q.events) > 0:
	case q.defect != nil:
		end = q.defect
	case q.ended:
		end = io.EOF
	}
	return evs, end
}

// merge joins a run of content with the one that waits last, and says whether
// it could. Only bytes that nobody has seen are joined, so events stay
// immutable for those who hold them.
func (q *queue) merge(ev Event) bool {
	n := len(q.events)
	if n < mergeAfter {
		return false
	}
	b, ok := ev.(Received)
	if !ok || !isContent(b.Lines) {
		return false
	}
	a, ok := q.events[n-1].(Received)
	if !ok || len(a.Lines) > mergeLines || !isContent(a.Lines) || a.Conn != b.Conn || a.Exchange != b.Exchange || a.Off+a.Len != b.Off {
		return false
	}
	if int64(len(a.Data)) < a.Len && len(b.Data) > 0 {
		return false
	}
	q.events[n-1] = joined(a, b)
	return true
}

func joined(a, b Received) Received {
	a.Len += b.Len
	a.Reads += b.Reads
	a.Data = append(a.Data[:len(a.Data):len(a.Data)], b.Data...)
	lines := a.Lines[:len(a.Lines):len(a.Lines)]
	if len(lines) > 0 && len(b.Lines) > 0 {
		lines = append([]wire.Line(nil), lines...)
	}
	for _, l := range b.Lines {
		lines = wire.AppendLine(lines, l)
	}
	a.Lines = lines
	return a
}

// isContent says whether lines are content, or what frames it, alone.
func isContent(lines []wire.Line) bool {
	for _, l := range lines {
		switch l.Kind {
		case wire.Content, wire.Chunks, wire.ChunkLine, wire.ChunkData, wire.ChunkEnd,
			wire.Tunnel, wire.Unsolicited, wire.Lost:
		default:
			return false
		}
	}
	return len(lines) > 0
}
