package ui

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/live"
	"linger/session/record"
	"linger/ui/internal/play"
)

// In the last 10 s of a countdown, a tick writes few bytes to the terminal on average.
// The test uses the renderer of Bubble Tea and a fake clock.
func TestTicksWriteFewBytes(t *testing.T) {
	for _, tt := range []struct {
		w, h, most int
		key        string
	}{
		{80, 24, 300, ""}, {120, 40, 300, ""}, {200, 50, 300, ""},
		{80, 24, 300, "b"}, {120, 40, 500, "b"}, {200, 50, 500, "b"}, // the digits change in up to 14 rows
	} {
		t.Run(fmt.Sprintf("%dx%d%s", tt.w, tt.h, tt.key), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if n := bytesATick(t, tt.w, tt.h, tt.key); n > tt.most {
					t.Errorf("a tick wrote %d bytes on average, want at most %d", n, tt.most)
				}
			})
		})
	}
}

// bytesATick presses key, runs a countdown of 9 s, and returns the average number of
// bytes that a tick writes.
func bytesATick(t *testing.T, w, h int, key string) int {
	target, path, err := session.ParseTarget("http://practice.test/countdown?timeout=9")
	if err != nil {
		t.Fatal(err)
	}
	s := live.New(live.Config{Target: target, Dialer: session.DialFunc(inMemory)})
	var out output
	p := tea.NewProgram(New(t.Context(), Options{Source: Source{Engine: s, Request: target.Request("GET", path)}}), tea.WithInput(nil), tea.WithOutput(&out),
		tea.WithoutSignalHandler(), tea.WithWindowSize(w, h), tea.WithColorProfile(colorprofile.TrueColor),
		tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(framesPerSecond))
	done := make(chan error, 1)
	go func() { _, err := p.Run(); done <- err }()
	press := func(key string) {
		p.Send(keyOf(key))
		time.Sleep(50 * ms)
	}
	time.Sleep(50 * ms)
	if key != "" {
		press(key)
	}
	press("enter")
	const ticks = 88
	before := out.written()
	time.Sleep(ticks * time.Second / 10)
	n := (out.written() - before) / ticks
	press("ctrl+c")
	if err := <-done; err != nil {
		t.Error(err)
	}
	s.Close()
	time.Sleep(time.Minute) // wait until all requested ticks have fired
	return n
}

// The digits change with every tick. A long bar moves with every second tick, and a short
// bar with every tick. Every bar also moves when the countdown enters another
// [record.Zone].
func TestLongBarMovesWithEverySecondTick(t *testing.T) {
	for _, tt := range []struct {
		w, h, most int
	}{{80, 24, 42}, {120, 40, 22}, {200, 50, 22}} {
		p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(ms)
		m, e := shown(p, tt.w, tt.h)
		bar, words := cutBar(m)
		moved := 0
		for range 42 {
			zone := zoneOf(m.desk(), m.desk().now)
			e.now += 100 * ms
			m.Update(tickMsg{m.timer.id})
			was, old := bar, words
			if bar, words = cutBar(m); words == old {
				t.Errorf("width %d: a tick did not change the words %q", tt.w, words)
			}
			if bar != was {
				moved++
			} else if zone != zoneOf(m.desk(), m.desk().now) {
				t.Errorf("width %d: the bar did not move when the countdown entered another zone", tt.w)
			}
		}
		if moved > tt.most || moved < tt.most-2 {
			t.Errorf("width %d: the bar moved with %d of 42 ticks, want %d to %d", tt.w, moved, tt.most-2, tt.most)
		}
	}
}

// cutBar returns the row of the countdown in two parts: its bar and its words.
func cutBar(m *Model) (bar, words string) {
	bar, words, _ = strings.Cut(screen(m)[m.desk().plan.Timeout], m.th.Glyphs.Deadline)
	return bar, words
}

func zoneOf(d *desk, now time.Duration) record.Zone {
	l := d.rec.Limit(d.watched())
	return l.Zone(now)
}
