package export

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/learned"
	"linger/session/record"
	"linger/session/servers"
	"linger/wire"
)

// ticketOf returns the ticket of a connection with n requests for target.
func ticketOf(n int, target string) string {
	r := &record.Record{}
	raw := "GET " + target + " HTTP/1.1\r\nHost: h\r\nCookie: a=b\r\n\r\n"
	wall := time.Date(2026, 11, 29, 13, 4, 30, 0, time.FixedZone("", 3600))
	for _, ev := range []session.Event{
		session.Started{Program: "linger", Version: "0.2.0", Target: "https://h", Wall: wall, Verify: true},
		session.Dialing{Conn: 1},
		session.Connected{Conn: 1, At: 100 * time.Millisecond, Local: "10.0.0.1:50001", Remote: "10.0.0.2:443", RoundTrip: 20 * time.Millisecond,
			TLS: &session.TLS{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256"}},
	} {
		r.Apply(ev)
	}
	for id := 1; id <= n; id++ {
		started := session.RequestStarted{At: time.Second, Conn: 1, Exchange: id, Method: "GET", Target: target, Data: []byte(raw), Len: int64(len(raw))}
		for d := range wire.DecodeRequests([]byte(raw), 0) {
			started.Lines = d.Lines
		}
		r.Apply(&started)
	}
	r.Apply(session.Found{Conn: 1, Exchange: n, Finding: wire.Finding{Code: wire.CodeUnsolicited}})
	r.Apply(session.Closed{At: 6 * time.Second, Conn: 1})
	return Ticket(r, r.Conn(1), 0, someWords("server closed | early"))
}

// someWords returns TicketWords with short sentences.
func someWords(verdict string) TicketWords {
	return TicketWords{
		Verdict:    func(*record.Record, *record.Connection, time.Duration) string { return verdict },
		Meaning:    func(*record.Record, *record.Connection) string { return "Nothing *was* lost." },
		End:        func(*session.Ending) string { return "server FIN" },
		Framing:    func(*record.Exchange) string { return "no body" },
		Advertised: func(*record.Connection) string { return "timeout=5" },
		Learned:    func(s *learned.Summary) []string { return []string{fmt.Sprintf("%d requests were *lost*.", s.Lost)} },
		Advice: func(s *learned.Summary, _ string, _ bool) []TicketAdvice {
			if s.Server.Idle.N == 0 {
				return nil
			}
			return []TicketAdvice{{"server", "keep *idle* connections", servers.Keep(time.Minute)[:1]}, {"client", "let go", servers.CloseWithin(time.Second)[:1]}}
		},
	}
}

func TestTicket(t *testing.T) {
	got := ticketOf(12, "/a_b")
	for _, want := range []string{
		"# GET /a\\_b: server closed \\| early\n\nNothing \\*was\\* lost.\n\n", "| target | https://h |", "| client address | 10.0.0.1:50001 |", "| server address | 10.0.0.2:443 |",
		"TLS 1.3, TLS\\_AES\\_128\\_GCM\\_SHA256, certificate not verified", "| round trip | 20.0 ms |",
		"| opened (UTC) | 2026-11-29 12:04:30.100 |", "| ended (UTC) | 2026-11-29 12:04:36.000 |",
		"Not shown: 2 earlier exchanges.", "| 12 | 12:04:31.000 | GET /a\\_b | none | no body |",
		"| error | `" + string(wire.CodeUnsolicited) + "`: ", " ([RFC 9112 §9.2](https://www.rfc-editor.org/rfc/rfc9112#section-9.2)) | exchange 12 |", "## What to do\n\n- `" + string(wire.CodeUnsolicited) + "`: ", "```sh\ncurl ", "were replaced by `****`",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the ticket lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "a=b") || strings.Contains(got, "| 2 |") {
		t.Errorf("the ticket contains a secret, or an exchange that is not one of the last ten:\n%s", got)
	}
}

// If the server closed an idle connection, the ticket has a linger command that
// reproduces the close. curl cannot do this, because it exits before the close.
func TestTicketReproducesAnIdleClose(t *testing.T) {
	for idle, want := range map[time.Duration]bool{6 * time.Second: true, time.Millisecond: false} {
		r := &record.Record{}
		raw := []byte("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")
		started := &session.RequestStarted{Conn: 1, Exchange: 1, Method: "GET", Target: "/a", Proto: "HTTP/1.1", Data: raw, Len: int64(len(raw))}
		for d := range wire.DecodeRequests(raw, 0) {
			started.Lines = d.Lines
		}
		for _, ev := range []session.Event{
			session.Started{Target: "http://h"}, session.Dialing{Conn: 1}, session.Connected{Conn: 1}, started,
			&session.ExchangeDone{Conn: 1, Exchange: 1, Facts: wire.Facts{Complete: true, Status: 200}},
			session.Closed{At: idle, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: idle}},
		} {
			r.Apply(ev)
		}
		got := Ticket(r, r.Conn(1), 0, someWords("closed"))
		if strings.Contains(got, "\nlinger send --wait 13s http://h/a\n") != want || !strings.Contains(got, "\ncurl ") {
			t.Errorf("for a close after %s idle, want linger send --wait in the ticket: %t\n%s", idle, want, got)
		}
	}
}

// A ticket can be about a connection without an exchange.
func TestTicketOfAnUnusedConnection(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Dialing{Conn: 1, Target: "http://h"})
	got := Ticket(r, r.Conn(1), 0, someWords("refused"))
	for _, want := range []string{"# http://h: refused\n", "no response yet, no TLS", "No findings."} {
		if !strings.Contains(got, want) {
			t.Errorf("the ticket lacks %q:\n%s", want, got)
		}
	}
}
