package replay_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/observe"
	"linger/session/replay"
)

// busy returns the log of n exchanges on one connection.
func busy(t testing.TB, n int) []byte {
	t.Helper()
	var file bytes.Buffer
	w := log.NewWriter(&file, log.Header{})
	evs := []session.Event{session.Started{Wall: time.Unix(1e9, 0).UTC(), Target: "http://h"}, session.Dialing{Conn: 1}, session.Connected{Conn: 1}}
	c := observe.New(func(ev session.Event) { evs = append(evs, ev) }).Open(0, 1, observe.Options{})
	request := []byte("GET /orders/72 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: linger\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n")
	for i := range n {
		at := time.Duration(i) * time.Millisecond
		response := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=%d\r\n\r\n{\"order\": %09d}", n-i, i)
		c.Begin(at, observe.ParseRequest(request))
		c.Wrote(at, len(request))
		c.Received(at+time.Millisecond/2, []byte(response))
		if err := w.Write(evs...); err != nil {
			t.Fatal(err)
		}
		evs = evs[:0]
	}
	return file.Bytes()
}

// BenchmarkOpen opens a log of 100,000 exchanges. It should take less than 2 s and less
// than 300 MiB.
func BenchmarkOpen(b *testing.B) {
	const exchanges = 100_000
	data := busy(b, exchanges)
	b.ReportMetric(float64(len(data))/(1<<20), "MiB/log")
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		if n := len(p.Record().Exchanges); n != exchanges {
			b.Fatalf("the record has %d exchanges, want %d", n, exchanges)
		}
		runtime.KeepAlive(p)
	}
	b.ReportMetric(float64(after.HeapInuse-before.HeapInuse)/(1<<20), "MiB-held")
}
