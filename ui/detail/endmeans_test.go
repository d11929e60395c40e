package detail

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
	"linger/wire"
)

// endedPage is the page Ended of a play.
func endedPage(p *play.Play) string { return said(showing(p, 1, 0, Life, 100, 60)) }

const closing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// What comes after a close option is not processed: that is said of the end, and
// of each exchange that was lost.
func TestWhatCameAfterACloseOptionMayBeSentAgain(t *testing.T) {
	p := one(asked("GET", "/"), closing)
	p.Rec.Apply(&session.RequestStarted{At: p.Now, Conn: 1, Exchange: 2, Method: "POST", Target: "/order", Proto: "HTTP/1.1", Len: 9})
	p.Rec.Apply(&session.ExchangeDone{At: p.Now, Conn: 1, Exchange: 2, Reason: wire.ReasonTruncated, Facts: wire.Facts{Off: -1, Truncated: true}, Retry: session.RetrySafe, Barred: 1})
	p.Rec.Apply(session.Closed{At: p.Now, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseResponse, Lost: []int{2}, Moment: session.Moment{Kind: session.MomentAfterClose, Exchange: 1}, Notice: session.Notice{Kind: session.NoticeResponseClose, Of: 1}}})
	page := endedPage(p)
	wantIn(t, "ended", page, "The server closed the connection, as announced", "yes: response 1 said Connection: close", "was not processed",
		"the server did not process what followed", "9112 §9.6", "when right after response 1")
	wantNot(t, "ended", page, "or may not", "max reached", "✗")
	wantIn(t, "why", said(showing(p, 1, 2, Why, 78, 40)), "Exchange 1 said Connection: close", "Yes: the server must not have processed it.")
}

// A status that had come says that the request was processed.
func TestAnIncompleteResponseIsNoLostRequest(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc").Wait(time.Second)
	end := session.Closed{At: p.Now, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse, Cut: session.Cut{Exchange: 1, Status: 200}, Moment: session.Moment{Kind: session.MomentInLength, Exchange: 1, N: 3, Of: 500, Silence: time.Second}}}
	f := p.Rec.Exchange(1).Facts
	f.ContentBytes, f.Truncated = 3, true
	p.Rec.Apply(&session.ExchangeDone{At: p.Now, Conn: 1, Exchange: 1, Facts: f, Reason: wire.ReasonTruncated})
	p.Rec.Apply(end)
	page := endedPage(p)
	wantIn(t, "truncated", page, "lost the rest of response 1 (its status, 200, had arrived)", "3 of 500 bytes into the content of response 1, 1.000 s after its last byte")
	wantNot(t, "truncated", page, "no request", "or may not")
	timing := showing(p, 1, 1, Timing, 78, 40)
	wantIn(t, "timing", said(timing)+timing.Facts(), "silence", "1.00 s in all")
}

// The times of the first reads are kept; all are counted, and the rest is not
// drawn as silence.
func TestReadsThatWereNotKeptAreDrawnAsSuch(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 746"))
	for range 745 {
		p.Wait(26 * ms).Read("x")
	}
	page := showing(p, 1, 1, Timing, 78, 40)
	wantIn(t, "reads", said(page), "reads 746, at most 26.0 ms apart; the times of the first 512 are kept: ? is the rest", "▇???")
	wantIn(t, "wire", said(showing(p, 1, 1, Wire, 78, 40)), "in 746 reads")
	if row := shownBy(page); strings.Contains(strings.SplitN(row, "began", 2)[0], "▇┄") {
		t.Errorf("silence is drawn where there was none:\n%s", row)
	}
}

// A hint is not said again with each response: the one there was goes on.
func TestAHintGoesOn(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	b := p.Rec.Exchange(1).Budget
	p.Tell(&session.BudgetChanged{At: p.Now, Conn: 1, Exchange: 2, Budget: b})
	wantIn(t, "again", said(showing(p, 1, 2, Why, 78, 60)), "Not repeated: timeout=5 of response 1 still applies.")
}
