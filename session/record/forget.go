package record

import (
	"maps"

	"linger/session"
	"linger/session/ending"
)

// skipped stands for every connection of which no event has spoken, and dropped for
// every one that was forgotten. Neither has a number.
var skipped, dropped = &Connection{State: Failed}, &Connection{State: Failed}

// A Forgotten is what is remembered of the connections that were forgotten, and of
// their exchanges.
type Forgotten struct {
	Connections int
	Made        int // of the connections; the others failed, or were still connecting
	Lost        int // requests
	Misbehaved  bool
	Tally       Tally
	statuses    map[int]int // final responses by their status
}

// Forgotten returns what is remembered of the connections that were forgotten.
func (r *Record) Forgotten() *Forgotten { return &r.past }

// A queue is the connections that are kept, in the order in which they are forgotten:
// those that were spared while they were open, and then those from next on.
type queue struct {
	spared []int // numbers, ascending
	next   int   // index of a connection
	kept   int
}

// keepSpared is how many connections are spared because they are open: they are
// older than all others.
const keepSpared = 1000

// forgetOldest keeps the number of connections bounded. One that is open is spared
// as long as there is room for it.
func (r *Record) forgetOldest() {
	q := &r.queue
	for q.kept > KeepConnections {
		if id := q.takeSpared(r); id > 0 {
			r.forget(id)
			continue
		}
		c := r.Conns[q.next]
		q.next++
		switch {
		case c.ID == 0:
		case c.State.Open():
			q.spared = append(q.spared, c.ID)
		default:
			r.forget(c.ID)
		}
	}
}

// takeSpared takes one of the spared connections that is to be forgotten, and returns
// its number, or 0.
func (q *queue) takeSpared(r *Record) int {
	for i, id := range q.spared {
		if len(q.spared) > keepSpared || !r.Conns[id-1].State.Open() {
			q.spared = append(q.spared[:i], q.spared[i+1:]...)
			return id
		}
	}
	return 0
}

// forget drops a connection and all its exchanges. What still comes of it is dropped
// as well.
func (r *Record) forget(id int) {
	c := r.Conns[id-1]
	r.forgetIdleClose(c)
	for len(c.Exchanges) > 0 {
		r.Release(c.Exchanges[0])
	}
	p := &r.past
	p.Connections++
	if c.State != Failed && c.State != Connecting {
		p.Made++
	}
	if c.State == Ended {
		p.Lost += len(c.Close.Lost)
		p.Misbehaved = p.Misbehaved || Misbehaved(c, true)
	}
	p.Tally.add(TallyOf(c))
	if p.statuses == nil {
		p.statuses = map[int]int{}
	}
	for status, n := range maps.All(c.Past.Statuses) {
		p.statuses[status] += n
	}
	r.loose -= c.Loose.bytesHeld()
	r.Conns[id-1] = dropped
	r.queue.kept--
}

// Misbehaved reports whether a connection that has ended ended in a way in which it
// should not have: a request was lost, time ran out, or, where early is set because
// more was to be done on it, nothing had announced the end.
func Misbehaved(c *Connection, early bool) bool {
	e := &c.Close
	return len(e.Lost) > 0 && !e.Barred() || e.How == session.HowTimeout || early && ending.Surprising(&e.Ending)
}
