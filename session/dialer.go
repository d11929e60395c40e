package session

import (
	"context"
	"net"
	"time"
)

// A Dialer makes transport connections to a target. It does not perform TLS: the session
// runs TLS over the connection that Dial returns.
type Dialer interface {
	// Dial connects, and returns the connection and how long connecting took. Dial must
	// return soon after ctx is done.
	Dial(ctx context.Context, t Target) (net.Conn, DialTimes, error)
	// Address describes to the user what Dial will connect to.
	Address(t Target) string
}

// DialTimes holds how long each phase of connecting took, and other facts that the dialer
// reports.
type DialTimes struct {
	Resolve  time.Duration // time of the name lookup; 0 if the host is an address
	Connect  time.Duration // time of the TCP handshake that succeeded: about one round trip
	TCPAlive time.Duration // interval of TCP keepalive probes; 0: off

	Passed    []string      // addresses that failed before the one that connected
	PassedFor time.Duration // time from the first attempt to the attempt that connected

	Tunnel *Tunnel // the exchange with a proxy to reach the target; nil: no proxy
}

// A Tunnel is the CONNECT exchange of a dialer with a proxy: the request, and
// as much of the response as was received.
type Tunnel struct {
	Request, Response []byte
	Sent, Answered    time.Time // times of the first byte of the request and of the last byte of the response
}

// DialFunc is a Dialer that calls a function and measures how long the call takes.
type DialFunc func(ctx context.Context, t Target) (net.Conn, error)

// Dial calls f and returns its connection, with the duration of the call as
// [DialTimes.Connect].
func (f DialFunc) Dial(ctx context.Context, t Target) (net.Conn, DialTimes, error) {
	began := time.Now()
	c, err := f(ctx, t)
	return c, DialTimes{Connect: time.Since(began)}, err
}

// Address returns the address of the target.
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
