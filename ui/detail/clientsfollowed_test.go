package detail

import (
	"strings"
	"testing"
	"time"

	"linger/session/clients"
	"linger/session/record"
	"linger/ui/internal/play"
)

// Bytes after a response do not make its framing invalid. The page shows the measured
// behaviour of each client. Its behaviour on a connection that was out of step before was
// not measured.
func TestClientsOfAConnectionOutOfStep(t *testing.T) {
	const short = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	p := play.New("http://h").Connect(time.Millisecond).
		Exchange("GET", "/a", time.Millisecond, short+"ok").
		Exchange("GET", "/b", time.Millisecond, short+"ok and more").
		Exchange("GET", "/c", time.Millisecond, short+"ok")
	c := p.Rec.Newest()
	if len(c.Exchanges) != 3 || !c.OutOfStep {
		t.Fatalf("%d exchanges, out of step: %v", len(c.Exchanges), c.OutOfStep)
	}
	asked := func(e *record.Exchange) map[string]clients.Verdict {
		out := map[string]clients.Verdict{}
		for _, a := range ask(ClientsResponse(c, e)) {
			out[a.Name] = a.Verdict
			if strings.Contains(a.Why, "invalid framing") {
				t.Errorf("exchange %d: %s: %s", e.ID, a.Name, a.Why)
			}
		}
		return out
	}
	if v := asked(c.Exchanges[0])["curl"]; !v.Reuse || !v.Sure {
		t.Errorf("before: %+v", v)
	}
	followed := asked(c.Exchanges[1])
	if v := followed["curl"]; v.Reuse || !v.Sure || v.Why != "the bytes after the response answer no request" {
		t.Errorf("curl: %+v", v)
	}
	if v := followed["Java (JDK)"]; !v.Reuse || !v.Sure {
		t.Errorf("Java (JDK): %+v", v)
	}
	for name, v := range asked(c.Exchanges[2]) {
		if v.Reuse || v.Sure || v.Why != "the connection was out of step before, not measured" {
			t.Errorf("after: %s: %+v", name, v)
		}
	}
}
