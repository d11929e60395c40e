package practice

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"
)

// A log writes whole lines, one at a time. Its callers escape the bytes that clients
// sent.
//
// A writer that blocks, such as a stopped terminal, must not stop the server. Only the
// connection that is writing a line waits for it. The other connections wait for at most
// logWait; then their lines are dropped and counted.
type log struct {
	w       io.Writer
	turn    chan struct{} // has one token while a connection writes
	stuck   atomic.Bool   // whether a write takes longer than logWait
	dropped atomic.Int64
}

// logWait is the maximum time that a line waits for the previous line.
const logWait = 100 * time.Millisecond

func newLog(w io.Writer) *log { return &log{w: w, turn: make(chan struct{}, 1)} }

func (l *log) printf(format string, args ...any) {
	if l.w == nil {
		return
	}
	line := time.Now().Format("15:04:05.000000 ") + fmt.Sprintf(format, args...) + "\n"
	if !l.enter() {
		l.dropped.Add(1)
		return
	}
	if n := l.dropped.Swap(0); n > 0 {
		line = fmt.Sprintf("%d lines of the log were dropped\n%s", n, line)
	}
	_, _ = io.WriteString(l.w, line)
	l.stuck.Store(false)
	<-l.turn
}

// enter waits until no other line is being written. It returns false if that takes longer
// than logWait, or at once if an earlier wait took that long and no line has been written
// since.
func (l *log) enter() bool {
	select {
	case l.turn <- struct{}{}:
		return true
	default:
	}
	if l.stuck.Load() {
		return false
	}
	t := time.NewTimer(logWait)
	defer t.Stop()
	select {
	case l.turn <- struct{}{}:
		return true
	case <-t.C:
		l.stuck.Store(true)
		return false
	}
}

func (c *conn) logf(format string, args ...any) {
	if c.srv.log.w != nil {
		c.srv.log.printf("#%d %s", c.id, fmt.Sprintf(format, args...))
	}
}

// logExchange logs one line that describes the request and the response.
func (c *conn) logExchange(x *exchange) {
	answer := c.status
	if answer == "" {
		answer = "no response"
	}
	c.logf("%-7s %s -> %s  %s: exchange %d, %d bytes in, %d out, %.2f ms", escape(clip(x.req.method)), escape(clip(c.srv.masker()(x.req.target))),
		answer, x.s.Path, x.n, int64(len(x.req.raw))+c.contentIn, c.sentBytes-x.sentBefore, time.Since(x.began).Seconds()*1e3)
}

func (c *conn) logClose(e ending, by, why string, at time.Time, late int64) {
	c.tracer.flush()
	var b strings.Builder
	fmt.Fprintf(&b, "close   by %s", by)
	if by == "server" {
		fmt.Fprintf(&b, " (%s)", e)
	}
	fmt.Fprintf(&b, ", %s after the last byte sent", milli(at.Sub(c.lastSent)))
	b.WriteString(c.reason(why))
	fmt.Fprintf(&b, "; exchanges: %d, open for %s", c.exchanges, milli(at.Sub(c.opened)))
	if late > 0 {
		fmt.Fprintf(&b, "; %d bytes arrived but were not answered", late)
	}
	c.logf("%s", b.String())
}

// reason returns ": why" for the log. In a round of the drill it returns "", because a
// student may see the log.
func (c *conn) reason(why string) string {
	if why == "" || c.hidden {
		return ""
	}
	return ": " + escape(why)
}

func milli(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

// traceLimit is the maximum number of bytes that the log shows for one line from the
// client, or for one write to the client.
const traceLimit = 64 << 10

// masker returns a function that masks the secrets in the lines sent in one direction.
func (s *Server) masker() func(string) string {
	if s.config.Mask == nil {
		return func(line string) string { return line }
	}
	return s.config.Mask()
}

// A tracer logs the bytes of a connection, with one line of the log for each line of a
// message. A line from the client may arrive in several pieces, so the tracer keeps the
// beginning of a line until the rest has arrived. It logs only the beginning of a very
// long line.
type tracer struct {
	c     *conn
	begun []byte // beginning of an incomplete line from the client
	left  int    // number of unlogged bytes in a long line from the client

	from, to func(line string) string // mask the secrets
}

func newTracer(c *conn) tracer { return tracer{c: c, from: c.srv.masker(), to: c.srv.masker()} }

// on reports whether bytes are logged.
func (t *tracer) on() bool { return t.c.srv.config.Verbose && t.c.srv.log.w != nil }

// received logs bytes from the client, marked <.
func (t *tracer) received(b []byte) {
	if !t.on() {
		return
	}
	for line := range bytes.Lines(b) {
		ended := line[len(line)-1] == '\n'
		n := min(len(line), traceLimit-len(t.begun))
		t.begun = append(t.begun, line[:n]...)
		t.left += len(line) - n
		if ended {
			t.flush()
		}
	}
}

// sent logs bytes to the client, marked >.
func (t *tracer) sent(b []byte) {
	if !t.on() {
		return
	}
	t.flush()
	left := max(0, len(b)-traceLimit)
	for line := range bytes.Lines(b[:len(b)-left]) {
		t.line('>', t.to, line)
	}
	t.more('>', left)
}

// flush logs the bytes of the current line from the client, whether or not the line is
// complete.
func (t *tracer) flush() {
	if len(t.begun) > 0 {
		t.line('<', t.from, t.begun)
	}
	t.more('<', t.left)
	t.begun, t.left = nil, 0
}

func (t *tracer) line(direction byte, mask func(string) string, line []byte) {
	t.c.logf("%c %s", direction, escape(mask(string(line))))
}

func (t *tracer) more(direction byte, n int) {
	if n > 0 {
		t.c.logf("%c and %d more bytes", direction, n)
	}
}

func clip(s string) string {
	if len(s) > 200 {
		return s[:200] + "..."
	}
	return s
}

// escape returns s in printable US-ASCII. Other bytes become escape sequences.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c == '\r':
			b.WriteString(`\r`)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == '\\':
			b.WriteString(`\\`)
		case c < ' ' || c > '~':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
