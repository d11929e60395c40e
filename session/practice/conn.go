package practice

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// How long the server waits for a client, where no scenario says.
const (
	patience      = 10 * time.Minute // idle
	headWait      = time.Minute      // for the rest of a header section
	writeWait     = time.Minute      // for room to write 64 KiB
	handshakeWait = 10 * time.Second
)

// A conn is one connection and everything known about it. One goroutine runs
// it; only Server.Close touches its socket from outside.
type conn struct {
	srv *Server
	id  int
	raw net.Conn // the socket
	nc  net.Conn // what HTTP is spoken on: the socket, or TLS over it
	in  input
	out bytes.Buffer

	opened    time.Time
	lastSent  time.Time // the last byte of a response went out: idle time runs from here
	exchanges int
	sentBytes int64 // on the whole connection
	contentIn int64 // of the present request
	status    string
	idle      []step
	deaf      bool          // no further request is read: idle steps alone remain
	late      int64         // bytes thrown away unread because of that
	linger    time.Duration // how long to drain after a FIN of ours
	broken    error         // a write failed: nothing more can be said
	ended     bool
	dismiss   func() // frees the worker of this connection, if it has one
}

func newConn(s *Server, nc net.Conn, id int) *conn {
	c := &conn{srv: s, id: id, raw: nc, nc: nc, opened: time.Now(), linger: drainTime}
	c.lastSent = c.opened
	c.in = input{conn: nc, seen: func(b []byte) { c.trace('<', b) }}
	c.idle = []step{closeAfter(patience, "no request in ten minutes")}
	return c
}

// handshake sets TLS up, if the server speaks it.
func (c *conn) handshake() bool {
	if c.srv.config.TLS == nil {
		return true
	}
	t := tls.Server(c.raw, c.srv.config.TLS)
	_ = c.raw.SetDeadline(time.Now().Add(handshakeWait))
	if err := t.Handshake(); err != nil {
		var plain tls.RecordHeaderError
		if errors.As(err, &plain) && plain.Conn != nil { // as nginx and Apache do
			c.write([]byte("HTTP/1.1 400 Bad Request\r\n" + serverField + "Content-Type: text/plain\r\n" +
				"Content-Length: 27\r\nConnection: close\r\n\r\nThis port speaks TLS only.\n"))
		}
		c.close(endFIN, "server", "TLS handshake: "+err.Error())
		return false
	}
	_ = c.raw.SetDeadline(time.Time{})
	c.nc, c.in.conn = t, t
	state := t.ConnectionState()
	c.logf("tls     %s, %s", tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite))
	return true
}

// serve runs exchanges until the connection ends.
func (c *conn) serve() {
	for !c.ended {
		if !c.await() {
			return
		}
		raw, fault, ok := c.readHead()
		if !ok {
			return
		}
		c.srv.prove(c.raw)
		c.exchange(raw, fault)
	}
}

// await plays the idle steps until a request begins.
func (c *conn) await() bool {
	for {
		if c.deaf {
			c.late += int64(len(c.in.take(len(c.in.buf))))
		}
		c.in.take(emptyLines(c.in.buf))
		if len(c.in.buf) > 0 {
			return true
		}
		next := c.idle[0]
		err := c.in.fill(c.lastSent.Add(next.at))
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded):
			c.idle = c.idle[1:]
			if !c.play(next) {
				return false
			}
		default:
			c.lost(err)
			return false
		}
	}
}

// play does one idle step. After the last one comes patience.
func (c *conn) play(s step) bool {
	if len(s.send) > 0 {
		base := c.lastSent
		c.write([]byte(s.send))
		c.logf("unasked %d bytes while idle: %s", len(s.send), s.why)
		c.lastSent = base // steps count from the last response
	}
	if s.end != stay {
		c.close(s.end, "server", s.why)
		return false
	}
	if len(c.idle) == 0 {
		c.idle = []step{closeAfter(patience, "idle for ten minutes")}
	}
	return true
}

// clientHello begins a TLS handshake: a record of that type, of version 3. No
// line end has to come in it, so that whoever waits for one waits in vain.
const clientHello = "\x16\x03"

// readHead reads a header section. With a fault it holds what came of it.
func (c *conn) readHead() ([]byte, *fault, bool) {
	limit := time.Now().Add(headWait)
	for {
		if n := headEnd(c.in.buf); n >= 0 && n <= maxHead {
			return c.in.take(n), nil, true
		}
		if bytes.HasPrefix(c.in.buf, []byte(clientHello)) {
			return c.in.take(len(c.in.buf)), &fault{400, "These bytes are TLS; this port speaks plain HTTP.", true}, true
		}
		if len(c.in.buf) > maxHead {
			return c.in.take(len(c.in.buf)), &fault{431, "A header section of more than 64 KiB is not read here.", true}, true
		}
		err := c.in.fill(limit)
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded):
			return c.in.take(len(c.in.buf)), &fault{408, "The rest of the header section did not come within a minute.", true}, true
		default:
			c.lost(err)
			return nil, nil, false
		}
	}
}

// pause waits in the middle of an exchange, and reads ahead meanwhile so that
// a reset is noticed. A half-close of the client does not end it: "a TCP
// connection that is half-closed by the client does not delimit a request
// message, nor does it imply that the client is no longer interested in a
// response" (RFC 9112 §9.6). It is false when the connection is gone.
func (c *conn) pause(d time.Duration) bool {
	until := time.Now().Add(d)
	for c.broken == nil {
		err := c.in.fill(until)
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded):
			return true
		case errors.Is(err, errFull), c.in.closed():
			return c.sleep(time.Until(until))
		default:
			c.broken = err
		}
	}
	return false
}

func (c *conn) sleep(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-c.srv.done:
		c.broken = net.ErrClosed
		return false
	}
}

// write sends bytes as they are. A client that reads nothing for a minute is
// given up.
func (c *conn) write(b []byte) {
	const piece = 64 << 10
	for len(b) > 0 && c.broken == nil {
		n := min(piece, len(b))
		_ = c.nc.SetWriteDeadline(time.Now().Add(writeWait))
		n, err := c.nc.Write(b[:n])
		c.trace('>', b[:n])
		c.sentBytes += int64(n)
		b, c.broken = b[n:], err
		c.lastSent = time.Now()
	}
}

// lost ends a connection whose input has ended.
func (c *conn) lost(err error) {
	switch {
	case errors.Is(err, io.EOF):
		c.close(endFIN, "client", "")
	case errors.Is(err, io.ErrUnexpectedEOF): // from crypto/tls
		c.close(endFIN, "client, without close_notify", "")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		c.close(endFIN, "client (reset)", "")
	case errors.Is(err, net.ErrClosed):
		c.close(endFIN, "server", c.srv.whyClosed())
	case errors.Is(err, os.ErrDeadlineExceeded):
		c.close(endReset, "server", "the client did not go on")
	default:
		c.close(endFIN, "network", err.Error())
	}
}
