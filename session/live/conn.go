package live

import (
	"net"
	"sync"
	"syscall"
	"time"

	"linger/session"
	"linger/session/observe"
)

// A conn holds the loop's state for one open connection.
type conn struct {
	id     int
	nc     net.Conn // the stream for reads and writes: TLS, or the transport itself
	tap    *tap     // observes the transport
	tls    bool
	cert   session.ClientCert
	socket *socket   // descriptor of the transport; nil if it has none
	direct bool      // writes may bypass the writer goroutine
	inline tryReader // for reads by the loop itself; nil if the reader goroutine reads
	buf    []byte    // for the loop's reads
	ready  bool      // whether the next order is written when the loop sleeps in Read: see writesInRead

	reads chan read     // from the reader
	free  chan []byte   // buffers, returned to the reader
	jobs  chan []byte   // to the writer
	wrote chan wrote    // from the writer
	gone  chan struct{} // closed with the connection, to end the reader and the writer
	io    sync.WaitGroup

	obs    *observe.Conn
	out    outbox
	path   path
	settle settling
	begun  begun
	early  *order // the order whose request was answered early; the rest of the request need not be sent
	spoken bool   // whether the server sent bytes before a waiting request began: see answersWaiting

	giveUpAt   time.Duration // deadline of the current exchange (Config.MaxTime), or never
	halfClosed time.Duration // time at which linger shut the write side; never if it did not
	shutAfter  bool          // whether to shut the write side when everything is sent

	awaitFIN time.Duration    // how long to wait for a FIN after a closure alert; 0: do not wait
	followed session.Followed // what the reader saw during that wait, set before it reports the end
}

func newConn(id int, nc net.Conn, t *tap, obs *observe.Conn) *conn {
	c := &conn{
		id: id, nc: nc, tap: t, tls: nc != net.Conn(t),
		reads: make(chan read, 1), free: make(chan []byte, 2),
		jobs: make(chan []byte), wrote: make(chan wrote, 1), gone: make(chan struct{}),
		obs: obs, giveUpAt: never, halfClosed: never,
	}
	c.settle, c.out.brokenAt = notSettling, never
	if rc := rawConn(t.Conn); rc != nil {
		c.socket = newSocket(rc)
	}
	if !c.tls {
		c.direct = canCallNow && c.socket != nil
		c.inline = inlineReader(t.Conn, c.socket)
	}
	return c
}

// idle reports whether nothing is outstanding and nothing is being sent.
func (c *conn) idle() bool { return c.obs.Outstanding() == 0 && !c.out.active() }

// due returns the next time at which the loop has something to do for the connection.
func (c *conn) due() time.Duration {
	return min(c.settle.at, c.giveUpAt, c.obs.Due(), c.out.due())
}

// refuses returns the reason why no further request may be sent on this
// connection, or "".
func (c *conn) refuses() string {
	_, lost := c.obs.Lost()
	reason, spent := c.obs.Spent()
	switch {
	case c.halfClosed != never:
		return "The write side is shut: nothing more can be sent on this connection."
	case c.obs.Tunnel():
		return "The connection is a tunnel and no longer carries HTTP/1.x."
	case lost:
		return "Framing is lost: linger cannot determine where the next response begins."
	case c.out.unfinished:
		return "The content of a request is incomplete: nothing can follow it on this connection."
	case c.out.err != nil:
		return "The connection can no longer be written to."
	case spent:
		return "The connection will close (" + reason.String() + "): no further request is sent on it."
	}
	return ""
}

// rawConn returns the descriptor of a transport, or nil if it has none.
func rawConn(nc net.Conn) syscall.RawConn {
	if sc, ok := nc.(syscall.Conn); ok {
		if rc, err := sc.SyscallConn(); err == nil {
			return rc
		}
	}
	return nil
}
