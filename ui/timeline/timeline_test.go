package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
	"linger/wire"
)

var dark = theme.New(true, colorprofile.TrueColor, false)

func model(r *record.Record, now time.Duration, w, h int) *Model {
	m := New(dark)
	m.SetSize(w, h)
	m.SetNow(now, Head{r.Newest(), "●", "open, idle", dark.OKStrong})
	m.Show(r, len(r.Exchanges))
	return m
}

func rows(m *Model) []string { return strings.Split(m.View(), "\n") }

func TestView(t *testing.T) {
	r, now := usual()
	for _, size := range [][2]int{{120, 30}, {80, 18}, {200, 40}} {
		m := model(r, now, size[0], size[1])
		golden.Check(t, fmt.Sprintf("idle-%dx%d", size[0], size[1]), rows(m))
	}
	golden.Tokens(t, "idle-120x30-tokens", dark, rows(model(r, now, 120, 30)))
}

func TestViewsOfOtherEnds(t *testing.T) {
	for name, tell := range map[string]func(*tale) time.Duration{
		"early": func(s *tale) time.Duration {
			s.exchange(time.Second, "GET", "/")
			s.close(4*time.Second, session.ByServer, session.HowFIN)
			return 10 * time.Second
		},
		"overdue": func(s *tale) time.Duration {
			s.exchange(time.Second, "GET", "/")
			return 8 * time.Second
		},
		"awaiting": func(s *tale) time.Duration {
			s.exchange(time.Second, "GET", "/")
			s.ask(3*time.Second, "GET", "/slow")
			return 5 * time.Second
		},
		"reset": func(s *tale) time.Duration {
			s.exchange(time.Second, "GET", "/")
			s.ask(3*time.Second, "POST", "/x")
			s.rec.Apply(&session.ExchangeDone{At: 4 * time.Second, Conn: 1, Exchange: 2, Reason: wire.ReasonTruncated, Retry: session.RetryNotSafe})
			s.rec.Apply(session.Found{At: 4 * time.Second, Conn: 1, Exchange: 2, Finding: wire.Finding{Code: session.CodeKeepAliveRace}})
			s.rec.Apply(session.Closed{At: 4 * time.Second, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse, Lost: []int{2}, Oldest: 2,
				Moment: session.Moment{Kind: session.MomentNoByte, Exchange: 2, After: time.Second}}})
			return 10 * time.Second
		},
		"refused": func(s *tale) time.Duration {
			s.close(time.Second, session.ByClient, session.HowFIN)
			s.rec.Apply(session.Dialing{At: 2 * time.Second, Conn: 2})
			s.rec.Apply(session.DialFailed{At: 2*time.Second + 3*ms, Conn: 2, Kind: session.DialRefused, Text: "Nothing listens there."})
			return 10 * time.Second
		},
		"dialing": func(s *tale) time.Duration {
			s.close(time.Second, session.ByClient, session.HowFIN)
			s.rec.Apply(session.Dialing{At: 2 * time.Second, Conn: 2})
			return 3 * time.Second
		},
		"pipelined": func(s *tale) time.Duration {
			for i := range 4 {
				s.ask(time.Second+time.Duration(i)*ms, "GET", "/")
			}
			for i := range 4 {
				s.answer(i+1, 200, time.Second+time.Duration(i)*500*ms, time.Second+time.Duration(i)*500*ms+100*ms)
			}
			return 4 * time.Second
		},
		"measured": func(s *tale) time.Duration { // two closes before the advertised deadline move the race zone
			for i, idle := range []time.Duration{2600 * ms, 3 * time.Second} {
				at := time.Duration(i) * 6 * time.Second
				s.exchange(at+ms, "GET", "/")
				s.close(at+2*ms+idle, session.ByServer, session.HowFIN)
				s.connect(at+6*time.Second, nil, ms)
			}
			s.exchange(13*time.Second, "GET", "/")
			return 14 * time.Second
		},
		"aborted": func(s *tale) time.Duration { // a close by the client is not an error
			s.exchange(time.Second, "GET", "/")
			s.close(2*time.Second, session.ByClient, session.HowReset)
			return 4 * time.Second
		},
		"moved": func(s *tale) time.Duration {
			s.exchange(time.Second, "GET", "/")
			s.close(2*time.Second, session.ByClient, session.HowFIN)
			s.rec.Apply(session.Dialing{At: 2 * time.Second, Conn: 2, Target: "https://shop.example"})
			s.rec.Apply(session.Connected{At: 2*time.Second + ms, Conn: 2})
			return 4 * time.Second
		},
		"unused": func(*tale) time.Duration { return 2 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			s := &tale{}
			s.connect(0, nil, ms)
			now := tell(s)
			golden.Check(t, name, rows(model(&s.rec, now, 100, 20)))
		})
	}
}

