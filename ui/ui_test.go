package ui

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/layout"
	"linger/wire"
)

const ms = time.Millisecond

// TestMain makes os/signal start its goroutine outside of any synctest bubble.
func TestMain(m *testing.M) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	signal.Stop(c)
	time.Local = time.UTC // times of day do not depend on the machine
	os.Exit(m.Run())
}

// A still is an engine whose events and time the test sets.
type still struct {
	now    time.Duration
	events []session.Event
	did    []session.Command
}

func (e *still) Do(c session.Command) { e.did = append(e.did, c) }
func (e *still) Now() time.Duration   { return e.now }
func (e *still) Events(context.Context) ([]session.Event, error) {
	if len(e.events) == 0 {
		return nil, io.EOF
	}
	evs := e.events
	e.events = nil
	return evs, nil
}

var next = wire.RequestMessage{Method: "GET", Target: "/chunked", Proto: "HTTP/1.1", Fields: []wire.HeaderField{
	{Name: "Host", Value: "127.0.0.1:8321"}, {Name: "User-Agent", Value: "linger/0.1.0"}, {Name: "Accept", Value: "*/*"}, {Name: "Connection", Value: "keep-alive"},
}}

var lessons = []Scenario{
	{Path: "/countdown", Does: "a timeout that is kept", Group: "Hints"},
	{Path: "/early", Does: "says 5 s, closes after 3", Watch: "Wait, and read who closed.", Group: "Hints", First: true},
	{Path: "/reset-idle", Does: "resets the connection while idle", Group: "Endings", First: true},
}

// shown returns an inspector of w by h cells that shows a story, and its engine.
func shown(p *play.Play, w, h int, change ...func(*Options)) (*Model, *still) {
	e := &still{now: p.Now}
	o := Options{Source: Source{Engine: e, Request: next}, Profile: colorprofile.TrueColor}
	for _, f := range change {
		f(&o)
	}
	m := New(context.Background(), o)
	m.Init()
	e.did = nil
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	m.Update(eventsMsg{desk: m.desk(), events: p.Events, err: io.EOF})
	return m, e
}

func practising(o *Options) {
	o.Scenarios, o.Practice = lessons, true
	o.Request.Target = "/countdown?timeout=20"
}

// happens passes events to the inspector.
func happens(m *Model, events ...session.Event) {
	m.take(eventsMsg{desk: m.desk(), events: events, err: io.EOF})
}

// press passes keys, given by their Bubble Tea names, and the messages that follow from
// them to the inspector. It leaves out ticks of the timer, which tests pass themselves.
func press(m *Model, names ...string) {
	for _, name := range names {
		deliver(m, m.take(keyOf(name)))
	}
}

// deliver runs a command, passes its messages to the inspector, and does the same with
// the commands that follow.
func deliver(m *Model, cmd tea.Cmd) {
	for _, msg := range results(cmd) {
		deliver(m, m.take(msg))
	}
}

// results runs a command and the commands in it once each: those of a batch at the same
// time, those of a sequence in order.
func results(cmd tea.Cmd) (msgs []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	batch, ok := msg.(tea.BatchMsg)
	if ok {
		came := make(chan []tea.Msg)
		for _, c := range batch {
			go func() { came <- results(c) }()
		}
		for range batch {
			msgs = append(msgs, <-came...)
		}
		return msgs
	}
	if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() {
			msgs = append(msgs, results(v.Index(i).Interface().(tea.Cmd))...)
		}
		return msgs
	}
	if msg == nil {
		return nil
	}
	return []tea.Msg{msg}
}

var named = map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
	"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "backspace": tea.KeyBackspace}

func keyOf(name string) tea.KeyPressMsg {
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	if r, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: r}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

func screen(m *Model) []string { return strings.Split(m.View().Content, "\n") }

