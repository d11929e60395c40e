package practice

import (
	"net"
	"sync"
	"time"
)

// This scenario plays a server with few workers. Each worker serves one connection until
// that connection ends.

func workerScenarios() []Scenario {
	return []Scenario{{
		Path:  "/workers",
		Title: "one worker serves one connection",
		Does: "Has a fixed number of workers. Each serves one connection until that connection ends, even while the connection is idle. Requests on " +
			"other connections wait for a worker.",
		Watch: "Open a second connection: it gets no response until you close the first one. With ?workers=8, eight idle connections block the server. " +
			"Each client address has its own workers.",
		Ref:      "RFC 9112 §9.4",
		Group:    GroupIdle,
		Keywords: "worker, thread, single-threaded, hang, timeout, gunicorn, starman, concurrency",
		Params:   []Param{countParam("workers", 1, 1, 64, "workers for all connections from a client"), wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept")},
		play:     playWorkers,
	}}
}

// workerWait is the maximum time that a request waits for a worker.
const workerWait = 2 * time.Minute

// A crew is the group of workers for the connections from one client address.
type crew struct {
	free  chan struct{}
	users int // number of connections that have a worker or wait for one
}

// crews holds the crews for all clients. A crew exists only while a connection uses it or
// waits for one of its workers.
type crews struct {
	mu  sync.Mutex
	all map[crewKey]*crew
}

type crewKey struct {
	address string
	workers int
}

// join returns the crew for k, which it creates if necessary, and increments its users.
func (c *crews) join(k crewKey) *crew {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil {
		c.all = make(map[crewKey]*crew)
	}
	w := c.all[k]
	if w == nil {
		w = &crew{free: make(chan struct{}, k.workers)}
		for range k.workers {
			w.free <- struct{}{}
		}
		c.all[k] = w
	}
	w.users++
	return w
}

// part decrements users of the crew for k, and removes the crew if no user is left.
func (c *crews) part(k crewKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all[k].users--; c.all[k].users == 0 {
		delete(c.all, k)
	}
}

func playWorkers(x *exchange) {
	if !x.c.hire(crewKey{clientAddress(x.c.raw), x.v.count("workers")}) {
		x.leave(endFIN, "no worker was free for two minutes")
		return
	}
	x.rest(closeAfter(x.v.seconds("timeout"), "the advertised idle timeout"))
	x.answer(reply{connection: x.promise("timeout=%d", x.v.count("timeout")), content: x.words()})
}

// hire waits for a worker from the crew for k. The worker serves c until c ends. hire
// returns true at once if c already has a worker. It returns false if no worker was free
// within workerWait, or if the server stops.
func (c *conn) hire(k crewKey) bool {
	if c.dismiss != nil {
		return true
	}
	w := c.srv.crews.join(k)
	t := time.NewTimer(workerWait)
	defer t.Stop()
	select {
	case <-w.free:
		c.dismiss = func() { w.free <- struct{}{}; c.srv.crews.part(k) }
		return true
	case <-t.C:
	case <-c.srv.done:
		c.broken = net.ErrClosed
	}
	c.srv.crews.part(k)
	return false
}
