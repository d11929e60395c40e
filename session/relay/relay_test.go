package relay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"linger/session/traffic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A taker collects the events of a relay as text.
type taker struct {
	mu    sync.Mutex
	lines map[int][]string // by pair
	data  map[int]*[2]bytes.Buffer
	ended sync.Cond // signals that a pair has ended
}

func (k *taker) Due() time.Duration    { return math.MaxInt64 }
func (k *taker) Advance(time.Duration) {}

func (k *taker) Take(ev *traffic.Event) {
	k.mu.Lock()
	defer k.mu.Unlock()
	id := ev.Conn.ID
	if k.data[id] == nil {
		k.data[id] = &[2]bytes.Buffer{}
	}
	line := ev.Kind.String()
	switch ev.Kind {
	case traffic.KindData:
		k.data[id][ev.Side].Write(ev.Data)
		return
	case traffic.KindFIN, traffic.KindReset:
		line = ev.Side.String() + " " + line
		if ev.Relay {
			line += " by relay"
		}
	case traffic.KindNotDialed, traffic.KindFault:
		line += ": " + ev.Text
	}
	k.lines[id] = append(k.lines[id], line)
	k.ended.Broadcast()
}

// events waits until a pair has ended and returns its events as text.
func (k *taker) events(id int) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.lines[id]) == 0 || k.lines[id][len(k.lines[id])-1] != "done" {
		k.ended.Wait()
	}
	return strings.Join(k.lines[id], ", ")
}

func (k *taker) sent(id int, side traffic.Side) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.data[id][side].String()
}

// A bench consists of a server, a relay in front of it, and the events of the relay.
type bench struct {
	*taker
	relay  *Relay
	server *net.TCPListener
	stop   func()
}

// setup starts a relay in front of a listener. stop, or the end of the test, stops the
// relay.
func setup(t *testing.T, faults ...string) *bench {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{server: l.(*net.TCPListener)}
	b.start(t, l.Addr().String(), faults...)
	t.Cleanup(func() { l.Close() })
	return b
}

func (b *bench) start(t *testing.T, server string, faults ...string) {
	t.Helper()
	opt := Options{Server: server}
	for _, f := range faults {
		if err := opt.Faults.Set(f); err != nil {
			t.Fatal(err)
		}
	}
	r, err := Listen("127.0.0.1:0", opt)
	if err != nil {
		t.Fatal(err)
	}
	b.relay = r
	b.taker = &taker{lines: map[int][]string{}, data: map[int]*[2]bytes.Buffer{}}
	b.ended.L = &b.mu
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- r.Run(ctx, b.taker) }()
	b.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		r.Close()
	})
	t.Cleanup(b.stop)
}

// connect returns both ends of a new pair.
func (b *bench) connect(t *testing.T) (client, server *net.TCPConn) {
	t.Helper()
	c, err := net.Dial("tcp", b.relay.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.server.AcceptTCP()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); s.Close() })
	return c.(*net.TCPConn), s
}

func send(t *testing.T, c net.Conn, s string) {
	t.Helper()
	if _, err := io.WriteString(c, s); err != nil {
		t.Fatal(err)
	}
}

// gets reads len(want) bytes and fails the test if they differ from want.
func gets(t *testing.T, c net.Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); string(got) != want {
		t.Fatalf("got %q (%v), want %q", got[:n], err, want)
	}
}

// ends reads to the end of the connection. It fails the test if it reads any bytes, or if
// the connection does not end as want says: with "FIN" or "RST".
func ends(t *testing.T, c net.Conn, want string) {
	t.Helper()
	n, err := io.Copy(io.Discard, c)
	how := "FIN"
	if errors.Is(err, syscall.ECONNRESET) {
		how = "RST"
	} else if err != nil {
		how = err.Error()
	}
	if n != 0 || how != want {
		t.Fatalf("the connection ended with %s after %d bytes, want %s after 0", how, n, want)
	}
}

func (b *bench) wants(t *testing.T, id int, want string) {
	t.Helper()
	if got := b.events(id); got != want {
		t.Errorf("events of pair %d: %s\nwant: %s", id, got, want)
	}
}

