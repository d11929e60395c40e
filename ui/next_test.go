package ui

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/play"
)

// The key 0 removes Connection: keep-alive, and restores it when pressed again.
func TestKey0RemovesAndRestoresKeepAlive(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	d := m.desk()
	expect(t, m, "GET /chunked HTTP/1.1   Host, User-Agent, Accept, Connection: keep-alive")
	press(m, "0")
	expect(t, m, "GET /chunked HTTP/1.0   Host, User-Agent, Accept, no Connection field")
	press(m, "enter")
	if r := e.did[0].(session.Send).Request; r.Proto != "HTTP/1.0" || session.AsksToPersist(r) {
		t.Errorf("after 0, the request is %+v, want HTTP/1.0 without keep-alive", r)
	}
	press(m, "0")
	if d.next.Proto != "HTTP/1.1" || !session.AsksToPersist(d.next) {
		t.Errorf("after a second 0, the request is %+v, want HTTP/1.1 with keep-alive", d.next)
	}
	press(m, "K", "0", "0") // 0 does not restore what it did not remove
	if d.next.Proto != "HTTP/1.1" || session.AsksToPersist(d.next) {
		t.Errorf("after K, 0 and 0, the request is %+v, want HTTP/1.1 without keep-alive", d.next)
	}
	press(m, "0", "K") // K adds keep-alive to HTTP/1.0
	expect(t, m, "HTTP/1.0   Host, User-Agent, Accept, Connection: keep-alive")
	press(m, "0")
	if !session.AsksToPersist(d.next) {
		t.Error("0 removed keep-alive when it switched back to HTTP/1.1")
	}
}

func TestNextRowFitsNarrowScreens(t *testing.T) {
	for w, want := range map[int]string{120: "Host, User-Agent, Accept, Connection: keep-alive", 60: "Connection: keep-alive"} {
		m, _ := shown(play.Idle(), w, 24)
		expect(t, m, want)
	}
}

// The key u shows clock times in the list. If the list is not on the screen, a notice
// names the time zone.
func TestTimeZoneOfAHiddenListIsNamedInANotice(t *testing.T) {
	p := play.Idle()
	began := p.Events[0].(session.Started)
	began.Wall = time.Date(2026, 11, 30, 12, 4, 0, 0, time.UTC)
	p.Events[0] = began
	m, _ := shown(p, 80, 24)
	for _, want := range []string{"The list shows clock times, UTC.", "The list shows clock times, local ", "The list shows no clock times."} {
		press(m, "u")
		expect(t, m, want)
	}
	press(m, "tab", "u")
	expect(t, m, "UTC · following")
	if got := look(m); strings.Contains(got, "The list shows") {
		t.Errorf("a notice repeats what the list shows:\n%s", got)
	}
}
