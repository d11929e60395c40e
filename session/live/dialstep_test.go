package live_test

import (
	"context"
	"net"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

// slow returns an option for a dialer that waits before it connects.
func slow(wait time.Duration) func(*live.Config) {
	return func(c *live.Config) {
		door := c.Dialer
		c.Dialer = session.DialFunc(func(ctx context.Context, t session.Target) (net.Conn, error) {
			select {
			case <-time.After(wait):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			c, _, err := door.Dial(ctx, t)
			return c, err
		})
	}
}

// linger reports how many requests wait for a connection. Stop drops them, so they are
// not sent when the connection is made.
func TestStopDropsWaitingRequests(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/")
		equal(s, "waiting requests", want[session.Waiting](s, "the number of waiting requests").Requests, 1)
		s.session.Do(session.Pipeline{Requests: []wire.RequestMessage{s.get("/a"), s.get("/b")}})
		equal(s, "waiting requests", want[session.Waiting](s, "the number of waiting requests").Requests, 3)
		s.session.Do(session.Stop{})
		want[session.Declined](s, "the waiting requests are dropped")
		equal(s, "waiting requests", want[session.Waiting](s, "the number of waiting requests").Requests, 0)
		s.accept()
		want[session.Connected](s, "the connection is made")
		time.Sleep(time.Second)
		s.session.Do(session.Close{})
		for _, ev := range until[session.Closed](s, "the end of the connection") {
			if _, ok := ev.(*session.RequestStarted); ok {
				t.Error("a dropped request was sent")
			}
		}
	}, slow(9*time.Second))
}

// Close cancels dialing.
func TestCloseCancelsDialing(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/")
		want[session.Waiting](s, "requests wait")
		s.session.Do(session.Close{})
		equal(s, "kind", want[session.DialFailed](s, "dialing is canceled").Kind, session.DialGivenUp)
		s.session.Do(session.Reconnect{})
		want[session.Dialing](s, "linger dials again")
		s.accept()
		want[session.Connected](s, "the connection is made")
	}, slow(9*time.Second))
}

// Each step of dialing is reported when it begins.
func TestStepsOfDialing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and never speaks TLS
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	s := &story{t: t, session: live.New(live.Config{
		Target: session.Target{TLS: true, Host: "linger.test", Port: port},
		Dialer: &live.Network{Resolve: []string{"linger.test:" + port + ":127.0.0.1"}},
	})}
	defer s.session.Close()
	s.session.Do(session.Reconnect{})
	step := want[session.DialStep](s, "the TCP step")
	equal(s, "phase", step.Phase, session.DialConnecting)
	equal(s, "address", step.Address, l.Addr().String())
	equal(s, "phase", want[session.DialStep](s, "the TLS step").Phase, session.DialHandshake)
}
