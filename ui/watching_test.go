package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/detail"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/layout"
	"linger/wire"
)

// watching returns an inspector that shows connections between other programs.
func watching(b *play.Between, w, h int, change ...func(*Options)) (*Model, *still) {
	relay := func(o *Options) {
		o.Request = wire.RequestMessage{}
		o.Faults = [][2]string{{"latency=50ms", "delays every byte, both ways"}, {"drop-connection-header", "removes the Connection field from responses"},
			{"close-idle=4s", "closes both sides after this idle time"}, {"hold-fin=20ms", "delays the server's FIN"}}
	}
	return shown(b.Play, w, h, append([]func(*Options){relay}, change...)...)
}

func TestGoldenScreensOfOtherConnections(t *testing.T) {
	for _, s := range []struct {
		name string
		b    *play.Between
		keys []string
	}{
		{"pairs-all", play.Pairs(), nil},
		{"pairs", play.Pairs(), []string{"n"}},
		{"pairs-story", play.Pairs(), []string{"n", "tab"}},
		{"pairs-filter", play.Pairs(), []string{"/", "e", "n", "d", ":", "s", "e", "r", "v", "e", "r"}},
		{"pairs-none", play.Watch(session.VantageRelay, "http://127.0.0.1:3000", "127.0.0.1:8322"), nil},
		{"learned", play.Pairs(), []string{"9", "down"}},
		{"fault", play.Pairs(), []string{"F", "down", "down", "3", "s"}},
		{"capture", play.Capture(), []string{"down"}},
		{"capture-all", play.Capture(), nil},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
			m, _ := watching(s.b, size[0], size[1])
			press(m, s.keys...)
			rows := screen(m)
			golden.Size(t, rows, size[0], size[1])
			golden.Check(t, fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), rows)
		}
	}
}

func TestOtherConnectionsFitEverySize(t *testing.T) {
	b := play.Pairs()
	for w := layout.LeastWidth - 3; w < 170; w += 9 {
		for h := layout.LeastHeight - 2; h < 50; h += 5 {
			m, _ := watching(b, w, h)
			for _, key := range []string{"down", "tab", "n", "enter", "esc"} {
				press(m, key)
				golden.Size(t, screen(m), w, h)
			}
		}
	}
}

// Enter shows a connection in the same way as linger's own connections. esc and q return
// to the list.
func TestEnterOpensAConnection(t *testing.T) {
	m, e := watching(play.Pairs(), 120, 40)
	for _, back := range []string{"esc", "q"} {
		press(m, "n", "enter")
		d := m.desk()
		if d.atHome() || d.focus != layout.Detail {
			t.Fatal("after enter, the list is on the screen; want the panes with the focus on the detail")
		}
		if conn, ex := d.list.Selected(); conn != 8 || ex != 10 {
			t.Errorf("exchange %d of connection %d is selected, want 10 of 8", ex, conn)
		}
		if all := ansi.Strip(m.View().Content); !strings.Contains(all, "POST /orders") || strings.Contains(all, "/orders/76") {
			t.Error("the panes show other connections than 8, want only 8")
		}
		press(m, back)
		if !d.atHome() || d.home.list.Selected() != 8 {
			t.Errorf("%s did not return to connection 8 in the list", back)
		}
		press(m, "g")
	}
	press(m, "down", "6")
	if d := m.desk(); d.atHome() || d.detail().Tab() != detail.Wire {
		t.Error("6 did not open the connection with the Wire tab")
	}
	if len(e.did) > 0 {
		t.Errorf("the keys gave the commands %v, want none", e.did)
	}
}

// linger sends nothing on connections between other programs, and each key that would
// send says why.
func TestKeysThatSendSayWhyTheyCannot(t *testing.T) {
	for v, why := range map[session.Vantage]string{session.VantageRelay: "linger only passes on what others send", session.VantageCapture: "this is a capture"} {
		b := play.Watch(v, "http://127.0.0.1:3000", "")
		m, e := watching(b.Open(1).Exchange(1, "GET", "/"), 120, 40)
		for _, opened := range []bool{false, true} {
			if opened {
				press(m, "down", "enter", "tab")
			}
			for _, key := range []string{"p", "H", "w", "R", "x", "o", "|", "e", "I", "0", "K", "L", "P"} {
				press(m, key)
				if now := ansi.Strip(screen(m)[6]); !strings.Contains(now, why) {
					t.Errorf("%s, connection opened %t: the notice of %s is %q, want %q", v, opened, key, strings.TrimSpace(now), why)
				}
			}
		}
		press(m, "enter", "enter") // the first enter opens the selected row
		if now := ansi.Strip(screen(m)[6]); !strings.Contains(now, why) {
			t.Errorf("%s: the notice of enter is %q, want %q", v, strings.TrimSpace(now), why)
		}
		if len(e.did) > 0 {
			t.Errorf("%s: the keys gave the commands %v, want none", v, e.did)
		}
	}
}

