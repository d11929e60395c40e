package ui

import (
	"testing"
	"time"

	"linger/ui/internal/play"
)

// While many exchanges arrive, the list shows each at once and the detail changes a few
// times per second. Afterwards, both show the newest exchange.
func TestDetailChangesAFewTimesPerSecond(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	m, e := shown(p, 120, 40)
	titles, last := 0, ""
	for i := range 200 { // 100 exchanges per second, for two seconds
		from := len(p.Events)
		p.Exchange("GET", "/item", ms, play.Hint("timeout=5")).Wait(9 * ms)
		e.now = p.Now
		m.Update(eventsMsg{desk: m.desk(), events: p.Events[from:]})
		if title := m.desk().detail().Title(); title != last {
			titles, last = titles+1, title
		}
		if _, ex := m.desk().list.Selected(); ex != i+1 {
			t.Fatalf("the list shows exchange %d, want %d", ex, i+1)
		}
	}
	if titles < 6 || titles > 12 {
		t.Errorf("the detail changed %d times in two seconds, want 6 to 12", titles)
	}
	d := m.pace()
	if d <= 0 || d > throttlePace {
		t.Errorf("pace = %v, want at most %v until the next change", d, throttlePace)
	}
	e.now += throttlePace
	m.Update(tickMsg{m.timer.id})
	expect(t, m, "200  GET /item → 200 OK")
}

// The detail shows a few exchanges per second at once, and also any exchange that the
// user selects.
func TestDetailFollowsTheUserAtOnce(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	m, e := shown(p, 120, 40)
	for i := range 6 {
		from := len(p.Events)
		p.Exchange("GET", "/item", ms, play.Hint("timeout=5")).Wait(300 * ms)
		e.now = p.Now
		m.Update(eventsMsg{desk: m.desk(), events: p.Events[from:]})
		expect(t, m, itoa(i+1)+"  GET /item → 200 OK")
	}
	for range 9 {
		from := len(p.Events)
		p.Exchange("GET", "/more", ms, play.Hint("timeout=5"))
		e.now = p.Now
		m.Update(eventsMsg{desk: m.desk(), events: p.Events[from:]})
	}
	press(m, "k")
	expect(t, m, "14  GET /more → 200 OK")
	press(m, "G")
	expect(t, m, "15  GET /more → 200 OK")
	p.Wait(time.Second).ServerClosed()
	e.now = p.Now
	m.Update(eventsMsg{desk: m.desk(), events: p.Events[len(p.Events)-1:]})
	expect(t, m, "server closed (FIN)", "15  GET /more → 200 OK") // the user has pressed keys, so the page stays
}
