package ui

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/probe"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/wire"
)

// Every key in the table has a function. The exceptions are handled before the table is
// used, or by an overlay.
func TestEachKeyHasAFunction(t *testing.T) {
	elsewhere := map[keys.Action]bool{keys.QuitNow: true, keys.Suspend: true, keys.ZoomIn: true, keys.ZoomOut: true, keys.Follow: true}
	for _, b := range keys.Table {
		if !b.Group.Modal() && actions[b.Action] == nil && !elsewhere[b.Action] {
			t.Errorf("the key %s has no function", b.Shown)
		}
	}
}

func look(m *Model) string { return ansi.Strip(strings.Join(screen(m), "\n")) }

func expect(t *testing.T, m *Model, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(look(m), want) {
			t.Errorf("the screen lacks %q:\n%s", want, look(m))
		}
	}
}

func TestMarkedExchangesAreCompared(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "m")
	expect(t, m, "Exchange 6 is marked")
	press(m, "k", "k", "=")
	expect(t, m, "Compare", "4 and 6")
	golden.Size(t, screen(m), 120, 40)
	press(m, "q", "k", "m", "=")
	expect(t, m, "3 and 6")
	press(m, "q", "G", "k", "m")
	expect(t, m, "3 exchanges are marked: p pipelines them, = compares two.", "GET /chunked HTTP/1.1   p sends the 3 marked   ")
	press(m, "=")
	expect(t, m, "= compares two exchanges, and 3 are marked; esc removes the marks.")
	press(m, "esc", "G", "=")
	expect(t, m, "5 and 6")
}

// A pipeline consists of the marked requests, in the order of the list, with the bytes
// that were sent.
func TestPipelineOfMarkedRequests(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/delay", ms, play.Hint("timeout=5")).Exchange("GET", "/fast", ms, play.Hint("timeout=5"))
	m, e := shown(p, 120, 40)
	press(m, "m", "k", "m")
	if footer := look(m); !strings.Contains(footer, "p pipeline marked") {
		t.Errorf("the footer lacks %q:\n%s", "p pipeline marked", footer)
	}
	press(m, "p")
	got, ok := e.did[0].(session.Pipeline)
	if !ok || len(got.Requests) != 2 || got.Requests[0].Target != "/delay" || got.Requests[1].Target != "/fast" || !got.Reconnect {
		t.Fatalf("p gave the commands %+v, want a pipeline of /delay and /fast", e.did)
	}
	if raw := string(wire.AppendRequest(nil, got.Requests[1])); raw != play.Request("GET", "/fast") {
		t.Errorf("the second request is %q, want the bytes that were sent", raw)
	}
	press(m, "m", "p")
	if got := e.did[1].(session.Pipeline); len(got.Requests) != 1 {
		t.Errorf("after a mark was removed, the pipeline has %d requests, want 1", len(got.Requests))
	}
}

func TestPipelineRefusesRequestsToAnotherServer(t *testing.T) {
	p := play.New("http://h").Connect(ms).Exchange("GET", "/a", ms, play.Hint("timeout=5"))
	p.ServerClosed()
	p.To("http://other").Connect(ms)
	m, e := shown(p, 120, 40)
	press(m, "g", "j", "m", "p")
	expect(t, m, "Exchange 1 was with another server.")
	if len(e.did) > 0 {
		t.Errorf("p gave the commands %+v, want none", e.did)
	}
}

func TestProbeShowsItsReportCard(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40, func(o *Options) {
		o.Probe = func(context.Context, session.Target, wire.RequestMessage, []string, func(probe.Progress)) *probe.Report {
			return &probe.Report{Target: "http://127.0.0.1:8321/", Checks: []probe.Check{{Name: "idle-timeout", Verdict: probe.Pass, Text: "as advertised"}}}
		}
	})
	press(m, "P")
	cmd := m.take(keyOf("enter"))
	expect(t, m, "Measuring what the server really does.", "esc stop")
	deliver(m, cmd)
	expect(t, m, "idle-timeout", "as advertised")
	golden.Size(t, screen(m), 120, 40)
	press(m, "esc")
	expect(t, m, "Exchanges")
	m, _ = shown(play.Idle(), 120, 40)
	press(m, "P")
	expect(t, m, "use linger probe URL")
}

// probing returns the probe on the screen, or nil if there is none.
func probing(m *Model) *probeOverlay {
	for _, o := range m.desk().over {
		if p, ok := o.(*probeOverlay); ok {
			return p
		}
	}
	return nil
}

