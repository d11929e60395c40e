package learned

import (
	"time"

	"linger/session"
)

// A Summary holds what the events so far show.
type Summary struct {
	Begun       time.Duration // the time of the first event
	Watched     time.Duration // time from the first event to the latest
	Over        bool          // no more events follow
	Connections int           // connections that were made
	NotMade     int           // attempts that were refused or not answered
	Ended       int           // number of Connections that have ended
	Opaque      int           // number of Connections whose content cannot be decoded
	Exchanges   int           // exchanges with a request
	Reuses      int           // number of Exchanges that were not the first on their connection

	Methods   map[string]int // Exchanges by method; at most [KeptMethods] different ones
	Addresses int            // number of different client addresses
	Open      int            // connections open now
	AtOnce    int            // most connections open at once

	Hint           Range // the timeouts that servers advertised in Keep-Alive, one for each response that gave one
	Server, Client Side
	ByRelay        int // connections that the relay ended on the user's request
	Faulted        int // connections on which the relay interferes on the user's request

	PerConnection Counts        // number of exchanges of the connections that have ended
	LongestReuse  time.Duration // the longest idle time after which a connection was used again, and answered
	ReusedAfter   Histogram     // the idle times after which connections were used again, and answered

	Lost     int    // requests without a status, because the connection ended
	Unsafe   int    // number of Lost that may have been processed and may not be repeated (RFC 9110 §9.2.2)
	AfterFIN Range  // for Lost: time from the server's FIN to their first byte
	Crossed  int    // number of Lost that were sent before the end of the connection
	OnFault  int    // number of Lost on connections on which the relay interferes
	Retried  int    // number of Lost that were sent again on another connection
	Losses   []Loss // the first of Lost, as evidence
}

// A Side is a summary of how one side treats connections.
type Side struct {
	First     int   // connections that it ended first
	Reset     int   // number of First that ended with a RST
	Announced int   // number of First that a message had announced
	Idle      Range // for First: idle times of connections whose end was not announced
	InUse     int   // number of First that ended unannounced, right after a response or with a request outstanding

	// Keeps is the longest time for which this side is known to keep an idle connection:
	// the longest idle time before the other side ended or used it. It is a lower bound,
	// and there is no upper bound while the other side closes first.
	Keeps time.Duration

	Evidence Evidence
}

// Evidence holds, for each count, the numbers of the latest connections in it,
// at most [Kept].
type Evidence struct{ Idle, Announced, InUse []int }

const (
	// Kept is the most connections that are kept as evidence for one statement.
	Kept = 100
	// KeptMethods is the most methods that are counted separately.
	KeptMethods = 16
)

// add adds a connection. It replaces the oldest one if there are too many.
func add(conns []int, id int) []int {
	if len(conns) >= Kept {
		conns = conns[1:]
	}
	return append(conns, id)
}

// A Histogram counts durations: element i counts those from i to i+1 times
// [Bin].
type Histogram [600]int32

// Bin is the width of an element of a [Histogram]. The last element also counts
// longer durations.
const Bin = 100 * time.Millisecond

func (h *Histogram) add(d time.Duration) { h[max(0, min(int(d/Bin), len(h)-1))]++ }

// Total returns the number of durations in the histogram.
func (h *Histogram) Total() (n int) {
	for _, k := range h {
		n += int(k)
	}
	return n
}

// A Range holds the lowest and the highest of some durations.
type Range struct {
	Low, High time.Duration
	N         int // number of durations
}

func (r *Range) add(d time.Duration) {
	if r.N == 0 || d < r.Low {
		r.Low = d
	}
	r.High = max(r.High, d)
	r.N++
}

// Counts holds the lowest and the highest of some numbers.
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
	Idle           time.Duration // idle time of the connection before it
	After          time.Duration // time from the server's FIN to its first byte; 0: it was sent before the FIN
	Retried        bool          // it was sent again on another connection
	Retry          session.Retry
}