func TestOtherConnectionsAreFiltered(t *testing.T) {
	m, _ := watching(play.Pairs(), 120, 40)
	press(m, "/", "h", "o", "w", ":", "r", "e", "s", "e", "t", "enter")
	if all := ansi.Strip(m.View().Content); !strings.Contains(all, "how:reset: 3 of 12") {
		t.Error("the screen lacks the filter and the number of matches")
	}
	press(m, "esc")
	if m.desk().home.list.Query() != "" {
		t.Error("esc did not remove the filter")
	}
}

// The clocks of open connections change with ticks. Those of a capture and of ended
// connections do not.
func TestPaceOfOtherConnections(t *testing.T) {
	m, _ := watching(play.Pairs(), 120, 40)
	if p := m.pace(); p != pairsPace {
		t.Errorf("pace with open connections = %v, want %v", p, pairsPace)
	}
	b := play.Watch(session.VantageRelay, "http://h", "127.0.0.1:8322").Open(1).Exchange(1, "GET", "/").Closes(1)
	if m, _ = watching(b, 120, 40); m.pace() != 0 {
		t.Errorf("pace without an open connection = %v, want 0", m.pace())
	}
	if m, _ = watching(play.Capture(), 120, 40, func(o *Options) { o.Recording = true }); m.pace() != 0 {
		t.Errorf("pace of a capture = %v, want 0", m.pace())
	}
}

func TestMouseSelectsOtherConnections(t *testing.T) {
	m, _ := watching(play.Pairs(), 120, 40)
	home := m.desk().home
	m.take(tea.MouseClickMsg{X: 20, Y: home.upper.Y + 5, Button: tea.MouseLeft})
	if got := home.list.Selected(); got != 10 {
		t.Errorf("the click selected connection %d, want 10", got)
	}
	m.take(tea.MouseClickMsg{X: 20, Y: home.lower.Y + 3, Button: tea.MouseLeft})
	if !home.below {
		t.Error("the click did not give the story the focus")
	}
	m.take(tea.MouseWheelMsg{X: 20, Y: home.upper.Y + 3, Button: tea.MouseWheelDown})
	if home.list.Selected() != 10 {
		t.Errorf("the wheel selected connection %d, want 10 still", home.list.Selected())
	}
}

// BenchmarkPairsAndFrame handles and draws a batch of 25 ms with 500 connections and
// 5,000 exchanges per second. It should take a small part of these 25 ms.
func BenchmarkPairsAndFrame(b *testing.B) {
	const conns, batch = 500, 5000 / 40 // 5,000 exchanges per second, in batches of 25 ms
	s := play.Watch(session.VantageRelay, "http://127.0.0.1:3000", "127.0.0.1:8322")
	for id := 1; id <= conns; id++ {
		s.Open(id)
	}
	for i := range 100_000 {
		s.Exchange(1+i%conns, "GET", "/item")
	}
	m, e := watching(s, 120, 40)
	press(m, "down")
	events := len(s.Events)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		for k := range batch {
			s.Exchange(1+(i*batch+k)%conns, "GET", "/item")
		}
		fresh := s.Events[events:]
		events = len(s.Events)
		e.now = s.Now
		b.StartTimer()
		m.Update(eventsMsg{desk: m.desk(), events: fresh})
		m.View()
	}
}

// With 500 connections and 20,000 exchanges, the list is complete and counts everything,
// whatever keys are pressed.
func TestListCountsFiveHundredConnections(t *testing.T) {
	const conns, exchanges = 500, 20_000
	s := play.Watch(session.VantageRelay, "http://127.0.0.1:3000", "127.0.0.1:8322")
	for id := 1; id <= conns; id++ {
		s.Open(id)
	}
	m, e := watching(s, 120, 40)
	seen := len(s.Events)
	began := time.Now()
	for i := range exchanges {
		s.Exchange(1+i%conns, "GET", "/item")
		if i%500 == 499 {
			e.now = s.Now
			happens(m, s.Events[seen:]...)
			seen = len(s.Events)
			press(m, []string{"down", "pgdown", "n", "tab", "up", "g"}[i/500%6])
			golden.Size(t, screen(m), 120, 40)
		}
	}
	if n := len(m.desk().rec.Exchanges); n != exchanges {
		t.Errorf("the record has %d exchanges, want %d", n, exchanges)
	}
	if open := m.desk().home.list.Totals().Open; open != conns {
		t.Errorf("the list counts %d open connections, want %d", open, conns)
	}
	t.Logf("%d events were handled in %v", len(s.Events), time.Since(began))
}

