package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func TestEveryEndIsTold(t *testing.T) {
	five := 5 * time.Second
	for _, by := range []session.Party{session.ByServer, session.ByClient, session.ByNetwork} {
		for _, how := range []session.How{session.HowFIN, session.HowReset, session.HowCloseNotify, session.HowTimeout, session.HowError} {
			for _, phase := range []session.Phase{session.PhaseIdle, session.PhaseRequest, session.PhaseResponse} {
				for i, adv := range []*time.Duration{nil, &five} {
					p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
					p.End(session.Closed{By: by, How: how, Phase: phase, Idle: 3 * time.Second, Advertised: adv, Announced: i == 0})
					screen := shownBy(showing(p, 1, 0, Life, 78, 40))
					wantIn(t, fmt.Sprint(by, how, phase), screen, "who ", "how ", "when ", "advertised ", "announced ", "lost ", "What it means", "What to press")
					wantNot(t, fmt.Sprint(by, how, phase), screen, "<nil>", "%!", "ended it ended")
				}
			}
		}
	}
}

func TestHowAnEndCompares(t *testing.T) {
	five := 5 * time.Second
	for _, tt := range []struct {
		idle  time.Duration
		words []string
	}{
		{3 * time.Second, []string{"2.0 s earlier than advertised", "closed 2.0 s before it", "keep to 3 s less a round trip"}},
		{4800 * ms, []string{"200 ms earlier than advertised", "closed 200 ms before it", "last one does not count: reuse was safe for 4 s of the 5"}},
		{4997 * ms, []string{"as it had advertised", "closed 3 ms before it", "the hint was honest"}},
		{5003 * ms, []string{"as it had advertised", "closed 3 ms after it", "reuse was safe for 4 s of the 5"}},
		{5999 * ms, []string{"999 ms later than advertised", "closed 999 ms after it", "the hint was honest"}},
		{9 * time.Second, []string{"4.0 s later than advertised", "closed 4.0 s after it", "does no harm"}},
	} {
		p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
		p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: tt.idle, Advertised: &five})
		screen := strings.Join(strings.Fields(shownBy(showing(p, 1, 0, Life, 118, 40))), " ")
		wantIn(t, tt.idle.String(), screen, tt.words...)
	}
}

func TestARefusedHandshakeIsTold(t *testing.T) {
	p := one(asked("GET", "/"))
	p.End(session.Closed{By: session.ByServer, How: session.HowError, Phase: session.PhaseResponse, Lost: []int{1},
		Refused: "The server wants a client certificate: -E FILE sends one (TLS alert: certificate required)."})
	screen := strings.Join(strings.Fields(shownBy(showing(p, 1, 0, Life, 118, 40))), " ")
	wantIn(t, "who and why", screen, "The server refused the TLS handshake", "-E FILE sends one")
}

func TestUnaskedBytesAreShownWithTheExchangeTheyFollow(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 2")+"ok", "Are you there?\r\n")
	m := showing(p, 1, 1, Wire, 118, 40)
	wantIn(t, "on the wire", shownBy(m), "that answer no request", `Are you there?`, "unsolicited data")
	m.choose(Why)
	wantIn(t, "in the decision", shownBy(m), "But bytes followed that answer no request")
	m.choose(Findings)
	wantIn(t, "among the findings", shownBy(m), "unsolicited-bytes")
	m.Update(NextFinding{})
	wantIn(t, "and its bytes are found", cursorRow(m), "Are you there?")
}

func TestAnInterimResponseDecidesNothing(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 103 Early Hints", "Link: </a>"))
	m := showing(p, 1, 1, Why, 78, 30)
	wantIn(t, "awaiting", shownBy(m), "Awaiting the response", "1 interim response came")
	wantNot(t, "not decided", shownBy(m), "stays open           ")
	if got := m.Title(); got != "1  GET / → awaiting, 103 so far" {
		t.Errorf("title %q", got)
	}
}

func TestAMessageThatComesInIsNotDecided(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 20")+"so far")
	m := showing(p, 1, 1, Why, 78, 40)
	wantIn(t, "so far", shownBy(m), "Not decided yet", "6 of 20 bytes came")
	m.choose(Body)
	wantIn(t, "what came", shownBy(m), "still coming in", "so far")
	p.Wait(ms).Read("and the rest..")
	wantIn(t, "the rest", shownBy(m), "so farand the rest..")
	wantNot(t, "done", shownBy(m), "still coming in")
}

func TestAFindingAboutNoBytesLeadsNowhere(t *testing.T) {
	p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0"))
	p.Rec.Apply(session.Found{Conn: 1, Exchange: 1, Finding: wire.Finding{Code: session.CodeCloseIgnored, Offset: -1}})
	m := showing(p, 1, 1, Findings, 78, 30)
	wantIn(t, "it is told", shownBy(m), "close-ignored")
	wantNot(t, "without an offset", shownBy(m), "offset")
	m.Update(NextFinding{})
	m.Update(Enter{})
	if m.Tab() != Findings {
		t.Errorf("it leads to %v", m.Tab())
	}
}

func TestReadersThatDifferAreNamed(t *testing.T) {
	m := showing(smuggled(), 1, 1, Clients, 78, 40)
	wantIn(t, "they differ", shownBy(m), "readers differ on these bytes", "llhttp", "refuses the response", "te-and-cl")
	m = showing(idle(), 2, 6, Clients, 78, 40)
	wantIn(t, "they agree", shownBy(m), "take the same 80 bytes")
}

func TestClosesAreHeldAgainstTheHint(t *testing.T) {
	p := closed()
	m := showing(p, 2, 6, Why, 62, 70)
	wantIn(t, "range and picture", shownBy(m), "Measured on this server", "2 idle closes", "5.003 s, always FIN",
		"below 4 s: the hint less its last second", "▒▒▒▒▒▒▒▒▒▓│▇ 2 closes")
	early := 3 * time.Second
	p.Connect(ms).Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5"))
	p.End(session.Closed{By: session.ByServer, How: session.HowReset, Phase: session.PhaseIdle, Idle: early})
	m.Show(p.Rec, 2, 6)
	m.SetSize(64, 70)
	wantIn(t, "a range", shownBy(m), "3.000 to 5.003 s, not always the same way", "below 2.99 s: a round trip before the earliest")
}

func TestHintsOfAnySizeAreDrawn(t *testing.T) {
	for _, hint := range []string{"0", "1", "7", "60", "86400", "2147483648", "99999999999", "9223372036854775807", "99999999999999999999", "-1", "soon"} {
		p := one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout="+hint+", max="+hint))
		for range 2 {
			p.End(session.Closed{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 3 * time.Second})
			p.Connect(ms).Send(asked("GET", "/")).Read(answered("HTTP/1.1 200 OK", "Content-Length: 0"))
		}
		m := showing(p, 1, 1, Why, 78, 60)
		for range m.tabs() {
			exact(t, hint, m.View(), 78, 60)
			m.Update(NextTab{})
		}
	}
}

func TestALineThatIsNotCompleteIsShown(t *testing.T) {
	p := one(asked("GET", "/"), "HTTP/1.1 2", "00 O")
	m := showing(p, 1, 1, Wire, 118, 40)
	wantIn(t, "as far as it came", shownBy(m), "HTTP/1.1 2", "a line, so far", "next read")
}
