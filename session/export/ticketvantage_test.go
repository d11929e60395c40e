package export

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// watched returns the events of two connections between other programs. One ended in a
// race, with a fault that the relay caused. linger cannot decode the other one.
func watched(v session.Vantage) []session.Event {
	const s = time.Second
	ended := session.Closed{At: 11 * s, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseRequest, Answered: 1, Lost: []int{2},
		Moment: session.Moment{Kind: session.MomentNoByte, Exchange: 2}}}
	return []session.Event{
		session.Started{Program: "linger", Version: "0.2.0", Vantage: v, Via: "dir/a_b.pcap", Wall: time.Unix(1e9, 0).UTC()},
		session.Dialing{Conn: 1}, session.Connected{At: s, Conn: 1, Local: "10.0.0.1:51511", Remote: "10.0.0.2:80"},
		session.Interfered{At: s, Conn: 1, Faults: "hold-fin=20ms"},
		&session.RequestStarted{At: s, Conn: 1, Exchange: 1, Method: "GET", Target: "/"}, &session.RequestSent{At: s, Conn: 1, Exchange: 1},
		&session.Received{At: 5 * s, Conn: 1, Exchange: 1, Len: 4, Data: []byte("HTTP"), Reads: 1},
		&session.ExchangeDone{At: 5 * s, Conn: 1, Exchange: 1, Facts: wire.Facts{Status: 200, Complete: true}},
		session.Missed{At: 6 * s, Conn: 1, Side: session.ByServer, Len: 1200},
		session.SideEnded{At: 10 * s, Conn: 1, Side: session.ByServer, How: session.HowFIN},
		&session.RequestStarted{At: 11 * s, Conn: 1, Exchange: 2, Method: "POST", Target: "/"},
		session.SideEnded{At: 11 * s, Conn: 1, Side: session.ByClient, How: session.HowReset, Relay: true},
		&session.ExchangeDone{At: 11 * s, Conn: 1, Exchange: 2, Retry: session.RetryNotSafe}, ended,
		session.Dialing{At: 12 * s, Conn: 2}, session.Connected{At: 12 * s, Conn: 2, Local: "10.0.0.1:51512", Remote: "10.0.0.2:443"},
		session.Passed{At: 13 * s, Conn: 2, Protocol: "TLS", Sent: 517, Received: 3000},
		session.Dialing{At: 14 * s, Conn: 3}, session.DialFailed{At: 15 * s, Conn: 3, Text: "Nothing listens on 10.0.0.2:81."},
	}
}

// ticketAbout returns a ticket about the connection with ID conn in evs.
func ticketAbout(evs []session.Event, conn int) string {
	r := &record.Record{}
	for _, ev := range evs {
		r.Apply(ev)
	}
	return Ticket(r, r.Conn(conn), 0, someWords("over"))
}

// Tickets about relayed and captured connections name the client and the server, not
// linger.
func TestTicketOfOtherPrograms(t *testing.T) {
	relay := watched(session.VantageRelay)
	for name, c := range map[string]struct {
		page string
		want []string
	}{
		"relay": {ticketAbout(relay, 1), []string{"1 requests were \\*lost\\*.\n\n| | |", "| seen by | linger 0.2.0, a relay on dir/a\\_b.pcap between the client and the server |",
			"| faults | hold-fin=20ms, which the user asked the relay to cause on this connection |", "| not captured | 1,200 bytes in 1 gap |",
			"The client 10.0.0.1:51511 is connected to the server 10.0.0.2:80, after 1.00 s.", "The server sends FIN after 4.00 s without a byte.",
			"The relay, in place of the client, sends RST.", "- **Server**: Keep \\*idle\\* connections.\n  - Node: `server.keepAliveTimeout = 60_000`\n- **Client**: Let go.\n  - nginx, in `upstream`: `keepalive_timeout 1s;`",
			"## Measured\n\n| | shortest | longest | samples |\n|---|--:|--:|--:|\n| idle time after which the server closed, without Connection: close | 4.00 s | 4.00 s | 1 |\n| time from the server's FIN to a lost request | 1.00 s | 1.00 s | 1 |",
			"## In the logs of other programs", "| curl | (52) Empty reply from server"}},
		"capture":            {ticketAbout(watched(session.VantageCapture), 1), []string{"| seen by | linger 0.2.0, in the packet capture a\\_b.pcap |"}},
		"opaque":             {ticketAbout(relay, 2), []string{"| not decoded | TLS: 517 bytes sent, 3,000 bytes received |"}},
		"not made":           {ticketAbout(relay, 3), []string{"The relay cannot connect: Nothing listens on 10.0.0.2:81."}},
		"not made, captured": {ticketAbout(watched(session.VantageCapture), 3), []string{"The client cannot connect: "}},
	} {
		for _, want := range c.want {
			if !strings.Contains(c.page, want) {
				t.Errorf("%s: the ticket lacks %q:\n%s", name, want, c.page)
			}
		}
		if strings.Contains(c.page, "linger is connected") || strings.Contains(c.page, "linger cannot") {
			t.Errorf("%s: the ticket says that linger connected; want the client or the relay:\n%s", name, c.page)
		}
	}
}

// A ticket says that connections to the same target were not followed to their end.
func TestTicketSaysWhatWasNotFollowed(t *testing.T) {
	evs := append(watched(session.VantageCapture), session.Unfollowed{At: 16 * time.Second, Conn: 2})
	if page := ticketAbout(evs, 1); !strings.Contains(page, "| not followed to the end | 1 connection to this target, to limit linger's memory |") {
		t.Errorf("the ticket does not say that a connection was not followed:\n%s", page)
	}
	if page := ticketAbout(watched(session.VantageCapture), 1); strings.Contains(page, "not followed") {
		t.Errorf("the ticket says that a connection was not followed:\n%s", page)
	}
}