// Enter on a statement of the card shows the connections from which linger learned it.
func TestEnterOnAStatementShowsItsEvidence(t *testing.T) {
	m, _ := watching(play.Pairs(), 120, 40)
	press(m, "9", "enter")
	d := m.desk()
	if q := d.home.list.Query(); !d.atHome() || q != "conn:5,8,9" || d.home.list.Selected() != 9 {
		t.Errorf("filter = %q, connection %d is selected; want conn:5,8,9 and 9", q, d.home.list.Selected())
	}
	press(m, "esc")
	for press(m, "9"); ; press(m, "down") {
		if all := ansi.Strip(m.View().Content); strings.Contains(all, "▸ 8 ") {
			break
		}
	}
	press(m, "enter")
	if q := d.home.list.Query(); q != "" || d.home.list.Selected() != 8 {
		t.Errorf("filter = %q, connection %d is selected; want no filter and 8", q, d.home.list.Selected())
	}
	press(m, "g", "enter")
	if _, ok := d.top().(*learnedOverlay); !ok {
		t.Error("enter on the row of all connections did not open the card")
	}
	press(m, "y", "q")
	if !d.atHome() {
		t.Error("q did not return to the list")
	}
}

// linger's own connections have a card as well.
func TestCardOfLingersOwnConnections(t *testing.T) {
	m, _ := shown(play.Closed(), 120, 40)
	press(m, "9")
	if all := ansi.Strip(m.View().Content); !strings.Contains(all, "closes after 5.00 s") || !strings.Contains(all, "2 connections, 6 exchanges") {
		t.Errorf("the card lacks the limit or the counts:\n%s", all)
	}
	press(m, "enter")
	if conn, _ := m.desk().list.Selected(); conn != 2 || m.desk().top() != nil {
		t.Errorf("the evidence is connection %d, want 2", conn)
	}
}

// A key requests a fault with a command. The screen shows the fault as set only after an
// event says so.
func TestFaultIsShownAfterItsEvent(t *testing.T) {
	m, e := watching(play.Pairs(), 120, 40)
	press(m, "F", "7", "m", "s")
	press(m, "enter")
	if want := (session.Interfere{Faults: "latency=7ms"}); len(e.did) != 1 || e.did[0] != session.Command(want) {
		t.Fatalf("enter gave the commands %v, want %v", e.did, want)
	}
	if all := ansi.Strip(m.View().Content); strings.Contains(all, "7ms") {
		t.Error("the screen shows the fault before the event")
	}
	happens(m, session.Interfered{At: e.now, Faults: "latency=7ms, drop-connection-header"})
	all := ansi.Strip(m.View().Content)
	if !strings.Contains(all, "latency                   7ms") || !strings.Contains(all, "drop-connection-header    on") || !strings.Contains(all, "! fault: latency=7ms") {
		t.Errorf("the screen lacks the faults of the event:\n%s", all)
	}
	press(m, "down")
	m.take(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	press(m, "down", "enter", "x", "esc")
	want := []session.Command{session.Interfere{Faults: "latency=7ms"}, session.Interfere{Faults: "latency=7ms"},
		session.Interfere{Faults: "latency=7ms, drop-connection-header, close-idle=4s"}, session.Interfere{}}
	if fmt.Sprint(e.did) != fmt.Sprint(want) {
		t.Errorf("the commands are %v, want %v", e.did, want)
	}
	if !m.desk().atHome() {
		t.Error("esc did not close the menu")
	}
	happens(m, session.Declined{At: e.now, Why: "Fault latency=x: not a duration."})
	if now := ansi.Strip(screen(m)[6]); !strings.Contains(now, "not a duration") {
		t.Errorf("the notice does not say why the fault was refused: %q", now)
	}
	c, _ := watching(play.Capture(), 120, 40)
	press(c, "F")
	if now := ansi.Strip(screen(c)[6]); !strings.Contains(now, "works in linger relay") {
		t.Errorf("the notice of F in a capture is %q, want it to say where F works", now)
	}
}

// Each connection between other programs has its own state in the list and in the
// timeline, whichever is selected.
func TestOtherConnectionsHaveTheirOwnStates(t *testing.T) {
	b := play.Watch(session.VantageRelay, "http://127.0.0.1:3000", "127.0.0.1:8322").
		Open(1).Exchange(1, "GET", "/a").
		Open(2).Exchange(2, "GET", "/b").Answer(2, "and more").
		Open(3).Ask(3, "GET /c HTTP/1.1\r\nHost: a\r\n\r\n").Answer(3, play.Head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")+"5g\r\n")
	for conn, want := range map[int]string{1: "open, idle", 2: "out of step, not reusable", 3: "framing lost, not reusable"} {
		m, _ := watching(b, 120, 40)
		press(m, "g")
		for range 4 - conn {
			press(m, "down")
		}
		press(m, "enter")
		if all := ansi.Strip(m.View().Content); !strings.Contains(all, fmt.Sprintf("connection %d  ", conn)) || !strings.Contains(all, want) || strings.Contains(all, "3 open\n") {
			t.Errorf("connection %d: the screen lacks %q:\n%s", conn, want, all)
		}
		press(m, "t")
		all := ansi.Strip(m.View().Content)
		if !strings.Contains(all, "✗ out of step") || !strings.Contains(all, "✗ framing lost") {
			t.Errorf("connection %d: the timeline lacks a state:\n%s", conn, all)
		}
	}
}
