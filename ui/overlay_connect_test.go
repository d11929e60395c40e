package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// typing returns the names of the keys that type s.
func typing(s string) (names []string) {
	for _, r := range s {
		names = append(names, string(r))
	}
	return names
}

// The prompt shows how linger understands the typed text. Enter connects and sends
// nothing.
func TestConnectOpensAConnectionWithoutSending(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(play.Idle(), size[0], size[1], withCredentials)
		press(m, "o")
		press(m, typing("localhost:8080/orders")...)
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "connect-"+itoa(size[0])+"x"+itoa(size[1]), windowOf(m, rows))
		if len(e.did) > 0 {
			t.Fatalf("typing gave the commands %T, want none", e.did)
		}
		press(m, "enter")
		if len(e.did) != 1 || e.did[0] != (session.Retarget{Target: session.Target{Host: "localhost", Port: "8080"}}) {
			t.Fatalf("enter gave the commands %+v, want one Retarget to localhost:8080", e.did)
		}
		r := m.desk().next
		if m.desk().top() != nil || r.Target != "/orders" || r.Fields[0].Value != "localhost:8080" || len(r.Fields) != 4 {
			t.Errorf("the next request is %+v, want /orders for localhost:8080 without secrets", r)
		}
	}
}

func TestConnectPreviewsTheAddress(t *testing.T) {
	for address, want := range map[string]string{
		"":                               "A URL, host:port, :port, the path of a Unix",
		"8080":                           "http://localhost:8080; ctrl+t for https",
		":8080/x":                        "GET /x HTTP/1.1 becomes the next request",
		"example.com":                    "http://example.com; ctrl+t for https",
		"http:/localhost":                "http://localhost; ctrl+t",
		"https://shop.example/c":         "https://shop.example",
		"[::1]:9000":                     "http://[::1]:9000",
		"ftp://a/":                       "✗",
		"http://a b/":                    "contains a space",
		"curl -X PUT http://a/b -d1":     "PUT /b HTTP/1.1 becomes the next request",
		"curl -L http://a/b":             "omits      -L was left out. The key L follows a Location.",
		"curl -k -x http://p http://a/b": "omits      linger connects as this session does, without --insecure, --proxy.",
	} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, "o")
		m.take(tea.PasteMsg{Content: address})
		expect(t, m, want)
		golden.Size(t, screen(m), 120, 40)
		if press(m, "esc"); m.desk().top() != nil || len(e.did) > 0 {
			t.Errorf("%q: esc gave the commands %T, want none and the prompt closed", address, e.did)
		}
	}
}

// The prompt mentions "practice" only if that leads back to the practice server.
func TestConnectMentionsPracticeOnlyIfItExists(t *testing.T) {
	for _, here := range []bool{false, true} {
		m, _ := shown(play.Idle(), 120, 40)
		m.desk().src.Practice = here
		press(m, "o")
		if got := strings.Contains(strings.Join(screen(m), "\n"), ":port, practice,"); got != here {
			t.Errorf("started on the practice server: %t; the prompt mentions practice: %t", here, got)
		}
	}
}

// The prompt stays open if the address is invalid. ctrl+t switches the scheme, the arrow
// keys select recent targets, and q is a letter.
func TestKeysOfTheConnectPrompt(t *testing.T) {
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
		t.Errorf("an address with a space gave the commands %T, want none and the prompt open", e.did)
	}
}

// failed returns a session whose first connection failed.
func failed(kind session.DialFailure, target string) *play.Play {
	return play.New(target).Tell(session.Dialing{Conn: 1, Target: target}).Tell(session.DialFailed{Conn: 1, Kind: kind, Text: "Nothing listens there."})
}

// The prompt opens by itself if the first connection was refused or the name was not
// found. The field contains that address, and enter tries again.
func TestPromptOpensAfterAFailedFirstConnection(t *testing.T) {
	for kind, offered := range map[session.DialFailure]bool{session.DialRefused: true, session.DialNotFound: true, session.DialTLS: false, session.DialGivenUp: false} {
		m, e := shown(failed(kind, "http://localhst:8080"), 80, 24)
		if got := m.desk().top() != nil; got != offered {
			t.Errorf("%s: prompt open = %t, want %t", kind, got, offered)
		}
		if !offered {
			continue
		}
		expect(t, m, "Connect to", "http://localhst:8080/chunked", "esc stays")
		press(m, "enter")
		if len(e.did) != 1 || m.desk().top() != nil {
			t.Errorf("enter gave the commands %+v; want one, and the prompt closed", e.did)
		}
		happens(m, session.DialFailed{Conn: 1, Kind: kind})
		if m.desk().top() != nil {
			t.Error("the prompt opened again after the second failure")
		}
	}
	p := play.Idle() // the address of a server that was reached is not mistyped
	n := len(p.Events)
	p.ServerClosed().Tell(session.Dialing{Conn: 3}).Tell(session.DialFailed{Conn: 3, Kind: session.DialRefused})
	m, _ := shown(play.Idle(), 80, 24)
	happens(m, p.Events[n:]...)
	if m.desk().top() != nil {
		t.Error("the prompt opened although the server was reached before")
	}
}

