package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/play"
	"linger/wire"
)

const ms = time.Millisecond

// A tale builds a record from events, one connection after another.
type tale struct {
	rec   record.Record
	conn  int
	ex    int
	sent  int64
	heard int64
}

func (t *tale) connect(at time.Duration, tls *session.TLS, took time.Duration) {
	t.conn++
	t.sent, t.heard = 0, 0
	t.rec.Apply(session.Dialing{At: at, Conn: t.conn, Address: "h:80"})
	t.rec.Apply(session.Connected{At: at + took, Conn: t.conn, TLS: tls, RoundTrip: ms})
}

func (t *tale) ask(at time.Duration, method, target string) {
	t.ex++
	data := []byte(method + " " + target + " HTTP/1.1\r\n\r\n")
	n := int64(len(data))
	t.rec.Apply(&session.RequestStarted{At: at, Conn: t.conn, Exchange: t.ex, Off: t.sent, Method: method, Target: target, Proto: "HTTP/1.1", Data: data, Len: n})
	t.rec.Apply(&session.RequestSent{At: at + ms/50, Conn: t.conn, Exchange: t.ex, Len: n})
	t.sent += n
}

// answer adds a response that came in reads at the given times.
func (t *tale) answer(ex, status int, reads ...time.Duration) {
	head := fmt.Appendf(nil, "HTTP/1.1 %d %s\r\n\r\n", status, wire.StatusText(status))
	off := t.heard
	facts := wire.Facts{Status: status, Length: -1, Complete: true, Answers: true}
	for i, at := range reads {
		if i == 0 {
			line := wire.Line{Len: int64(len(head) - 2), A: 8, B: 9, C: 12, Kind: wire.KindStatusLine}
			t.rec.Apply(&session.Received{At: at, Conn: t.conn, Exchange: ex, Off: off, Len: int64(len(head)), Data: head, Reads: 1,
				Lines: []wire.Line{line, {Off: line.End(), Len: 2, Kind: wire.KindHeadEnd}}})
			t.heard += int64(len(head))
			t.rec.Apply(&session.ResponseHead{At: at, Conn: t.conn, Exchange: ex, Off: off, End: t.heard, Facts: facts})
			continue
		}
		t.rec.Apply(&session.Received{At: at, Conn: t.conn, Exchange: ex, Off: t.heard, Len: 8, Data: make([]byte, 8), Reads: 1,
			Lines: []wire.Line{{Len: 8, Kind: wire.KindContent}}})
		t.heard += 8
	}
	last := reads[len(reads)-1]
	t.rec.Apply(&session.ExchangeDone{At: last, Conn: t.conn, Exchange: ex, Facts: facts, Reason: wire.ReasonHTTP11Default})
	t.hint(last, 5*time.Second)
}

func (t *tale) hint(last, timeout time.Duration) {
	t.rec.Apply(&session.BudgetChanged{At: last, Conn: t.conn, Exchange: t.ex, Budget: session.Budget{
		HasTimeout: true, Timeout: timeout, Deadline: last + timeout, Applies: true, RoundTrip: ms, Source: t.ex}})
}

func (t *tale) exchange(at time.Duration, method, target string) {
	t.ask(at, method, target)
	t.answer(t.ex, 200, at+ms)
}

func (t *tale) close(at time.Duration, by session.Party, how session.How) {
	c := t.rec.Conn(t.conn)
	t.rec.Apply(session.Closed{At: at, Conn: t.conn, Exchanges: len(c.Exchanges), Ending: session.Ending{
		By: by, How: how, Phase: session.PhaseIdle, Idle: at - c.IdleSince, Answered: len(c.Exchanges),
		HasAdvertised: c.Budget.HasTimeout, Advertised: c.Budget.Timeout, Moment: session.Moment{Kind: session.MomentIdle, Exchange: t.ex},
	}})
}

// usual returns the record that most goldens show: a connection that the server closed as
// advertised, and an idle connection.
func usual() (*record.Record, time.Duration) {
	t := &tale{}
	t.connect(10*ms, nil, 2*ms)
	t.exchange(250*ms, "GET", "/length")
	t.exchange(3590*ms, "HEAD", "/length")
	t.close(8594*ms, session.ByServer, session.HowFIN)
	base := 20 * time.Second
	t.connect(base, nil, 2*ms)
	t.exchange(base+250*ms, "GET", "/length")
	t.exchange(base+4250*ms, "GET", "/trailers")
	t.exchange(base+7650*ms, "GET", "/bare-lf")
	t.rec.Apply(session.Found{At: base + 7651*ms, Conn: 2, Exchange: 5, Finding: wire.Finding{Code: wire.CodeBareLF}})
	at := base + 10580*ms
	t.ask(at, "GET", "/chunked")
	t.answer(t.ex, 200, at+920*time.Microsecond, at+4100*time.Microsecond)
	return &t.rec, at + 1820*ms
}

// The timeline draws no zones before the deadline of a connection that is out of step.
func TestOutOfStepHasNoZones(t *testing.T) {
	const hinted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=9\r\n\r\nok"
	for more, want := range map[string]bool{"": true, " and more": false} {
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, hinted+more).Wait(2 * time.Second)
		if got := ansi.Strip(model(p.Rec, p.Now, 120, 30).View()); strings.Contains(got, "deadline in") != want || strings.Contains(got, "not reusable") == want {
			t.Errorf("%q: want a countdown in the view of the open connection: %t\n%s", more, want, got)
		}
		p.Wait(3003 * time.Millisecond).ServerClosed()
		if got := ansi.Strip(model(p.Rec, p.Now, 120, 30).View()); strings.Contains(got, "▒▒") != want {
			t.Errorf("%q: want zones in the view of the ended connection: %t\n%s", more, want, got)
		}
	}
}