// P says how much a probe will do, and asks. esc and q cancel.
func TestProbeAsksBeforeItStarts(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
		m, e := shown(play.Idle(), size[0], size[1], stuck)
		press(m, "P")
		golden.Check(t, "probe-"+itoa(size[0])+"x"+itoa(size[1]), screen(m))
		for _, key := range []string{"esc", "q"} {
			press(m, key)
			if m.desk().top() != nil || len(e.did) > 0 {
				t.Errorf("%s did not cancel the question", key)
			}
			press(m, "P")
		}
		m.take(keyOf("enter"))
		if probing(m) == nil {
			t.Error("enter did not start the probe")
		}
	}
}

// In the question before a probe, the key o starts a probe of the idle timeout only.
func TestOProbesOnlyTheIdleTimeout(t *testing.T) {
	for key, want := range map[string][]string{"o": {probe.IdleOnly}, "enter": nil} {
		var got []string
		m, _ := shown(play.Idle(), 80, 24, stuck, func(o *Options) {
			o.Probe = func(_ context.Context, _ session.Target, _ wire.RequestMessage, only []string, _ func(probe.Progress)) *probe.Report {
				got = only
				return &probe.Report{Target: "http://127.0.0.1:8321/"}
			}
		})
		press(m, "P")
		expect(t, m, "o       only the idle timeout: up to 26 connections")
		deliver(m, m.take(keyOf(key)))
		if !slices.Equal(got, want) {
			t.Errorf("%s: probed checks = %q, want %q", key, got, want)
		}
	}
}

// stuck sets a probe that ends only when its context is done.
func stuck(o *Options) {
	o.Extent = func(only ...string) probe.Extent { return probe.Config{Only: only}.Extent() }
	o.Probe = func(ctx context.Context, _ session.Target, _ wire.RequestMessage, _ []string, _ func(probe.Progress)) *probe.Report {
		<-ctx.Done()
		return &probe.Report{Target: "http://127.0.0.1:8321/", Interrupted: true, Checks: []probe.Check{{Name: "head-framing", Verdict: probe.Pass, Text: "no body"}}}
	}
}

// A running probe shows what it waits for, and for how long at most. esc stops it and
// shows a card with the results so far.
func TestRunningProbeShowsItsProgress(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40, stuck)
	press(m, "P")
	cmd := m.take(keyOf("enter"))
	now := probe.Progress{At: 8 * time.Second, AtMost: 6 * time.Minute, Going: []probe.Going{{Check: "idle-timeout", Done: 1, Total: 5, Until: 2 * time.Minute}}}
	m.take(probeProgress{probing(m), now})
	expect(t, m, "idle-timeout", "idle closes", "1 of 5", "at most", "1 min 52 s", "running  8 s of at most 6 min 0 s", "esc stops and shows")
	golden.Size(t, screen(m), 120, 40)
	press(m, "esc")
	expect(t, m, "Stopping")
	deliver(m, cmd)
	expect(t, m, "head-framing", "interrupted")
	press(m, "esc")
	if m.desk().top() != nil {
		t.Error("esc did not close the report card")
	}
}

// While a probe runs, keys keep their meaning or say why they cannot be used. Overlays
// open above the probe, which continues.
func TestKeysWhileAProbeRuns(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40, stuck)
	press(m, "P")
	m.take(keyOf("enter"))
	p := probing(m)
	for key, words := range map[string]string{"?": "quit now", "t": "Timeline", "b": "██"} {
		press(m, key)
		expect(t, m, words)
		press(m, "esc")
		expect(t, m, "Measuring what the server really does.")
	}
	for _, key := range []string{"e", "tab", "w", "H", "p", "P", "S", "x", "1", "n", "/", "m"} {
		press(m, key)
		expect(t, m, ": a probe is running; esc stops it.")
	}
	if len(e.did) > 0 {
		t.Errorf("the keys gave the commands %v, want none", e.did)
	}
	press(m, "enter", "?", "enter")
	if len(e.did) != 2 || m.desk().top() != overlay(p) || p.stopping {
		t.Errorf("pressing enter twice gave %d commands, and %v is on top; want 2 and the running probe", len(e.did), m.desk().top())
	}
	press(m, "?")
	e.did = nil
	m.take(probeReport{p, &probe.Report{Target: "http://127.0.0.1:8321/", Idle: []probe.Sample{{Idle: 3 * time.Second}, {Idle: 9 * time.Second, Open: true}, {Idle: 2 * time.Second}}}})
	if want := (session.Learn{Measured: session.Measured{Target: p.target.String(), Low: 2 * time.Second, High: 3 * time.Second, Closes: 2}}); !slices.Equal(e.did, []session.Command{want}) {
		t.Errorf("the session got the commands %+v, want %+v", e.did, want)
	}
	expect(t, m, "quit now", "esc shows the card")
	press(m, "esc", "e")
	expect(t, m, "e: esc closes the report card first.")
}

