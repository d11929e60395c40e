package peers

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"linger/wire"
)

// An input is a stream of responses.
type input struct {
	name      string
	bytes     []byte
	responses int
}

func inputs() []input {
	return []input{
		{"small", small(2010), 2010},
		{"api", api(400), 400},
		{"chunks-4KiB", chunked(1<<20, 4<<10), 1},
		{"chunks-16B", chunked(1<<20, 16), 1},
		{"length-64MiB", length(64 << 20), 1},
	}
}

// small returns n consecutive responses of one server, with 12 field lines and up to 200
// bytes of content. They differ as real responses do.
func small(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		body := strings.Repeat("x", i*37%201)
		fmt.Fprintf(&b, "HTTP/1.1 200 OK\r\n"+
			"Date: Mon, 23 Nov 2026 08:%02d:%02d GMT\r\n"+
			"Server: nginx/1.29.7\r\n"+
			"Content-Type: application/json; charset=utf-8\r\n"+
			"Content-Length: %d\r\n"+
			"Connection: keep-alive\r\n"+
			"Keep-Alive: timeout=5, max=%d\r\n"+
			"X-Request-Id: %08x-4c1f-%04x\r\n"+
			"ETag: \"%06x-%x\"\r\n"+
			"Cache-Control: no-cache, private\r\n"+
			"Vary: Accept-Encoding, Origin\r\n"+
			"X-Content-Type-Options: nosniff\r\n"+
			"X-Runtime: 0.%06d\r\n\r\n%s",
			i/60%60, i%60, len(body), 2010-i, i*2654435761, i, i*7919, len(body), i*613%1000000, body)
	}
	return b.Bytes()
}

// api returns n responses of a service behind a content delivery network, with 25 field
// lines and 2 KiB of content.
func api(n int) []byte {
	var b bytes.Buffer
	body := strings.Repeat(`{"id":123456,"name":"value"},`, 71)[:2048]
	for i := range n {
		fmt.Fprintf(&b, "HTTP/1.1 200 OK\r\n"+
			"Date: Mon, 23 Nov 2026 08:%02d:%02d GMT\r\n"+
			"Content-Type: application/json; charset=utf-8\r\n"+
			"Content-Length: %d\r\n"+
			"Connection: keep-alive\r\n"+
			"Server: cdn\r\n"+
			"Cache-Control: public, max-age=60, s-maxage=300, stale-while-revalidate=30\r\n"+
			"ETag: W/\"%016x\"\r\n"+
			"Last-Modified: Sun, 22 Nov 2026 11:%02d:00 GMT\r\n"+
			"Vary: Accept-Encoding, Origin, Accept\r\n"+
			"Age: %d\r\n"+
			"Via: 1.1 varnish, 1.1 edge-%d.example.net (proxy)\r\n"+
			"X-Cache: HIT, MISS\r\n"+
			"X-Cache-Hits: %d, 0\r\n"+
			"X-Served-By: cache-fra-etou8220%d-FRA, cache-ams-2100%d-AMS\r\n"+
			"X-Timer: S17%08d.%06d,VS0,VE%d\r\n"+
			"X-Request-Id: %08x-4c1f-4b6e-9d3a-%012x\r\n"+
			"Strict-Transport-Security: max-age=63072000; includeSubDomains; preload\r\n"+
			"Content-Security-Policy: default-src 'none'; script-src 'self' https://static.example.net; frame-ancestors 'none'; report-uri https://report.example.net/csp\r\n"+
			"X-Content-Type-Options: nosniff\r\n"+
			"X-Frame-Options: DENY\r\n"+
			"Referrer-Policy: strict-origin-when-cross-origin\r\n"+
			"Permissions-Policy: geolocation=(), microphone=(), camera=()\r\n"+
			"Access-Control-Allow-Origin: https://app.example.net\r\n"+
			"Set-Cookie: sid=%032x; Path=/; HttpOnly; Secure; SameSite=Lax\r\n"+
			"X-RateLimit-Remaining: %d\r\n\r\n%s",
			i/60%60, i%60, len(body), i*2654435761, i%60, i%60, i%9, i%100, i%10, i%10,
			i*7919%100000000, i*613%1000000, i%70, i*2654435761, i*7919, i*2654435761, 5000-i, body)
	}
	return b.Bytes()
}

func chunked(total, size int) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
	data := strings.Repeat("c", size)
	for range total / size {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", size, data)
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}

