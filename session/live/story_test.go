package live_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/wire"
)

// A story is a session with a server. The test controls both, with a fake clock that
// moves only when all goroutines wait.
type story struct {
	t       *testing.T
	session *live.Session
	target  session.Target
	door    *memconn.Listener
	server  *memconn.Conn // the server's end of the most recent connection

	seen []session.Event // events taken from the session that want and until have not consumed yet
	past []string        // events that want skipped, for the failure message
}

// latency is the time that bytes take in one direction. A round trip takes twice as long.
const latency = 10 * time.Millisecond

// tell plays a story twice, each time in its own synctest bubble. The first time the loop
// itself reads, the second time a reader goroutine reads. If a goroutine of the session
// is still running at the end, the bubble fails the test.
func tell(t *testing.T, plot func(s *story), options ...func(*live.Config)) {
	t.Helper()
	t.Run("inline", func(t *testing.T) { tellOver(t, over, plot, options) })
	t.Run("reader", func(t *testing.T) { tellOver(t, overReader, plot, options) })
}

func tellOver(t *testing.T, dialer func(*memconn.Listener) session.Dialer, plot func(s *story), options []func(*live.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &story{t: t, door: memconn.Listen(latency), target: session.Target{Host: "server.example", Port: "80"}}
		c := live.Config{Target: s.target, Dialer: dialer(s.door)}
		for _, o := range options {
			o(&c)
		}
		s.session = live.New(c)
		defer s.end()
		plot(s)
	})
}

// over returns a dialer for connections in memory.
func over(door *memconn.Listener) session.Dialer {
	return session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) { return door.Dial(ctx) })
}

// overReader returns a dialer for connections in memory that the loop cannot read inline.
func overReader(door *memconn.Listener) session.Dialer {
	return session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) {
		c, err := door.Dial(ctx)
		if err != nil {
			return nil, err
		}
		return readOnly{c}, nil
	})
}

type readOnly struct{ *memconn.Conn }

// TryRead hides the TryRead method of memconn.Conn: its signature differs, so a readOnly
// does not implement tryReader.
func (readOnly) TryRead() {}

func (s *story) end() {
	s.session.Close()
	s.door.Close()
	if s.server != nil {
		s.server.Close()
	}
}

// want returns the next event of type E and skips those before it.
func want[E session.Event](s *story, why string) E {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	for {
		for len(s.seen) > 0 {
			ev := s.seen[0]
			s.seen = s.seen[1:]
			if e, ok := ev.(E); ok {
				return e
			}
			s.past = append(s.past, fmt.Sprintf("%T%+v", ev, ev))
		}
		evs, err := s.session.Events(ctx)
		if err != nil {
			var e E
			s.t.Fatalf("waiting for %T (%s): %v, after these events:\n%s", e, why, err, strings.Join(s.past, "\n"))
		}
		s.seen = append(s.seen, evs...)
	}
}

// until returns all events up to and including the next one of type E.
func until[E session.Event](s *story, why string) []session.Event {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	for i := 0; ; {
		for ; i < len(s.seen); i++ {
			if _, ok := s.seen[i].(E); ok {
				evs := s.seen[:i+1]
				s.seen = s.seen[i+1:]
				return evs
			}
		}
		evs, err := s.session.Events(ctx)
		if err != nil {
			var e E
			s.t.Fatalf("waiting for %T (%s): %v, after these events: %v", e, why, err, s.seen)
		}
		s.seen = append(s.seen, evs...)
	}
}

// of returns the events of type E. It fails the test if their number is not n.
func of[E session.Event](s *story, evs []session.Event, n int, why string) []E {
	s.t.Helper()
	var found []E
	for _, ev := range evs {
		if e, ok := ev.(E); ok {
			found = append(found, e)
		}
	}
	equal(s, "number of "+why, len(found), n)
	return found
}

// codes returns the codes of the findings among events.
func codes(evs []session.Event) string {
	var out []string
	for _, ev := range evs {
		if f, ok := ev.(session.Found); ok {
			out = append(out, string(f.Finding.Code))
		}
	}
	return strings.Join(out, " ")
}

func (s *story) get(target string) wire.RequestMessage { return s.target.Request("GET", target) }

// send sends a GET request, and connects first if there is no connection.
func (s *story) send(target string) {
	s.session.Do(session.Send{Request: s.get(target), Reconnect: true})
}

// accept accepts the next connection, and closes the server's end of the previous one.
func (s *story) accept() {
	s.t.Helper()
	if s.server != nil {
		s.server.Close()
	}
	c, err := s.door.Accept()
	if err != nil {
		s.t.Fatal(err)
	}
	s.server = c.(*memconn.Conn)
}