func TestGoldenScreens(t *testing.T) {
	sizes := [][2]int{{80, 24}, {120, 40}, {200, 50}}
	for _, s := range []struct {
		name string
		play *play.Play
		opt  func(*Options)
		keys []string
	}{
		{"idle", play.Idle(), func(*Options) {}, nil},
		{"race", play.Racing(), func(*Options) {}, nil},
		{"closed", play.Closed(), func(*Options) {}, nil},
		{"stalled", stalling(3800 * time.Millisecond), func(*Options) {}, nil},
		{"stalled-ask", stalling(12 * time.Second), func(*Options) {}, []string{"enter"}},
		{"fresh", play.Fresh(), practising, nil},
		{"help", play.Idle(), func(*Options) {}, []string{"?"}},
		{"projector", play.Idle(), func(*Options) {}, []string{"b"}},
		{"full", play.Idle(), func(*Options) {}, []string{"z"}},
		{"scenarios", play.Fresh(), practising, []string{"S", "down"}},
		{"searched", play.Fresh(), practising, []string{"S", "/", "i", "d", "l", "e"}},
		{"close", play.Idle(), func(*Options) {}, []string{"x"}},
		{"filter", play.Idle(), func(*Options) {}, []string{"/", "2", "0", "0"}},
		{"recording", play.Closed(), func(o *Options) { o.Recording = true }, nil},
		{"ascii", play.Idle(), func(o *Options) { o.ASCII = true }, nil},
	} {
		for _, size := range sizes {
			m, _ := shown(s.play, size[0], size[1], s.opt)
			press(m, s.keys...)
			rows := screen(m)
			golden.Size(t, rows, size[0], size[1])
			golden.Check(t, fmt.Sprintf("%s-%dx%d", s.name, size[0], size[1]), chrome(m, rows))
		}
	}
}

// chrome returns a screen without the content of the detail panes, which have goldens of
// their own. Overlays stay.
func chrome(m *Model, rows []string) []string {
	if m.desk().top() != nil || m.desk().welcoming() {
		return rows
	}
	for _, col := range m.desk().plan.Columns {
		for _, pl := range col {
			if pl.Pane == layout.List {
				continue
			}
			for y := pl.Y + 1; y < pl.Y+pl.H-1; y++ {
				row := ansi.Strip(rows[y])
				rows[y] = ansi.Cut(row, 0, pl.X+1) + strings.Repeat(" ", pl.W-2) + ansi.Cut(row, pl.X+pl.W-1, m.w)
			}
		}
	}
	return rows
}

// windowOf returns the rows of the dialog over the panes, and then the row of keys.
func windowOf(m *Model, rows []string) (out []string) {
	w, _ := windowSize(&m.desk().plan, dialogWidth, 0)
	x := (m.w - w) / 2
	for _, row := range rows {
		part := ansi.Cut(ansi.Strip(row), x, x+w)
		if len(out) > 0 || strings.HasPrefix(part, "╭─┤ ") && strings.HasSuffix(part, "─╮") {
			out = append(out, part)
		}
		if strings.HasPrefix(part, "╰") && len(out) > 0 {
			break
		}
	}
	return append(out, ansi.Strip(rows[m.desk().plan.Keys]))
}

// Every screen is exactly as large as the terminal, whatever its size.
func TestEverySizeIsExact(t *testing.T) {
	for _, p := range []*play.Play{play.Idle(), play.Closed(), play.Fresh(), play.Racing()} {
		m, _ := shown(p, 80, 24, practising)
		for _, keys := range [][]string{nil, {"?"}, {"esc", "e"}, {"esc", "b"}, {"b", "t"}, {"t", "S"}, {"esc", "x"}, {"esc", "y"}, {"esc", "/"}, {"enter", "z"}} {
			press(m, keys...)
			for w := 20; w <= 240; w += 17 {
				for h := 6; h <= 70; h += 9 {
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
					golden.Size(t, screen(m), w, h)
				}
			}
		}
	}
}

func TestKeysBecomeCommands(t *testing.T) {
	for _, tt := range []struct {
		keys []string
		want string
	}{
		{[]string{"enter"}, "session.Send"},
		{[]string{"R"}, "session.Reconnect"},
		{[]string{"w"}, "session.Wait"},
		{[]string{"H"}, "session.Hold"},
		{[]string{"p"}, "session.Pipeline"},
		{[]string{"x", "r"}, "session.Reset"},
		{[]string{"x", "down", "enter"}, "session.HalfClose"},
		{[]string{"e", "enter"}, "session.Send"},
		{[]string{"e", "ctrl+n", "enter"}, "session.Repeat"},
		{[]string{"e", "ctrl+l", "enter"}, "session.Pipeline"},
	} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, tt.keys...)
		if len(e.did) != 1 || fmt.Sprintf("%T", e.did[0]) != tt.want {
			t.Errorf("%v gave the commands %T, want one %s", tt.keys, e.did, tt.want)
		}
	}
}

func TestTogglesChangeTheNextRequest(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "I", "0", "enter")
	r := e.did[0].(session.Send).Request
	if r.Method != "HEAD" || r.Proto != "HTTP/1.0" || session.AsksToPersist(r) {
		t.Errorf("after I and 0, the request is %+v, want HEAD and HTTP/1.0 without keep-alive", r)
	}
	press(m, "I", "0", "enter")
	if r := e.did[1].(session.Send).Request; r.Method != "GET" || r.Proto != "HTTP/1.1" || !session.AsksToPersist(r) {
		t.Errorf("after I and 0 again, the request is %+v, want GET and HTTP/1.1 with keep-alive", r)
	}
}

