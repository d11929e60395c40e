package learned

import (
	"time"

	"linger/session"
)

// A Summary is what was learned so far.
type Summary struct {
	Watched     time.Duration // from the first event to the latest
	Connections int           // that were made
	NotMade     int           // refused, or not answered
	Ended       int           // of Connections
	Opaque      int           // of Connections: their content cannot be explained
	Exchanges   int           // with a request
	Reuses      int           // of Exchanges: not the first one on their connection

	Server, Client Side
	ByRelay        int // connections that the relay ended, because it was asked to

	PerConnection Counts        // exchanges of the connections that have ended
	LongestReuse  time.Duration // the longest idle time after which a connection was used again, and answered

	Lost     int    // requests without a status, because the connection ended
	Unsafe   int    // of Lost: may have been processed, and may not be repeated (RFC 9110 §9.2.2)
	AfterFIN Range  // of Lost: how long after the server's FIN their first byte came
	Crossed  int    // of Lost: sent before the end that lost them
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
	After          time.Duration // from the server's FIN to its first byte; 0: it was sent before
	Retry          session.Retry
}
