package peers

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/valyala/fasthttp"

	"linger/session"
	"linger/session/live"
	"linger/session/log"
	"linger/session/record"
	"linger/wire"
)

// BenchmarkSequential measures one request after another over one connection.
func BenchmarkSequential(b *testing.B) {
	b.Run("linger", func(b *testing.B) { lingers(b, serve(b), live.Config{}, nil) })
	b.Run("linger+record", func(b *testing.B) { lingers(b, serve(b), live.Config{}, new(record.Record)) })
	b.Run("linger+record+log", func(b *testing.B) { logs(b, serve(b)) })
	b.Run("net-http", func(b *testing.B) { netHTTP(b, serve(b)) })
	b.Run("fasthttp", func(b *testing.B) { fastHTTP(b, serve(b)) })
	b.Run("bare", func(b *testing.B) { bare(b, serve(b), false) })
	b.Run("bare+reader", func(b *testing.B) { bare(b, serve(b), true) })
}

// depth is the number of requests in one pipeline.
const depth = 1000

// BenchmarkPipelined measures requests in pipelines of depth requests. The case bare
// measures the share of the server and the kernel.
func BenchmarkPipelined(b *testing.B) {
	b.Run("linger", func(b *testing.B) { pipelines(b, serve(b), nil) })
	b.Run("linger+record", func(b *testing.B) { pipelines(b, serve(b), new(record.Record)) })
	b.Run("bare", func(b *testing.B) { barePipelines(b, serve(b)) })
}

func target(b *testing.B, addr string) session.Target {
	t, _, err := session.ParseTarget(addr)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// drain takes events until a long-running command has ended.
func drain(b *testing.B, s *live.Session, r *record.Record) {
	for {
		evs, err := s.Events(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		for _, ev := range evs {
			if r != nil {
				r.Apply(ev)
			}
			switch ev := ev.(type) {
			case session.Working:
				if !ev.Active {
					if ev.Done != ev.Total {
						b.Fatalf("the work ended after %d of %d exchanges", ev.Done, ev.Total)
					}
					return
				}
			case session.Closed, session.DialFailed, session.Declined:
				b.Fatalf("got %+v before the end of the work", ev)
			}
		}
	}
}

// logs measures a session whose events are also written to a file.
func logs(b *testing.B, addr string) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	r := log.NewRecorder(f, log.Header{})
	lingers(b, addr, live.Config{Publish: r.Publish}, new(record.Record))
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

func lingers(b *testing.B, addr string, c live.Config, r *record.Record) {
	t := target(b, addr)
	c.Target = t
	s := live.New(c)
	defer s.Close()
	s.Do(session.Reconnect{})
	b.ReportAllocs()
	b.ResetTimer()
	s.Do(session.Repeat{Request: t.Request("GET", "/"), N: b.N})
	drain(b, s, r)
	b.StopTimer()
}

func pipelines(b *testing.B, addr string, r *record.Record) {
	t := target(b, addr)
	s := live.New(live.Config{Target: t})
	defer s.Close()
	s.Do(session.Reconnect{})
	b.ReportAllocs()
	b.ResetTimer()
	rs := make([]wire.RequestMessage, depth)
	for i := range rs {
		rs[i] = t.Request("GET", "/")
	}
	for n := b.N; n > 0; n -= depth {
		s.Do(session.Pipeline{Requests: rs[:min(n, depth)]})
		drain(b, s, r)
	}
	b.StopTimer()
}

func netHTTP(b *testing.B, addr string) {
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true}}
	defer c.CloseIdleConnections()
	b.ReportAllocs()
	for b.Loop() {
		resp, err := c.Get("http://" + addr + "/")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
	}
}

func fastHTTP(b *testing.B, addr string) {
	c := &fasthttp.HostClient{Addr: addr, MaxConns: 1}
	req, resp := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	req.SetRequestURI("http://" + addr + "/")
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Do(req, resp); err != nil {
			b.Fatal(err)
		}
	}
}

// bare writes requests, one after another, and reads as many bytes as each response has.
// If reader is set, it reads in a separate goroutine.
func bare(b *testing.B, addr string, reader bool) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	req := wire.AppendRequest(nil, target(b, addr).Request("GET", "/"))
	read := func(buf []byte) bool {
		for n := 0; n < len(response); {
			k, err := c.Read(buf[n:])
			if err != nil {
				return false
			}
			n += k
		}
		return bytes.Equal(buf[:len(response)], response)
	}
	next := func(buf []byte) bool { return read(buf) }
	if reader {
		got := make(chan bool)
		go func() {
			buf := make([]byte, 64<<10)
			for {
				ok := read(buf)
				got <- ok
				if !ok {
					return
				}
			}
		}()
		next = func([]byte) bool { return <-got }
		defer func() { c.Close(); <-got }()
	}
	buf := make([]byte, 64<<10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Write(req); err != nil {
			b.Fatal(err)
		}
		if !next(buf) {
			b.Fatal("the bytes read are not the response")
		}
	}
}

// barePipelines writes pipelines of depth requests and reads as many bytes as their
// responses have.
func barePipelines(b *testing.B, addr string) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	req := wire.AppendRequest(nil, target(b, addr).Request("GET", "/"))
	all := bytes.Repeat(req, depth)
	buf := make([]byte, 1<<20)
	b.ReportAllocs()
	b.ResetTimer()
	for n := b.N; n > 0; n -= depth {
		now := min(n, depth)
		if _, err := c.Write(all[:now*len(req)]); err != nil {
			b.Fatal(err)
		}
		for left := now * len(response); left > 0; {
			k, err := c.Read(buf)
			if err != nil {
				b.Fatal(err)
			}
			left -= k
		}
	}
	b.StopTimer()
}
