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
	wholePage  = 256 // a batch of at least this many events is passed on without a copy
	mergeAfter = 64  // consecutive events of content are merged if at least this many events wait
	mergeLines = 512 // an event with more lines is not merged with the next one
	joinedPage = 591 // maximum number of events on a page that the queue fills; such a page fills one of the allocator's size classes
)

// maxWaiting is the maximum memory of waiting events, in bytes. If they occupy more, the
// session stops reading from the server.
const maxWaiting = 48 << 20

// A queue holds the events that the consumer has not yet taken. It never drops an event
// and never blocks the loop. When many events wait, it merges consecutive events of
// content. While it is full, the loop does not read, and TCP's flow control stops the
// server.
type queue struct {
	mu     sync.Mutex
	pages  []page
	usual  int // number of events on the page that was taken last
	n      int // number of events on pages
	size   int // memory of the events on pages, in bytes
	ended  bool
	defect *Defect       // the defect in linger that ended the stream
	ready  chan struct{} // has one token while there are events to take
	alarm  *time.Timer   // wakes the consumer later
	owed   bool          // whether events wait for the alarm
	room   chan struct{} // gets one token when the queue is no longer full
}

// While exchanges follow one another without a pause, the queue wakes the consumer when
// the first event has waited for wakeWithin or when wakeAt events wait.
const (
	wakeWithin = time.Millisecond
	wakeAt     = 2048
)

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1), room: make(chan struct{}, 1)} }

// A page holds events that are passed on together.
type page struct {
	events []session.Event
	size   int // memory of the events, in bytes
}

// add appends events in order. size is their memory in bytes. If there are at least
// wholePage events, the queue keeps the slice as a page, and taken is true: the caller
// must not use the slice again. Otherwise the queue copies the events. If now is set, it
// wakes the consumer at once, otherwise within wakeWithin.
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
	size := sizeOf(ev)
	last := len(q.pages) - 1
	if last >= 0 && q.n >= mergeAfter && merge(q.pages[last].events, ev) {
		q.pages[last].size += size - eventSize // the size includes lines even if they were joined
		q.size += size - eventSize
		return
	}
	if last < 0 || len(q.pages[last].events) == cap(q.pages[last].events) {
		q.addPage(last)
		last++
	}
	p := &q.pages[last]
	p.events = append(p.events, ev)
	p.size += size
	q.n++
	q.size += size
}

// addPage adds an empty page. last is the index of the last page, or -1. A page does not
// grow, because growing would copy its events and leave garbage.
func (q *queue) addPage(last int) {
	n := q.usual
	if last >= 0 {
		n = 2 * len(q.pages[last].events)
	}
	q.pages = append(q.pages, page{events: make([]session.Event, 0, min(max(n, smallestPage), joinedPage))})
}

// full reports whether the waiting events occupy more than maxWaiting, so that nothing
// more should be read.
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

// eventSize is an upper limit for the memory of an event in bytes, without the bytes and
// lines that it points to.
const eventSize = 1 << 10

// sizeOf returns the memory that an event occupies, in bytes.
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

// fail ends the stream with a defect; only the first call has an effect.
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

// take waits for events and returns the oldest page of them. It returns an error if no
// event will follow or ctx has ended.
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

// grab returns the oldest page of waiting events, if there is one. If no event will
// follow, end says why; otherwise it is nil.
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

// merge joins ev to the last waiting event if both are consecutive events of content, and
// reports whether it did. It changes no event that the consumer has taken.
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

// isContent reports whether all lines are content, the framing of chunks, or bytes
// outside messages. It returns false if there are no lines.
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
