package session

import (
	"time"

	"linger/wire"
)

// settling is waiting for the server to close a connection that will not be
// used again.
//
// "A client that receives a \"close\" connection option MUST cease sending
// requests on that connection and close the connection after reading the
// response message containing the \"close\" connection option" (RFC 9112
// §9.6). linger gives the server a moment first, to see what it does.
type settling struct {
	on    bool
	at    time.Duration // when we close ourselves; never: when a Wait ends
	asked bool          // one of the messages carried the close option
	told  bool          // close-ignored was told
}

func (s *settling) begin(now, patience time.Duration, asked bool) {
	if !s.on {
		s.on, s.at, s.asked = true, now+patience, asked
	}
}

// settled ends a connection whose server did not; a Wait puts that off, as
// long as it lasts.
func (l *loop) settled(now time.Duration, c *conn) {
	s := &c.settle
	if s.asked && !s.told {
		s.told = true
		l.found(now, c, 0, wire.Finding{Code: CodeCloseIgnored, Offset: -1})
	}
	if until, ok := l.work.waitsUntil(); ok && now < until {
		s.at = until
		return
	}
	l.close(now, byUs(HowFIN, ""))
}

// resume lets settling go on that a Wait had put off.
func (s *settling) resume(now time.Duration) {
	if s.told || s.at == never {
		s.at = now
	}
}
