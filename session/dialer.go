package session

import (
	"context"
	"net"
	"time"
)

// A Dialer makes transport connections to a target. TLS is the session's: it
// runs over what Dial returns.
type Dialer interface {
	// Dial connects. It must return soon once ctx is done.
	Dial(ctx context.Context, t Target) (net.Conn, DialTimes, error)
	// Address is what will be dialled, for people to read.
	Address(t Target) string
}

// DialTimes are the phases of making a transport connection.
type DialTimes struct {
	Resolve  time.Duration // name to addresses; 0 when there was no name
	Connect  time.Duration // of the attempt that succeeded: about one round trip
	TCPAlive time.Duration // interval of TCP keepalive probes; 0: off

	Passed    []string      // addresses that were tried before the one that connected, and did not
	PassedFor time.Duration // how long they were tried before that one was

	Tunnel *Tunnel // what was said to a proxy to reach the target through it; nil: nothing
}

// A Tunnel is what a dialler said to a proxy to reach the target through it, and what
// the proxy answered, as far as it did.
type Tunnel struct {
	Request, Response []byte
	Sent, Answered    time.Time // the first byte of the request, the last of the response
}

// DialFunc is a Dialer that calls a function, and times it.
type DialFunc func(ctx context.Context, t Target) (net.Conn, error)

// Dial calls the function.
func (f DialFunc) Dial(ctx context.Context, t Target) (net.Conn, DialTimes, error) {
	began := time.Now()
	c, err := f(ctx, t)
	return c, DialTimes{Connect: time.Since(began)}, err
}

// Address returns the target's.
func (f DialFunc) Address(t Target) string { return t.Address() }

// String returns the step in words: "connecting to 192.0.2.1:80".
func (s DialStep) String() string {
	switch s.Phase {
	case DialResolving:
		return "looking up " + s.Address
	case DialProxy:
		return "waiting for the proxy " + s.Address
	case DialHandshake:
		return "TLS handshake with " + s.Address
	}
	return "connecting to " + s.Address
}