// After a failed connection, the prompt suggests addresses that worked before, and the
// arrow keys select them. Without a failure, it only suggests a host name that differs in
// one letter.
func TestPromptSuggestsAddressesAfterAFailure(t *testing.T) {
	p := play.Idle()
	m, e := shown(p, 120, 40)
	press(m, "o")
	press(m, typing("127.0.0.1:8322/x")...)
	if got := look(m); strings.Contains(got, "Did you mean") {
		t.Errorf("the prompt suggests another address although none failed:\n%s", got)
	}
	press(m, "esc")
	n := len(p.Events)
	p.ServerClosed().Tell(session.Dialing{Conn: 3, Target: "http://127.0.0.1:8322"}).Tell(session.DialFailed{Conn: 3, Kind: session.DialRefused})
	happens(m, p.Events[n:]...)
	press(m, "x")
	expect(t, m, "Did you mean", "http://127.0.0.1:8321/chunkedx", "the same host, port 8321")
	golden.Size(t, screen(m), 120, 40)
	press(m, "down")
	expect(t, m, "▸ http://127.0.0.1:8321/chunkedx")
	press(m, "enter")
	if len(e.did) != 1 || e.did[0] != (session.Retarget{Target: session.Target{Host: "127.0.0.1", Port: "8321"}}) {
		t.Errorf("enter gave the commands %+v, want one Retarget to port 8321", e.did)
	}
}

func TestSuggestFindsSimilarAddresses(t *testing.T) {
	visits := []visit{{target: "https://localhost:8443"}, {target: "http://shop.example"}, {target: "not a target"}}
	for typed, want := range map[string]string{
		"http://localhost:8080": "https://localhost:8443/ the same host, https",
		"http://localhst:80":    "https://localhost:8443/ differs in one letter",
		"http://loaclhost":      "https://localhost:8443/ differs in one letter",
		"http://shop.example":   "",
		"http://elsewhere":      "",
	} {
		to, _, err := session.ParseTarget(typed)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range suggest(to, "/", visits, true) {
			got += s.address + " " + s.why[0]
		}
		if got != want {
			t.Errorf("suggestions for %s = %q, want %q", typed, got, want)
		}
	}
}

// A typed path names a Unix socket. The session then has the socket as its target.
func TestConnectToAUnixSocket(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "o")
	press(m, typing("/run/app.sock")...)
	expect(t, m, "Unix socket /run/app.sock")
	press(m, "enter")
	want := session.Target{Host: "localhost", Port: "80", Unix: "/run/app.sock"}
	if len(e.did) != 1 || e.did[0] != (session.Retarget{Target: want}) {
		t.Fatalf("enter gave the commands %+v, want one Retarget to the socket", e.did)
	}
	happens(m, session.Dialing{Conn: 3, Target: want.String()})
	if got, ok := m.desk().target(); !ok || got != want {
		t.Errorf("target() = %+v, want %+v", got, want)
	}
}

// linger opens the practice server with its usual first request, unless the user types
// another path. The welcome names the request that enter sends.
func TestPracticeServerOpensWithTheFirstRequest(t *testing.T) {
	for typed, want := range map[string][]string{
		"practice":                    {"GET /countdown?timeout=20 HTTP/1.1", "send GET /countdown; the 20 s idle timer starts"},
		"http://127.0.0.1:8321":       {"GET /countdown?timeout=20 HTTP/1.1", "send GET /countdown; the 20 s idle timer starts"},
		"http://127.0.0.1:8321/early": {"GET /early HTTP/1.1", "enter  send GET /early  "},
	} {
		m, _ := shown(play.Fresh(), 120, 40, practising, func(o *Options) {
			o.Open = func(session.Target) (Source, error) {
				return Source{Engine: &still{}, Practice: true, Scenarios: lessons}, nil
			}
		})
		press(m, "|")
		m.take(tea.PasteMsg{Content: typed})
		press(m, "enter")
		happens(m, play.Fresh().Events...)
		press(m, "z")
		if len(m.desks) != 2 || m.active != 1 {
			t.Fatalf("%s: desk %d of %d is active, want desk 1 of 2", typed, m.active, len(m.desks))
		}
		expect(t, m, append(want, "Welcome")...)
	}
}