// No probe starts while another long task runs that esc would stop.
func TestProbeIsRefusedWhileATaskRuns(t *testing.T) {
	m, _ := shown(play.Idle().Tell(session.Working{Conn: 2, Kind: session.WorkHold, Active: true}), 120, 40, stuck)
	press(m, "P")
	expect(t, m, "P: another task is running; esc stops it.")
}

func TestLFollowsLocation(t *testing.T) {
	to := func(where string) (*Model, *still) {
		return shown(play.New("http://127.0.0.1:8321").Connect(ms).
			Exchange("GET", "/a/b", ms, play.Head("HTTP/1.1 302 Found", "Location: "+where, "Content-Length: 0")), 120, 40)
	}
	m, e := to("../c?x#frag")
	press(m, "L")
	if len(e.did) != 1 || e.did[0].(session.Send).Request.Target != "/c?x" {
		t.Errorf("L gave the commands %+v, want a request for /c?x", e.did)
	}
}

func TestEscRemovesTheFilter(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "/", "c", "h", "u", "n", "k", "e", "d", "enter")
	expect(t, m, "chunked: 2 of 6")
	press(m, "esc")
	expect(t, m, "following")
}

func TestScenarioBecomesTheNextRequest(t *testing.T) {
	m, e := shown(play.Fresh(), 120, 40, practising)
	press(m, "S", "down", "enter")
	expect(t, m, "Next: /early (says 5 s, closes after 3). Enter sends it.", "GET /early HTTP/1.1")
	press(m, "enter")
	if e.did[0].(session.Send).Request.Target != "/early" {
		t.Errorf("enter gave the commands %+v, want a request for /early", e.did)
	}
}

func TestRecordingSendsNothing(t *testing.T) {
	m, e := shown(play.Closed(), 120, 40, func(o *Options) { o.Recording = true })
	press(m, "enter", "R", "p", "w", "H", "e", "0", "I", "K", "x", "P")
	if len(e.did) > 0 {
		t.Errorf("the keys gave the commands %T in a recording, want none", e.did)
	}
	expect(t, m, "replay", "P: nothing is sent in a replay.")
	if m.pace() != 0 {
		t.Errorf("the pace of a recording is %v, want 0", m.pace())
	}
}

func TestTabGivesEachPaneTheFocus(t *testing.T) {
	m, _ := shown(play.Idle(), 200, 50)
	for _, want := range []string{"┤ 6  GET /chunked", "┤ 6 Wire  exchange 6 ├", "┤ 7 Timing  exchange 6 ├", "┤ 8 Findings  ", "┤ Exchanges ├"} {
		press(m, "tab")
		expect(t, m, want)
	}
	press(m, "z")
	expect(t, m, "z: list and detail")
	press(m, "esc")
	expect(t, m, "Exchanges")
}

func TestSaveContentAsksBeforeItOverwrites(t *testing.T) {
	t.Chdir(t.TempDir())
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "W")
	expect(t, m, "Save content", "response-6", "80 bytes  ", "esc cancels", "enter", "save")
	press(m, "enter")
	expect(t, m, "Saved 80 bytes to ", "response-6.")
	press(m, "W", "enter")
	expect(t, m, "response-6 exists.", "save as response-6-2", "overwrite it", "esc: another name")
	press(m, "x", "esc", "enter", "enter")
	expect(t, m, "response-6-2.")
	press(m, "W", "enter", "o")
	expect(t, m, "response-6.")
	press(m, "W", "ctrl+u", "n", "o", "/", "q", "enter")
	expect(t, m, "Not written: no/q: no such file or directory.")
	press(m, "esc", "W", "esc")
	if m.desk().top() != nil {
		t.Error("esc did not close the dialog")
	}
	data, err := os.ReadFile("response-6")
	if err != nil || !strings.HasPrefix(string(data), "The first chunk.Then \x1b[2J") {
		t.Errorf("the file has %q (%v), want the content of response 6", data, err)
	}
	press(m, "g", "down", "down", "W")
	expect(t, m, "No content to save.")
}

