package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// typing is the keys that type a text.
func typing(s string) (names []string) {
	for _, r := range s {
		names = append(names, string(r))
	}
	return names
}

// What was typed is understood before anything is done; enter connects and sends
// nothing.
func TestConnectTo(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(play.Idle(), size[0], size[1], secretive)
		press(m, "o")
		press(m, typing("localhost:8080/orders")...)
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "connect-"+itoa(size[0])+"x"+itoa(size[1]), windowOf(m, rows))
		if len(e.did) > 0 {
			t.Fatalf("typing does %T", e.did)
		}
		press(m, "enter")
		if len(e.did) != 1 || e.did[0] != (session.Retarget{Target: session.Target{Host: "localhost", Port: "8080"}}) {
			t.Fatalf("enter does %+v", e.did)
		}
		r := m.desk().next
		if m.desk().top() != nil || r.Target != "/orders" || r.Fields[0].Value != "localhost:8080" || len(r.Fields) != 4 {
			t.Errorf("next is %+v", r)
		}
	}
}

func TestConnectPreviews(t *testing.T) {
	for address, want := range map[string]string{
		"":                           "A URL, host:port, :port, or a pasted curl command.",
		"8080":                       "http://localhost:8080; ctrl+t for https",
		":8080/x":                    "GET /x HTTP/1.1 becomes the next request",
		"example.com":                "http://example.com; ctrl+t for https",
		"http:/localhost":            "http://localhost; ctrl+t",
		"https://shop.example/c":     "https://shop.example",
		"[::1]:9000":                 "http://[::1]:9000",
		"ftp://a/":                   "✗",
		"http://a b/":                "has a space in it",
		"curl -X PUT http://a/b -d1": "PUT /b HTTP/1.1 becomes the next request",
	} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, "o")
		m.take(tea.PasteMsg{Content: address})
		expect(t, m, want)
		golden.Size(t, screen(m), 120, 40)
		if press(m, "esc"); m.desk().top() != nil || len(e.did) > 0 {
			t.Errorf("%q: esc does %T", address, e.did)
		}
	}
}

// An address that cannot be read keeps the prompt; ctrl+t switches the scheme;
// recent targets are chosen with the arrows, and q is a letter.
func TestConnectKeys(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "o", "enter", "q", "ctrl+t")
	expect(t, m, "https://q")
	press(m, "ctrl+t")
	expect(t, m, "http://q;")
	press(m, "down", "down")
	expect(t, m, "▸ http://127.0.0.1:8321", "6 exchanges on 2 connections")
	press(m, "up")
	expect(t, m, "http://q;")
	press(m, " ", "x", "enter")
	if len(e.did) > 0 || m.desk().top() == nil {
		t.Errorf("an address with a space does %T", e.did)
	}
}
