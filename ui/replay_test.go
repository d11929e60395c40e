package ui

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/replay"
	"linger/ui/detail"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// replaying returns an inspector that replays a log of the events.
func replaying(t testing.TB, evs []session.Event, w, h int) *Model {
	t.Helper()
	var b bytes.Buffer
	if err := log.NewWriter(&b, log.Header{}).Write(evs...); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	if err != nil {
		t.Fatal(err)
	}
	m := New(context.Background(), Options{Source: Source{Player: p, Recording: true, Name: "a.linger"}, Profile: colorprofile.TrueColor})
	m.Init()
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return m
}

// livingAt returns an inspector that shows a live session at a moment. It cannot send, so
// it suggests the same keys as a replay. next and rest say what follows that moment,
// which only a replay knows.
func livingAt(evs []session.Event, at time.Duration, w, h int, next detail.Coming, rest string) *Model {
	e := &still{now: at}
	m := New(context.Background(), Options{Source: Source{Engine: e}, Profile: colorprofile.TrueColor})
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	n := slices.IndexFunc(evs, func(ev session.Event) bool { return log.At(ev) > at })
	if n < 0 {
		n = len(evs)
	}
	m.Update(eventsMsg{m.desk(), evs[:n], io.EOF})
	m.desk().show() // what a live session shows a little later
	m.Update(nil)
	for p := range m.desk().details {
		p.SetSilent(true)
		p.SetComing(next)
	}
	m.desk().list.SetComing(rest)
	return m
}

// panesOf returns the part of a screen that shows what happened: the bars and the panes.
func panesOf(m *Model) []string {
	d := m.desk()
	rows := d.rows()
	p := &d.plan
	out := []string{rows[p.Timeout], rows[p.Max], rows[p.Life]}
	return append(out, rows[p.Body.Y:p.Body.Y+p.Body.H]...)
}

// TestReplayShowsTheScreenOfTheSession compares the screen of a replay with that of the
// session, for every scenario, at moments before, between and after the events.
func TestReplayShowsTheScreenOfTheSession(t *testing.T) {
	for i, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			var evs []session.Event
			synctest.Test(t, func(t *testing.T) { evs = livetest.Scenario(t, sc.Path) })
			m := replaying(t, evs, 120, 42) // the time bar of the replay has two more rows
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for range 6 {
				at := log.At(evs[r.IntN(len(evs))]) + time.Duration(r.Int64N(int64(2*time.Second)))
				m.desk().src.Player.Seek(at)
				m.desk().replayed()
				m.Update(nil)
				at = m.desk().src.Player.Now()
				next, rest := m.desk().comes()
				want, got := panesOf(livingAt(evs, at, 120, 40, next, rest)), panesOf(m)
				for k := range want {
					if got[k] != want[k] {
						t.Fatalf("at %s the replay shows\n%s\nthe session showed\n%s", at, got[k], want[k])
					}
				}
			}
		})
	}
}

// After random keys, the screen is the same as that of a new replay at the same moment.
func TestReplayScreenDependsOnlyOnTheMoment(t *testing.T) {
	evs := play.Closed().Tell(session.Marked{At: time.Second, Text: "deploy starts"}).Events
	m := replaying(t, evs, 120, 42)
	r := rand.New(rand.NewPCG(3, 4))
	walk := []string{"space", "left", "right", ".", ",", ">", "<", "}", "{", "#", "X"}
	for range 300 {
		press(m, walk[r.IntN(len(walk))])
		if m.desk().src.Player.Playing() {
			press(m, "space")
		}
		fresh := replaying(t, evs, 120, 42)
		n, _ := m.desk().src.Player.Step()
		of, _ := fresh.desk().src.Player.Step()
		press(fresh, slices.Repeat([]string{","}, of-n)...)
		m.desk().src.Player.Seek(m.desk().src.Player.Now())
		fresh.desk().src.Player.Seek(m.desk().src.Player.Now())
		m.desk().replayed()
		fresh.desk().replayed()
		m.Update(nil)
		fresh.Update(nil)
		if got, want := panesOf(m), panesOf(fresh); !slices.Equal(got, want) {
			t.Fatalf("at %s, the screen shows\n%s\nwant\n%s", m.desk().now, ansi.Strip(strings.Join(got, "\n")), ansi.Strip(strings.Join(want, "\n")))
		}
	}
}

