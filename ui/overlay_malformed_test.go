package ui

import (
	"testing"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/wire"
)

// The row of the next request says that the request is malformed. Each key that sends it
// asks for confirmation first.
func TestMalformedRequestIsSentOnlyAfterConfirmation(t *testing.T) {
	m, e := shown(play.Idle(), 80, 24)
	d := m.desk()
	d.next.Fields = append(d.next.Fields[:len(d.next.Fields):len(d.next.Fields)], wire.HeaderField{Name: "Content-Length", Value: "5"})
	press(m, "1")
	expect(t, m, "malformed")
	for _, key := range []string{"enter", "p", "H"} {
		press(m, key)
		expect(t, m, "Malformed request", "The content is shorter than announced")
		if key == "enter" {
			golden.Size(t, screen(m), 80, 24)
		}
		press(m, "esc")
		if len(e.did) > 0 || d.top() != nil {
			t.Fatalf("%s and esc gave the commands %+v, want none and no overlay", key, e.did)
		}
	}
	press(m, "enter", "enter")
	if c, ok := e.did[0].(session.Send); !ok || len(e.did) != 1 || c.Request.Fields[len(c.Request.Fields)-1].Value != "5" {
		t.Errorf("pressing enter twice gave the commands %+v, want one request, unchanged", e.did)
	}
	press(m, "enter", "e")
	expect(t, m, "bytes to be sent")
}
