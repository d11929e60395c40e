package detail

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
)

// In a replay, the page of the most recent exchange says what comes next. A page that is
// kept between updates counts down in the same way as a new page.
func TestWhatComesNext(t *testing.T) {
	p := play.Idle()
	newest := len(p.Rec.Exchanges)
	next := Coming{At: p.Now + 7100*time.Millisecond, What: "GET /reset?token=hidden, then server reset (RST) 1.0 ms later", Silent: true}
	shown := func(exchange int, now time.Duration, c Coming) *Model {
		m := at(p.Rec, 2, exchange, Why, now)
		m.SetComing(c)
		return m
	}
	m := shown(newest, p.Now, next)
	text := ansi.Strip(m.View())
	for _, want := range []string{"What comes next", "7.1 s of silence, then", "GET /reset?token=****, then server reset (RST) 1.0 ms later"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	m.Refresh()
	later := p.Now + time.Second
	m.SetNow(later)
	if got, want := m.View(), shown(newest, later, next).View(); got != want || !strings.Contains(want, "6.1 s of silence") {
		t.Errorf("the kept page is\n%s\nwant the fresh page\n%s", ansi.Strip(got), ansi.Strip(want))
	}
	next.Silent = false
	if text := ansi.Strip(shown(newest, p.Now, next).View()); !strings.Contains(text, "in 7.1 s") {
		t.Errorf("the page of a connection with an outstanding request mentions silence:\n%s", text)
	}
	for _, m := range []*Model{shown(newest-1, p.Now, next), shown(newest, p.Now, Coming{})} {
		if text := ansi.Strip(m.View()); strings.Contains(text, "What comes next") {
			t.Errorf("the page of an older exchange, or without a next event, says what comes next:\n%s", text)
		}
	}
}
