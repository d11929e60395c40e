package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/ui/internal/play"
	"linger/wire"
)

func TestPageExplainsEveryEnd(t *testing.T) {
	answer := answered("HTTP/1.1 200 OK", "Content-Length: 0")
	hinted := answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5")
	plays := map[string]func() *play.Play{
		"idle":         func() *play.Play { return one(asked("GET", "/"), answer).Wait(3 * time.Second) },
		"idle, hinted": func() *play.Play { return one(asked("GET", "/"), hinted).Wait(3 * time.Second) },
		"request":      func() *play.Play { return one(asked("GET", "/"), hinted).SendPart(asked("GET", "/"), 20) },
		"response":     func() *play.Play { return one(asked("GET", "/"), hinted).Send(asked("GET", "/")) },
	}
	for _, by := range []session.Party{session.ByServer, session.ByClient, session.ByNetwork} {
		for _, how := range []session.How{session.HowFIN, session.HowReset, session.HowCloseNotify, session.HowTimeout, session.HowError} {
			for name, begun := range plays {
				screen := shownBy(showing(begun().End(observe.End{By: by, How: how}), 1, 0, Life, 78, 40))
				wantIn(t, fmt.Sprint(by, how, name), screen, "who ", "how ", "when ", "advertised ", "announced ", "lost ", "What it means", "What you can do")
				wantNot(t, fmt.Sprint(by, how, name), screen, "<nil>", "%!", "ended it ended")
			}
		}
	}
}

func TestPageExplainsARefusedHandshake(t *testing.T) {
	p := one(asked("GET", "/"))
	p.End(observe.End{By: session.ByServer, How: session.HowError, Refusal: session.RefusalWantsCert, Alert: "certificate required"})
	screen := strings.Join(strings.Fields(shownBy(showing(p, 1, 0, Life, 118, 40))), " ")
	wantIn(t, "who and why", screen, "The server refused the TLS handshake", "requires a client certificate")
}

func TestUnsolicitedBytesAreShownWithTheExchangeBefore(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 2")+"ok", "Are you there?\r\n")
	m := showing(p, 1, 1, Wire, 118, 40)
	wantIn(t, "on the wire", shownBy(m), "no request", `Are you there?`, "left over")
	m.choose(Why)
	wantIn(t, "decision", shownBy(m), "The extra bytes")
	m.choose(Findings)
	wantIn(t, "findings", shownBy(m), "unsolicited-bytes")
	m.Update(NextFinding{})
	wantIn(t, "bytes of the finding", cursorRow(m), "Are you there?")
}

func TestInterimResponseDoesNotDecide(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 103 Early Hints", "Link: </a>"))
	m := showing(p, 1, 1, Why, 78, 30)
	wantIn(t, "awaiting", shownBy(m), "Awaiting the response", "1 interim response, the last 103")
	wantNot(t, "not decided", shownBy(m), "stays open           ")
	if got := m.Title(); got != "1  GET / → awaiting, 103 so far" {
		t.Errorf("the title is %q, want it to say awaiting, 103 so far", got)
	}
}

func TestIncompleteMessageIsNotDecided(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 20")+"so far")
	m := showing(p, 1, 1, Why, 78, 40)
	wantIn(t, "so far", shownBy(m), "Not decided yet", "6 of 20 bytes")
	m.choose(Body)
	wantIn(t, "received bytes", shownBy(m), "incomplete so far", "so far")
	p.Wait(ms).Read("and the rest..")
	wantIn(t, "the rest", shownBy(m), "so farand the rest..")
	wantNot(t, "done", shownBy(m), "incomplete so far")
}

func TestFindingWithoutBytesLeadsNowhere(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	p.Rec.Apply(session.Found{Conn: 1, Exchange: 1, Finding: wire.Finding{Code: session.CodeCloseIgnored, Offset: -1}})
	m := showing(p, 1, 1, Findings, 78, 30)
	wantIn(t, "finding", shownBy(m), "close-ignored")
	wantNot(t, "without an offset", shownBy(m), "offset")
	m.Update(NextFinding{})
	m.Update(Enter{})
	if m.Tab() != Findings {
		t.Errorf("enter opened the tab %v, want Findings", m.Tab())
	}
}

func TestDisagreeingParsersAreNamed(t *testing.T) {
	m := showing(smuggled(), 1, 1, Clients, 78, 60)
	wantIn(t, "they differ", shownBy(m), "clients disagree", "llhttp", "rejects the response", "te-and-cl")
	m = showing(idle(), 2, 6, Clients, 78, 60)
	wantIn(t, "they agree", shownBy(m), "read the same 80 bytes")
}

func TestClosesAreComparedWithTheHint(t *testing.T) {
	p := closed()
	m := showing(p, 2, 6, Why, 62, 70)
	wantIn(t, "range and picture", shownBy(m), "Measured on this server", "2 idle closes", "5.003 s, always FIN",
		"below 4 s: the hint less its last second", "▒▒▒▒▒▒▒▒▒▓│▇ 2 closes")
	p.Connect(ms).Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.Wait(3 * time.Second).ServerReset()
	m.Show(p.Rec, 2, 6)
	m.SetSize(64, 70)
	wantIn(t, "a range", shownBy(m), "3.000 to 5.003 s, FIN and RST", "below 2.99 s: earliest close less a round trip")
}

func TestHintsOfAnySizeAreDrawn(t *testing.T) {
	for _, hint := range []string{"0", "1", "7", "60", "86400", "2147483648", "99999999999", "9223372036854775807", "99999999999999999999", "-1", "soon"} {
		p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout="+hint+", max="+hint))
		for range 2 {
			p.Wait(3 * time.Second).ServerClosed()
			p.Connect(ms).Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
		}
		m := showing(p, 1, 1, Why, 78, 60)
		for range m.tabs() {
			exact(t, hint, m.View(), 78, 60)
			m.Update(NextTab{})
		}
	}
}

func TestIncompleteLineIsShown(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 2", "00 O")
	m := showing(p, 1, 1, Wire, 118, 40)
	wantIn(t, "incomplete line", shownBy(m), "HTTP/1.1 2", "incomplete line", "next read")
}
