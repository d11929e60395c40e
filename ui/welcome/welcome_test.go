package welcome_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session/observe"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/theme"
	"linger/ui/welcome"
)

func page(w, h int, done ...bool) *welcome.Page {
	p := &welcome.Page{Theme: theme.New(true, colorprofile.TrueColor, false), W: w, H: h, All: 135, Scenarios: []welcome.Scenario{
		{Path: "/early", Does: "says 5 s, closes after 3 s"}, {Path: "/truncated", Does: "the connection ends inside the content"}, {Path: "/too-short", Does: "Content-Length is smaller than the content"}}}
	copy(p.Done[:], done)
	return p
}

func TestRows(t *testing.T) {
	for _, s := range [][2]int{{38, 12}, {62, 28}, {78, 16}} {
		rows, _ := page(s[0], s[1], true).Rows()
		golden.Check(t, fmt.Sprintf("welcome-%dx%d", s[0], s[1]), rows)
	}
	for w := 18; w < 200; w += 3 {
		for h := range 50 {
			rows, _ := page(w, h).Rows()
			golden.Size(t, rows, w, h)
		}
	}
}

// The whole page fits on screens of 80x24 and 120x40. On smaller screens it scrolls to
// its end.
func TestWholePageCanBeReached(t *testing.T) {
	for _, s := range [][2]int{{78, 16}, {62, 28}, {118, 28}} {
		if _, more := page(s[0], s[1], true, true).Rows(); more {
			t.Errorf("the page does not fit in %dx%d", s[0], s[1])
		}
	}
	for _, s := range [][2]int{{38, 5}, {38, 16}, {60, 10}} {
		p := page(s[0], s[1])
		if _, more := p.Rows(); !more {
			t.Fatalf("the page fits in %v, want a size where it must scroll", s)
		}
		p.Top = p.Scroll(1000)
		rows, more := p.Rows()
		if last := ansi.Strip(strings.Join(rows, "\n")); more || !strings.Contains(last, "whole connection") {
			t.Errorf("%v: the end of the page is\n%s\nwant the meaning of the last bar", s, last)
		}
		if p.Top = p.Scroll(-1000); p.Top != 0 {
			t.Errorf("scrolling back ended at row %d, want 0", p.Top)
		}
	}
}

func TestStepsAreTickedOff(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond)
	want := func(why string, done ...bool) {
		t.Helper()
		var all [welcome.Steps]bool
		copy(all[:], done)
		if got := welcome.Done(p.Rec); got != all {
			t.Errorf("%s: the completed steps are %v, want %v", why, got, all)
		}
	}
	want("connected")
	p.Exchange("GET", "/", time.Millisecond, play.Hint("timeout=5"))
	want("a response", true)
	p.Exchange("GET", "/", time.Millisecond, play.Hint("timeout=5"))
	want("another response", true, true)
	p.ClosedOnTime()
	want("the server closed", true, true, true)
	p.Connect(time.Millisecond)
	want("a new connection", true, true, true, true)

	p = play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, play.Hint("timeout=5"))
	p.End(observe.End{})
	p.Connect(time.Millisecond)
	want("linger closed, and connected again", true, false, false, true)
}

// The first step names the next request of the user, without its query, until it is done.
func TestFirstStepNamesTheNextRequest(t *testing.T) {
	all := func(p *welcome.Page) string {
		rows, _ := p.Rows()
		return ansi.Strip(strings.Join(rows, "\n"))
	}
	p := page(78, 16)
	p.Next = "GET /early?token=1"
	if got := all(p); !strings.Contains(got, "send GET /early") || strings.Contains(got, "token") || strings.Contains(got, "countdown") {
		t.Errorf("the page names another request:\n%s", got)
	}
	p.Done[0] = true
	if got := all(p); !strings.Contains(got, "send GET /countdown") {
		t.Errorf("the first step is done, but names the next request:\n%s", got)
	}
}
