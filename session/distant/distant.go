// Package distant simulates a round trip between linger and a server in the same process.
// The connections are in memory:
//
//	session ── half a round trip ──▶ server
//	        ◀── half a round trip ──
//
// As over TCP, making a connection takes one round trip, and data, FIN and RST
// arrive half a round trip after they were sent.
package distant

import (
	"context"
	"net"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
)

// A Dialer connects to a server that is a round trip away.
type Dialer struct {
	Serve     func(net.Conn) // serves one connection; called in a new goroutine
	RoundTrip time.Duration
}

var _ session.Dialer = Dialer{}

// Dial connects to the server, whatever the target is. If ctx ends within the round trip,
// Dial returns the result of [context.Cause]. It returns no other errors.
func (d Dialer) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	if d.RoundTrip > 0 {
		t := time.NewTimer(d.RoundTrip)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return nil, session.DialTimes{}, context.Cause(ctx)
		}
	}
	client, server := memconn.PipeLatency(d.RoundTrip / 2)
	go d.Serve(server)
	return client, session.DialTimes{Connect: d.RoundTrip}, nil
}

// Address returns the address of the target.
func (Dialer) Address(t session.Target) string { return t.Address() }
