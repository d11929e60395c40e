package words_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
)

// A situation is a recorded session at a moment, with the other values on which the
// status depends.
type situation struct {
	name string
	play *play.Play
	more func(*words.Situation)
}

// quiet returns a connection that has been idle since a response with the given field
// lines.
func quiet(idle time.Duration, lines ...string) *play.Play {
	p := play.New("http://h").Connect(200 * time.Microsecond)
	return p.Exchange("GET", "/", 4*ms, play.Head(append([]string{"HTTP/1.1 200 OK", "Content-Length: 0"}, lines...)...)).Wait(idle)
}

// seen returns an idle connection to a server that closed an earlier connection after
// each of the given idle times.
func seen(idle time.Duration, closes ...time.Duration) *play.Play {
	p := play.New("http://h")
	for _, d := range closes {
		p.Connect(ms).Exchange("GET", "/", 4*ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0")).Wait(d).ServerClosed()
	}
	return p.Connect(ms).Exchange("GET", "/", 4*ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0")).Wait(idle)
}

func hintedFor(idle time.Duration) *play.Play {
	return quiet(idle, "Connection: keep-alive", "Keep-Alive: timeout=5, max=9")
}

func working(kind session.Work, done, total int) session.Working {
	return session.Working{Conn: 1, Kind: kind, Done: done, Total: total, Active: true}
}

func situations() []situation {
	typed := func(s *words.Situation) { s.Typed = true }
	covered := func(s *words.Situation) { s.Covered = true }
	recorded := func(s *words.Situation) { s.Offline, s.Named = true, true }
	measured := func(s *words.Situation) {
		s.Record.Apply(session.Measured{Target: s.Record.Target(), Low: 2600 * ms, High: 4700 * ms, Closes: 5})
	}
	dialing := func() *play.Play { return play.New("http://h").Tell(session.Dialing{Conn: 1}).Wait(1200 * ms) }
	failing := func(kind session.DialFailure) *play.Play {
		return play.New("http://h").Tell(session.Dialing{Conn: 1}).Tell(session.DialFailed{Conn: 1, Kind: kind, Text: "Nothing listens on h:80."})
	}
	posting := play.New("http://h").Connect(ms)
	posting.Tell(&session.RequestStarted{At: posting.Now, Conn: 1, Exchange: 1, Method: "POST", Target: "/", Len: 5_000_000})
	awaiting := func() *play.Play {
		return play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Wait(1200 * ms)
	}
	stalling := func(d time.Duration) *play.Play {
		return awaiting().Read("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello worldx").Wait(d)
	}
	second := time.Second
	return []situation{
		{"not connected", play.New("http://h"), nil},
		{"not connected, recorded", play.New("http://h"), recorded},
		{"connecting", dialing(), nil},
		{"connecting, typed", dialing(), typed},
		{"failed", failing(session.DialRefused), nil},
		{"given up", failing(session.DialGivenUp), nil},
		{"unused", play.New("http://h").Connect(ms).Wait(900 * ms), nil},
		{"first", play.Fresh(), func(s *words.Situation) { s.First = true }},
		{"sending", posting.Wait(2 * second), nil},
		{"awaiting", awaiting(), nil},
		{"receiving", awaiting().Read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), nil},
		{"receiving chunks", awaiting().Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel").Wait(900 * ms), nil},
		{"stalled", stalling(3800 * ms), nil},
		{"stalled, typed", stalling(12 * second), typed},
		{"stalled for long", stalling(12 * second), nil},
		{"stalled, no length", awaiting().Read("HTTP/1.1 200 OK\r\n\r\nhello").Wait(12 * second), nil},
		{"framing lost", awaiting().Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5g\r\nhello").Wait(2 * second), nil},
		{"stalled in the header section", awaiting().Read("HTTP/1.1 200 OK\r\nCont").Wait(2 * second), nil},
		{"after an interim response", awaiting().Read("HTTP/1.1 103 Early Hints\r\n\r\n").Wait(2 * second), nil},
		{"pipelining", awaiting().Tell(working(session.WorkPipeline, 3, 5)), nil},
		{"repeating", hintedFor(100 * ms).Tell(working(session.WorkRepeat, 939, 1000)), covered},
		{"holding", hintedFor(100 * ms).Tell(working(session.WorkHold, 9, 100)), nil},
		{"holding, typed", hintedFor(100 * ms).Tell(working(session.WorkHold, 9, 100)), typed},
		{"holding without a limit", quiet(second).Tell(working(session.WorkHold, 0, 0)), nil},
		{"waiting", hintedFor(100 * ms).Tell(working(session.WorkWait, 0, 0)), nil},
		{"waiting, overdue", hintedFor(6 * second).Tell(session.Overdue{Conn: 1}).Tell(working(session.WorkWait, 0, 0)), nil},
		{"safe", hintedFor(1800 * ms), nil},
		{"safe, a question is open", hintedFor(1800 * ms), func(s *words.Situation) { s.Quiet = true }},
		{"caution", hintedFor(4300 * ms), nil},
		{"race", play.Racing(), nil},
		{"overdue", hintedFor(6200 * ms), nil},
		{"recorded", hintedFor(1800 * ms), recorded},
		{"end of the recording", hintedFor(1800 * ms), func(s *words.Situation) { s.Offline, s.Named, s.Over = true, true, true }},
		{"no hint", quiet(2100 * ms), nil},
		{"no hint, with probes", quiet(2100*ms, "Server: nginx"), func(s *words.Situation) { s.Probes = true }},
		{"ignored hint", quiet(second, "Keep-Alive: timeout=5"), nil},
		{"seen once", seen(18*second, 75067*ms), nil},
		{"seen twice", seen(1460*ms, 4115*ms, 3865*ms), nil},
		{"seen, race", seen(75066*ms, 75067*ms), nil},
		{"seen, past", seen(76267*ms, 75067*ms), nil},
		{"measured", hintedFor(600 * ms), measured},
		{"measured, race", hintedFor(3600 * ms), measured},
		{"measured alone", quiet(600 * ms), measured},
		{"out of step", hintedFor(600 * ms).Tell(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited, Offset: 90}}), nil},
		{"half-closed", hintedFor(600 * ms).Tell(session.HalfClosed{Conn: 1}), nil},
		{"closing", quiet(ms, "Connection: close"), nil},
		{"closing, recorded", quiet(ms, "Connection: close"), recorded},
		{"tunnel", play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: x")), nil},
		{"closed", play.Closed(), nil},
		{"reset", hintedFor(3 * second).ServerReset(), nil},
	}
}

func (s *situation) status(w int) words.Status {
	at := words.Situation{Record: s.play.Rec, Conn: s.play.Rec.Newest(), Now: s.play.Now, Width: w, Theme: theme.New(true, colorprofile.ASCII, false)}
	if s.more != nil {
		s.more(&at)
	}
	return at.Status()
}

// said returns all texts of a status for a screen that is w cells wide.
func (s *situation) said(w int) string {
	st := s.status(w)
	all := st.Label + " " + st.Sign + " " + st.State + " | " + st.Brief() + " | " + st.Beside(w) + " | " + st.Source + "\n" +
		"    " + st.Lead(w) + " " + st.Rest + "\n"
	if st.Short != "" {
		all += "    " + st.Short + "\n"
	}
	return all
}

func TestStatusGolden(t *testing.T) {
	var b strings.Builder
	for _, s := range situations() {
		b.WriteString("# " + s.name + "\n")
		wide := s.said(120)
		b.WriteString(wide)
		if narrow := s.said(80); narrow != wide {
			b.WriteString("on a narrow screen\n" + narrow)
		}
	}
	golden.Check(t, "status", strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n"))
}

// The texts beside a countdown fit in the given width, and no brief state is longer than
// the state.
func TestStatusTextsFit(t *testing.T) {
	for _, s := range situations() {
		st := s.status(80)
		for w := 30; w < 120; w += 7 {
			if got := text.Width(st.Beside(w)); got > w && st.Counting {
				t.Errorf("%s: Beside(%d) is %d cells wide", s.name, w, got)
			}
		}
		if text.Width(st.Brief()) > text.Width(st.State) {
			t.Errorf("%s: the brief state %q is longer than %q", s.name, st.Brief(), st.State)
		}
	}
}

// If only the close ends the content, the page says how long a client waited for the
// close.
func TestMeaningOfALateCloseThatEndsTheContent(t *testing.T) {
	for wait, want := range map[time.Duration]string{
		100 * time.Millisecond: "an incomplete transfer can look complete",
		10 * time.Second:       "the server closed 10.000 s after the last byte",
	} {
		p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/")).Read("HTTP/1.1 200 OK\r\n\r\nhello").Wait(wait).ServerClosed()
		c := p.Rec.Newest()
		if got := words.MeaningOf(c, ""); !strings.Contains(got, want) {
			t.Errorf("MeaningOf after %v = %q, want %q in it", wait, got, want)
		}
		if got := words.When(&c.Close.Ending); strings.Contains(got, "after its last byte") != (wait > time.Second) {
			t.Errorf("When after %v = %q, want the wait only if it is longer than 1 s", wait, got)
		}
	}
}