func TestBytesAndFINsArePassedOn(t *testing.T) {
	b := setup(t)
	c, s := b.connect(t)
	send(t, c, "request")
	gets(t, s, "request")
	send(t, s, "response")
	gets(t, c, "response")
	s.Close()
	ends(t, c, "FIN")
	c.Close()
	b.wants(t, 1, "open, established, server FIN, client FIN, done")
	if b.sent(1, traffic.Client) != "request" || b.sent(1, traffic.Server) != "response" {
		t.Errorf("the events have the data %q and %q, want request and response", b.sent(1, traffic.Client), b.sent(1, traffic.Server))
	}
}

func TestHalfCloseLeavesTheOtherDirectionOpen(t *testing.T) {
	for name, first := range map[string]traffic.Side{"by the client": traffic.Client, "by the server": traffic.Server} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			c, s := b.connect(t)
			one, other := c, s
			if first == traffic.Server {
				one, other = s, c
			}
			send(t, one, "last words")
			one.CloseWrite()
			gets(t, other, "last words")
			ends(t, other, "FIN")
			send(t, other, "response")
			gets(t, one, "response")
			other.Close()
			ends(t, one, "FIN")
			b.wants(t, 1, fmt.Sprintf("open, established, %v FIN, %v FIN, done", first, first.Other()))
		})
	}
}

func TestRSTIsPassedOnAfterAllBytes(t *testing.T) {
	for name, first := range map[string]traffic.Side{"from the client": traffic.Client, "from the server": traffic.Server} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			c, s := b.connect(t)
			one, other := c, s
			if first == traffic.Server {
				one, other = s, c
			}
			big := strings.Repeat("x", 100_000)
			go func() {
				io.WriteString(one, big)
				awaitDelivery(one, nil)
				one.SetLinger(0)
				one.Close()
			}()
			gets(t, other, big)
			ends(t, other, "RST")
			b.wants(t, 1, fmt.Sprintf("open, established, %v RST, done", first))
		})
	}
}

func TestRequestAfterTheFINIsReset(t *testing.T) {
	b := setup(t)
	c, s := b.connect(t)
	s.Close()
	ends(t, c, "FIN")
	send(t, c, "too late")
	if _, err := io.Copy(io.Discard, rereader{c}); !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, syscall.EPIPE) {
		t.Errorf("the client got %v, want a reset", err)
	}
	b.wants(t, 1, "open, established, server FIN, server RST, done")
}

// A rereader is a connection whose Read first writes, so that reading continues after a
// FIN until a write fails.
type rereader struct{ c *net.TCPConn }

func (r rereader) Read([]byte) (int, error) {
	_, err := r.c.Write([]byte("."))
	return 0, err
}

func TestClientIsResetIfTheServerCannotBeReached(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	b := &bench{}
	b.start(t, client.LocalAddr().String()) // nothing listens on this port, but the test keeps it in use
	c, err := net.Dial("tcp", b.relay.Addr().String())
	if err == nil {
		_, err = io.Copy(io.Discard, c)
		c.Close()
	}
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the client got %v, want a reset", err)
	}
	b.wants(t, 1, "open, not dialed: connection refused, server RST by relay, done")
}

// If there are too many pairs, the relay resets further clients, and the existing pairs
// continue.
func TestClientBeyondTheLimitIsReset(t *testing.T) {
	b := setup(t)
	b.relay.mu.Lock()
	b.relay.most = 1
	b.relay.mu.Unlock()
	c, s := b.connect(t)
	second, err := net.Dial("tcp", b.relay.Addr().String())
	if err == nil {
		_, err = io.Copy(io.Discard, second)
		second.Close()
	}
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("the second client got %v, want a reset", err)
	}
	b.wants(t, 2, "open, not dialed: linger cannot relay more connections at once; raise the limit with ulimit -n, server RST by relay, done")
	send(t, c, "request")
	gets(t, s, "request")
}

// A temporary error from AcceptTCP does not end the relay.
func TestTemporaryAcceptErrorsDoNotEndTheRelay(t *testing.T) {
	for _, err := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED, syscall.ENOBUFS} {
		if !passes(&net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", err)}) {
			t.Errorf("passes(%v) = false, want true, because the error is temporary", err)
		}
	}
	if passes(syscall.EINVAL) {
		t.Error("passes(EINVAL) = true, want false, because the error is permanent")
	}
}