func length(n int) []byte {
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", n)
	return append([]byte(head), make([]byte, n)...)
}

// BenchmarkRead reads every input with every reader and reports the time for each
// response (ns/resp). net/http and fasthttp read through a reused 64 KiB bufio.Reader, as
// their own clients do. wire gets 64 KiB at a time, and the benchmark uses its lines,
// content and findings.
func BenchmarkRead(b *testing.B) {
	for _, in := range inputs() {
		for _, r := range []struct {
			name string
			read func(b *testing.B, in input)
		}{
			{"wire", readWire}, {"net-http", readNetHTTP}, {"fasthttp", readFastHTTP},
		} {
			b.Run(in.name+"/"+r.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(in.bytes)))
				r.read(b, in)
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*in.responses), "ns/resp")
			})
		}
	}
}

// BenchmarkRatio reads every input with every reader in turn, and reports how many times
// faster wire is than each of the others. It compares the fastest passes, so that other
// work on the machine has little effect.
func BenchmarkRatio(b *testing.B) {
	for _, in := range inputs() {
		b.Run(in.name, func(b *testing.B) {
			w, n, f := newWire(in, segment), newNetHTTP(in), newFastHTTP(in)
			best := [3]time.Duration{1 << 62, 1 << 62, 1 << 62}
			for b.Loop() {
				for i, pass := range []func(testing.TB){w, n, f} {
					start := time.Now()
					pass(b)
					best[i] = min(best[i], time.Since(start))
				}
			}
			b.ReportMetric(float64(best[0].Nanoseconds())/float64(in.responses), "ns/resp")
			b.ReportMetric(float64(best[1])/float64(best[0]), "x-net-http")
			b.ReportMetric(float64(best[2])/float64(best[0]), "x-fasthttp")
		})
	}
}

// BenchmarkBytes feeds one byte at a time: the cost of a byte must not depend
// on how many came before it.
func BenchmarkBytes(b *testing.B) {
	for _, n := range []int{1, 10, 100} {
		in := small(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			loop(b, newWire(input{bytes: in, responses: n}, 1))
		})
	}
}

const segment = 64 << 10

var get = wire.Request{Method: "GET", Version: wire.Version{Major: 1, Minor: 1}, KeepAlive: true}

func readWire(b *testing.B, in input)     { loop(b, newWire(in, segment)) }
func readNetHTTP(b *testing.B, in input)  { loop(b, newNetHTTP(in)) }
func readFastHTTP(b *testing.B, in input) { loop(b, newFastHTTP(in)) }

func loop(b *testing.B, pass func(testing.TB)) {
	for b.Loop() {
		pass(b)
	}
}

// newWire returns a function that reads an input with wire, size bytes at a time.
func newWire(in input, size int) func(testing.TB) {
	d := wire.NewDecoder(wire.Limits{})
	return func(t testing.TB) {
		ended, lines, findings := 0, 0, 0
		for rest := in.bytes; len(rest) > 0; {
			p := rest[:min(size, len(rest))]
			rest = rest[len(p):]
			for {
				if d.Outstanding() == 0 {
					d.Expect(get)
				}
				n, ev := d.Feed(p)
				p = p[n:]
				lines += len(d.Lines())
				findings += len(d.Findings())
				if ev == wire.EventMessageEnd {
					ended++
					if !d.Facts().Persistence().Persistent() {
						t.Fatal("a response ended the connection; want all of them to keep it open")
					}
				}
				if ev == wire.EventNeedMore {
					break
				}
			}
		}
		if ended != in.responses || lines == 0 || findings != 0 {
			t.Fatalf("read %d responses, %d lines and %d findings; want %d responses, some lines and no findings", ended, lines, findings, in.responses)
		}
	}
}

func newNetHTTP(in input) func(testing.TB) {
	src := bytes.NewReader(nil)
	br := bufio.NewReaderSize(src, segment)
	return func(t testing.TB) {
		src.Reset(in.bytes)
		br.Reset(src)
		for range in.responses {
			r, err := http.ReadResponse(br, nil)
			if err != nil {
				t.Fatal(err)
			}
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
	}
}

func newFastHTTP(in input) func(testing.TB) {
	src := bytes.NewReader(nil)
	br := bufio.NewReaderSize(src, segment)
	var r fasthttp.Response
	return func(t testing.TB) {
		src.Reset(in.bytes)
		br.Reset(src)
		for range in.responses {
			if err := r.Read(br); err != nil {
				t.Fatal(err)
			}
		}
	}
}
