package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/wire"
)

// poisoned returns a session with payload in every place that a server controls.
func poisoned(payload string) *play.Play {
	line := strings.NewReplacer("\r", "", "\n", "", " ", "").Replace(payload)
	p := play.Labelled("http://h"+payload, payload).Connect(time.Millisecond)
	for range 2 {
		p.Send("G" + line + " /" + line + " HTTP/1.1\r\nHost: " + line + "\r\n" + line + ": " + line + "\r\n\r\n").Wait(time.Millisecond).Read(play.Planted(payload)).Wait(time.Millisecond)
	}
	p.ServerClosed()
	p.To("https://h" + payload)
	p.Tell(session.Dialing{At: p.Now, Conn: 2, Address: payload, Target: "https://h" + payload})
	p.Tell(session.Connected{At: p.Now, Conn: 2, Local: payload, Remote: payload, TLS: &session.TLS{Version: payload, Cipher: payload, ALPN: payload, Peer: payload,
		Chain: []string{payload, payload}}})
	p.Tell(session.Dialing{At: p.Now, Conn: 3, Address: payload, Target: "https://h" + payload})
	p.Tell(session.DialFailed{At: p.Now, Conn: 3, Kind: session.DialRefused, Text: payload})
	p.Tell(session.Declined{At: p.Now, Why: payload})
	return p.Tell(session.Marked{At: p.Now, Text: payload})
}

// Hostile text does not reach the terminal: each rune of a frame is printable or part of
// a style, and each row is exactly as wide as the screen.
func TestHostileTextDoesNotReachTheTerminal(t *testing.T) {
	walk := []string{"1", "2", "3", "4", "5", "6", "v", "v", "v", "7", "8", "9", "esc", "g", "1", "2", "3", "5", "6", "7", "8", "j", "1", "4", "j", "1", "G", "8", "=", "esc", "t", "esc", "b", "esc",
		"e", "ctrl+r", "ctrl+r", "esc", "o", "esc", "y", "esc", "E", "esc", "#", "esc", "x", "esc", "L", "esc", "P", "esc", "/", "x", "esc", "?", "esc"}
	for i, payload := range play.Payloads {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 50}} {
			next := wire.RequestMessage{Method: "G" + payload, Target: "/" + payload, Proto: "HTTP/1.1", Content: []byte(payload),
				Fields: []wire.HeaderField{{Name: "Host", Value: payload}, {Name: payload, Value: payload}}}
			m, _ := shown(poisoned(payload), size[0], size[1], func(o *Options) { o.Request, o.Name, o.Problem = next, payload, payload })
			for n, key := range walk {
				press(m, key)
				v := m.View()
				rows := strings.Split(v.Content, "\n")
				golden.Size(t, rows, size[0], size[1])
				for _, row := range rows {
					if bad := unfit(row); bad != "" {
						t.Fatalf("payload %d, %dx%d, after %v: %s in %q", i, size[0], size[1], walk[:n+1], bad, row)
					}
				}
				if strings.IndexFunc(v.WindowTitle, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) >= 0 {
					t.Fatalf("payload %d: the window title is %q, want no control or format character", i, v.WindowTitle)
				}
			}
			if t.Failed() {
				t.Fatal(fmt.Sprint("payload ", i, size))
			}
		}
	}
}
