package live

import (
	"context"
	"io"
	"sync"
	"time"
	"unsafe"

	"linger/session"
	"linger/wire"
)

const (
	batchSize  = 4096 // events handed out at a time, at most
	wholePage  = 256  // events that are handed on as they came, uncopied
	mergeAfter = 64   // events that wait before runs of content are merged
	mergeLines = 512  // lines of a merged run: then the next one begins
)

// maxWaiting is how much memory the events that wait may take, in bytes, before
// the session stops reading from the server.
const maxWaiting = 48 << 20

// A queue holds the events that were not taken yet. It never drops one and
// never blocks who adds to it: when many wait, runs of content become one. When it
// is full the loop reads no more until it is not; TCP then stops the server.
type queue struct {
	mu     sync.Mutex
	pages  []page
	usual  int // events on the page that was taken last
	n      int // events on them
	size   int // memory that they take, in bytes
	ended  bool
	defect *Defect       // of linger, that ended the stream
	ready  chan struct{} // has one token while there is something to take
	alarm  *time.Timer   // wakes the consumer later
	owed   bool          // the alarm has something to wake it for
	room   chan struct{} // has one token when the queue is no longer full
}

// How long events may wait, and how many, while exchanges follow one another.
const (
	wakeWithin = time.Millisecond
	wakeAt     = 2048
)

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1), room: make(chan struct{}, 1)} }

// A page is events that are handed out together.
type page struct {
	events []session.Event
	size   int // memory that they take, in bytes
}

// add appends events in order. size is the memory that they take. Many at once are a
// page of their own: then it reports true, and the slice is the queue's from then on.
// Few are copied behind those that wait. Unless now is set, the consumer is woken a
// little later.
func (q *queue) add(evs []session.Event, size int, now bool) (taken bool) {
	q.mu.Lock()
	if _, ok := evs[len(evs)-1].(session.Ended); ok {
		q.ended = true
	}
	if taken = len(evs) >= wholePage; taken {
		q.pages = append(q.pages, page{evs, size})
		q.n += len(evs)
		q.size += size
	} else {
		for _, ev := range evs {
			q.join(ev)
		}
	}
	now = now || q.n >= wakeAt
	later := !now && !q.owed
	q.owed = !now
	q.mu.Unlock()
	switch {
	case now:
		q.signal()
	case later:
		q.wakeLater()
	}
	return taken
}

// wakeLater sets the alarm. Only the loop calls it.
func (q *queue) wakeLater() {
	if q.alarm == nil {
		q.alarm = time.AfterFunc(wakeWithin, q.wake)
		return
	}
	q.alarm.Reset(wakeWithin)
}

func (q *queue) wake() {
	q.mu.Lock()
	owed := q.owed
	q.owed = false
	q.mu.Unlock()
	if owed {
		q.signal()
	}
}

func (q *queue) join(ev session.Event) {
	if len(q.pages) == 0 {
		q.pages = append(q.pages, page{events: make([]session.Event, 0, max(q.usual, smallestPage))})
	}
	p := &q.pages[len(q.pages)-1]
	size := sizeOf(ev)
	switch {
	case q.n >= mergeAfter && merge(p.events, ev):
		p.size += size - eventSize // lines that were joined are counted as they came
		q.size += size - eventSize
		return
	case len(p.events) < batchSize:
		p.events = append(p.events, ev)
		p.size += size
	default:
		q.pages = append(q.pages, page{[]session.Event{ev}, size})
	}
	q.n++
	q.size += size
}

// full reports whether so much waits that nothing more should be read.
func (q *queue) full() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.size > maxWaiting
}

func (q *queue) signalRoom() {
	select {
	case q.room <- struct{}{}:
	default:
	}
}

// eventSize is what an event takes in memory beside bytes and lines that it
// points to, at most.
const eventSize = 1 << 10

// sizeOf returns how much memory an event takes, in bytes.
func sizeOf(ev session.Event) int {
	switch ev := ev.(type) {
	case *session.Received:
		return eventSize + len(ev.Data) + len(ev.Lines)*lineSize
	case *session.RequestStarted:
		return eventSize + len(ev.Data) + len(ev.Lines)*lineSize
	}
	return eventSize
}

const lineSize = int(unsafe.Sizeof(wire.Line{}))

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
func (q *queue) take(ctx context.Context) ([]session.Event, error) {
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
func (q *queue) grab() (evs []session.Event, end error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.pages) > 0 {
		p := q.pages[0]
		q.pages[0] = page{}
		q.pages = q.pages[1:]
		evs = p.events
		q.usual = len(evs)
		full := q.size > maxWaiting
		q.n -= len(evs)
		q.size -= p.size
		if full && q.size <= maxWaiting {
			q.signalRoom()
		}
	}
	if q.n > 0 || q.ended || q.defect != nil {
		q.signal()
	}
	switch {
	case q.n > 0:
	case q.defect != nil:
		end = q.defect
	case q.ended:
		end = io.EOF
	}
	return evs, end
}

// merge joins a run of content with the last that waits, and reports whether it
// could. Only bytes that were not taken yet are joined, so events stay
// immutable for those who hold them.
func merge(waiting []session.Event, ev session.Event) bool {
	last := len(waiting) - 1
	b, ok := ev.(*session.Received)
	if !ok || !isContent(b.Lines) {
		return false
	}
	a, ok := waiting[last].(*session.Received)
	if !ok || len(a.Lines) > mergeLines || !isContent(a.Lines) || a.Conn != b.Conn || a.Exchange != b.Exchange || a.Off+a.Len != b.Off {
		return false
	}
	if int64(len(a.Data)) < a.Len && len(b.Data) > 0 {
		return false
	}
	waiting[last] = joined(a, b)
	return true
}

func joined(was, b *session.Received) *session.Received {
	a := new(session.Received)
	*a = *was
	a.Reads += b.Reads
	a.Data = append(a.Data[:len(a.Data):len(a.Data)], b.Data...)
	lines := a.Lines[:len(a.Lines):len(a.Lines)]
	if len(lines) > 0 && len(b.Lines) > 0 {
		lines = append([]wire.Line(nil), lines...)
	}
	for _, l := range b.Lines {
		l.Off += a.Len
		lines = wire.AppendLine(lines, l)
	}
	a.Len += b.Len
	a.Lines = lines
	return a
}

// isContent reports whether lines are content, or what frames it, alone.
func isContent(lines []wire.Line) bool {
	for _, l := range lines {
		switch l.Kind {
		case wire.KindContent, wire.KindChunks, wire.KindChunkLine, wire.KindChunkData, wire.KindChunkEnd,
			wire.KindTunnel, wire.KindUnsolicited, wire.KindLost:
		default:
			return false
		}
	}
	return len(lines) > 0
}
