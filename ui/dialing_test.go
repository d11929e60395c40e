package ui

import (
	"reflect"
	"strings"
	"testing"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// dialing returns a session that is still connecting, with the given number of waiting
// requests.
func dialing(phase session.DialPhase, waiting int) *play.Play {
	p := play.New("https://shop.example")
	p.Tell(session.Dialing{Conn: 1, Address: "shop.example:443"})
	p.Tell(session.DialStep{Conn: 1, Phase: phase, Address: "192.0.2.1:443"})
	if waiting > 0 {
		p.Tell(session.Waiting{Conn: 1, Requests: waiting})
	}
	return p.Wait(3200 * ms)
}

// While linger connects, the screen shows the address, the phase, the time, and the
// number of waiting requests.
func TestScreenShowsTheProgressOfConnecting(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, _ := shown(dialing(session.DialHandshake, 2), size[0], size[1])
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		all := strings.Join(rows, "\n")
		if !strings.Contains(all, "TLS handshake") || !strings.Contains(all, "shop.example") || strings.Contains(all, "with …") {
			t.Errorf("at %v the screen lacks the phase or the address:\n%s", size, all)
		}
		if size[0] >= 80 {
			expect(t, m, "192.0.2.1:443", "2 requests, sent when connected", "3.2 s", "2 ", " esc drops", "esc drop requests")
		}
	}
	m, _ := shown(dialing(session.DialConnecting, 1), 120, 40)
	expect(t, m, "Connecting to 192.0.2.1:443.", "1 request waiting for the connection", "1 request is waiting; esc drops it, x stops connecting.")
}

// esc drops the waiting requests. Without waiting requests it stops connecting, as x
// always does.
func TestEscDropsRequestsBeforeItStopsConnecting(t *testing.T) {
	for _, tt := range []struct {
		waiting int
		keys    []string
		want    session.Command
	}{
		{2, []string{"esc"}, session.Stop{}},
		{0, []string{"esc"}, session.Close{}},
		{2, []string{"x"}, session.Close{}},
		{0, []string{"b", "esc"}, session.Close{}},
		{0, []string{"t", "esc"}, session.Close{}},
	} {
		m, e := shown(dialing(session.DialConnecting, tt.waiting), 120, 40)
		press(m, tt.keys...)
		if len(e.did) != 1 || reflect.TypeOf(e.did[0]) != reflect.TypeOf(tt.want) {
			t.Errorf("with %d requests waiting, %v gave the commands %T, want one %T", tt.waiting, tt.keys, e.did, tt.want)
		}
	}
}

// All keys that cannot be used while linger connects say so in the same way, and name the
// key that stops connecting.
func TestRefusedKeysWhileConnectingNameX(t *testing.T) {
	for _, key := range []string{"R", "w", "H"} {
		m, e := shown(dialing(session.DialConnecting, 0), 120, 40)
		press(m, key)
		expect(t, m, "x stops")
		if len(e.did) > 0 {
			t.Errorf("%s gave the command %T, want none", key, e.did[0])
		}
	}
}
