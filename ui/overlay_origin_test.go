package ui

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

var shop = session.Retarget{Target: session.Target{Host: "shop.example", Port: "80"}}

// If a pasted curl command names another server, linger asks where to send its request.
func TestCurlCommandForAnotherServerAsks(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(play.Idle(), size[0], size[1])
		press(m, "e")
		m.take(tea.PasteMsg{Content: "curl -H 'Cookie: a=b' http://shop.example/cart"})
		golden.Size(t, screen(m), size[0], size[1])
		expect(t, m, "Another server", "http://shop.example")
		press(m, "o")
		if len(e.did) != 1 || e.did[0] != shop || m.desk().top() != nil {
			t.Fatalf("o gave the commands %+v, want one Retarget to the shop", e.did)
		}
		if r := m.desk().next; r.Target != "/cart" || r.Fields[0].Value != "shop.example" || len(r.Fields) != 4 {
			t.Errorf("the next request is %+v, want /cart for shop.example", r)
		}
	}
}

// If the Host field names another server, linger asks before it sends the request,
// whether the request was pasted or written as raw bytes.
func TestRequestWithAnotherHostAsks(t *testing.T) {
	for name, write := range map[string]func(m *Model){
		"pasted": func(m *Model) {
			m.take(tea.PasteMsg{Content: "GET /cart HTTP/1.1\nHost: shop.example\nAccept: */*\n\n"})
		},
		"raw": func(m *Model) {
			press(m, "esc")
			d := m.desk()
			d.next.Fields = slices.Clone(d.next.Fields)
			d.next.Fields[0].Value = "shop.example"
			press(m, "e", "ctrl+r")
		},
	} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, "e")
		write(m)
		press(m, "enter")
		expect(t, m, "Another server", "http://shop.example")
		if len(e.did) > 0 {
			t.Fatalf("%s: enter gave the commands %+v, want a question first", name, e.did)
		}
		press(m, "enter", "enter") // keep the request here, then send it
		if len(e.did) != 1 {
			t.Errorf("%s: after the question, enter gave the commands %+v, want one", name, e.did)
		}
	}
}

// linger asks about another server only once.
func TestQuestionAboutAnotherServerIsAskedOnce(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "e")
	m.take(tea.PasteMsg{Content: "curl http://shop.example/cart"})
	press(m, "enter")
	expect(t, m, "Next request")
	press(m, "enter")
	if sent, ok := e.did[0].(session.Send); !ok || sent.Request.Target != "/cart" {
		t.Errorf("enter gave the commands %+v, want a request for /cart", e.did)
	}
}

// If the request target is a URL of another server, linger asks before it sends the
// request.
func TestTargetWithAnotherServerAsks(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "e", "ctrl+u")
	m.take(tea.PasteMsg{Content: "http://shop.example/cart"})
	press(m, "enter")
	expect(t, m, "Another server")
	press(m, "esc", "enter")
	if sent, ok := e.did[0].(session.Send); !ok || sent.Request.Target != "http://shop.example/cart" {
		t.Fatalf("esc and enter gave the commands %+v, want the request with its target", e.did)
	}
	press(m, "e", "ctrl+u")
	m.take(tea.PasteMsg{Content: "http://shop.example/x"})
	press(m, "enter", "o")
	if e.did[1] != shop || m.desk().next.Target != "/x" {
		t.Errorf("o gave the commands %+v and the next target %s, want a Retarget to the shop and /x", e.did, m.desk().next.Target)
	}
}
