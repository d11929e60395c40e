package record

import (
	"maps"

	"linger/session"
	"linger/session/ending"
)

// skipped stands for each connection without an event so far, and dropped for each
// forgotten one. Their ID is 0.
var skipped, dropped = &Connection{State: Failed}, &Connection{State: Failed}

// A Forgotten holds the counts of connections that were forgotten, and of their
// exchanges.
type Forgotten struct {
	Connections int
	Made        int // connections that were made; the others failed or were still connecting
	Unfollowed  int // connections that linger did not follow to their end, to limit memory
	Lost        int // requests that were lost
	Misbehaved  bool
	Tally       Tally
	statuses    map[int]int // number of final responses by status
}

// Forgotten returns the counts of the connections that were forgotten.
func (r *Record) Forgotten() *Forgotten { return &r.past }

// A queue holds the order in which connections will be forgotten: first those that were
// spared because they were open, then those from next on.
type queue struct {
	spared []int // numbers of connections, ascending
	next   int   // index of the next connection to forget or spare
	kept   int
}

// keepSpared is the maximum number of connections that are spared because they are open.
const keepSpared = 1000

// forgetOldest forgets the oldest connections while there are more than KeepConnections
// or the record is full. It spares up to keepSpared open ones.
func (r *Record) forgetOldest() {
	q := &r.queue
	for q.kept > KeepConnections || r.full() && q.next < len(r.Conns)-1 {
		if id := q.takeSpared(r); id > 0 {
			r.forget(id)
			continue
		}
		c := r.Conns[q.next]
		q.next++
		switch {
		case c.ID == 0:
		case c.State.Open() && !c.Passing.Unfollowed:
			q.spared = append(q.spared, c.ID)
		default:
			r.forget(c.ID)
		}
	}
}

// takeSpared removes the next spared connection to forget from the queue and returns its
// number, or 0 if there is none.
func (q *queue) takeSpared(r *Record) int {
	for i, id := range q.spared {
		if c := r.Conns[id-1]; len(q.spared) > keepSpared || !c.State.Open() || c.Passing.Unfollowed {
			q.spared = append(q.spared[:i], q.spared[i+1:]...)
			return id
		}
	}
	return 0
}

// forget drops a connection and all its exchanges. Its later events are dropped
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
	if c.Passing.Unfollowed && c.State != Ended {
		p.Unfollowed++
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
	r.loose -= c.Loose.bytesKept()
	r.held.rest -= c.size
	r.Conns[id-1] = dropped
	r.queue.kept--
}

// Misbehaved reports whether a connection ended badly: a request was lost or a time limit
// was exceeded. early means that more requests were to be sent on the connection; an
// unannounced end then counts as well.
func Misbehaved(c *Connection, early bool) bool {
	e := &c.Close
	return len(e.Lost) > 0 && !e.Barred() || e.How == session.HowTimeout || early && ending.Surprising(&e.Ending)
}
