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

// Maximum times that the server waits for a client, unless a scenario sets another
// timeout.
const (
	patience      = 10 * time.Minute // idle
	headWait      = time.Minute      // waiting for the rest of a header section
	writeWait     = time.Minute      // for room to write 64 KiB
	handshakeWait = 10 * time.Second
)

// A conn is one connection with its state. One goroutine runs it. Other goroutines only
// close its socket, when the server reaches a limit or in Close.
type conn struct {
	srv *Server
	id  int
	raw net.Conn // the socket
	nc  net.Conn // the connection that carries HTTP: the socket, or TLS over it
	in  input
	out bytes.Buffer

	opened    time.Time
	lastSent  time.Time // when the last response byte was sent; idle time is measured from then
	exchanges int
	sentBytes int64 // number of bytes sent on the connection
	contentIn int64 // number of content bytes in the current request
	status    string
	idle      []step
	deaf      bool          // whether the server ignores further requests; only idle steps remain
	late      int64         // number of bytes that were discarded because the connection is deaf
	linger    time.Duration // how long the server continues to read after its FIN
	broken    error         // the reason why no more bytes can be sent, or nil
	ended     bool
	tracer    tracer
	hidden    bool   // whether the log hides what the scenario does
	dismiss   func() // frees the worker that serves this connection; nil if there is none
}

func newConn(s *Server, nc net.Conn, id int) *conn {
	c := &conn{srv: s, id: id, raw: nc, nc: nc, opened: time.Now(), linger: drainTime}
	c.lastSent, c.tracer = c.opened, newTracer(c)
	c.in = input{conn: nc, seen: c.tracer.received}
	c.idle = []step{closeAfter(patience, "no request in ten minutes")}
	return c
}

// handshake performs the TLS handshake, if the server is configured for TLS. It
// reports whether HTTP can begin.
func (c *conn) handshake() bool {
	if c.srv.config.TLS == nil {
		return true
	}
	t := tls.Server(c.raw, c.srv.config.TLS)
	_ = c.raw.SetDeadline(time.Now().Add(handshakeWait))
	if err := t.Handshake(); err != nil {
		var plain tls.RecordHeaderError
		if errors.As(err, &plain) && plain.Conn != nil { // the client speaks plain HTTP; nginx and Apache also answer in plain HTTP
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

// await performs the idle steps until a request begins. It returns false if the
// connection has ended instead.
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

// play performs one idle step and reports whether the connection is still open. After the
// last step the server waits ten minutes and then closes the connection.
func (c *conn) play(s step) bool {
	if len(s.send) > 0 {
		base := c.lastSent
		c.write([]byte(s.send))
		c.logf("sent    %d bytes while idle%s", len(s.send), c.reason(s.why))
		c.lastSent = base // the times of the steps are measured from the last response
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

// clientHello is the beginning of a TLS handshake: a record of type handshake, version 3.
// It need not contain a line end, so the server must not wait for one.
const clientHello = "\x16\x03"

// readHead reads a header section. If the header section is faulty, readHead returns the
// bytes that have arrived and the fault. It returns false if the connection has ended.
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
			return c.in.take(len(c.in.buf)), &fault{431, "The header section exceeds 64 KiB.", true}, true
		}
		err := c.in.fill(limit)
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded):
			return c.in.take(len(c.in.buf)), &fault{408, "The rest of the header section did not arrive within a minute.", true}, true
		default:
			c.lost(err)
			return nil, nil, false
		}
	}
}

// pause waits for d during an exchange and reports whether the connection is still open.
// It reads ahead, so that it notices a reset. A half-close by the client does not end the
// exchange: "a TCP connection that is half-closed by the client does not delimit a
// request message, nor does it imply that the client is no longer interested in a
// response" (RFC 9112 §9.6).
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

// write sends bytes unchanged. It stops if the client reads nothing for a minute.
func (c *conn) write(b []byte) {
	const piece = 64 << 10
	for len(b) > 0 && c.broken == nil {
		n := min(piece, len(b))
		_ = c.nc.SetWriteDeadline(time.Now().Add(writeWait))
		n, err := c.nc.Write(b[:n])
		c.tracer.sent(b[:n])
		c.sentBytes += int64(n)
		b, c.broken = b[n:], err
		c.lastSent = time.Now()
	}
}

// lost ends the connection. err is the reason why no more input arrives or no more output
// can be sent.
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
		c.close(endReset, "server", "the client stopped sending or reading")
	default:
		c.close(endFIN, "network", err.Error())
	}
}
