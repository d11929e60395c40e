package practice

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// A log writes whole lines, one at a time. It escapes what clients sent.
type log struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *log) printf(format string, args ...any) {
	if l.w == nil {
		return
	}
	line := time.Now().Format("15:04:05.000000 ") + fmt.Sprintf(format, args...) + "\n"
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = io.WriteString(l.w, line)
}

func (c *conn) logf(format string, args ...any) {
	if c.srv.log.w != nil {
		c.srv.log.printf("#%d %s", c.id, fmt.Sprintf(format, args...))
	}
}

// logExchange writes the line for an exchange: the request and the response.
func (c *conn) logExchange(x *exchange) {
	answer := c.status
	if answer == "" {
		answer = "no response"
	}
	c.logf("%-7s %s -> %s  %s: exchange %d, %d bytes in, %d out, %.2f ms", escape(clip(x.req.method)), escape(clip(x.req.target)),
		answer, x.s.Path, x.n, int64(len(x.req.raw))+c.contentIn, c.sentBytes-x.sentBefore, time.Since(x.began).Seconds()*1e3)
}

func (c *conn) logClose(e ending, by, why string, at time.Time, late int64) {
	var b strings.Builder
	fmt.Fprintf(&b, "close   by %s", by)
	if by == "server" {
		fmt.Fprintf(&b, " (%s)", e)
	}
	fmt.Fprintf(&b, ", %s after the last byte sent", milli(at.Sub(c.lastSent)))
	b.WriteString(c.reason(why))
	fmt.Fprintf(&b, "; exchanges: %d, open for %s", c.exchanges, milli(at.Sub(c.opened)))
	if late > 0 {
		fmt.Fprintf(&b, "; %d bytes arrived too late", late)
	}
	c.logf("%s", b.String())
}

// reason returns ": why" for the log; nothing in a round of the drill, whose log
// a student may see.
func (c *conn) reason(why string) string {
	if why == "" || c.hidden {
		return ""
	}
	return ": " + escape(why)
}

func milli(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

// traceLimit limits the bytes of one read or write in the log.
const traceLimit = 64 << 10

// trace logs every byte, one line of log for each line: < is from the client,
// > from the server.
func (c *conn) trace(direction byte, b []byte) {
	if !c.srv.config.Verbose || c.srv.log.w == nil {
		return
	}
	more := max(0, len(b)-traceLimit)
	for line := range strings.Lines(string(b[:len(b)-more])) {
		c.logf("%c %s", direction, escape(line))
	}
	if more > 0 {
		c.logf("%c and %d more bytes", direction, more)
	}
}

func clip(s string) string {
	if len(s) > 200 {
		return s[:200] + "..."
	}
	return s
}

// escape returns s in printable US-ASCII: other bytes become escape sequences.
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