func TestSearchFindsScenarios(t *testing.T) {
	m, e := shown(play.Fresh(), 120, 40, practising)
	press(m, "S", "/", "q", "u", "esc")
	expect(t, m, "Practice scenarios", "search", "/countdown")
	press(m, "/", "i", "d", "l", "e")
	expect(t, m, "1 of 3", "esc show all")
	press(m, "enter")
	expect(t, m, "Next: /reset-idle")
	press(m, "enter")
	if r := e.did[0].(session.Send).Request; r.Target != "/reset-idle" {
		t.Errorf("the request is %+v, want one for /reset-idle", r)
	}
	press(m, "S", "/", "x", "esc", "esc")
	if m.desk().top() != nil {
		t.Error("esc did not close the menu")
	}
}

func TestNextFindingGoesToTheExchange(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "n")
	expect(t, m, "5  GET /bare-lf")
}

// A finding about a connection is shown at its heading. From there, n goes to the
// findings of exchanges, and back.
func TestNextFindingStopsAtTheConnection(t *testing.T) {
	m, _ := shown(play.Idle().Wait(1200*ms).ServerClosed(), 120, 40)
	press(m, "n")
	expect(t, m, "▸ connection 2", "closed-early")
	press(m, "n")
	expect(t, m, "5  GET /bare-lf", "X: 1\\n")
	press(m, "n")
	expect(t, m, "▸ connection 2", "closed-early")

	only := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5"))
	only.Tell(session.Found{Conn: 1, Finding: wire.Finding{Code: session.CodeClosedEarly, Offset: -1}})
	m, _ = shown(only, 120, 40)
	press(m, "n")
	expect(t, m, "▸ connection 1", "closed-early")
}

// Copied text does not contain hidden values.
func TestCopiedTextHidesSecrets(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	p.Send(play.Request("GET", "/", "Authorization: Bearer s3cret")).Wait(ms).
		Read(play.Head("HTTP/1.1 200 OK", "Set-Cookie: id=s3cret; Path=/", "Content-Length: 2") + "ok")
	m, _ := shown(p, 120, 40)
	e := m.desk().selected()
	for _, got := range []string{m.desk().bytesOf(&e.Request), m.desk().bytesOf(&e.Response), m.desk().asCurl(e)} {
		if strings.Contains(got, "s3cret") || !strings.Contains(got, "****") {
			t.Errorf("copied text = %q, want stars instead of the secret", got)
		}
	}
	m.desk().src.JSON = func(_ *record.Record, _ int, secrets bool) []byte { return fmt.Append(nil, secrets) }
	if got := m.desk().asJSON(e); got != "false" {
		t.Errorf("asJSON asked for secrets: %s, want false", got)
	}
	press(m, "s")
	if got := m.desk().asCurl(e); !strings.Contains(got, "s3cret") {
		t.Errorf("after s, the curl command is %q, want the secret in it", got)
	}
	if got := m.desk().bytesOf(&e.Response); !strings.HasSuffix(got, "\r\n\r\nok") {
		t.Errorf("the copied response is %q, want it to end with its content", got)
	}
}

func TestComposerAndTimelineOpenAndClose(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "e")
	expect(t, m, "Next request", "Presets", "GET /chunked HTTP/1.1")
	press(m, "esc", "t")
	expect(t, m, "Timeline", "connection 1")
	press(m, "left", "enter")
	expect(t, m, "┤ 5  GET /bare-lf")
}

func TestMouseSelectsScrollsAndIsReleased(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40, func(o *Options) { o.Mouse = true })
	list, _ := m.desk().plan.Where(layout.List)
	m.Update(tea.MouseClickMsg{X: list.X + 5, Y: list.Y + 4, Button: tea.MouseLeft}) // below header, blank and heading
	if _, ex := m.desk().list.Selected(); ex != 1 {
		t.Errorf("a click selected exchange %d, want 1", ex)
	}
	detail, _ := m.desk().plan.Where(layout.Detail)
	before := look(m)
	m.Update(tea.MouseWheelMsg{X: detail.X + 5, Y: detail.Y + 5, Button: tea.MouseWheelDown})
	if look(m) == before {
		t.Error("the wheel did not scroll the detail")
	}
	m.Update(tea.MouseClickMsg{X: detail.X + 5, Y: detail.Y + 5, Button: tea.MouseLeft})
	if m.desk().focus != layout.Detail {
		t.Error("a click did not give the detail the focus")
	}
	tabs := ansi.Cut(ansi.Strip(screen(m)[detail.Y+1]), detail.X, detail.X+detail.W)
	for _, name := range []string{"Wire", "Time", "Why", "Req"} {
		x := text.Width(tabs[:strings.Index(tabs, name)])
		for _, in := range []int{0, len(name) - 1} {
			press(m, "4")
			m.Update(tea.MouseClickMsg{X: detail.X + x + in, Y: detail.Y + 1, Button: tea.MouseLeft})
			if under := ansi.Cut(ansi.Strip(screen(m)[detail.Y+2]), detail.X+x, detail.X+x+len(name)); under != strings.Repeat("━", len(name)) {
				t.Errorf("a click on cell %d of %s did not select the tab; below it is %q", in, name, under)
			}
		}
	}
	if m.View().MouseMode == tea.MouseModeNone {
		t.Error("MouseMode = none, want mouse events requested")
	}
	press(m, "M")
	if m.View().MouseMode != tea.MouseModeNone {
		t.Error("M did not release the mouse")
	}
}

