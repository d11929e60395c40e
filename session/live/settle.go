package live

import (
	"time"
)

// ignoredAfter is how long a server may leave a connection open after a close
// option. Config.Settle may shorten it.
const ignoredAfter = time.Second

// settling is the state of a wait for the server to close a connection that will not be
// used again.
//
// "A client that receives a 'close' connection option MUST cease sending requests on that
// connection and close the connection after reading the response message containing the
// 'close' connection option" (RFC 9112 §9.6). linger first waits briefly, to see whether
// the server closes.
type settling struct {
	on    bool
	asked bool          // the request or the response had the close option
	since time.Duration // time at which the wait began
	at    time.Duration // time at which linger closes the connection itself; never if it does so when a Wait ends
}

var notSettling = settling{at: never}

func (s *settling) begin(now, patience time.Duration, asked bool) {
	if s.on {
		return
	}
	*s = settling{on: true, asked: asked, since: now, at: now + patience}
}

// settle closes a connection that the server has not closed in time. During a Wait it
// postpones the close until the Wait ends.
func (l *loop) settle(now time.Duration, c *conn) {
	if until, ok := l.work.waitsUntil(); ok && now < until {
		c.settle.at = until
		return
	}
	l.close(now, c.endUnusable(&l.cfg.Limits))
}

// hurry shortens the wait to ignoredAfter, because a request is waiting for the next
// connection.
func (s *settling) hurry(now time.Duration) {
	s.at = max(now, min(s.at, s.since+ignoredAfter))
}

// resume makes the close due now, if a Wait without a limit had postponed it.
func (s *settling) resume(now time.Duration) {
	if s.on && s.at == never {
		s.at = now
	}
}
