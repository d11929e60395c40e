package wire

import (
	"slices"
	"strings"
	"testing"
)

// TestNoAllocations checks that, in the steady state, reading a response and reporting
// its findings allocates nothing.
func TestNoAllocations(t *testing.T) {
	for name, response := range map[string]string{
		"plain":   "HTTP/1.1 200 OK\r\nServer: x\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 5\r\n\r\nhello",
		"chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5;a=b\r\nhello\r\n0\r\nX: 1\r\n\r\n",
		"runs":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("1\r\nx\r\n", 600) + "0\r\n\r\n",
		"findings": "HTTP/1.1 200 OK\nX : 1\r\nKeep-Alive: timeout=5s, max=\"\\7\", 1, 2, 3, 4, 5, 6, 7, 8, 9\r\nProxy-Connection: close\r\nhello\r\nX(: \x01\r\n" +
			"Content-Length: 5, 5\r\n\r\nhello",
		"surplus": "HTTP/1.1 200 OK\n" + strings.Repeat("X\rY: 1\n", 50) + "Transfer-Encoding: gzip, chunked\n\n" + strings.Repeat("1\nx\n", 50) + "0\n\n",
	} {
		t.Run(name, func(t *testing.T) {
			d := NewDecoder(Limits{})
			r := Request{Method: "GET", Version: Version{1, 1}}
			p := []byte(response)
			found := 0
			read := func() {
				d.Expect(r)
				for rest := p; ; {
					n, ev := d.Feed(rest)
					rest = rest[n:]
					found += len(d.Findings())
					if ev == EventNeedMore {
						return
					}
				}
			}
			read()
			if n := testing.AllocsPerRun(100, read); n != 0 {
				t.Errorf("%v allocations per response, want 0", n)
			}
			if (name == "findings" || name == "surplus") && found == 0 {
				t.Error("the decoder reported no findings, want some")
			}
		})
	}
}

// TestMemoryIsLimited feeds endless input and checks that the decoder keeps no more than
// its limits allow.
func TestMemoryIsLimited(t *testing.T) {
	segment := []byte(strings.Repeat("x", 4<<10))
	for name, head := range map[string]string{
		"status-line": "HTTP/1.1 200 ",
		"field line":  "HTTP/1.1 200 OK\r\nX: ",
		"fold":        "HTTP/1.1 200 OK\r\nX: \r\n ",
		"chunk line":  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
		"content":     "HTTP/1.1 200 OK\r\n\r\n",
		"junk":        "junk",
	} {
		d := NewDecoder(Limits{Head: 16 << 10})
		d.Expect(Request{Method: "GET", Version: Version{1, 1}})
		feed := func(p []byte) {
			for {
				n, ev := d.Feed(p)
				if p = p[n:]; ev == EventNeedMore {
					return
				}
			}
		}
		feed([]byte(head))
		for range 1000 {
			feed(segment)
			if cap(d.carry) > 64<<10 || cap(d.lines) > 1<<10 || cap(d.findings) > 1<<10 {
				t.Fatalf("%s: the decoder has room for %d bytes, %d lines and %d findings; want at most %d, %d and %d", name, cap(d.carry), cap(d.lines), cap(d.findings), 64<<10, 1<<10, 1<<10)
			}
		}
		if want := int64(len(head) + 1000*len(segment)); d.Offset() != want {
			t.Errorf("%s: Offset() = %d, want %d", name, d.Offset(), want)
		}
	}
}

// TestBusyPipeline keeps one request outstanding at all times. The decoder must still
// drop the requests that were answered.
func TestBusyPipeline(t *testing.T) {
	d := NewDecoder(Limits{})
	r := Request{Method: "HEAD", Version: Version{1, 1}}
	d.Expect(r)
	for range 10000 {
		d.Expect(r)
		for p := []byte("HTTP/1.1 200 OK\r\n\r\n"); ; {
			n, ev := d.Feed(p)
			if p = p[n:]; ev == EventNeedMore {
				break
			}
		}
	}
	if d.Outstanding() != 1 || cap(d.queue) > 16 {
		t.Errorf("%d requests are outstanding in a queue of capacity %d; want 1 and at most 16", d.Outstanding(), cap(d.queue))
	}
}

func TestRulesAreComplete(t *testing.T) {
	var codes []Code
	for _, r := range Rules() {
		if r.Severity < SeverityNote || r.Severity > SeverityError || r.Text == "" || r.Why == "" || r.Do == "" || !strings.Contains(r.Ref, "§") {
			t.Errorf("rule %+v has an empty or invalid field", r)
		}
		if strings.HasSuffix(r.Text, ".") {
			t.Errorf("%s: the text %q ends with a full stop, want none", r.Code, r.Text)
		}
		codes = append(codes, r.Code)
	}
	slices.Sort(codes)
	if n := len(slices.Compact(codes)); n != len(Rules()) {
		t.Errorf("%d rules have %d different codes, want a different code for each rule", len(Rules()), n)
	}
}
