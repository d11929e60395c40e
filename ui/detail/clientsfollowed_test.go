package detail

import (
	"strings"
	"testing"
	"time"

	"linger/session/clients"
	"linger/session/record"
	"linger/ui/internal/play"
)

// Bytes after a response do not make its framing invalid. The page shows how each client
// behaves after such bytes. No client was measured on a connection that was already out
// of step, and the page says so.
func TestClientsOfAConnectionOutOfStep(t *testing.T) {
	const short = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	p := play.New("http://h").Connect(time.Millisecond).
		Exchange("GET", "/a", time.Millisecond, short+"ok").
		Exchange("GET", "/b", time.Millisecond, short+"ok and more").
		Exchange("GET", "/c", time.Millisecond, short+"ok")
	c := p.Rec.Newest()
	if len(c.Exchanges) != 3 || !c.OutOfStep {
		t.Fatalf("the connection has %d exchanges, out of step: %v; want 3, true", len(c.Exchanges), c.OutOfStep)
	}
	asked := func(e *record.Exchange) map[string]clients.Verdict {
		out := map[string]clients.Verdict{}
		for _, a := range ask(ClientsResponse(c, e)) {
			out[a.Name] = a.Verdict
			if strings.Contains(a.Why, "invalid framing") {
				t.Errorf("exchange %d: the reason for %s says that the framing is invalid: %s", e.ID, a.Name, a.Why)
			}
		}
		return out
	}
	if v := asked(c.Exchanges[0])["curl"]; !v.Reuse || !v.Sure {
		t.Errorf("the verdict of curl before the extra bytes is %+v, want Reuse and Sure", v)
	}
	followed := asked(c.Exchanges[1])
	if v := followed["curl"]; v.Reuse || !v.Sure || v.Why != "unsolicited bytes follow" {
		t.Errorf("the verdict of curl after unsolicited bytes is %+v, want Sure without Reuse", v)
	}
	if v := followed["Java (JDK)"]; !v.Reuse || !v.Sure || !v.Misreads {
		t.Errorf("the verdict of Java (JDK) after unsolicited bytes is %+v, want Reuse, Sure and Misreads", v)
	}
	m := showing(p, 1, 2, Clients, 62, 30)
	wantIn(t, "shown", shownBy(m), "misreads: reuses it", "no: unsolicited bytes follow")
	wantNot(t, "shown", shownBy(m), "limit", "safe")
	for name, v := range asked(c.Exchanges[2]) {
		if v.Reuse || v.Sure || v.Why != "the connection was out of step before, not measured" {
			t.Errorf("the verdict of %s on a connection out of step is %+v, want not measured", name, v)
		}
	}
}

// A connection that is out of step is never safe, whatever its idle time, so the page
// does not explain the race.
func TestNoRaceOnAConnectionOutOfStep(t *testing.T) {
	const hinted = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=9\r\n\r\n"
	for body, race := range map[string]bool{"ok": true, "ok and more": false} {
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, hinted+body).Wait(6 * time.Second)
		m := showing(p, 1, 1, Why, 62, 60)
		if got := strings.Contains(shownBy(m), "If you send now"); got != race {
			t.Errorf("body %q: the page explains the race: %t, want %t\n%s", body, got, race, shownBy(m))
		}
	}
}

// The Why tab says at once that framing is lost, although the response is not complete.
func TestWhySaysAtOnceThatFramingIsLost(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond).Send(play.Request("GET", "/")).
		Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5g\r\nhello").Wait(2 * time.Second)
	m := showing(p, 1, 1, Why, 62, 60)
	wantIn(t, "why", shownBy(m), "The connection cannot be reused", "the chunks are invalid")
	wantNot(t, "why", shownBy(m), "Not decided yet")
}

// The Why tab begins with the cause of a framing error.
func TestWhyBeginsWithTheCause(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond).Send(play.Request("GET", "/")).
		Read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>hello</html>\r\n").Wait(2 * time.Second).ServerClosed()
	wantIn(t, "why", said(showing(p, 1, 1, Why, 62, 60)), "The content is not chunked, although Transfer-Encoding says so. The end of this message is unknown")
	p = play.New("http://h").Connect(time.Millisecond).Send(play.Request("GET", "/")).
		Read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n<p>hi</p>\r\n\r\n").Wait(2 * time.Second).ServerClosed()
	wantIn(t, "why", said(showing(p, 1, 1, Why, 62, 60)), "the empty line before it is missing. Content-Length announces 9 bytes")
}