func TestKeyThatCannotBeUsedSaysWhy(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "L")
	if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, "L: response 6 has no Location header.") {
		t.Errorf("the row now is %q, want it to say why L cannot be used", got)
	}
	e.now += noticeFor
	m.Update(tickMsg{})
	if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, "L: response 6") {
		t.Errorf("the notice disappeared too early: the row now is %q", got)
	}
	e.now += noticeFor
	m.Update(tickMsg{})
	if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, "Overdue.") {
		t.Errorf("the row now is %q, want the status sentence after the notice", got)
	}
	if len(e.did) > 0 {
		t.Errorf("L gave the commands %T, want none", e.did)
	}
}

func TestPaceFollowsTheRunningClocks(t *testing.T) {
	hinted := func(timeout string, idle time.Duration) *play.Play {
		return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout="+timeout)).Wait(idle)
	}
	for _, tt := range []struct {
		name string
		play *play.Play
		most time.Duration
	}{
		{"far from the deadline", hinted("75", 3*time.Second), time.Second},
		{"in the last ten seconds", hinted("75", 66*time.Second), 100 * ms},
		{"overdue", hinted("5", 6*time.Second), 100 * ms},
		{"ended", play.Closed(), 0},
		{"awaiting", play.New("http://h").Connect(ms).Send(play.Request("GET", "/")), 100 * ms},
	} {
		m, _ := shown(tt.play, 80, 24)
		if got := m.pace(); got > tt.most || got == 0 && tt.most > 0 || got > 0 && tt.most == 0 {
			t.Errorf("%s: pace = %v, want at most %v, and 0 only if no clock runs", tt.name, got, tt.most)
		}
	}
}

// An output is the terminal of a whole program. It counts the written bytes.
type output struct {
	mu sync.Mutex
	n  int
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.n += len(p)
	return len(p), nil
}

func (o *output) written() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.n
}

// TestWholeProgram runs the whole program on the practice server, in fake time: it
// connects, sends a request, waits until the countdown ends and the server closes, and
// checks that the screen says so.
func TestWholeProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, path, err := session.ParseTarget("http://practice.test/countdown")
		if err != nil {
			t.Fatal(err)
		}
		s := live.New(live.Config{Target: target, Label: "the practice server", Dialer: session.DialFunc(inMemory)})
		var out output
		m := New(t.Context(), Options{Source: Source{Engine: s, Request: target.Request("GET", path), Scenarios: lessons, Practice: true}})
		p := tea.NewProgram(watched{m}, tea.WithInput(nil), tea.WithOutput(&out), tea.WithoutSignalHandler(), tea.WithWindowSize(200, 50),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(framesPerSecond))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()

		look := func(after time.Duration, want ...string) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			got := snapshot(p)
			for _, w := range want {
				if !strings.Contains(got, w) {
					t.Errorf("the screen lacks %q:\n%s", w, got)
				}
			}
		}
		look(55*ms, "connection 1", "open, unused", "Press enter")
		p.Send(keyOf("enter"))
		look(55*ms, "GET  /countdown", "200  length 31", "of 5 s left", "Safe to send.", "9 left", "The connection stays open")
		look(4200*ms, "0.8 s of 5 s left", "Caution.")
		before := out.written()
		look(100*ms, "0.7 s of 5 s left")
		if n := out.written() - before; n > 300 {
			t.Errorf("a tick wrote %d bytes, want at most 300", n)
		}
		look(time.Second, "closed by the server", "server closed (FIN) after 5.0", "reconnect and send")
		p.Send(keyOf("R"))
		look(55*ms, "connection 2", "open, unused")
		p.Send(keyOf("q"))
		if err := <-done; err != nil {
			t.Error(err)
		}
		s.Close()
		time.Sleep(time.Minute) // wait until all requested ticks have fired
	})
}

// A watched is an inspector that answers a snapshotMsg with the text on its screen.
type watched struct{ *Model }

type snapshotMsg chan string

func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if c, ok := msg.(snapshotMsg); ok {
		c <- ansi.Strip(w.content())
		return w, nil
	}
	_, cmd := w.Model.Update(msg)
	return w, cmd
}

func snapshot(p *tea.Program) string {
	got := make(snapshotMsg, 1)
	p.Send(got)
	return <-got
}

// inMemory starts a practice server in memory and returns a connection to it.
func inMemory(context.Context, session.Target) (net.Conn, error) {
	client, server := livetest.Pipe()
	go practice.New(practice.Config{}).ServeConn(server)
	return client, nil
}
