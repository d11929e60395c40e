package detail

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// endedPage returns the tab Ended of the first connection of p.
func endedPage(p *play.Play) string { return said(showing(p, 1, 0, Life, 100, 60)) }

const closing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// Requests after a close option are not processed. The tab Ended and the Why tab of the
// lost exchange say so.
func TestRequestsAfterACloseOptionMayBeRepeated(t *testing.T) {
	p := one(asked("GET", "/")).Send(asked("POST", "/order", "Content-Length: 0")).Wait(ms).Read(closing).ServerClosed()
	page := endedPage(p)
	wantIn(t, "ended", page, "The server closed the connection, as announced", "yes: response 1 said Connection: close", "was not processed",
		"the server did not process what followed", "9112 §9.6", "when right after response 1")
	wantNot(t, "ended", page, "or may not", "max reached", "✗")
	wantIn(t, "why", said(showing(p, 1, 2, Why, 78, 40)), "Exchange 1 said Connection: close", "Yes: the server must not have processed it.")
}

// If the status has arrived, the server has processed the request.
func TestRequestOfAnIncompleteResponseIsNotLost(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc").Wait(time.Second).ServerReset()
	page := endedPage(p)
	wantIn(t, "truncated", page, "lost the rest of response 1 (its status, 200, had arrived)", "3 of 500 bytes into the content of response 1, 1.000 s after its last byte")
	wantNot(t, "truncated", page, "no request", "or may not")
	timing := showing(p, 1, 1, Timing, 78, 40)
	wantIn(t, "timing", said(timing)+timing.Facts(), "no data", "1.00 s in all")
}

// linger counts all reads but keeps only the times of the first ones. The tab does not
// draw the other reads as silence.
func TestTimingMarksReadsWithoutTimes(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 746"))
	for range 745 {
		p.Wait(26 * ms).Read("x")
	}
	page := showing(p, 1, 1, Timing, 78, 40)
	wantIn(t, "reads", said(page), "reads 746, at most 26.0 ms apart. Times are kept for the first 512; ? marks the others", "▇???")
	wantIn(t, "wire", said(showing(p, 1, 1, Wire, 78, 40)), "in 746 reads")
	if row := shownBy(page); strings.Contains(strings.SplitN(row, "began", 2)[0], "▇┄") {
		t.Errorf("the page draws silence where bytes came:\n%s", row)
	}
}

// A server need not repeat its hint in each response. The hint of an earlier response
// still applies.
func TestEarlierHintStillApplies(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	wantIn(t, "again", said(showing(p, 1, 2, Why, 78, 60)), "Not repeated: timeout=5 of response 1 still applies.")
}
