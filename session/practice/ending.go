package practice

import (
	"crypto/tls"
	"net"
	"time"
)

// An ending is a way in which the server ends a connection.
type ending int

const (
	stay      ending = iota // the server does not end the connection
	endFIN                  // FIN, after which the server reads for a while; over TLS, close_notify precedes the FIN
	endReset                // RST (SO_LINGER 0), without further reads
	endBare                 // like endFIN, but without close_notify over TLS
	endNotify               // over TLS, close_notify; the FIN follows only after the client has closed or c.linger is over
)

func (e ending) String() string {
	return [...]string{"open", "FIN", "reset", "FIN, no close_notify", "close_notify, no FIN"}[e]
}

// drainTime is how long the server keeps reading after its FIN.
const drainTime = time.Second

// A step is what the server does on an idle connection at a certain time. The field at is
// the time since the last byte of the last response.
type step struct {
	at   time.Duration
	send string // unsolicited bytes
	end  ending
	why  string // the reason, for the log
}

func closeAfter(d time.Duration, why string) step { return step{at: d, end: endFIN, why: why} }

func resetAfter(d time.Duration, why string) step { return step{at: d, end: endReset, why: why} }

func sendAfter(d time.Duration, b, why string) step { return step{at: d, send: b, why: why} }

// close ends the connection. Unless it resets the connection, it closes in stages: "the
// server performs a half-close by closing only the write side of the read/write
// connection. The server then continues to read from the connection until it receives a
// corresponding close by the client" (RFC 9112 §9.6), or until c.linger is over.
func (c *conn) close(e ending, by, why string) {
	if c.ended {
		return
	}
	c.ended = true
	now := time.Now()
	late := c.late
	if by == "server" {
		late += int64(len(c.in.buf)) // pipelined requests that were never answered
	}
	if e == endReset {
		reset(c.raw)
	} else {
		if t, ok := c.nc.(*tls.Conn); ok && e != endBare {
			_ = t.CloseWrite()
		}
		if e != endNotify {
			closeWrite(c.raw)
		}
		late += drain(c.raw, c.linger)
		_ = c.raw.Close()
	}
	c.logClose(e, by, why, now, late)
}

func reset(nc net.Conn) {
	if l, ok := nc.(interface{ SetLinger(int) error }); ok {
		_ = l.SetLinger(0)
	}
	_ = nc.Close()
}

func closeWrite(nc net.Conn) {
	if w, ok := nc.(interface{ CloseWrite() error }); ok {
		_ = w.CloseWrite()
	}
}

// drain reads until the client closes as well, but for at most d, and returns the number
// of bytes that it read.
func drain(nc net.Conn, d time.Duration) (late int64) {
	_ = nc.SetReadDeadline(time.Now().Add(d))
	b := make([]byte, readSize)
	for {
		n, err := nc.Read(b)
		late += int64(n)
		if err != nil {
			return late
		}
	}
}