// In a replay, a key that would send says why it cannot. Keys that only show something
// work.
func TestReplaySendsNothing(t *testing.T) {
	m := replaying(t, play.Closed().Events, 120, 42)
	if all := ansi.Strip(strings.Join(screen(m), "\n")); strings.Contains(all, "What you can do") {
		t.Errorf("the screen suggests keys that cannot be used:\n%s", all)
	}
	for _, key := range []string{"enter", "p", "R", "w", "H", "e", "x", "P", "o", "|", "I", "0", "K", "L", "&"} {
		press(m, key)
		expect(t, m, key+": nothing is sent in a replay.")
	}
	press(m, "r")
	expect(t, m, "r: this is a recording; E exports it.")
	for key, words := range map[string]string{"2": "Clients", "t": "Timeline", "?": "quit now", "y": "Copy"} {
		press(m, key)
		expect(t, m, words)
		press(m, "esc")
	}
	press(m, "#")
	expect(t, m, "The log has no marks.")
	press(m, "{", "{", "{", "{", "{")
	expect(t, m, "No connection ends before this moment.")
}

func TestReplayScreens(t *testing.T) {
	evs := play.Idle().Wait(time.Second).Tell(session.Marked{At: 3 * time.Second, Text: "deploy starts"}).Events
	for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
		m := replaying(t, evs, size[0], size[1])
		press(m, "<", ".")
		golden.Check(t, "replay-"+itoa(size[0])+"x"+itoa(size[1]), screen(m))
		golden.Size(t, screen(m), size[0], size[1])
	}
}

// Z turns the shortening of silence on and off, and the screen shows whether it is on.
func TestZShortensSilence(t *testing.T) {
	m := replaying(t, play.Closed().Events, 120, 42)
	press(m, "Z")
	expect(t, m, "Silence of more than 2 s is shortened", "1× skips")
	press(m, "Z")
	expect(t, m, "Silence is played at its full length.", "1×  paused")
}

// The help shows the keys of the replay first, and no keys that only a live session has.
func TestHelpOfAReplayShowsItsKeys(t *testing.T) {
	m := replaying(t, play.Closed().Events, 120, 50)
	press(m, "?")
	expect(t, m, "Replay", "next exchange", "shorten silence, on or off", "nothing is sent in a replay")
	if strings.Contains(strings.Join(screen(m), "\n"), "hold: send just in time") {
		t.Error("the help shows keys that only a live session has")
	}
}

// A click or a drag on the time bar moves the position in the log.
func TestTimeBarTakesTheMouse(t *testing.T) {
	m := replaying(t, play.Closed().Events, 120, 42)
	y := m.desk().plan.Next
	m.Update(tea.MouseClickMsg{X: 11, Y: y, Button: tea.MouseLeft})
	if at := m.desk().now; at != 0 {
		t.Errorf("a click on the first cell moved to %s, want 0s", at)
	}
	m.Update(tea.MouseMotionMsg{X: 40, Y: y, Button: tea.MouseLeft})
	if at, end := m.desk().now, m.desk().src.Player.End(); at <= 0 || at >= end {
		t.Errorf("a drag moved to %s of %s, want a moment in between", at, end)
	}
	m.Update(tea.MouseClickMsg{X: 2, Y: y, Button: tea.MouseLeft}) // beside the bar
}

// The screen is drawn often while the replay plays, and not at all while it is paused.
func TestPaceOfAReplay(t *testing.T) {
	m := replaying(t, play.Closed().Events, 120, 42)
	if m.pace() != 0 {
		t.Errorf("pace of a paused replay = %s, want 0", m.pace())
	}
	press(m, "space")
	if m.pace() != frameOfReplay || m.desk().now > time.Second {
		t.Errorf("pace of a playing replay = %s at %s, want %s at the beginning", m.pace(), m.desk().now, frameOfReplay)
	}
	expect(t, m, "playing")
}

// If another log replaces the file, linger says so and shows the new log. If the file is
// deleted, linger says why it cannot move in the log.
func TestReplayFollowsAReplacedFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.linger")
	wall := time.Unix(1e9, 0)
	write := func(evs ...session.Event) {
		t.Helper()
		var b bytes.Buffer
		if err := log.NewWriter(&b, log.Header{Wall: wall}).Write(evs...); err != nil {
			t.Fatal(err)
		}
		wall = wall.Add(time.Hour)
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(play.Idle().Events...)
	p, err := replay.New(func() (io.ReadCloser, error) { return os.Open(name) })
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	m := New(t.Context(), Options{Source: Source{Player: p, Recording: true, Name: "a.linger"}, Profile: colorprofile.TrueColor})
	m.Init()
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	expect(t, m, "http://127.0.0.1:8321")
	write(play.New("http://other.test").Connect(ms).Events...)
	m.Update(grownMsg{m.desk()})
	expect(t, m, "Another log was written to a.linger. This is its end.", "http://other.test")
	if err := os.Remove(name); err != nil {
		t.Skip(err)
	}
	press(m, "left")
	expect(t, m, "The log cannot be read", "http://other.test")
}
