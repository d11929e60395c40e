package learned

import (
	"time"

	"linger/session"
)

// A Summary describes how the two sides treat connections, as far as the events show.
type Summary struct {
	Begun       time.Duration // time of the first event
	Watched     time.Duration // time from the first event to the latest
	Over        bool          // whether the session has ended
	Connections int           // number of connections that were made
	NotMade     int           // number of connection attempts that were refused or not answered
	Ended       int           // number of Connections that have ended
	Opaque      int           // number of Connections whose content cannot be decoded
	Exchanges   int           // number of exchanges with a request
	Reuses      int           // number of Exchanges that were not the first on their connection

	Methods   map[string]int // number of Exchanges by method, for at most [KeptMethods] methods
	Addresses int            // number of different client addresses
	Open      int            // number of connections that are open now
	AtOnce    int            // maximum number of connections that were open at the same time

	Unfollowed int // number of connections that linger did not follow to their end, to limit memory

	Hint           Range // the timeouts in the Keep-Alive fields of responses
	Server, Client Side
	ByRelay        int // number of connections that the relay ended on the user's request
	Faulted        int // number of connections on which the relay interferes on the user's request

	PerConnection Counts        // number of exchanges on each connection that has ended
	LongestReuse  time.Duration // longest idle time after which a request on a connection was answered
	ReusedAfter   Histogram     // all idle times after which a request on a connection was answered

	Lost     int    // number of requests without a status, because the connection ended
	Unsafe   int    // how many of Lost should not be repeated automatically, because they may have been processed (RFC 9110 §9.2.2)
	AfterFIN Range  // for Lost: times from the server's FIN to the first byte of the request
	Crossed  int    // how many of Lost were sent before the end of the connection
	OnFault  int    // how many of Lost were on connections on which the relay interferes
	Retried  int    // how many of Lost were sent again on another connection
	Losses   []Loss // the first lost requests, as evidence
}

// A Side is a summary of how one side treats connections.
type Side struct {
	First     int   // number of connections that this side ended first
	Reset     int   // how many of First ended with an RST
	Announced int   // how many of First had been announced by a message
	Idle      Range // for those of First that no message had announced: idle times before the end
	InUse     int   // how many of First ended without announcement, right after a response or with a request outstanding

	// Keeps is the longest time for which this side has kept an idle connection, until
	// the other side used or ended it. It is a lower bound of the side's own limit.
	Keeps time.Duration

	Evidence Evidence
}

// Evidence holds the numbers of the connections behind some counts of a [Side]: for each
// count, the last [Kept] connections that were counted.
type Evidence struct{ Idle, Announced, InUse []int }

const (
	// Kept is the maximum number of connections that are kept as evidence for one count.
	Kept = 100
	// KeptMethods is the maximum number of methods that are counted separately.
	KeptMethods = 16
)

// add appends the number of a connection. If there are already Kept numbers, it drops the
// oldest one.
func add(conns []int, id int) []int {
	if len(conns) >= Kept {
		conns = conns[1:]
	}
	return append(conns, id)
}

// A Histogram counts durations. Element i counts those from i*[Bin] to (i+1)*[Bin]. The
// last element also counts longer durations.
type Histogram [600]int32

// Bin is the width of an element of a [Histogram].
const Bin = 100 * time.Millisecond

func (h *Histogram) add(d time.Duration) { h[max(0, min(int(d/Bin), len(h)-1))]++ }

// Total returns the number of durations in the histogram.
func (h *Histogram) Total() (n int) {
	for _, k := range h {
		n += int(k)
	}
	return n
}

// A Range holds the lowest and the highest of N durations.
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

// Counts holds the lowest and the highest of N numbers.
type Counts struct{ Low, High, N int }

func (c *Counts) add(n int) {
	if c.N == 0 || n < c.Low {
		c.Low = n
	}
	c.High = max(c.High, n)
	c.N++
}

// A Loss is a lost request: the connection ended before a status was received.
type Loss struct {
	Conn, Exchange int
	Method, Target string
	Idle           time.Duration // idle time of the connection before the request
	After          time.Duration // time from the server's FIN to the first byte of the request; 0: it was sent before the FIN
	Retried        bool          // whether it was sent again on another connection
	Retry          session.Retry
}