// reads reads the header section of one request and returns it.
func (s *story) reads() string {
	s.t.Helper()
	var head []byte
	b := make([]byte, 1)
	for !strings.HasSuffix(string(head), "\r\n\r\n") {
		if _, err := s.server.Read(b); err != nil {
			s.t.Fatalf("the server cannot read a request: %v after %q", err, head)
		}
		head = append(head, b...)
	}
	return string(head)
}

// answers writes text, with CRLF for every \n.
func (s *story) answers(text string) {
	s.t.Helper()
	if _, err := io.WriteString(s.server, strings.ReplaceAll(text, "\n", "\r\n")); err != nil {
		s.t.Fatalf("the server cannot write: %v", err)
	}
}

// connects sends a first request, accepts the connection and reads the request.
func (s *story) connects() {
	s.t.Helper()
	s.send("/")
	s.accept()
	s.reads()
}

// resets makes the server reset the connection.
func (s *story) resets() {
	_ = s.server.SetLinger(0)
	s.server.Close()
}

const (
	hello    = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"
	hinted   = "HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: timeout=5, max=%d\nContent-Length: 5\n\nhello"
	timeout5 = "HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: timeout=5\nContent-Length: 5\n\nhello"
	goodbye  = "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 5\n\nhello"
)

func equal[T comparable](s *story, what string, got, want T) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestStreamEndsWithEnded(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Close()
		want[session.Ended](s, "the session ends")
		if _, err := s.session.Events(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("Events after Ended: error %v, want io.EOF", err)
		}
		s.session.Do(session.Reconnect{})
		s.session.Close()
	})
}

func TestOneExchange(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(hello)
		equal(s, "round trip", want[session.Connected](s, "linger connects").RoundTrip, 2*latency)
		started := want[*session.RequestStarted](s, "the request begins")
		equal(s, "method", started.Method, "GET")
		equal(s, "exchange", started.Exchange, 1)
		equal(s, "lines", len(started.Lines), 6)
		equal(s, "bytes sent", want[*session.RequestSent](s, "the request is sent").Len, started.Len)
		r := want[*session.Received](s, "the response arrives")
		equal(s, "data", string(r.Data), strings.ReplaceAll(hello, "\n", "\r\n"))
		equal(s, "reads", r.Reads, 1)
		equal(s, "status", want[*session.ResponseHead](s, "the header section").Facts.Status, 200)
		done := want[*session.ExchangeDone](s, "the end of the exchange")
		equal(s, "reason", done.Reason, wire.ReasonHTTP11Default)
		equal(s, "retry", done.Retry, "")
		equal(s, "digest", fmt.Sprintf("%x", done.SHA256[:4]), "2cf24dba")
		equal(s, "duration", done.At-started.At, 2*latency)
	})
}

// endOf returns the facts of an end as one line, for comparison: who ended the connection
// and how, the moment, the idle time, the notice, the incomplete message, the lost
// requests, and the motive.
func endOf(c session.Closed) string {
	e := &c.Ending
	m, s := &e.Moment, fmt.Sprintf("%s %s, %s", e.By, e.How, e.Moment.Kind)
	add := func(given bool, format string, args ...any) {
		if given {
			s += fmt.Sprintf(format, args...)
		}
	}
	add(m.Exchange > 0, " of %d", m.Exchange)
	add(m.N > 0 || m.Of > 0, " at %d/%d", m.N, m.Of)
	add(m.After > 0, " after %v", m.After)
	add(m.Silence > 0, " silent for %v", m.Silence)
	add(e.Phase == session.PhaseIdle, ", idle %v", e.Idle)
	add(e.HasAdvertised && e.Phase == session.PhaseIdle, " of %v", e.Advertised)
	add(e.HalfClosed, ", shut for %v", e.ShutFor)
	add(e.Notice.Kind != "", ", %s in %d", e.Notice.Kind, e.Notice.Of)
	add(e.Notice.Unsolicited, ", unsolicited %d after %v", e.Notice.Status, e.Notice.Waited)
	add(e.Cut.Exchange > 0, ", cut %d status %d", e.Cut.Exchange, e.Cut.Status)
	add(len(e.Lost) > 0, ", lost %v", e.Lost)
	add(e.Motive != "", ", %s", e.Motive)
	add(e.Limit.N > 0, " %s %d", e.Limit.Code, e.Limit.N)
	add(e.Target != "", " %s", e.Target)
	add(e.Allowed.Time > 0, " %v, from the response: %v", e.Allowed.Time, e.Allowed.Response)
	add(e.Refusal != "", ", %s by %s", e.Refusal, e.Alert)
	return s
}
