package detail

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"linger/session"
	"linger/session/observe"
	"linger/ui/internal/play"
	"linger/wire"
)

// attacks holds sequences that a terminal would obey, or that look like other text.
var attacks = []string{
	"\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1bP1;2q\x1b\\", "\x1b_Gi=1\x1b\\", "\x1b^x\x1b\\", "\x1bXy\x1b\\",
	"\x9b31m", "\u009b31m", "\u0090q\u009c", "\x1bc", "\x1b[31m", "\x1b]8;;http://evil\x1b\\", "\u202eevil", "\u2066x\u2069",
	"\u200b\u200d\ufeff", "\xff\xfe", "\x00\x08\x7f", "\r\tover", "\U000e0041", "e\u0301\u0301\u0301\u0301",
}

var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// harmless fails the test if a screen contains more than text and SGR sequences.
func harmless(t *testing.T, what, view string) {
	t.Helper()
	for _, r := range sgr.ReplaceAllString(view, "") {
		if r == '\n' {
			continue
		}
		if r < ' ' || r == 0x7f || r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			t.Fatalf("%s: the control character %U reaches the terminal", what, r)
		}
	}
}

// onEveryTab draws every tab in every mode, at the top and scrolled, and checks that each
// view is harmless.
func onEveryTab(t *testing.T, what string, m *Model) {
	t.Helper()
	for range m.tabs() {
		for range 3 {
			for range 3 {
				harmless(t, what+", "+m.Tab().String(), m.View())
				m.Update(PageDown{})
			}
			exact(t, what+", "+m.Tab().String(), m.View(), m.w, m.h)
			harmless(t, what+", title", m.Title()+m.Facts())
			m.Update(ToggleHex{})
		}
		m.Update(NextTab{})
	}
}

// volleys returns the attacks in groups of six, joined by hyphens.
func volleys() (out []string) {
	for some := range slices.Chunk(attacks, 6) {
		out = append(out, strings.Join(some, "-"))
	}
	return out
}

func TestHostileMessagesDoNotReachTheTerminal(t *testing.T) {
	for _, a := range volleys() {
		line := strings.NewReplacer("\r", "", "\n", "").Replace(a)
		raw := answered("HTTP/1.1 200 "+line, line+": "+line, "X: "+line, "Connection: "+line, "Keep-Alive: "+line+"=1, timeout="+line, "Set-Cookie: "+line,
			"Content-Encoding: "+line, line, "Trailer: "+line, "Transfer-Encoding: chunked") +
			"3;" + line + "=" + line + "\r\nabc\r\n"
		whole := []*play.Play{
			one(asked("GET", "/"+line, "X: "+line, "Cookie: "+line), raw+"0\r\n"+line+": "+line+"\r\n\r\n", a),
			one(asked("GET", "/"), answered("HTTP/1.1 200 OK")+a+strings.Repeat(a, 40)),
			one(asked("GET", "/"), a+"\r\n\r\n"),
			one(asked("GET", "/"), answered("HTTP/1.1 101 "+line, "Upgrade: "+line)+a),
			one(line+" "+line+" HTTP/1.1\r\n\r\n"+a, answered("HTTP/1.1 200 OK", "Content-Length: 14")+`{"a":"`+a+`","b":1}`),
		}
		for i, p := range whole {
			p.End(observe.End{By: session.ByServer, How: session.HowError})
			p.Rec.Apply(session.Found{Conn: 1, Exchange: 1, Finding: wire.Finding{Code: wire.Code(a), Detail: a}})
			p.Rec.Apply(session.Found{Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited, Detail: a}})
			for ex := range 2 {
				m := showing(p, 1, ex, Why, 78, 40)
				m.Update(ToggleSecrets{})
				onEveryTab(t, a+" "+string(rune('0'+i)), m)
			}
		}
	}
}

func TestHostileTextFromTheNetworkDoesNotReachTheTerminal(t *testing.T) {
	for _, a := range volleys() {
		p := play.New(a)
		p.Rec.Apply(session.Dialing{Conn: 1, Address: a})
		p.Rec.Apply(session.Connected{Conn: 1, Local: a, Remote: a, TLS: &session.TLS{Version: a, Cipher: a, Peer: a, Verified: true}})
		p.Rec.Apply(session.Dialing{Conn: 2, Address: a})
		p.Rec.Apply(session.DialFailed{Conn: 2, Kind: session.DialFailure(a), Text: a})
		for conn := 1; conn <= 2; conn++ {
			m := showing(p, conn, 0, Life, 78, 30)
			m.SetNow(time.Second)
			onEveryTab(t, a, m)
		}
	}
}
