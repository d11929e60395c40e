package wire

import (
	"bytes"
	"strings"
	"testing"
)

// Switch begins a tunnel at any point of a request, and no byte is lost.
func TestSwitch(t *testing.T) {
	const rest = "\x81\x05hello"
	for name, before := range map[string]string{
		"nothing":               "",
		"half a request":        "GET / HT",
		"CR after a request":    "GET / HTTP/1.1\r\n\r\n\r",
		"half a second request": "GET / HTTP/1.1\r\n\r\nG",
		"after a request":       "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n",
		"half a field line":     "GET / HTTP/1.1\r\nUpgrade: web",
		"a whole line":          "GET / HTTP/1.1\r\nUpgrade: websocket\r\n",
		"content":               "POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nhel",
		"half a chunk-size":     "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1",
		"half a chunk":          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc",
		"half a chunk end":      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r",
	} {
		r := NewRequestDecoder(Limits{})
		var lines []Line
		feed := func(s string) {
			for p := []byte(s); ; {
				n, ev := r.Feed(p)
				p = p[n:]
				for _, l := range r.Lines() {
					lines = AppendLine(lines, l)
				}
				if ev == EventNeedMore {
					return
				}
			}
		}
		feed(before)
		r.Switch()
		if off, ok := r.Under(); ok {
			t.Errorf("%s: Under() = %d, true; want no request in progress", name, off)
		}
		feed(rest[:1])
		feed(rest[1:])
		if ev := r.Close(); ev != EventNeedMore || len(r.Lines()) > 0 {
			t.Errorf("%s: Close() = %v with lines %v; want %v and none", name, ev, r.Lines(), EventNeedMore)
		}
		at := int64(0)
		for _, l := range lines {
			if l.Off != at {
				t.Errorf("%s: %+v begins at %d, want %d", name, l, l.Off, at)
			}
			at = l.End()
		}
		if last := lines[len(lines)-1]; at != int64(len(before)+len(rest)) || last.Kind != KindTunnel || last.Len < int64(len(rest)) {
			t.Errorf("%s: the last line is %+v; want a tunnel line that ends at %d", name, last, len(before)+len(rest))
		}
	}
}

func TestSwitchBeforeClose(t *testing.T) {
	r := NewRequestDecoder(Limits{})
	r.Feed([]byte("GE"))
	r.Switch()
	if ev := r.Close(); ev != EventNeedMore || len(r.Lines()) != 1 || r.Lines()[0] != (Line{Len: 2, Kind: KindTunnel}) {
		t.Errorf("Close() = %v with lines %+v; want %v and one tunnel line of 2 bytes", ev, r.Lines(), EventNeedMore)
	}
}

func TestUnder(t *testing.T) {
	for before, want := range map[string]int64{
		"":                       -1,
		"\r\n\r":                 -1,
		"\r\nG":                  2,
		"GET / HTTP/1.1\r\n":     0,
		"GET / HTTP/1.1\r\n\r\n": -1,
		"\x16":                   0,
		"\x16\x03\x01":           -1, // framing is lost
		"GET / HTTP/1.1\r\n\r\nPOST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\na": 18,
	} {
		r := NewRequestDecoder(Limits{})
		for p := []byte(before); ; {
			n, ev := r.Feed(p)
			if p = p[n:]; ev == EventNeedMore {
				break
			}
		}
		off, ok := r.Under()
		if !ok {
			off = -1
		}
		if off != want {
			t.Errorf("%q: a request is in progress at %d, want %d (-1: none)", before, off, want)
		}
	}
}

func TestRequestProperties(t *testing.T) {
	r := NewRequestDecoder(Limits{})
	r.Feed([]byte("POST / HTTP/1.0\r\nConnection: keep-alive, close\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n\r\n"))
	want := Request{Method: "POST", Version: Version{1, 0}, Close: true, KeepAlive: true, Upgrade: true, Protocols: "h2c", Expect: true}
	if got := r.Request(); got != want {
		t.Errorf("Request() = %+v, want %+v", got, want)
	}
}

