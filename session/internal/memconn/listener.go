package memconn

import (
	"context"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"
)

const network = "mem"

// An Addr names an end of a connection or a Listener: "client", "server",
// "client:3". Its network is "mem".
type Addr string

// Network returns "mem".
func (Addr) Network() string { return network }

func (a Addr) String() string { return string(a) }

// A Listener accepts connections in memory. Listen returns one.
type Listener struct {
	latency time.Duration
	queue   chan *Conn

	mu     sync.Mutex
	dialed int
	closed chan struct{}
}

var _ net.Listener = (*Listener)(nil)

// backlog is the number of connections that may wait for Accept.
const backlog = 128

// Listen returns a Listener whose connections have the one-way latency d.
func Listen(d time.Duration) *Listener {
	return &Listener{latency: d, queue: make(chan *Conn, backlog), closed: make(chan struct{})}
}

// Accept waits for the next connection and returns the server's end of it, a *Conn. After
// Close, it returns an error wrapping net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case <-l.closed:
		return nil, l.fail("accept", net.ErrClosed)
	default:
	}
	select {
	case c := <-l.queue:
		return c, nil
	case <-l.closed:
		return nil, l.fail("accept", net.ErrClosed)
	}
}

// Dial connects, which takes one round trip, and returns the client's end of the
// connection. It does not wait for Accept unless 128 connections are already waiting. It
// fails with syscall.ECONNREFUSED if the listener is closed, and with context.Cause(ctx)
// if ctx ends first.
func (l *Listener) Dial(ctx context.Context) (*Conn, error) {
	if l.latency > 0 {
		t := time.NewTimer(2 * l.latency)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return nil, l.fail("dial", context.Cause(ctx))
		}
	}
	client, server := newPair(l.latency, l.nextAddr(), l.Addr())
	select {
	case <-l.closed:
		return nil, l.fail("dial", syscall.ECONNREFUSED)
	default:
	}
	select {
	case l.queue <- server:
		select {
		case <-l.closed: // Close may have emptied the queue already
			_ = server.SetLinger(0)
			_ = server.Close()
		default:
		}
		return client, nil
	case <-l.closed:
		return nil, l.fail("dial", syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, l.fail("dial", context.Cause(ctx))
	}
}

func (l *Listener) nextAddr() Addr {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dialed++
	return Addr(fmt.Sprintf("client:%d", l.dialed))
}

// Close refuses further connections and resets those that were not accepted. A
// second Close returns an error wrapping net.ErrClosed.
func (l *Listener) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closed:
		return l.fail("close", net.ErrClosed)
	default:
	}
	close(l.closed)
	for {
		select {
		case c := <-l.queue:
			_ = c.SetLinger(0)
			_ = c.Close()
		default:
			return nil
		}
	}
}

// Addr returns the Addr "server".
func (l *Listener) Addr() net.Addr { return Addr("server") }

func (l *Listener) fail(op string, err error) error {
	return &net.OpError{Op: op, Net: network, Addr: l.Addr(), Err: err}
}
