package log_test

import (
	"bytes"
	"io"
	"testing"

	"linger/session/log"
)

// BenchmarkWrite measures how fast a log is written. It writes the events of one exchange
// and a few other events.
func BenchmarkWrite(b *testing.B) {
	evs := story()
	w := log.NewWriter(io.Discard, log.Header{})
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Write(evs...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(evs)), "ns/event")
}

func BenchmarkRead(b *testing.B) {
	evs := story()
	text := written(b, evs...).Bytes()
	b.ReportAllocs()
	for b.Loop() {
		if got, _ := read(b, bytes.NewReader(text)); len(got) != len(evs) {
			b.Fatalf("read %d events, want %d", len(got), len(evs))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(evs)), "ns/event")
}