func TestRelayClosesPairsWhenItEnds(t *testing.T) {
	b := setup(t)
	c, s := b.connect(t)
	send(t, c, "request")
	gets(t, s, "request")
	b.stop()
	ends(t, c, "FIN")
	ends(t, s, "FIN")
	b.wants(t, 1, "open, established, server FIN by relay, done")
	if _, err := net.Dial("tcp", b.relay.Addr().String()); err == nil {
		t.Error("the relay accepted a connection after it had ended, want an error")
	}
}

// For any segmentation and length of the stream, the receiving side gets the same bytes
// and the same end.
func TestRelayKeepsBytesAndEndsForAnySegmentation(t *testing.T) {
	const cuts, parallel = 1001, 20
	b := setup(t)
	random := rand.New(rand.NewPCG(1, 2))
	stream := make([]byte, cuts-1)
	for i := range stream {
		stream[i] = byte(random.Uint32())
	}
	type plan struct {
		cut, end int
		reset    bool
		side     traffic.Side
	}
	plans := make(chan plan, cuts)
	for i := range cuts {
		plans <- plan{random.IntN(len(stream)) + 1, i, i%3 == 0, traffic.Side(i % 2)}
	}
	close(plans)
	var connecting sync.Mutex
	var wg sync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for p := range plans {
				connecting.Lock()
				c, s := b.connect(t)
				connecting.Unlock()
				send(t, c, "!")
				gets(t, s, "!") // at this point, the relay has connected to the server
				one, other := c, s
				if p.side == traffic.Server {
					one, other = s, c
				}
				go func() {
					for rest := stream[:p.end]; len(rest) > 0; rest = rest[min(p.cut, len(rest)):] {
						one.Write(rest[:min(p.cut, len(rest))])
					}
					if p.reset {
						awaitDelivery(one, nil)
						one.SetLinger(0)
						one.Close()
						return
					}
					one.CloseWrite()
				}()
				got, err := io.ReadAll(other)
				if !bytes.Equal(got, stream[:p.end]) || p.reset != errors.Is(err, syscall.ECONNRESET) || !p.reset && err != nil {
					t.Errorf("%+v: got %d bytes and error %v, want the same bytes and the same end", p, len(got), err)
				}
				other.Close()
				one.Close()
			}
		})
	}
	wg.Wait()
	for id := range cuts {
		if got := b.events(id + 1); !strings.HasPrefix(got, "open, established, ") || !strings.HasSuffix(got, ", done") {
			t.Errorf("events of pair %d: %s; want open and established first, done last", id+1, got)
		}
	}
}

func TestTwoHundredPairs(t *testing.T) {
	const pairs = 200
	b := setup(t)
	var cs, ss []*net.TCPConn
	for range pairs {
		c, s := b.connect(t)
		cs, ss = append(cs, c), append(ss, s)
	}
	for i := range pairs {
		send(t, cs[i], fmt.Sprintf("request %03d", i))
	}
	for i := range pairs {
		got := make([]byte, 11)
		if _, err := io.ReadFull(ss[i], got); err != nil {
			t.Fatal(err)
		}
		send(t, ss[i], string(got))
	}
	for i := range pairs {
		gets(t, cs[i], fmt.Sprintf("request %03d", i))
		cs[i].CloseWrite()
		ends(t, ss[i], "FIN")
		ss[i].Close()
		ends(t, cs[i], "FIN")
	}
	for id := range pairs {
		if got := b.events(id + 1); got != "open, established, client FIN, server FIN, done" {
			t.Errorf("events of pair %d: %s; want both FINs, the client's first", id+1, got)
		}
	}
}

// If a client sends a FIN before it reads the response, the FIN reaches the server, even
// if the response does not fit into the buffers.
func TestFINPassesWhileTheOtherDirectionIsFull(t *testing.T) {
	b := setup(t)
	c, s := b.connect(t)
	go s.Write(make([]byte, 32<<20))
	send(t, c, "request")
	gets(t, s, "request")
	c.CloseWrite()
	ends(t, s, "FIN")
	s.Close()
}
