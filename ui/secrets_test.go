package ui

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
	"linger/wire"
)

// planted replaces each $ in a text with a new secret, which is so short that no view
// wraps it.
func planted(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "$") {
		if i > 0 {
			serial++
			fmt.Fprintf(&b, "zq%02d", serial)
		}
		b.WriteString(part)
	}
	return b.String()
}

var serial int

var secretShown = regexp.MustCompile(`zq\d\d`)

// withSecrets returns a session with a secret in every place that linger masks, and a
// next request with secrets.
func withSecrets() (*play.Play, wire.RequestMessage) {
	serial = 0
	request := planted("GET /a?token=$&b=1 HTTP/1.1\r\nHost: 127.0.0.1:8321\r\nAuthorization: Basic $\r\nCookie: a=1;\r\n\tb=$\r\n" +
		"X-Api-Key: $\r\nX-Badge: $\r\nReferer: http://u:$@h/?session=$\r\nX-Odd: 1\r\nPassword $\r\n\r\n")
	p := play.New("http://127.0.0.1:8321").Connect(time.Millisecond)
	p.Send(request).Wait(time.Millisecond)
	p.Read(planted("HTTP/1.1 103 Early Hints\r\nLink: </x?api_key=$>; rel=preload\r\nSet-Cookie: $\r\n\r\n" +
		"HTTP/1.1 302 Found\r\nSet-Cookie : a=$\r\n $\r\nLocation: http://u:$@other.test/x?token=$\r\nWarning: 199 h \"token=$\"\r\n" +
		"X-Secret: $\x01\r\nx-badge: $\r\nContent-Length: x?token=$\r\nTransfer-Encoding: chunked\r\n\r\n2;token=$\r\nok\r\n0\r\nX-Signature: $\r\n\r\n"))
	next := wire.RequestMessage{Method: "GET", Target: planted("/next?token=$"), Proto: "HTTP/1.1", Fields: []wire.HeaderField{
		{Name: "Host", Value: "127.0.0.1:8321"}, {Name: "Authorization", Value: planted("Basic $")}, {Name: "X-Badge", Value: planted("$")}, {Name: "Referer", Value: planted("http://u:$@h/?session=$")},
	}}
	return p, next
}

// No view shows a secret before the user presses s.
func TestNoViewShowsASecret(t *testing.T) {
	walks := [][]string{{"1"}, {"2"}, {"3"}, {"4"}, {"5"}, {"6"}, {"6", "v"}, {"7"}, {"8"}, {"9"}, {"t"}, {"b"}, {"="}, {"?"}, {"L"}, {"e"}, {"e", "ctrl+r"},
		{"e", "ctrl+p"}, {"e", "tab", "tab", "tab"}, {"y"}, {"E"}, {"/"}, {"o"}, {"x"}, {"P"}, {"#"}, {"p"}, {"\r"}, {"W"}, {"z"}, {"l"}, {"up"}, {"tab", "j"}}
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		for _, walk := range walks {
			p, request := withSecrets()
			p.Wait(time.Millisecond).Send(planted("GET /c?token=$ HTTP/1.1\r\nHost: x\r\nCookie: $\r\n\r\n")).Read(planted("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: $\r\n\r\n"))
			m, _ := shown(p, size[0], size[1], func(o *Options) { o.Request, o.SecretFields = request, session.SecretFields{"X-Badge"} })
			for i, key := range append([]string{"g"}, walk...) {
				press(m, key)
				for range 4 {
					wantNoSecret(t, fmt.Sprint(size, walk[:i]), m)
					press(m, "pgdown")
				}
			}
		}
	}
}

func wantNoSecret(t *testing.T, where string, m *Model) {
	t.Helper()
	v := m.View()
	for _, row := range append(strings.Split(ansi.Strip(v.Content), "\n"), v.WindowTitle) {
		if s := secretShown.FindString(row); s != "" {
			t.Errorf("after %s, the row shows the secret %s: %s", where, s, row)
		}
	}
}