// If several exchanges begin in one cell, the cell shows all of their numbers.
func TestPipelinedNumbers(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	for i := range 120 {
		s.ask(time.Second+time.Duration(i)*ms, "GET", "/")
	}
	s.ask(4*time.Second, "GET", "/")
	m := model(&s.rec, 5*time.Second, 100, 20)
	m.Show(&s.rec, 0)
	if got := ansi.Strip(m.View()); !strings.Contains(got, "    1-100 ") || !strings.Contains(got, " 121 ") {
		t.Errorf("the numbers of several exchanges in one cell are missing:\n%s", got)
	}
	m.Show(&s.rec, 20)
	m.ZoomOut() // switches from the pipeline to the connections
	if got := ansi.Strip(m.View()); !strings.Contains(got, "▸20 of 1-100 ") {
		t.Errorf("the number of the selected exchange is missing:\n%s", got)
	}
}

func TestTimeOfConnectingIsDrawn(t *testing.T) {
	s := &tale{}
	s.connect(0, &session.TLS{Version: "TLS 1.3", Handshake: 60 * ms}, 100*ms)
	s.exchange(110*ms, "GET", "/")
	m := model(&s.rec, 200*ms, 120, 24)
	m.Follow()
	for m.ZoomIn(); m.sc.cell > 5*ms; {
		m.ZoomIn()
	}
	golden.Check(t, "connecting", rows(m))
}

func TestViewIsExactlyItsSize(t *testing.T) {
	r, now := usual()
	long := &tale{}
	long.connect(0, nil, ms)
	for i := range 300 {
		long.exchange(time.Duration(i)*30*ms, "GET", "/"+strings.Repeat("x", 300))
	}
	for _, r := range map[string]*record.Record{"usual": r, "empty": {}, "many": &long.rec} {
		for w := 20; w <= 240; w += 7 {
			for h := 6; h <= 70; h += 5 {
				m := model(r, now, w, h)
				m.ZoomIn()
				m.Step(-1)
				golden.Size(t, rows(m), w, h)
			}
		}
	}
}

func TestStepAndZoom(t *testing.T) {
	r, now := usual()
	m := model(r, now, 120, 30)
	if !m.Following() {
		t.Error("a new timeline does not follow")
	}
	m.Step(-1)
	if m.Selected() != 5 || m.Following() {
		t.Errorf("after one step back, exchange %d is selected, following %t; want 5, not following", m.Selected(), m.Following())
	}
	m.Step(-10)
	if m.Selected() != 1 {
		t.Errorf("after ten steps back, exchange %d is selected, want 1", m.Selected())
	}
	for range 100 {
		m.ZoomIn()
	}
	if got := ansi.Strip(m.View()); !strings.Contains(got, "▸1") || !strings.Contains(got, "1 cell = 0.01 ms") {
		t.Errorf("the view does not show the selected exchange magnified:\n%s", got)
	}
	m.Step(1)
	if got := ansi.Strip(m.View()); !strings.Contains(got, "▸2") {
		t.Errorf("the view does not show the next exchange:\n%s", got)
	}
	for range 100 {
		m.ZoomOut()
	}
	if m.zoom != -1 || m.from != 0 {
		t.Errorf("after zooming out, the zoom is %d and the view begins at %v; want -1 and 0", m.zoom, m.from)
	}
	m.Step(10)
	if m.Selected() != 6 || !m.Following() {
		t.Errorf("after ten steps, exchange %d is selected, following %t; want 6, following", m.Selected(), m.Following())
	}
}

func TestFollowKeepsThePresentVisible(t *testing.T) {
	r, now := usual()
	m := model(r, now, 120, 30)
	for range 5 {
		m.ZoomIn()
	}
	if got := ansi.Strip(m.View()); !strings.Contains(got, "▸6") || m.Following() {
		t.Errorf("the selected exchange is not visible, or the timeline follows:\n%s", got)
	}
	m.Follow()
	if got := ansi.Strip(m.View()); !strings.Contains(got, "deadline in") {
		t.Errorf("the deadline is not visible:\n%s", got)
	}
}

