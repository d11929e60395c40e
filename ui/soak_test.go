package ui

import (
	"context"
	"io"
	"runtime"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
)

// A hose is an engine that produces events at a constant rate in real time.
type hose struct {
	events []session.Event
	began  time.Time
	rate   int // events per second
	given  int
}

const hoseBatch = 4096

func (h *hose) Do(session.Command) {}
func (h *hose) Now() time.Duration { return time.Since(h.began) }
func (h *hose) Events(ctx context.Context) ([]session.Event, error) {
	if h.given == len(h.events) {
		return nil, io.EOF
	}
	for {
		due := min(len(h.events), int(time.Since(h.began).Seconds()*float64(h.rate)), h.given+hoseBatch)
		if due > h.given {
			evs := h.events[h.given:due]
			h.given = due
			return evs, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}

// BenchmarkSoak passes a million events, at 5,000 exchanges per second, through the
// running program while keys are pressed. It reports how long keys wait (median, 99th
// percentile, maximum), and the memory in use.
func BenchmarkSoak(b *testing.B) {
	story := many(170_000, 20_000)
	for b.Loop() {
		h := &hose{events: story.Events, began: time.Now(), rate: 30_000}
		ctx, cancel := context.WithCancel(context.Background())
		m := New(ctx, Options{Source: Source{Engine: h, Request: next}, Profile: colorprofile.TrueColor})
		p := tea.NewProgram(watched{m}, tea.WithContext(ctx), tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(),
			tea.WithWindowSize(200, 50), tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(framesPerSecond))
		done := make(chan struct{})
		go func() { p.Run(); close(done) }()
		var waits []time.Duration
		for _, key := range slices.Repeat([]string{"k", "j", "k", "G", "2", "1", "t", "t"}, 150) {
			began := time.Now()
			p.Send(keyOf(key))
			snapshot(p) // returns after the program has handled the key
			waits = append(waits, time.Since(began))
			time.Sleep(25 * time.Millisecond)
		}
		var mem runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&mem)
		slices.Sort(waits)
		b.ReportMetric(float64(waits[len(waits)/2])/1e6, "ms/key-median")
		b.ReportMetric(float64(waits[len(waits)*99/100])/1e6, "ms/key-99th")
		b.ReportMetric(float64(waits[len(waits)-1])/1e6, "ms/key-worst")
		b.ReportMetric(float64(len(m.desk().rec.Exchanges)), "exchanges")
		b.ReportMetric(float64(mem.HeapAlloc)/1e6, "MB-with-events")
		cancel()
		<-done
	}
}