// There is one chain of ticks. A tick that was requested before the pace changed is
// ignored.
func TestTimerIsOneChain(t *testing.T) {
	var timer timer
	if timer.set(0) != nil {
		t.Error("set(0) requested a tick")
	}
	if timer.set(time.Second) == nil || timer.set(2*time.Second) != nil {
		t.Error("set did not request the first tick, or requested a later one although an earlier one is due")
	}
	old := tickMsg{timer.id}
	if timer.set(100*ms) == nil {
		t.Error("set did not request an earlier tick")
	}
	timer.rang(old)
	if timer.due.IsZero() {
		t.Error("a tick requested before the pace changed ended the chain")
	}
	timer.rang(tickMsg{timer.id})
	if !timer.due.IsZero() {
		t.Error("the awaited tick did not end the chain")
	}
}

// The status sentence says that esc stops the hold. In the projector and in the timeline,
// the first esc also stops the hold, and the second closes the overlay.
func TestEscStopsATaskBeforeItClosesAnOverlay(t *testing.T) {
	for _, over := range []string{"b", "t"} {
		m, e := shown(play.Idle().Tell(session.Working{Conn: 2, Kind: session.WorkHold, Active: true}), 120, 40)
		press(m, over, "esc")
		if len(e.did) != 1 || e.did[0] != (session.Stop{}) || m.desk().top() == nil {
			t.Errorf("after %s, the first esc gave %v; want session.Stop and the overlay open", over, e.did)
		}
		m.desk().rec.Work.Active = false
		press(m, "esc")
		if m.desk().top() != nil {
			t.Errorf("after %s, the second esc did not close the overlay", over)
		}
	}
}

func TestFilterNamesAnUnknownKey(t *testing.T) {
	for _, w := range []int{80, 120} {
		m, _ := shown(play.Idle(), w, 24)
		press(m, "/", "f", "o", "o", ":", "b")
		if row := ansi.Strip(screen(m)[m.desk().plan.Next]); !strings.Contains(row, "no key foo; status method") || !strings.Contains(row, "foo:b") {
			t.Errorf("row of the filter = %q, want the typed text and the known keys", row)
		}
		golden.Size(t, screen(m), w, 24)
	}
}

// The table of keys says how many requests p writes.
func TestHelpSaysHowManyRequestsPWrites(t *testing.T) {
	b := keys.Default().Of(keys.Pipeline)
	if n := itoa(pipelined); !strings.Contains(b.Help, "pipeline "+n+",") {
		t.Errorf("the help of p is %q, want the number %s in it", b.Help, n)
	}
}

// Without a known idle limit, H is refused and nothing is sent.
func TestHoldIsRefusedWithoutAKnownLimit(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	for range 2 {
		m, e := shown(p, 120, 40)
		press(m, "H")
		expect(t, m, "H: no idle limit is known yet; P measures it.")
		if len(e.did) > 0 {
			t.Errorf("H gave the commands %T, want none", e.did)
		}
		p.Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0"))
	}
}

// The suggested name has the extension of the media type, unless the content has a
// content coding, because linger saves the content as received.
func TestSuggestedNameHasTheExtensionOfTheMediaType(t *testing.T) {
	t.Chdir(t.TempDir())
	for head, want := range map[string]string{
		"Content-Type: application/json; charset=utf-8":  "response-1.json ",
		"Content-Type: x/y":                              "response-1 ",
		"Content-Type: text/html\r\nContent-Encoding: x": "response-1 ",
	} {
		m, _ := shown(play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 2", head)+"{}"), 80, 24)
		press(m, "W")
		expect(t, m, "file    "+want)
	}
}
