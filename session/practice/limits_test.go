package practice

import (
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"linger/session/internal/memconn"
)

// A remote is a connection from a client with the given address.
type remote struct {
	*memconn.Conn
	address string
}

func (r remote) RemoteAddr() net.Addr { return memconn.Addr(r.address + ":50000") }

// A room is a server in memory with its clients. It is also the server's listener, which
// can fail.
type room struct {
	t     *testing.T
	srv   *Server
	queue chan remote
	fails chan error
	gone  chan struct{}
	tries []time.Time // times at which Accept failed
}

func (r *room) Addr() net.Addr { return memconn.Addr("server") }

func (r *room) Close() error { close(r.gone); return nil }

func (r *room) Accept() (net.Conn, error) {
	select {
	case err := <-r.fails:
		r.tries = append(r.tries, time.Now())
		return nil, err
	default:
	}
	select {
	case c := <-r.queue:
		return c, nil
	case err := <-r.fails:
		r.tries = append(r.tries, time.Now())
		return nil, err
	case <-r.gone:
		return nil, net.ErrClosed
	}
}

// inRoom runs f in its own synctest bubble, with a server that has the limits of c.
func inRoom(t *testing.T, c Config, f func(*room)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &room{t: t, srv: New(c), queue: make(chan remote, 4096), fails: make(chan error, 100), gone: make(chan struct{})}
		r.srv.listener = r
		r.srv.running.Go(r.srv.accept)
		f(r)
		if err := r.srv.Close(); err != nil {
			t.Error(err)
		}
	})
}

// connect connects from address and sends the bytes in send.
func (r *room) connect(address, send string) *memconn.Conn {
	r.t.Helper()
	client, server := memconn.Pipe()
	r.queue <- remote{server, address}
	synctest.Wait()
	_, _ = io.WriteString(client, send) // fails if the server refused the connection
	synctest.Wait()
	return client
}

// status returns the status code that a client has received, "" if there is none yet, or
// "reset" after a reset.
func (r *room) status(c *memconn.Conn) string {
	r.t.Helper()
	c.SetReadDeadline(time.Now().Add(time.Millisecond))
	b := make([]byte, 12)
	switch n, err := io.ReadFull(c, b); {
	case n == 12:
		return string(b[9:])
	case err != nil && strings.Contains(err.Error(), "reset"):
		return "reset"
	}
	return ""
}

const half = "GET / HTTP/1.1\r\nHost: pra"

func TestOneAddressDoesNotBlockOthers(t *testing.T) {
	inRoom(t, Config{MaxConns: 10}, func(r *room) {
		for i := range 5 {
			if got := r.status(r.connect("mallory", asking("/patient"))); got != "200" {
				t.Errorf("connection %d: status %q, want 200", i, got)
			}
		}
		if got := r.status(r.connect("mallory", asking("/length"))); got != "503" {
			t.Errorf("connection above the limit of its address: status %q, want 503", got)
		}
		for i := range 5 {
			if got := r.status(r.connect(fmt.Sprint("student-", i), asking("/patient"))); got != "200" {
				t.Errorf("student %d: status %q, want 200", i, got)
			}
		}
		if got := r.status(r.connect("late", asking("/length"))); got != "503" {
			t.Errorf("connection above the total limit: status %q, want 503", got)
		}
		time.Sleep(11 * time.Minute) // until the idle connections have ended
		if got := r.status(r.connect("late", asking("/length"))); got != "200" {
			t.Errorf("connection after others have ended: status %q, want 200", got)
		}
	})
}

func TestUnprovenConnectionsMakeRoom(t *testing.T) {
	inRoom(t, Config{MaxConns: 6, MaxConnsPerAddress: 4}, func(r *room) {
		quiet := r.connect("student-1", "") // this client has sent nothing yet
		slow := make([]*memconn.Conn, 4)
		for i := range slow {
			slow[i] = r.connect("mallory", half)
			time.Sleep(10 * time.Millisecond)
		}
		if got := r.status(r.connect("mallory", half)); got != "503" {
			t.Errorf("connection before the grace time is over: status %q, want 503", got)
		}
		time.Sleep(grace)
		second := r.connect("student-2", asking("/length"))
		third := r.connect("student-3", asking("/length"))
		for i, c := range []*memconn.Conn{second, third} {
			if got := r.status(c); got != "200" {
				t.Errorf("student %d: status %q, want 200", i+2, got)
			}
		}
		if got := r.status(slow[0]); got != "reset" {
			t.Errorf("oldest connection of the address with the most connections: got %q, want a reset", got)
		}
		for i, c := range []*memconn.Conn{quiet, slow[1], slow[2], slow[3]} {
			if got := r.status(c); got != "" {
				t.Errorf("connection %d: got %q, want it open", i, got)
			}
		}
	})
}

func TestIncompleteRequestsDoNotBlockOthers(t *testing.T) {
	inRoom(t, Config{MaxConns: 768}, func(r *room) {
		for range 1100 {
			r.connect("mallory", half)
		}
		for i := range 30 {
			if got := r.status(r.connect(fmt.Sprint("student-", i), asking("/countdown"))); got != "200" {
				t.Errorf("student %d: status %q, want 200", i, got)
			}
		}
		time.Sleep(headWait + grace) // until the admitted clients get 408
		r.srv.mu.Lock()
		defer r.srv.mu.Unlock()
		if n := r.srv.open["mallory"]; n != 0 {
			t.Errorf("the server still serves %d incomplete requests, want 0", n)
		}
	})
}

func TestAcceptBacksOff(t *testing.T) {
	inRoom(t, Config{}, func(r *room) {
		for range 12 {
			r.fails <- &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
		}
		began := time.Now()
		client, server := memconn.Pipe()
		r.queue <- remote{server, "student"}
		io.WriteString(client, asking("/length?bytes=0"))
		time.Sleep(10 * time.Second)
		if got := r.status(client); got != "200" {
			t.Errorf("status %q after EMFILE, want 200", got)
		}
		last := began
		for i, at := range r.tries {
			least := min(shortestPause<<max(0, i-1), longestPause)
			if d := at.Sub(last); i > 0 && d != least {
				t.Errorf("attempt %d came %v after the previous one, want %v", i+1, d, least)
			}
			last = at
		}
		if len(r.tries) != 12 {
			t.Errorf("%d attempts failed, want 12", len(r.tries))
		}
	})
}

func TestServerStopsWhileAcceptFails(t *testing.T) {
	inRoom(t, Config{}, func(r *room) {
		for range 10 {
			r.fails <- syscall.EMFILE
		}
		time.Sleep(time.Second)
	})
}

func TestDefaultLimits(t *testing.T) {
	c := Config{}.withLimits()
	if most := min(4096, max(1, openFiles()/4*3)); c.MaxConns != most || c.MaxConnsPerAddress != most/2 {
		t.Errorf("default limits = %d in total and %d for an address, want %d and %d", c.MaxConns, c.MaxConnsPerAddress, most, most/2)
	}
	if c := (Config{MaxConns: 1}).withLimits(); c.MaxConnsPerAddress != 1 {
		t.Errorf("limit for an address = %d with a total of 1, want 1", c.MaxConnsPerAddress)
	}
}
