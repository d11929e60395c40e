package detail

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
	"linger/wire"
)

// ending is the page Ended of a play.
func endedPage(p *play.Play) string { return said(showing(p, 1, 0, Life, 100, 60)) }

const closing = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

// What comes after a close option is not processed: that is said of the end, and
// of each exchange that was lost.
func TestWhatCameAfterACloseOptionMayBeSentAgain(t *testing.T) {
	p := one(asked("GET", "/"), closing)
	p.Rec.Apply(&session.RequestStarted{At: p.Now, Conn: 1, Exchange: 2, Method: "POST", Target: "/order", Proto: "HTTP/1.1", Len: 9})
	p.Rec.Apply(&session.ExchangeDone{At: p.Now, Conn: 1, Exchange: 2, Reason: wire.ReasonTruncated, Facts: wire.Facts{Off: -1, Truncated: true}, Retry: session.RetrySafe, Barred: 1})
	p.Rec.Apply(session.Closed{At: p.Now, Conn: 1, By: session.ByServer, How: session.HowFIN, Phase: session.PhaseResponse, Announced: true,
		Notice: session.NoticeResponseClose, NoticeOf: 1, Lost: []int{2}, Moment: "0.000 s after response 1"})
	page := endedPage(p)
	wantIn(t, "ended", page, "The server ended it, as it had announced", "yes: response 1 said Connection: close", "must not have been processed",
		"must not process what it receives after that", "9112 §9.6", "when 0.000 s after response 1")
	wantNot(t, "ended", page, "or not", "max was spent", "✗")
	wantIn(t, "why", said(showing(p, 1, 2, Why, 78, 40)), "Exchange 1 said Connection: close", "Yes, on a new connection: this POST must not have taken effect")
}

func TestAHalfCloseIsNotTheServersDoing(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=20"))
	p.Wait(700 * ms).Tell(session.HalfClosed{At: p.Now, Conn: 1})
	p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 701 * ms})
	page := endedPage(p)
	wantIn(t, "half-closed", page, "The server ended it, after we had shut the write side", "timeout=20, by exchange 1: we shut the write side before it ran out",
		"linger had shut the write side first")
	wantNot(t, "half-closed", page, "earlier", "would have sent into", "or a range?")
}

// Where linger gave up, its own reason is told, and nothing of the server's.
func TestOurOwnReasonsAreTold(t *testing.T) {
	for motive, want := range map[session.Motive][]string{
		session.MotiveLimit:     {"We gave up: a limit of our own was reached", "linger gave up by itself: its limit of 1,048,576 bytes (--max-head) was reached."},
		session.MotiveResponses: {"We gave up: too much came that nobody asked for", "More than 100 responses came"},
		session.MotiveFraming:   {"We ended it: where the message ends was lost"},
		session.MotiveDue:       {"We ended it, as it was due"},
	} {
		p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc")
		page := endedPage(p.End(session.Closed{By: session.ByClient, How: session.HowFIN, Phase: session.PhaseResponse, Motive: motive,
			Compared: "its limit of 1,048,576 bytes (--max-head) was reached; 2 requests lost"}))
		wantIn(t, string(motive), page, want...)
		wantNot(t, string(motive), page, "2 requests", "in order: all")
	}
}

// A status that had come says that the request was processed.
func TestAnIncompleteResponseIsNoLostRequest(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nabc").Wait(time.Second)
	end := session.Closed{At: p.Now, Conn: 1, By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse,
		Moment: "3 of 500 bytes into the content of response 1"}
	f := p.Rec.Exchange(1).Facts
	f.ContentBytes, f.Truncated = 3, true
	p.Rec.Apply(&session.ExchangeDone{At: p.Now, Conn: 1, Exchange: 1, Facts: f, Reason: wire.ReasonTruncated})
	p.Rec.Apply(end)
	page := endedPage(p)
	wantIn(t, "truncated", page, "lost the rest of response 1, whose status 200 had come", "3 of 500 bytes into the content of response 1, 1.000 s after its last byte")
	wantNot(t, "truncated", page, "no request", "or not", "awaited or coming in")
	timing := showing(p, 1, 1, Timing, 78, 40)
	wantIn(t, "timing", said(timing)+timing.Facts(), "silence", "1.00 s in all")
}

// A 408 that nobody asked for is the server's own word on its idle timeout.
func TestAGoodbyeIsNotHowAConnectionOughtToEnd(t *testing.T) {
	five := 5 * time.Second
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Wait(2 * time.Second).Send(asked("GET", "/")).Read(answered("HTTP/1.1 408 Request Timeout", "Content-Length: 0", "Connection: close"))
	p.Rec.Exchange(2).Requested = false
	p.Rec.Newest().IdleSince = p.Rec.Exchange(1).LastByte
	p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 2103 * ms, Advertised: &five,
		Announced: true, Notice: session.NoticeResponseClose, NoticeOf: 2})
	page := endedPage(p)
	wantIn(t, "408", page, "The server ended it, while idle, with a goodbye", "timeout=5: closed 2.9 s before it",
		"yes: response 2, which nobody had asked for, said Connection: close", "response 2 is a 408 that nobody had asked for",
		"The server waited 2.000 s for a request", "It had advertised 5 s of idle time.", "9110 §15.5.9")
	wantNot(t, "408", page, "ought to end", "no timeout that applies")
}

func TestAFINUnderTLSLacksTheClosureAlert(t *testing.T) {
	p := play.New("https://h").Connect(ms)
	p.Rec.Newest().Info.TLS = &session.TLS{Version: "TLS 1.3"}
	p.Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	wantIn(t, "FIN", endedPage(p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle})), "FIN without close_notify")
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
	wantIn(t, "again", said(showing(p, 1, 2, Why, 78, 60)), "It does not say so again: the hint of exchange 1 still counts, timeout=5.")
}
