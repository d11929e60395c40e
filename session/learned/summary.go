package learned

import (
	"time"

	"linger/session"
)

// A Summary is what was learned so far.
type Summary struct {
	Begun       time.Duration // the time of the first event
	Watched     time.Duration // from the first event to the latest
	Connections int           // that were made
	NotMade     int           // refused, or not answered
	Ended       int           // of Connections
	Opaque      int           // of Connections: their content cannot be explained
	Exchanges   int           // with a request
	Reuses      int           // of Exchanges: not the first one on their connection

	Methods   map[string]int // of Exchanges; at most [KeptMethods] different ones
	Addresses int            // of clients
	Open      int            // connections at this moment
	AtOnce    int            // the most that were open at once

	Hint           Range // the timeouts that servers advertised in Keep-Alive, one for each response that gave one
	Server, Client Side
	ByRelay        int // connections that the relay ended, because it was asked to
	Faulted        int // connections on which the relay interferes, because it was asked to

	PerConnection Counts        // exchanges of the connections that have ended
	LongestReuse  time.Duration // the longest idle time after which a connection was used again, and answered
	ReusedAfter   Histogram     // the idle times after which connections were used again, and answered

	Lost     int    // requests without a status, because the connection ended
	Unsafe   int    // of Lost: may have been processed, and may not be repeated (RFC 9110 §9.2.2)
	AfterFIN Range  // of Lost: how long after the server's FIN their first byte came
	Crossed  int    // of Lost: sent before the end that lost them
	OnFault  int    // of Lost: on connections on which the relay interferes
	Retried  int    // of Lost: sent again on another connection
	Losses   []Loss // the first ones, as evidence
}

// A Side is what one side does with connections.
type Side struct {
	First     int   // connections that it ended first
	Reset     int   // of First: with a RST
	Announced int   // of First: after a message had said so
	Idle      Range // of First: how long an idle connection was kept that nothing announced the end of
	InUse     int   // of First: without an announcement, right after a response or with a request outstanding

	// Keeps is the longest time for which this side is known to keep an idle
	// connection: it was idle for so long, and the other side ended it or used it.
	// It is a lower bound, and the only one while the other side closes first.
	Keeps time.Duration

	Evidence Evidence
}

// Evidence is the numbers of the connections that a count is made of: of each the
// latest, at most [Kept].
type Evidence struct{ Idle, Announced, InUse []int }

const (
	// Kept is how many connections are kept as evidence of one statement.
	Kept = 100
	// KeptMethods is how many methods are counted separately.
	KeptMethods = 16
)

// add adds a connection, in the place of the oldest where there are too many.
func add(conns []int, id int) []int {
	if len(conns) >= Kept {
		conns = conns[1:]
	}
	return append(conns, id)
}

// A Histogram counts durations: place i has those from i to i+1 times [Bin].
type Histogram [600]int32

// Bin is the width of a place of a [Histogram]; the last one holds what is longer.
const Bin = 100 * time.Millisecond

func (h *Histogram) add(d time.Duration) { h[max(0, min(int(d/Bin), len(h)-1))]++ }

// Total returns how many durations the histogram holds.
func (h *Histogram) Total() (n int) {
	for _, k := range h {
		n += int(k)
	}
	return n
}

// A Range is where durations lie.
type Range struct {
	Low, High time.Duration
	N         int // how many
}

func (r *Range) add(d time.Duration) {
	if r.N == 0 || d < r.Low {
		r.Low = d
	}
	r.High = max(r.High, d)
	r.N++
}

// Counts is where numbers lie.
type Counts struct{ Low, High, N int }

func (c *Counts) add(n int) {
	if c.N == 0 || n < c.Low {
		c.Low = n
	}
	c.High = max(c.High, n)
	c.N++
}

// A Loss is a request without a status.
type Loss struct {
	Conn, Exchange int
	Method, Target string
	Idle           time.Duration // of the connection before it
	After          time.Duration // from the server's FIN to its first byte; 0: it was sent before
	Retried        bool          // it was sent again on another connection
	Retry          session.Retry
}
