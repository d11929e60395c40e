package practice

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Limits on request content. The server counts the content and discards it.
const (
	maxContent   = 1 << 30
	maxChunkLine = 4 << 10
	maxTrailers  = maxHead
	contentWait  = 30 * time.Second // maximum pause within the content
)

// readContent reads and discards the request content. It first sends 100 (Continue) if
// the client expects it and no content has arrived yet (RFC 9110 §10.1.1). It returns a
// fault if the content is invalid or too large; a chunk line that does not arrive in time
// is also invalid. It returns false if the connection ended, or if content other than a
// chunk line did not arrive in time.
func (c *conn) readContent(r *request) (*fault, bool) {
	if r.expects && len(c.in.buf) == 0 {
		c.write([]byte("HTTP/1.1 100 Continue\r\n\r\n"))
	}
	if r.length < 0 {
		return c.readChunks()
	}
	if r.length > maxContent {
		return tooLarge(), true
	}
	return nil, c.discard(r.length)
}

func tooLarge() *fault {
	return &fault{413, "The content exceeds 1 GiB.", true}
}

// readChunks reads a chunked message body to its end (RFC 9112 §7.1).
func (c *conn) readChunks() (*fault, bool) {
	broken := &fault{400, "The chunked coding of the request is invalid.", true}
	for total := int64(0); ; {
		line, ok := c.line(maxChunkLine)
		if !ok {
			return broken, c.in.end == nil
		}
		digits, _, _ := strings.Cut(line, ";")
		size, err := strconv.ParseUint(strings.TrimRight(digits, " \t"), 16, 63)
		if err != nil {
			return broken, true
		}
		if size == 0 {
			break
		}
		if total += int64(size); size > maxContent || total > maxContent {
			return tooLarge(), true
		}
		if !c.discard(int64(size)) {
			return nil, false
		}
		if end, ok := c.line(2); !ok || end != "" {
			return broken, c.in.end == nil
		}
	}
	for room := maxTrailers; ; {
		line, ok := c.line(room)
		if !ok {
			return broken, c.in.end == nil
		}
		if line == "" {
			return nil, true
		}
		room -= len(line)
	}
}

// line consumes a line of at most limit bytes from the input and returns it without its
// line end. It returns false if the line is too long or does not arrive.
func (c *conn) line(limit int) (string, bool) {
	for {
		if i := bytes.IndexByte(c.in.buf, '\n'); i >= 0 && i < limit {
			line := c.in.take(i + 1)
			return strings.TrimSuffix(string(line[:i]), "\r"), true
		}
		if len(c.in.buf) >= limit || c.in.fill(time.Now().Add(contentWait)) != nil {
			return "", false
		}
	}
}

// discard reads and discards n bytes of content, and reports whether they arrived.
func (c *conn) discard(n int64) bool {
	for {
		k := min(n, int64(len(c.in.buf)))
		c.in.take(int(k))
		c.contentIn += k
		if n -= k; n == 0 {
			return true
		}
		if c.in.fill(time.Now().Add(contentWait)) != nil {
			return false
		}
	}
}
