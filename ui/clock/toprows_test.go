package clock_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/clock"
	"linger/ui/internal/play"
	"linger/ui/theme"
)

func topRows(p *play.Play, w int, change ...func(*clock.View)) string {
	v := clock.View{Record: p.Rec, Conn: p.Rec.Newest(), Now: p.Now, Width: w, Theme: theme.New(true, colorprofile.ASCII, false)}
	for _, f := range change {
		f(&v)
	}
	return strings.TrimSpace(ansi.Strip(v.Header() + "\n" + v.Timeout() + "\n" + v.NowRow()))
}

// answered returns a connection whose countdown is running.
func answered() *play.Play {
	return play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Hint("timeout=5, max=9")).Wait(100 * ms)
}

// While linger is writing a request, no text says that it awaits the response.
func TestTextsWhileSending(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	p.Tell(&session.RequestStarted{At: p.Now, Conn: 1, Exchange: 1, Method: "POST", Target: "/", Len: 5_000_000})
	got := topRows(p.Wait(2*time.Second), 120)
	if !strings.Contains(got, "sending the request") || !strings.Contains(got, "Sending the request. ░ 2.0 s since the first of its 5.0 MB was written.") || strings.Contains(got, "awaiting") {
		t.Errorf("the rows do not say that a request is being sent, or say that a response is awaited:\n%s", got)
	}
}

// Even the smallest screen shows the numbers of a repeat and the idle time.
func TestNumbersStayOnTheSmallestScreen(t *testing.T) {
	work := session.Working{Conn: 1, Kind: session.WorkRepeat, Done: 939, Total: 1000, Active: true}
	if got := topRows(answered().Tell(work), 40); !strings.Contains(got, "Repeating. 939 of 1,000") {
		t.Errorf("the rows lack the numbers of the repeat:\n%s", got)
	}
	p := play.New("http://h").Connect(ms).Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0")).Wait(9900 * ms)
	if got := topRows(p, 45); !strings.Contains(got, "idle 9.9 s") || !strings.Contains(got, "Open. No idle timeout advertised.") {
		t.Errorf("the rows lack the idle time or the sentence:\n%s", got)
	}
}

// If esc closes something else first, the sentence says so.
func TestSentenceSaysEscTwiceIfCovered(t *testing.T) {
	p := answered().Tell(session.Working{Conn: 1, Kind: session.WorkRepeat, Done: 9, Total: 10, Active: true})
	if got := topRows(p, 120, func(v *clock.View) { v.Covered = true }); !strings.Contains(got, "esc twice stops") {
		t.Errorf("the rows do not say that esc must be pressed twice:\n%s", got)
	}
}

// A failure that is too long for the row is cut at the end of a clause.
func TestFailureIsNotCutInsideASentence(t *testing.T) {
	p := play.New("https://h").Tell(session.Dialing{Conn: 1})
	p.Tell(session.DialFailed{Conn: 1, Kind: session.DialTLS, Text: "The certificate is not trusted: unknown authority.", Cure: session.CureTrust})
	for _, w := range []int{80, 100, 120} {
		if got := topRows(p, w); strings.Contains(got, "…") || !strings.Contains(got, "The certificate is not trusted: unknown authority.") {
			t.Errorf("width %d: the rows lack the complete reason for the failure:\n%s", w, got)
		}
	}
}
