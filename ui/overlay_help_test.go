package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

func TestHelpScrollsByPages(t *testing.T) {
	m, _ := shown(play.Idle(), 80, 24)
	press(m, "?")
	first := ansi.Strip(m.content())
	if strings.Contains(first, "export: log") || !strings.Contains(first, "send the next request") {
		t.Fatalf("the help does not start at its first row, or all of it fits, want it cut at the end:\n%s", first)
	}
	for _, key := range []string{"pgdown", "space", "pgdown", "space", "pgdown"} {
		press(m, key)
	}
	end := ansi.Strip(m.content())
	if !strings.Contains(end, "export: log") {
		t.Errorf("pgdown did not reach the end:\n%s", end)
	}
	press(m, "pgup")
	if back := ansi.Strip(m.content()); back == end || back == first {
		t.Errorf("pgup did not go back one page:\n%s", back)
	}
	press(m, "G", "g")
	if back := ansi.Strip(m.content()); back != first {
		t.Errorf("g did not go to the beginning:\n%s", back)
	}
	press(m, "q")
	if m.desk().top() != nil {
		t.Error("q did not close the help")
	}
}

// The keys of tabs have the same meaning for an exchange and for an ended connection.
func TestKeysOfTabsKeepTheirMeaning(t *testing.T) {
	m, _ := shown(play.Idle().ClosedOnTime(), 120, 40)
	for key, want := range map[string]string{"1": "Ended", "2": "Clients", "6": "Wire", "7": "Timing", "8": "Findings"} {
		press(m, key)
		if got := m.desk().detail().Tab().String(); got != want {
			t.Errorf("%s shows the tab %s, want %s", key, got, want)
		}
	}
	press(m, "5")
	if got := m.desk().detail().Tab().String(); got != "Findings" && got != "Ended" && got != "Wire" && got != "Timing" && got != "Clients" {
		t.Errorf("5 on a connection shows the tab %s, want one of a connection", got)
	}
	if !strings.Contains(ansi.Strip(m.content()), "5 Body: select an exchange (↑ ↓).") {
		t.Errorf("the notice does not say why 5 cannot be used:\n%s", ansi.Strip(m.content()))
	}
	press(m, "k", "5")
	if got := m.desk().detail().Tab().String(); got != "Body" {
		t.Errorf("5 on an exchange shows the tab %s, want Body", got)
	}
}

func TestKeysThatDoNothingSayWhy(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	for _, tt := range []struct{ keys, want string }{
		{"1 v", "v: works in 5 Body and 6 Wire"},
		{"6 v", ""},
		{"6 s", "s: nothing is masked here"},
	} {
		press(m, strings.Fields(tt.keys)...)
		if got := m.desk().notice.text; tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("after %s, the notice is %q, want %q", tt.keys, got, tt.want)
		}
	}
	if m.desk().detail().Secrets() {
		t.Error("s without secrets made later secrets visible")
	}
	p := play.New("http://h").Connect(ms).Send(play.Request("GET", "/", "Cookie: a=b")).Read(play.Hint("timeout=5"))
	m, _ = shown(p, 120, 40)
	press(m, "s")
	if m.desk().notice.text != "" || !m.desk().detail().Secrets() {
		t.Errorf("s did not make the cookie visible; notice %q", m.desk().notice.text)
	}
}

// / searches the keys of all groups, including those of other modes.
func TestSearchInTheHelpFindsAllKeys(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 12}} {
		m, _ := shown(play.Idle(), size[0], size[1])
		press(m, "?", "/")
		press(m, typing("pipeline z")...)
		expect(t, m, "no match")
		press(m, "backspace")
		expect(t, m, "/ pipeline", "2 of ", "pipeline 5, or")
		golden.Size(t, screen(m), size[0], size[1])
		press(m, "esc")
		expect(t, m, "Connection", "esc closes")
		press(m, "esc")
		if m.desk().top() != nil {
			t.Error("esc did not close the help")
		}
	}
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "?", "/")
	press(m, typing("ctrl+r")...)
	expect(t, m, "ctrl+r", "raw bytes, fields", "Writing a request")
}
