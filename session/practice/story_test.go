package practice

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"linger/session/internal/memconn"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A story plays a client on one connection to the practice server, and checks what the
// client sees. It uses fake time, so all times are exact.
type story struct {
	t    *testing.T
	srv  *Server
	c    *memconn.Conn
	last time.Time // when the client read the last byte
	n    int       // number of requests sent on this connection
	done chan struct{}
}

// tell runs a story in its own synctest bubble.
func tell(t *testing.T, f func(s *story)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &story{t: t, srv: New(Config{})}
		s.connect()
		defer func() {
			s.c.Close()
			s.srv.Close()
			<-s.done
		}()
		f(s)
	})
}

// connect opens a new connection and closes the previous one.
func (s *story) connect() {
	if s.c != nil {
		s.c.Close()
		<-s.done
	}
	client, server := memconn.Pipe()
	s.n = 0
	s.c, s.last, s.done = client, time.Now(), make(chan struct{})
	done := s.done
	go func() {
		s.srv.ServeConn(server)
		close(done)
	}()
}

func (s *story) send(bytes string) {
	s.t.Helper()
	if _, err := io.WriteString(s.c, bytes); err != nil {
		s.t.Fatalf("sending %q: %v", bytes, err)
	}
}

// get sends an HTTP/1.1 GET request with the given field lines in addition to Host.
func (s *story) get(target string, fields ...string) {
	s.t.Helper()
	s.ask("GET", target, 1, fields...)
}

func (s *story) headOf(target string) { s.t.Helper(); s.ask("HEAD", target, 1) }

// get10 sends an HTTP/1.0 GET request.
func (s *story) get10(target string, fields ...string) {
	s.t.Helper()
	s.ask("GET", target, 0, fields...)
}

func (s *story) ask(method, target string, minor int, fields ...string) {
	s.t.Helper()
	s.n++
	s.send(lines(fmt.Sprintf("%s %s HTTP/1.%d", method, target, minor), append([]string{"Host: practice"}, fields...)...))
}

// lines returns a header section.
func lines(first string, fields ...string) string {
	return strings.Join(append([]string{first}, fields...), "\r\n") + "\r\n\r\n"
}

// said returns the content of the response to the most recent request, in a scenario that
// is not about content.
func (s *story) said() string { return fmt.Sprintf("Response %d on this connection.\n", s.n) }

// want checks that the server sends bytes next.
func (s *story) want(bytes string) {
	s.t.Helper()
	s.c.SetReadDeadline(time.Now().Add(20 * time.Minute))
	got := make([]byte, len(bytes))
	n, err := io.ReadFull(s.c, got)
	s.last = time.Now()
	if string(got[:n]) != bytes {
		s.t.Fatalf("read %q, %v\nwant %q", got[:n], err, bytes)
	}
}

// wantMessage reads a response with a Content-Length and returns its status code and its
// content.
func (s *story) wantMessage() (status, content string) {
	s.t.Helper()
	s.c.SetReadDeadline(time.Now().Add(20 * time.Minute))
	var head []byte
	for b := make([]byte, 1); !strings.HasSuffix(string(head), "\r\n\r\n"); head = append(head, b...) {
		if _, err := s.c.Read(b); err != nil {
			s.t.Fatalf("cannot read a header section: %v after %q", err, head)
		}
	}
	_, after, _ := strings.Cut(string(head), "Content-Length: ")
	var length int
	if _, err := fmt.Sscan(after, &length); err != nil || length > 4<<20 {
		s.t.Fatalf("cannot read Content-Length in %q: %v", head, err)
	}
	b := make([]byte, length)
	n, err := io.ReadFull(s.c, b)
	if s.last = time.Now(); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		s.t.Fatalf("cannot read the content: %v after %q", err, b[:n])
	}
	return string(head[9:12]), string(b[:n])
}

// wantAfter does the same as want, and checks that the bytes arrive d after the previous
// bytes.
func (s *story) wantAfter(d time.Duration, bytes string) {
	s.t.Helper()
	before := s.last
	s.want(bytes)
	if got := s.last.Sub(before); got != d {
		s.t.Fatalf("%q came after %v, want %v", clip(bytes), got, d)
	}
}

// wantFIN waits for the server's FIN, and checks that it comes at the given time after
// the last byte.
func (s *story) wantFIN(after time.Duration) { s.t.Helper(); s.wantEnd(after, io.EOF) }

// wantReset does the same as wantFIN for a reset.
func (s *story) wantReset(after time.Duration) { s.t.Helper(); s.wantEnd(after, syscall.ECONNRESET) }

func (s *story) wantEnd(after time.Duration, end error) {
	s.t.Helper()
	s.c.SetReadDeadline(time.Now().Add(20 * time.Minute))
	b := make([]byte, 256)
	n, err := s.c.Read(b)
	if n > 0 || !errors.Is(err, end) {
		s.t.Fatalf("read %q, %v; want %v", b[:n], err, end)
	}
	if got := time.Since(s.last); got != after {
		s.t.Fatalf("%v after %v, want %v", end, got, after)
	}
}

// wantOpen checks that for d no bytes arrive and the connection does not end.
func (s *story) wantOpen(d time.Duration) {
	s.t.Helper()
	s.c.SetReadDeadline(time.Now().Add(d))
	b := make([]byte, 256)
	if n, err := s.c.Read(b); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		s.t.Fatalf("read %q, %v; want nothing for %v", b[:n], err, d)
	}
}

// The parts of most responses.

func ok(length int) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n", length)
}

const okChunked = "HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"

// kept returns the default hint. left is the value of max.
func kept(left int) string {
	return fmt.Sprintf("Connection: keep-alive\r\nKeep-Alive: timeout=5, max=%d\r\n\r\n", left)
}

const closing = "Connection: close\r\n\r\n"

// asLike returns the response to the most recent request in the style of server, such as
// "nginx". after is the number of seconds from the start of the bubble's clock to the
// Date of the response.
func (s *story) asLike(server string, after int, connection string) string {
	date := time.Date(2000, 1, 1, 0, 0, after, 0, time.UTC).Format("Mon, 02 Jan 2006 15:04:05 GMT")
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nServer: linger-practice (like %s)\r\nContent-Type: text/plain\r\nDate: %s\r\nContent-Length: %d\r\n%s\r\n%s",
		server, date, len(s.said()), connection, s.said())
}

// stories returns a story for each scenario, by path. A story says what a client sees,
// byte for byte, and when.
func stories() map[string]func(*story) {
	all := make(map[string]func(*story))
	for _, part := range []map[string]func(*story){
		framingStories, persistenceStories, hintStories, idleStories, closingStories,
		lengthStories, chunkStories, lineStories, hostileStories, dialectStories,
		leftOverStories, descriptionStories, optionStories, requestSideStories, lazyClockStories, workerStories,
		pipeliningStories, tlsClosingStories, gatewayStories, tillStories,
	} {
		for path, f := range part {
			all[path] = f
		}
	}
	return all
}

func TestScenarios(t *testing.T) {
	told := stories()
	for _, sc := range Scenarios() {
		f := told[sc.Path]
		delete(told, sc.Path)
		t.Run(strings.TrimPrefix(sc.Path, "/"), func(t *testing.T) {
			if f == nil {
				t.Fatal("the scenario has no story: add one to stories")
			}
			tell(t, f)
		})
	}
	for path := range told {
		t.Errorf("%s has a story, but is not a scenario", path)
	}
}
