package distant_test

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/distant"
	"linger/session/practice"
)

var target = session.Target{Host: "127.0.0.1", Port: "8321"}

const request = "GET /countdown?timeout=5 HTTP/1.1\r\nHost: practice\r\n\r\n"

// Connecting takes one round trip, and so does an exchange. A FIN takes half a round
// trip.
func TestServerARoundTripAway(t *testing.T) {
	const trip = 300 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		s := practice.New(practice.Config{})
		defer s.Close()
		began := time.Now()
		c, times, err := distant.Dialer{Serve: s.ServeConn, RoundTrip: trip}.Dial(t.Context(), target)
		if err != nil || time.Since(began) != trip || times.Connect != trip {
			t.Fatalf("Dial took %v and returned %+v, %v; want a round trip of %v", time.Since(began), times, err, trip)
		}
		defer c.Close()
		for range 2 {
			began = time.Now()
			if _, err := io.WriteString(c, request); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Read(make([]byte, 1024)); err != nil || time.Since(began) != trip {
				t.Fatalf("the response came after %v, error %v; want a round trip of %v", time.Since(began), err, trip)
			}
		}
		came := time.Now()
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) || time.Since(came) != 5*time.Second {
			t.Errorf("the connection ended with %v after %v; want EOF after 5 s", err, time.Since(came))
		}
	})
}

// A request in the last round trip is lost, because the FIN is in transit.
func TestRequestIsLostInTheLastRoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := practice.New(practice.Config{})
		defer s.Close()
		c, _, err := distant.Dialer{Serve: s.ServeConn, RoundTrip: 300 * time.Millisecond}.Dial(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, request)
		c.Read(make([]byte, 1024))
		time.Sleep(4800 * time.Millisecond)
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		if n, err := c.Read(make([]byte, 1024)); n > 0 || !errors.Is(err, io.EOF) && !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("Read returned %d bytes, %v; want no byte, and EOF or a reset", n, err)
		}
	})
}

func TestDialCanBeCanceled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		d := distant.Dialer{Serve: func(net.Conn) { t.Error("the server got a connection, want none") }, RoundTrip: 2 * time.Second}
		if _, _, err := d.Dial(ctx, target); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Dial returned %v, want %v", err, context.DeadlineExceeded)
		}
	})
}

func TestAddressIsThatOfTheTarget(t *testing.T) {
	if got := (distant.Dialer{}).Address(target); got != "127.0.0.1:8321" {
		t.Errorf("Address() = %q, want 127.0.0.1:8321", got)
	}
}
