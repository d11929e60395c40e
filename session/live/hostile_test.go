package live_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"linger/session"
)

// pours writes text again and again, until the session closes the connection or limit
// bytes are written. It returns the number of bytes written.
func (s *story) pours(text string, limit int) (n int) {
	text = strings.ReplaceAll(text, "\n", "\r\n")
	block := strings.Repeat(text, 1+32<<10/len(text))
	for n < limit {
		k, err := io.WriteString(s.server, block)
		n += k
		if err != nil {
			break
		}
	}
	return n
}

// TestEndless checks that linger stops reading endless input at a limit, reports a
// finding and closes the connection.
func TestEndless(t *testing.T) {
	const far = 256 << 20
	for name, c := range map[string]struct{ begin, pour, code string }{
		"head":            {"HTTP/1.1 200 OK\n", "X: " + strings.Repeat("y", 1000) + "\n", "head-too-large"},
		"field line":      {"HTTP/1.1 200 OK\nX: ", "yyyyyyyyyyyyyyyy", "head-too-large"},
		"status line":     {"HTTP/1.1 200 ", "OK OK OK OK OK ", "head-too-large"},
		"interim":         {"", "HTTP/1.1 103 Early Hints\n\n", "too-many-interim"},
		"chunk extension": {"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5;x=", "yyyyyyyyyyyyyyyy", "chunk-line-too-long"},
		"short lines":     {"HTTP/1.1 200 OK\n", "X:\n", "too-many-lines"},
		"trailers":        {"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n0\n", "X: " + strings.Repeat("y", 1000) + "\n", "head-too-large"},
		"rubbish":         {"", "rubbish ", "status-line-invalid"},
		"unsolicited":     {"HTTP/1.1 204 No Content\n\n", "rubbish ", "unsolicited-bytes"},
		"answers":         {"HTTP/1.1 204 No Content\n\n", "HTTP/1.1 204 No Content\n\n", "unsolicited-response"},
		"empty lines":     {"HTTP/1.1 204 No Content\n\n", "\n", "leading-crlf"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(c.begin)
				go s.pours(c.pour, far)
				evs := until[session.Closed](s, "linger closes the connection")
				equal(s, "closed by", evs[len(evs)-1].(session.Closed).By, session.ByClient)
				if !strings.Contains(codes(evs), c.code) {
					t.Errorf("findings = %s, want %s among them", codes(evs), c.code)
				}
				kept := 0
				for _, ev := range evs {
					if r, ok := ev.(*session.Received); ok {
						kept += len(r.Data)
					}
				}
				if kept > 10<<20 {
					t.Errorf("the events keep %d bytes, want at most 10 MiB", kept)
				}
			})
		})
	}
}

// TestEndlessContent checks that linger keeps a limited amount of content but counts all
// of it.
func TestEndlessContent(t *testing.T) {
	const size = 16 << 20
	chunk := "10000\r\n" + strings.Repeat("x", 0x10000) + "\r\n"
	tiny := strings.Repeat("1\r\nx\r\n", 10000)
	for name, c := range map[string]struct {
		head, body, end string
		n               int
		content         int64
	}{
		"length":      {fmt.Sprintf("Content-Length: %d", size), strings.Repeat("x", 0x10000), "", size / 0x10000, size},
		"chunked":     {"Transfer-Encoding: chunked", chunk, "0\r\nX: y\r\n\r\n", size / 0x10000, size},
		"tiny chunks": {"Transfer-Encoding: chunked", tiny, "0\r\nX: y\r\n\r\n", 200, 2_000_000},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers("HTTP/1.1 200 OK\n" + c.head + "\n\n")
				for range c.n {
					if _, err := io.WriteString(s.server, c.body); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := io.WriteString(s.server, c.end); err != nil {
					t.Fatal(err)
				}
				evs := until[*session.ExchangeDone](s, "the end of the exchange")
				done := evs[len(evs)-1].(*session.ExchangeDone)
				equal(s, "content", done.Facts.ContentBytes, c.content)
				equal(s, "complete", done.Facts.Complete, true)
				var kept, counted, lines int64
				var tail string
				for _, ev := range evs {
					if r, ok := ev.(*session.Received); ok {
						kept += int64(len(r.Data))
						counted += r.Len
						lines += int64(len(r.Lines))
						tail = string(r.Data)
					}
				}
				equal(s, "bytes received", counted, done.WireBytes)
				if kept > 9<<20 || c.n > 200 && kept > keptOfOne {
					t.Errorf("the events keep %d bytes of content, want a limited number", kept)
				}
				if !strings.HasSuffix(tail, strings.TrimPrefix(c.end, "0\r\n")) {
					t.Errorf("the last bytes kept are %q, want the trailer section", tail)
				}
				if lines > 30_000 {
					t.Errorf("the events have %d lines, want at most 30000", lines)
				}
			})
		})
	}
}

const keptOfOne = 1<<20 + 256<<10 // limit for the bytes kept of one body: a MiB of content and its framing

// TestLongBodyNeedsLimitedMemory checks that a long body needs limited memory even if no
// consumer takes the events.
func TestLongBodyNeedsLimitedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("takes up to two seconds")
	}
	const size = 1 << 28
	tell(t, func(s *story) {
		s.connects()
		s.answers(fmt.Sprintf("HTTP/1.1 200 OK\nContent-Length: %d\n\n", size))
		block := strings.Repeat("x", 64<<10)
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for i := range size / len(block) {
			if _, err := io.WriteString(s.server, block); err != nil {
				t.Fatal(err)
			}
			if i%1024 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&now)
				if grown := int64(now.HeapAlloc) - int64(before.HeapAlloc); grown > 32<<20 {
					t.Fatalf("the heap grew by %d MiB, want at most 32", grown>>20)
				}
			}
		}
		done := want[*session.ExchangeDone](s, "the end of the exchange")
		equal(s, "content", done.Facts.ContentBytes, size)
	})
}

func TestChunkedResponseByteByByte(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		for _, b := range []byte(strings.ReplaceAll("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n", "\n", "\r\n")) {
			time.Sleep(100 * time.Millisecond)
			if _, err := s.server.Write([]byte{b}); err != nil {
				t.Fatal(err)
			}
		}
		evs := until[*session.ExchangeDone](s, "the end of the exchange")
		reads := 0
		for _, ev := range evs {
			if r, ok := ev.(*session.Received); ok {
				equal(s, "bytes per read", r.Len, 1)
				reads += r.Reads
			}
		}
		equal(s, "reads", int64(reads), evs[len(evs)-1].(*session.ExchangeDone).WireBytes)
	})
}

func TestTextsContainNoControlSequences(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers("HTTP/1.1 200 \x1b[2J\nX: \x1b]0;owned\x07\nContent-Length: 0\n\n")
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		for _, ev := range evs {
			switch ev := ev.(type) {
			case session.Found:
				if strings.ContainsRune(ev.Finding.Detail, '\x1b') {
					t.Errorf("the detail of a finding contains a control sequence: %q", ev.Finding.Detail)
				}
			case session.Closed:
				if strings.ContainsRune(ev.Cause, '\x1b') {
					t.Errorf("the cause of the end contains a control sequence: %q", ev.Cause)
				}
			}
		}
	})
}
