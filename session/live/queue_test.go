package live

import (
	"testing"

	"linger/session"
	"linger/wire"
)

// If no consumer takes events, the queue becomes full. It reports when there is room
// again.
func TestFullQueueReportsRoom(t *testing.T) {
	q := newQueue()
	for exchange := 1; !q.full(); exchange++ {
		addAll(q, []session.Event{&session.Received{Conn: 1, Exchange: exchange, Len: 1 << 20, Data: make([]byte, 1<<20)}})
		if exchange > maxWaiting>>20+1 {
			t.Fatalf("the queue is not full with %d MiB of events", exchange)
		}
	}
	for q.full() {
		if evs, err := q.grab(); len(evs) == 0 || err != nil {
			t.Fatalf("a full queue returned %d events and the error %v, want events", len(evs), err)
		}
	}
	select {
	case <-q.room:
	default:
		t.Error("the queue does not report that there is room again")
	}
}

// When the consumer has taken all events, including merged events of content, the queue
// counts no memory.
func TestEmptyQueueCountsNoMemory(t *testing.T) {
	q := newQueue()
	for i := range int64(1000) {
		addAll(q, []session.Event{&session.Received{Conn: 1, Exchange: 1, Off: 10 * i, Len: 10, Lines: []wire.Line{{Len: 10, Kind: wire.KindContent}}}})
	}
	if most := 1001 * (eventSize + lineSize); q.size > most || q.n > 2*mergeAfter {
		t.Errorf("%d events of %d bytes wait, want at most %d events of %d bytes", q.n, q.size, 2*mergeAfter, most)
	}
	for q.n > 0 {
		q.grab()
	}
	if q.size != 0 {
		t.Errorf("an empty queue counts %d bytes, want 0", q.size)
	}
}

// addAll adds events as the loop does, and wakes the consumer.
func addAll(q *queue, evs []session.Event) {
	size := 0
	for _, ev := range evs {
		size += sizeOf(ev)
	}
	q.add(evs, size, true)
}
