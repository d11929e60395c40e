package live

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/observe"
)

// faulty is a connection whose Read panics when bytes have arrived or reading failed.
type faulty struct{ net.Conn }

func (f faulty) Read(p []byte) (int, error) {
	if n, err := f.Conn.Read(p); err != nil || n > 0 {
		panic("the reader's defect")
	}
	return 0, nil
}

type faultyDialer struct{ conn net.Conn }

func (d faultyDialer) Address(session.Target) string { return "faulty" }

func (d faultyDialer) Dial(context.Context, session.Target) (net.Conn, session.DialTimes, error) {
	if d.conn == nil {
		panic("the dialer's defect")
	}
	return faulty{d.conn}, session.DialTimes{}, nil
}

func TestDefectEndsStreamButNotProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := memconn.Pipe()
		for want, d := range map[string]faultyDialer{"the reader's defect": {client}, "the dialer's defect": {nil}} {
			s := New(Config{Dialer: d})
			s.Do(session.Reconnect{})
			time.Sleep(time.Second)
			_, _ = server.Write([]byte("HTTP/1.1 408 Request Timeout\r\n\r\n"))
			var err error
			for err == nil {
				_, err = s.Events(t.Context())
			}
			var f *Defect
			if !errors.As(err, &f) || !strings.Contains(f.Error(), want) || len(f.Stack) == 0 {
				t.Errorf("Events returned the error %v, want the defect %q with its stack", err, want)
			}
			s.Close()
		}
		server.Close()
	})
}

func TestDefectOfLoopClosesConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		client, server := memconn.Pipe()
		l := newLoop(Config{}.withDefaults(), time.Now(), q)
		l.conn = newConn(1, client, &tap{Conn: client}, l.obs.Open(0, 1, observe.Options{}))
		q.guard(func() { panic("the loop's defect") })
		l.abandon()
		if _, err := server.Read(make([]byte, 1)); err == nil {
			t.Error("the connection is still open after the defect")
		}
		if _, err := q.take(t.Context()); err == nil {
			t.Error("take returned no error, want the defect")
		}
		server.Close()
	})
}
