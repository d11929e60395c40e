package detail

import (
	"strings"
	"testing"
	"time"
)

// said returns the text of a view, with one space between words.
func said(m *Model) string { return strings.Join(strings.Fields(shownBy(m)), " ") }

func TestCloseDelimitedResponseIsComplete(t *testing.T) {
	p := one(asked("GET", "/old"), answered("HTTP/1.0 200 OK")+"no length is given")
	why := said(showing(p, 1, 1, Why, 78, 40))
	wantIn(t, "incomplete so far", why, "░ incomplete so far the connection is still open")
	p.Wait(ms).ServerClosed()
	screen := said(showing(p, 1, 0, Life, 78, 40))
	wantIn(t, "whole", screen, "○ The server closed: this ends the content of response 1", "nothing: the response is complete",
		"yes: only the close ends the content of response 1")
	wantNot(t, "whole", screen, "incomplete:", "not whole", "✗")
}

func TestEndWithoutNoticeIsNotATimeout(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Wait(ms).ServerClosed()
	screen := said(showing(p, 1, 0, Life, 78, 40))
	wantIn(t, "unannounced", screen, "without notice", "said the connection would stay open", "closed 5.0 s before it")
	wantNot(t, "unannounced", screen, "Stay below", "or a range?")
}

func TestUnsolicitedResponseIsExplained(t *testing.T) {
	unasked := func(response string) *Model {
		p := one("GET / HTTP/1.1\r\nHost: h\r\n\r\n", response)
		p.Rec.Exchange(1).Requested = false
		return showing(p, 1, 1, Why, 78, 40)
	}
	m := unasked(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	wantIn(t, "final", said(m), "No request asked for this response")
	wantNot(t, "final", said(m), "this one did not")
	m = unasked(answered("HTTP/1.1 103 Early Hints"))
	wantIn(t, "interim", said(m), "No request asked for this response")
	wantNot(t, "interim", said(m)+m.Title(), "waiting")
}

func TestIncompleteHeaderSectionIsBeingReceived(t *testing.T) {
	m := showing(one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nX: "), 1, 1, Why, 78, 40)
	wantIn(t, "header section", said(m)+m.Title(), "Receiving the header section", "receiving")
}

func TestRepeatedAndEmptyHints(t *testing.T) {
	hinted := func(hints ...string) string {
		return said(showing(one(asked("GET", "/"), answered(append([]string{"HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive"}, hints...)...)), 1, 1, Why, 78, 60))
	}
	twice := hinted("Keep-Alive: timeout=60", "Keep-Alive: timeout=5")
	wantIn(t, "twice", twice, "may stay idle 60 s", "timeout=5 repeated: the first value applies")
	wantNot(t, "twice", twice, "may stay idle 5 s")
	none := hinted("Keep-Alive: 300")
	wantIn(t, "none", none, "The hint has neither timeout nor max.")
	wantNot(t, "none", none, "It applies")
}

// The important words of the headline come last. At 120 columns they are not cut.
func TestHeadlineOfAnEndIsNotCut(t *testing.T) {
	for idle, want := range map[time.Duration]string{
		4400 * ms: "600 ms before the advertised 5 s",
		5003 * ms: "as advertised",
	} {
		for _, w := range []int{62, 54} {
			m := showing(closes("5", idle), 1, 0, Life, w, 30)
			wantIn(t, want, said(m), want)
			wantNot(t, want, strings.SplitN(m.View(), "→", 2)[0], "…")
		}
	}
}

func TestCountsHaveThousandsSeparators(t *testing.T) {
	wantIn(t, "chunks", said(showing(chunks("1\r\nz\r\n", 10_000), 1, 1, Why, 78, 40)), "chunked, 10,000 chunks")
}

// If a finding stands for several, the page says how many, and the total includes them.
func TestFindingThatStandsForSeveral(t *testing.T) {
	p := getting("HTTP/1.1 200 OK\r\nX: a\r\n" + strings.Repeat(" b\r\n", 1240) + "Content-Length: 0\r\n\r\n")
	m := showing(p, 1, 1, Findings, 78, 400)
	wantIn(t, "findings", said(m), "Findings 1,240", "And 1,208 more of the same.")
	if got := counted(p.Rec.Exchange(1).Findings); got != "1,240 warnings" {
		t.Errorf("counted returned %q, want 1,240 warnings", got)
	}
}
