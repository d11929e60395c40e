package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

func TestComposerEditsTheNextRequest(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "e", "?", "q", "=", "1")
	expect(t, m, "/chunked?q=1", "GET /chunked?q=1 HTTP/1.1\\r\\n", "editing   target:")
	press(m, "esc")
	if m.desk().top() != nil || m.desk().next.Target != "/chunked?q=1" {
		t.Fatalf("after esc, the next request is %+v, want the target /chunked?q=1", m.desk().next)
	}
	expect(t, m, "next      GET /chunked?q=1")
	press(m, "I", "e")
	expect(t, m, "HEAD /chunked?q=1 HTTP/1.1\\r\\n")
	press(m, "enter")
	if c, ok := e.did[0].(session.Send); m.desk().top() != nil || !ok || c.Request.Method != "HEAD" {
		t.Errorf("enter gave the commands %+v, want a HEAD request", e.did)
	}
}

func TestComposerAsksBeforeItSendsAMalformedRequest(t *testing.T) {
	m, e := shown(play.Idle(), 80, 24)
	press(m, "e", "up", "ctrl+u", "G", "E", "T", " ", "X", "enter")
	expect(t, m, "Malformed:", "esc cancel")
	golden.Size(t, screen(m), 80, 24)
	press(m, "esc")
	if m.desk().top() == nil || len(e.did) > 0 {
		t.Fatal("esc closed the composer or sent something, want only the question closed")
	}
	press(m, "enter", "enter")
	if len(e.did) != 1 || m.desk().top() != nil {
		t.Errorf("pressing enter twice gave the commands %+v, want one and the composer closed", e.did)
	}
}

func TestComposerKeepsRawBytesAndHistory(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "enter", "e")
	expect(t, m, "1 in history")
	press(m, "ctrl+r", "X", "esc")
	if m.desk().next.Method != "GET" {
		t.Errorf("the next request is %+v, want it unchanged by raw bytes", m.desk().next)
	}
	press(m, "e")
	expect(t, m, "raw bytes", "X▏GET /chunked HTTP/1.1")
	press(m, "enter")
	if c, ok := e.did[1].(session.SendRaw); !ok || !strings.HasPrefix(string(c.Data), "XGET ") {
		t.Errorf("enter gave the commands %+v, want raw bytes that begin with XGET", e.did)
	}
}

func TestComposerReadsAPastedCurlCommand(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "e")
	m.Update(tea.PasteMsg{Content: "curl 'http://127.0.0.1:8321/form' \\\r --data-raw 'a=1'"})
	expect(t, m, "POST /form HTTP/1.1\\r\\n", "a=1", "calculated")
	press(m, "ctrl+l", "3", "enter")
	if c, ok := e.did[0].(session.Pipeline); !ok || len(c.Requests) != 3 || c.Requests[0].Target != "/form" {
		t.Errorf("ctrl+l gave the commands %+v, want a pipeline of 3 requests for /form", e.did)
	}
}

func TestComposerFitsEverySize(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {60, 12}, {99, 16}, {100, 24}, {240, 70}} {
		m, _ := shown(play.Idle(), size[0], size[1])
		for _, keys := range [][]string{{"e"}, {"ctrl+n"}, {"esc", "ctrl+r"}, {"tab"}} {
			press(m, keys...)
			golden.Size(t, screen(m), size[0], size[1])
		}
	}
}

func TestTimelineAndListShareTheSelection(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "t")
	expect(t, m, "▸6", "following")
	press(m, "left", "left")
	if _, ex := m.desk().list.Selected(); ex != 4 {
		t.Errorf("exchange %d is selected in the list, want 4", ex)
	}
	expect(t, m, "▸4", "▸ 4  GET /trailers")
	press(m, "+", "-", "f", "enter")
	if _, ex := m.desk().list.Selected(); ex != 4 || m.desk().top() != nil {
		t.Errorf("after enter, exchange %d is selected; want 4, and the timeline closed", ex)
	}
}

// The keys that send many requests work wherever enter sends one.
func TestCtrlNAndCtrlLOpenTheComposer(t *testing.T) {
	for key, want := range map[string]string{"ctrl+n": "send N", "ctrl+l": "write N"} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, key)
		expect(t, m, want)
		press(m, "enter")
		if len(e.did) != 1 {
			t.Errorf("%s and enter gave the commands %+v, want one", key, e.did)
		}
	}
	m, e := shown(play.Idle(), 120, 40, func(o *Options) { o.Recording = true })
	press(m, "ctrl+n")
	expect(t, m, "ctrl+n: ")
	if m.desk().top() != nil || len(e.did) > 0 {
		t.Errorf("in a recording, ctrl+n gave the commands %+v, want none and no overlay", e.did)
	}
}
