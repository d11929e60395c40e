package live

import (
	"time"

	"linger/session"
	"linger/wire"
)

// ignoredAfter is how long a server may leave a connection open that is to
// close, or less where linger is told to have less patience.
const ignoredAfter = time.Second

// settling is waiting for the server to close a connection that will not be
// used again.
//
// "A client that receives a \"close\" connection option MUST cease sending
// requests on that connection and close the connection after reading the
// response message containing the \"close\" connection option" (RFC 9112
// §9.6). linger gives the server a moment first, to see what it does.
type settling struct {
	on     bool
	asked  bool          // one of the messages carried the close option
	since  time.Duration // last byte of the response that decided it
	tellAt time.Duration // when close-ignored is told; never: not, or not again
	at     time.Duration // when we close ourselves; never: when a Wait ends
}

var notSettling = settling{tellAt: never, at: never}

func (s *settling) begin(now, patience time.Duration, asked bool) {
	if s.on {
		return
	}
	*s = settling{on: true, asked: asked, since: now, tellAt: never, at: now + patience}
	if asked {
		s.tellAt = now + min(ignoredAfter, patience)
	}
}

func (s *settling) due() time.Duration { return min(s.tellAt, s.at) }

// settle tells of a server that does not close, and in the end closes for it.
// A Wait puts that off, as long as it lasts.
func (l *loop) settle(now time.Duration, c *conn) {
	s := &c.settle
	if now >= s.tellAt {
		s.tellAt = never
		l.found(now, c, 0, wire.Finding{Code: session.CodeCloseIgnored, Offset: -1})
	}
	if now < s.at {
		return
	}
	if until, ok := l.work.waitsUntil(); ok && now < until {
		s.at = until
		return
	}
	motive, why := c.settled(&l.cfg.Limits)
	l.close(now, byUs(session.HowFIN, motive, why))
}

// hurry gives the server no more than the usual moment, because a request waits
// for the next connection.
func (s *settling) hurry(now time.Duration) {
	s.at = max(now, min(s.at, s.since+ignoredAfter))
}

// resume lets settling go on that a Wait had put off.
func (s *settling) resume(now time.Duration) {
	if s.on && s.at == never {
		s.at = now
	}
}
