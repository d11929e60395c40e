package clock_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/clock"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
	"linger/wire"
)

const ms = time.Millisecond

// A scene is a recorded session at a moment.
type scene struct {
	name string
	play *play.Play
	view func(*clock.View)
}

func scenes() []scene {
	hinted := func(value string, idle time.Duration) *play.Play {
		return play.New("http://127.0.0.1:8321").Connect(200*time.Microsecond).
			Exchange("GET", "/", 4*ms, play.Hint(value)).Wait(idle)
	}
	bare := func(lines ...string) *play.Play {
		return play.New("http://127.0.0.1:8321").Connect(200*time.Microsecond).
			Exchange("GET", "/", 4*ms, play.Head(append([]string{"HTTP/1.1 200 OK", "Content-Length: 0"}, lines...)...)).Wait(2100 * ms)
	}
	return []scene{
		{"idle", play.Idle(), nil},
		{"caution", hinted("timeout=5, max=99", 4300*ms), nil},
		{"race", play.Racing(), nil},
		{"overdue", hinted("timeout=5", 6200*ms), nil},
		{"long", hinted("timeout=75", 33*time.Second), nil},
		{"ten", hinted("timeout=10", 200*ms), nil},
		{"awaiting", play.New("http://127.0.0.1:8321").Connect(ms).Send(play.Request("GET", "/slow")).Wait(1200 * ms), nil},
		{"receiving", play.New("http://127.0.0.1:8321").Connect(ms).Send(play.Request("GET", "/slow")).Wait(200 * ms).Read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").Wait(1200 * ms), nil},
		{"receiving-much", play.New("http://127.0.0.1:8321").Connect(ms).Send(play.Request("GET", "/big")).Wait(200 * ms).
			Read("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + strings.Repeat("x", 20000)).Wait(1200 * ms), nil},
		{"no-hint", bare("Connection: keep-alive"), nil},
		{"no-hint-probes", bare("Connection: keep-alive"), func(v *clock.View) { v.Probes = true }},
		{"guess", bare("Connection: keep-alive", "Server: nginx/1.22.1"), nil},
		{"guess-probes", bare("Connection: keep-alive", "Server: nginx/1.22.1"), func(v *clock.View) { v.Probes = true }},
		{"seen", seen(75067 * ms).Wait(18 * time.Second), nil},
		{"seen-race", seen(75067 * ms).Wait(75066 * ms), nil},
		{"seen-past", seen(75067 * ms).Wait(76267 * ms), nil},
		{"seen-range", seen(4115*ms, 3865*ms).Wait(1460 * ms), nil},
		{"seen-range-race", seen(4115*ms, 3865*ms).Wait(4 * time.Second), nil},
		{"seen-early", measured(), nil},
		{"seen-held", seen(75067 * ms).Wait(18 * time.Second).Tell(session.Working{Conn: 2, Kind: session.WorkHold, Total: 100, Active: true}), nil},
		{"seen-recording", seen(75067 * ms).Wait(18 * time.Second), func(v *clock.View) { v.Offline = true }},
		{"probed-silent", bare("Connection: keep-alive", "Server: nginx"), probed(75000*ms, 75100*ms)},
		{"probed-silent-wide", bare("Connection: keep-alive"), probed(2600*ms, 4700*ms)},
		{"not-applying", bare("Keep-Alive: timeout=5"), nil},
		{"closing", bare("Connection: close"), nil},
		{"measured", measured(), nil},
		{"measured-race", measured().Wait(1500 * ms), nil},
		{"held", hinted("timeout=5, max=9", 2600*ms).Tell(session.Working{Conn: 1, Kind: session.WorkHold, Done: 12, Total: 100, Active: true}), nil},
		{"waiting", hinted("timeout=5, max=9", 2600*ms).Tell(session.Working{Conn: 1, Kind: session.WorkWait, Active: true}), nil},
		{"waiting-unused", play.Fresh().Tell(session.Working{Conn: 1, Kind: session.WorkWait, Active: true}), func(v *clock.View) { v.First = true }},
		{"out-of-step", hinted("timeout=5, max=9", 600*ms).Tell(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited, Offset: 90}}), nil},
		{"repeating", hinted("timeout=5, max=9", 100*ms).Tell(session.Working{Conn: 1, Kind: session.WorkRepeat, Done: 25939, Total: 100000, Active: true}), nil},
		{"pipelining", play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(200 * ms).Tell(session.Working{Conn: 1, Kind: session.WorkPipeline, Done: 3, Total: 5, Active: true}), nil},
		{"half-closed", hinted("timeout=5", 600*ms).Tell(session.HalfClosed{Conn: 1}), nil},
		{"probed", hinted("timeout=5", 600*ms), probed(2600*ms, 4700*ms)},
		{"probed-race", hinted("timeout=5", 3600*ms), probed(2600*ms, 4700*ms)},
		{"refused", play.New("http://127.0.0.1:8321").Tell(session.Dialing{Conn: 1}).Tell(session.DialFailed{Conn: 1, Kind: session.DialRefused, Text: "Nothing listens on 127.0.0.1:8321."}), nil},
		{"connecting", play.New("http://127.0.0.1:8321").Tell(session.Dialing{Conn: 1}).Wait(1200 * ms), nil},
		{"none", play.New("http://127.0.0.1:8321"), nil},
		{"fresh", play.Fresh(), func(v *clock.View) { v.First = true }},
		{"closed", play.Closed(), nil},
		{"reset", hinted("timeout=5, max=9", 3001*ms).ServerReset(), nil},
		{"cut-at-once", play.New("http://127.0.0.1:8321").Connect(100*time.Microsecond).Exchange("GET", "/", 400*time.Microsecond, play.Head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close")).
			ServerClosed(), nil},
		{"notice", play.Idle(), func(v *clock.View) { v.Notice = "L: response 6 has no Location header." }},
		{"unverified", unverified(), nil},
		{"recording", play.Idle(), func(v *clock.View) { v.Offline = true }},
	}
}

// measured returns an idle connection to a server that closed earlier connections after
// 2.60 and 4.70 s idle.
func measured() *play.Play {
	p := play.New("http://127.0.0.1:8321")
	for _, idle := range []time.Duration{2600 * ms, 4700 * ms} {
		p.Connect(ms).Exchange("GET", "/", 4*ms, play.Hint("timeout=5")).Wait(idle)
		p.ServerClosed()
	}
	return p.Connect(ms).Exchange("GET", "/", 4*ms, play.Hint("timeout=5")).Wait(900 * ms)
}

// seen returns a connection without a hint to a server that closed one earlier connection
// after each of the given idle times.
func seen(closes ...time.Duration) *play.Play {
	p := play.New("http://10.0.3.7:8080")
	silent := play.Head("HTTP/1.1 200 OK", "Content-Length: 0", "Server: nginx/1.22.1")
	for _, idle := range closes {
		p.Connect(ms).Exchange("GET", "/", 4*ms, silent).Wait(idle)
		p.ServerClosed()
	}
	return p.Connect(ms).Exchange("GET", "/", 4*ms, silent)
}

// probed returns a function that adds the measurements of a probe to the record.
func probed(low, high time.Duration) func(*clock.View) {
	return func(v *clock.View) {
		v.Record.Apply(session.Measured{Target: v.Record.Target(), Low: low, High: high, Closes: 5})
	}
}

func unverified() *play.Play {
	p := play.Racing()
	p.Rec.Start.Verify = false
	return p
}

func (s scene) rows(w int, th *theme.Theme) []string {
	v := clock.View{Record: s.play.Rec, Conn: s.play.Rec.Newest(), Now: s.play.Now, Width: w, Theme: th}
	if s.view != nil {
		s.view(&v)
	}
	return []string{v.Header(), v.Timeout(), v.Max(), v.Life(), v.NowRow(), v.TimeoutAndMax()}
}

func TestRowsOfEveryStateGolden(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, w := range []int{80, 120, 200} {
		var all []string
		for _, s := range scenes() {
			all = append(all, "# "+s.name)
			all = append(all, s.rows(w, th)...)
		}
		golden.Check(t, fmt.Sprintf("states-%d", w), all)
		if w == 120 {
			golden.Tokens(t, "states-120-tokens", th, all)
		}
	}
}

func TestRowsInASCIIGolden(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, true)
	var all []string
	for _, s := range scenes()[:5] {
		for _, row := range s.rows(100, th) {
			all = append(all, theme.ToASCII(row))
		}
	}
	golden.Check(t, "ascii-100", all)
}

func TestRowsAreAsWideAsTheScreen(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, s := range scenes() {
		for w := 40; w <= 240; w++ {
			golden.Size(t, s.rows(w, th), w, 6)
		}
	}
}

// The bar only becomes shorter: as time passes, no spent cell becomes visible again.
func TestBarOnlyBecomesShorter(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, true)
	for _, w := range []int{40, 80, 120, 200} {
		before := -1
		for left := 5000 * ms; left > 0; left -= 7 * ms {
			p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5")).Wait(5000*ms - left)
			row := scene{"", p, nil}.rows(w, th)[1]
			spent := 0
			for _, c := range row {
				if c == '.' {
					spent++
				} else if spent > 0 && c != '.' {
					break
				}
			}
			if spent < before {
				t.Fatalf("width %d, %v left: %d cells are spent, want at least %d as before", w, left, spent, before)
			}
			before = spent
		}
	}
}

func BenchmarkRows(b *testing.B) {
	th := theme.New(true, colorprofile.TrueColor, false)
	s := scenes()[0]
	b.ReportAllocs()
	for b.Loop() {
		s.rows(200, th)
	}
}

func TestNarrowestHeaderHasTheWarningAndTheState(t *testing.T) {
	row := ansi.Strip(scene{"", unverified(), nil}.rows(40, theme.New(true, colorprofile.TrueColor, false))[0])
	for _, want := range []string{"! not verified", "race zone"} {
		if !strings.Contains(row, want) {
			t.Errorf("header = %[2]q, want %[1]q in it", want, row)
		}
	}
}
