package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
)

// ran returns a session with a repeat task of total requests that ended after n
// exchanges.
func ran(n, total int, cut session.WorkCut) *play.Play {
	p := play.New("http://h").Connect(ms)
	w := session.Working{At: p.Now, Conn: 1, Kind: session.WorkRepeat, Total: total, Active: true}
	p.Tell(w)
	for range n {
		p.Exchange("GET", "/", ms, play.Hint("timeout=5"))
	}
	w.At, w.Active, w.Done, w.Cut = p.Now, false, n, cut
	return p.Tell(w)
}

// The row "now" shows the result of a long task until the next key, and the foot of the
// list shows it until the next request is sent.
func TestSummaryStaysUntilTheNextKey(t *testing.T) {
	for w, want := range map[int]string{
		120: "Stopped. 3 of 100,000 sent, 3 answered.",
		44:  "3 of 100,000 sent, 3 answered.",
	} {
		m, _ := shown(ran(3, 100_000, session.WorkCutStopped), w, 24)
		if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, want) {
			t.Errorf("at width %d, the row is %q, want %q", w, got, want)
		}
	}
	m, e := shown(ran(3, 3, ""), 120, 24)
	e.now += 1000 * noticeFor
	m.take(tickMsg{})
	now := func() string { return ansi.Strip(screen(m)[m.desk().plan.Now]) }
	if !strings.Contains(now(), "Done. 3 of 3 answered: 1.0 ms (median), 1.0 ms (slowest).") {
		t.Errorf("the result disappeared without a key: %s", now())
	}
	press(m, "up")
	if strings.Contains(now(), "Done") {
		t.Errorf("the row \"now\" still shows the result after a key: %s", now())
	}
	expect(t, m, "✓  Done. 3 of 3 answered: 1.0 ms (median), 1.0 ms", "(slowest).")
	press(m, "y", "s")
	if got := m.desk().notice.text; !strings.Contains(got, "Copied: summary") {
		t.Errorf("y and s: notice = %q, want the summary copied", got)
	}
	press(m, "w", "enter", "enter")
	if got := look(m); strings.Contains(got, "Done.") {
		t.Errorf("the list shows the result after another request:\n%s", got)
	}
}

// The sign of a summary shows that requests were lost.
func TestSummaryMarksLostRequests(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	w := session.Working{At: p.Now, Conn: 1, Kind: session.WorkPipeline, Total: 2, Active: true}
	p.Tell(w).Send(play.Request("GET", "/a")).Send(play.Request("GET", "/b")).Wait(ms).Read(play.Hint("timeout=5")).ServerReset()
	w.At, w.Active, w.Done, w.Cut = p.Now, false, 1, session.WorkCutEnded
	m, _ := shown(p.Tell(w), 120, 40)
	expect(t, m, "✗  Pipeline ended: 1 of 2 answered, 1 lost (2)")
}

// Below the last exchange, the cursor reaches the summary. Enter shows the whole summary:
// counts, times and a histogram. There, y copies it, and enter opens the lost exchange.
func TestEnterShowsTheWholeSummary(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	w := session.Working{At: p.Now, Conn: 1, Kind: session.WorkRepeat, Total: 3, Active: true}
	p.Tell(w)
	p.Exchange("GET", "/", ms, play.Hint("timeout=5")).Exchange("GET", "/", 9*ms, play.Hint("timeout=5"))
	p.Send(play.Request("GET", "/lost")).Wait(ms).ServerClosed()
	w.At, w.Active, w.Done, w.Cut = p.Now, false, 2, session.WorkCutEnded
	m, _ := shown(p.Tell(w), 120, 40)
	press(m, "G")
	for range 3 {
		press(m, "down")
	}
	expect(t, m, "▸✗  ", " enter the whole summary ")
	press(m, "up")
	if m.desk().list.OnSummary() {
		t.Fatal("after up, the cursor is on the summary, want the last exchange")
	}
	press(m, "down", "enter")
	expect(t, m, "┤ Send 3 ├", "answered         2 of 3", "lost             1 (3); may be repeated", "fastest   median    slowest", "last byte        1.0 ms", "up to 2.0 ms │▇", "up to 10.0 ms │", "lost │✗", "show exchange 3")
	press(m, "y")
	if got := m.desk().notice.text; !strings.Contains(got, "Copied: summary") {
		t.Errorf("y in the summary: notice = %q, want the summary copied", got)
	}
	press(m, "enter")
	if _, ex := m.desk().list.Selected(); ex != 3 || m.desk().top() != nil {
		t.Errorf("enter in the summary selected exchange %d, want 3 and the summary closed", ex)
	}
	m, _ = shown(ran(3, 3, ""), 80, 24)
	press(m, "tab")
	clickOn(t, m, "Done. 3 of 3")
	expect(t, m, "answered         3 of 3")
}

// The screen says that a task was stopped while responses are outstanding. From then on,
// esc closes views again, because there is nothing left to stop.
func TestStoppedTaskWaitsForItsResponses(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	w := session.Working{At: p.Now, Conn: 1, Kind: session.WorkPipeline, Total: 5, Done: 1, Active: true}
	m, e := shown(p.Send(play.Request("GET", "/")).Tell(w), 120, 40)
	expect(t, m, "Pipelining. 1 of 5 answered; esc stops.", " esc stop ")
	w.Cut = session.WorkCutStopped
	happens(m, w)
	expect(t, m, "Stopping. 1 of 5 answered; linger sends nothing more and waits for the rest. x ends the connection.", " x end ")
	press(m, "t", "esc")
	if m.desk().top() != nil || len(e.did) != 0 {
		t.Errorf("esc gave the commands %v, want none and the timeline closed", e.did)
	}
}