// In the steady state a request needs no allocation, for any registered method.
func TestRequestsNeedNoAllocation(t *testing.T) {
	var raw []byte
	for m := range registeredMethods {
		if m != "PRI" {
			raw = append(raw, m+" /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"...)
		}
	}
	r := NewRequestDecoder(Limits{})
	ends := 0
	read := func() {
		for p := raw; ; {
			n, ev := r.Feed(p)
			p = p[n:]
			switch ev {
			case EventMessageEnd:
				ends++
			case EventNeedMore:
				return
			}
		}
	}
	read()
	if want := len(registeredMethods) - 1; ends != want {
		t.Errorf("the decoder read %d requests, want %d", ends, want)
	}
	if n := testing.AllocsPerRun(100, read); n != 0 {
		t.Errorf("%v allocations for the requests, want 0", n)
	}
}

// An endless line needs limited memory, and TLS bytes are not kept at all.
func TestRequestMemoryIsLimited(t *testing.T) {
	segment := []byte(strings.Repeat("x", 4<<10))
	for name, begin := range map[string]string{
		"request-line": "GET /",
		"field line":   "GET / HTTP/1.1\r\nX: ",
		"chunk line":   "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;",
		"TLS":          "\x16\x03\x01",
	} {
		r := NewRequestDecoder(Limits{Head: 16 << 10, ChunkLine: 4 << 10})
		feed := func(p []byte) {
			for {
				n, ev := r.Feed(p)
				if p = p[n:]; ev == EventNeedMore {
					return
				}
			}
		}
		feed([]byte(begin))
		most := 64 << 10
		if name == "TLS" {
			most = 16
		}
		for range 1000 {
			feed(segment)
			if cap(r.d.carry) > most || cap(r.d.lines) > 1<<10 {
				t.Fatalf("%s: the decoder has room for %d bytes and %d lines; want at most %d and %d", name, cap(r.d.carry), cap(r.d.lines), most, 1<<10)
			}
		}
		if want := int64(len(begin) + 1000*len(segment)); r.Offset() != want {
			t.Errorf("%s: Offset() = %d, want %d", name, r.Offset(), want)
		}
	}
}

// FuzzRequestDecoder checks conditions that hold for any bytes: lines and parts tile
// them, and the outcome does not depend on the segmentation.
func FuzzRequestDecoder(f *testing.F) {
	for _, x := range loadFixtures(f) {
		if x.sent {
			f.Add(x.bytes, uint16(7))
		}
	}
	f.Add([]byte("\n\nGET"), uint16(1)) // two empty lines with findings: their order must not change
	f.Add([]byte("\r\n\nGET"), uint16(2))
	f.Fuzz(func(t *testing.T, raw []byte, cut uint16) {
		if len(raw) > 8<<10 {
			return
		}
		x := fixture{bytes: raw, sent: true, limits: Limits{Head: 200, ChunkLine: 30}}
		whole := decode(x, raw, nil)
		checkOutcome(t, x, whole, raw)
		if len(raw) > 0 {
			same(t, "cut once", whole, decode(x, raw, []int{int(cut) % len(raw)}))
		}
		checkCuts(t, x, whole, raw, 2)
	})
}

func BenchmarkRequests(b *testing.B) {
	one := []byte("GET /api/v1/items?page=2 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: curl/8.5.0\r\n" +
		"Accept: */*\r\nAccept-Encoding: gzip, br\r\nConnection: keep-alive\r\n\r\n")
	raw := bytes.Repeat(one, 100)
	r := NewRequestDecoder(Limits{})
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		for p := raw; ; {
			n, ev := r.Feed(p)
			if p = p[n:]; ev == EventNeedMore {
				break
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(100*b.N), "ns/request")
}

// Each direction has its own offsets, so a finding names its direction.
func TestFindingsNameTheirDirection(t *testing.T) {
	r := NewRequestDecoder(Limits{})
	r.Feed([]byte("GET / HTTP/1.1\nHost: h\n\n"))
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET"})
	d.Feed([]byte("HTTP/1.1 200 OK\n\n"))
	for name, f := range map[string][]Finding{"request": r.Findings(), "response": d.Findings()} {
		if len(f) == 0 || f[0].Request != (name == "request") {
			t.Errorf("findings of the %s: %+v; want at least one, with Request %t", name, f, name == "request")
		}
	}
}
