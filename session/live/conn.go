package live

import (
	"net"
	"sync"
	"syscall"
	"time"

	"linger/session"
	"linger/wire"
)

// A conn is one open connection, as the loop sees it.
type conn struct {
	id     int
	nc     net.Conn // what is read from and written to: TLS, or the transport itself
	tap    *tap     // the transport, watched
	tls    bool
	cert   session.ClientCert
	raw    syscall.RawConn // of the transport; nil where it has none
	direct bool            // a write may go to the socket without the writer goroutine

	reads chan read     // from the reader
	free  chan []byte   // buffers, back to the reader
	jobs  chan []byte   // to the writer
	wrote chan wrote    // from the writer
	gone  chan struct{} // closed when the connection is: reader and writer end
	io    sync.WaitGroup

	dec         *wire.Decoder
	in          inflow
	out         outbox
	outstanding []*exchange // oldest first
	last        lastAnswer
	tunnel      *exchange // the exchange that made this a tunnel
	budget      budget
	path        path
	settle      settling
	stall       stallWatch

	opened     time.Duration
	idleSince  time.Duration // last byte of the last response that answers, or opened
	giveUpAt   time.Duration // -m for the exchange under way
	answered   int           // exchanges with a complete final response
	begun      int           // exchanges of this connection
	halfClosed time.Duration // when we shut the write side; never
}

func newConn(id int, nc net.Conn, t *tap, now time.Duration, limits wire.Limits) *conn {
	c := &conn{
		id: id, nc: nc, tap: t, tls: nc != net.Conn(t),
		reads: make(chan read, 1), free: make(chan []byte, 2),
		jobs: make(chan []byte), wrote: make(chan wrote, 1), gone: make(chan struct{}),
		dec:    wire.NewDecoder(limits),
		opened: now, idleSince: now,
		giveUpAt: never, halfClosed: never,
	}
	c.settle, c.out.brokenAt, c.budget.overdueAt = notSettling, never, never
	c.raw = rawConn(t.Conn)
	c.direct = canWriteNow && c.raw != nil && !c.tls
	return c
}

// idle says whether nothing is outstanding and nothing is being sent.
func (c *conn) idle() bool { return len(c.outstanding) == 0 && !c.out.active() }

// due is the next moment at which the connection wants to be looked at.
func (c *conn) due() time.Duration {
	return min(c.settle.due(), c.giveUpAt, c.budget.overdueAt, c.out.due())
}

// refuses says why no further request goes out on this connection; empty when
// nothing speaks against it.
func (c *conn) refuses() string {
	switch {
	case c.halfClosed != never:
		return "The write side is shut: nothing more can be sent on this connection."
	case c.tunnel != nil:
		return "The connection became a tunnel: it is no longer HTTP/1.x."
	case c.in.lost:
		return "Framing is lost: what comes next could not be told apart."
	case c.out.unfinished:
		return "The content of a request was cut short: nothing can follow it on this connection."
	case c.out.err != nil:
		return "The connection can no longer be written to."
	case c.spent():
		return "The connection will close (" + c.last.reason.String() + "): no further request is sent on it."
	}
	return ""
}

// spent says whether a message said that the connection ends.
func (c *conn) spent() bool { return c.last.any && !c.last.reason.Persistent() }

// rawConn is the descriptor of a transport that has one.
func rawConn(nc net.Conn) syscall.RawConn {
	if sc, ok := nc.(syscall.Conn); ok {
		if rc, err := sc.SyscallConn(); err == nil {
			return rc
		}
	}
	return nil
}
