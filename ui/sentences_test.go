package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
)

func TestContentLengthHasOneUnit(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	m.desk().next.Content = make([]byte, 5_000_000)
	expect(t, m, "5.0 MB of content")
	m.desk().next.Content = make([]byte, 512)
	expect(t, m, "512 bytes of content")
}

// If esc first removes the filter, the texts about stopping the repeat say "esc twice".
func TestEscOfAFilterDuringARepeat(t *testing.T) {
	m, _ := shown(play.Idle().Tell(session.Working{Conn: 2, Kind: session.WorkRepeat, Done: 9, Total: 10, Active: true}), 120, 40)
	press(m, "/", "5", "5", "5")
	expect(t, m, "esc shows all", "esc twice stops")
	press(m, "enter")
	expect(t, m, "/ edits the filter", "esc stops")
}

func TestNoticeAboutAScenarioIsASentence(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, practising)
	press(m, "S", "/", "e", "a", "r", "l", "y", "enter")
	expect(t, m, "Next: /early (says 5 s, closes after 3). Enter sends it.")
}

// The notice about copied text says that it has stars instead of secrets.
func TestCopyNoticeMentionsStars(t *testing.T) {
	p := play.New("http://h").Connect(ms)
	p.Send("GET / HTTP/1.1\r\nHost: h\r\nCookie: a=b\r\n\r\n")
	p.Read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	m, _ := shown(p, 200, 50, func(o *Options) { o.Save = func([]byte) (string, error) { return "", nil } })
	for key, stars := range map[string]bool{"y": false, "t": false, "p": false, "c": true, "r": true, "a": true} {
		press(m, "y", key)
		if got := m.desk().notice.text; !strings.HasPrefix(got, "Copied") || strings.Contains(got, "****") != stars {
			t.Errorf("y and %s: notice = %q, want stars mentioned: %t", key, got, stars)
		}
	}
	press(m, "s", "y", "r")
	if got := m.desk().notice.text; strings.Contains(got, "****") {
		t.Errorf("with visible secrets, the notice is %q, want no stars mentioned", got)
	}
}

func TestLocationOfAnotherSchemeIsRefused(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms).
		Exchange("GET", "/", ms, play.Head("HTTP/1.1 302 Found", "Location: javascript:alert(1)", "Content-Length: 0"))
	m, _ := shown(p, 80, 24)
	press(m, "L")
	expect(t, m, "Cannot follow Location: it leads to javascript:, which is")
}

// In a layout of three columns, the list still shows the framing.
func TestListKeepsTheFramingInThreeColumns(t *testing.T) {
	m, _ := shown(play.Idle(), 160, 45)
	if all := ansi.Strip(strings.Join(screen(m), "\n")); !strings.Contains(all, "framing") || !strings.Contains(all, "chunked 5") {
		t.Errorf("the list lacks the framing:\n%s", all)
	}
}