func TestSelectedConnectionIsShown(t *testing.T) {
	s := &tale{}
	for i := range 50 {
		at := time.Duration(i) * 10 * time.Second
		s.connect(at, nil, ms)
		s.exchange(at+100*ms, "GET", "/")
		s.close(at+5200*ms, session.ByServer, session.HowFIN)
	}
	m := model(&s.rec, 600*time.Second, 120, 30)
	if got := ansi.Strip(m.View()); !strings.Contains(got, "49 to 50 of 50 connections") {
		t.Errorf("the view does not show the newest connections:\n%s", got)
	}
	m.Show(&s.rec, 7)
	m.Follow()
	if got := ansi.Strip(m.View()); !strings.Contains(got, "connection 7 ") || !strings.Contains(got, "▸7") {
		t.Errorf("the view does not show the connection of exchange 7:\n%s", got)
	}
}

func TestLabelsOfScalesAreRound(t *testing.T) {
	for _, s := range scales {
		label := round(s.cell * time.Duration(s.major))
		if len(label) > 7 {
			t.Errorf("scale %v: the label %q is too long", s.cell, label)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0 s", 200 * ms: "0.2 s", 50 * ms: "50 ms", 10 * time.Microsecond: "0.01 ms", 5 * time.Minute: "5 min", 100 * time.Second: "100 s", 20 * time.Hour: "20 h",
	} {
		if got := round(d); got != want {
			t.Errorf("round(%v) = %q, want %q", d, got, want)
		}
	}
}

// No text from a server or a command line reaches the terminal as a control sequence.
func TestHostileText(t *testing.T) {
	const evil = "\x1b]0;x\a\x1b[2J\u202e\u009b31m\x00"
	s := &tale{}
	s.connect(0, nil, ms)
	s.ask(100*ms, evil, "/"+evil)
	s.answer(1, 200, 101*ms)
	s.close(time.Second, session.ByServer, session.How(evil))
	s.connect(2*time.Second, nil, ms)
	s.rec.Apply(session.DialFailed{At: 3 * time.Second, Conn: 2, Kind: session.DialFailure(evil), Text: evil})
	for _, size := range [][2]int{{120, 30}, {60, 14}} {
		for _, r := range ansi.Strip(model(&s.rec, 4*time.Second, size[0], size[1]).View()) {
			if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e {
				t.Fatalf("the control character %U is on the screen", r)
			}
		}
	}
}

func TestNoColourAndASCII(t *testing.T) {
	r, now := usual()
	m := model(r, now, 120, 30)
	th := theme.New(true, colorprofile.ASCII, true)
	m.SetTheme(th)
	m.SetNow(now, Head{r.Newest(), "*", "open, idle", th.OKStrong})
	got := theme.ToASCII(m.View())
	if strings.Contains(got, "38;") {
		t.Error("the view has a colour, want none")
	}
	golden.Check(t, "ascii", strings.Split(got, "\n"))
}

func BenchmarkView(b *testing.B) {
	many := &tale{}
	many.connect(0, nil, ms)
	for i := range 100_000 {
		many.exchange(time.Duration(i)*2*ms, "GET", "/")
	}
	conns := &tale{}
	for i := range 10_000 {
		at := time.Duration(i) * 10 * time.Second
		conns.connect(at, nil, ms)
		conns.exchange(at+100*ms, "GET", "/")
		conns.close(at+5200*ms, session.ByServer, session.HowFIN)
	}
	for name, s := range map[string]*tale{"100000 exchanges": many, "10000 connections": conns} {
		b.Run(name, func(b *testing.B) {
			m := model(&s.rec, s.rec.Now(), 200, 40)
			b.ReportAllocs()
			for b.Loop() {
				m.SetNow(m.now+100*ms, m.head)
				_ = m.View()
			}
		})
	}
}

// The lanes show bytes that were not captured, and TCP keepalive probes.
func TestGapsAndProbes(t *testing.T) {
	b := play.Gaps()
	golden.Check(t, "gaps", rows(model(b.Rec, b.Now, 120, 14)))
}
