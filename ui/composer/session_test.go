package composer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linger/session"
	"linger/session/record"
	"linger/session/state"
)

// In the history, requests of earlier runs come before those of this run. Keep receives
// each sent request.
func TestRecallAndKeep(t *testing.T) {
	m := model(120, 30)
	var kept []state.Request
	m.Keep(func(r state.Request) { kept = append(kept, r) })
	press(t, m, "enter")
	press(t, m, "enter") // sends the same request again
	if len(kept) != 1 || kept[0].Method != "GET" || kept[0].Path != "/chunked" || kept[0].Raw != "" {
		t.Fatalf("Keep received %+v, want the request once", kept)
	}
	m.Recall([]state.Request{{Method: "PUT", Path: "/old", Proto: "HTTP/1.1"}, {Raw: `X\r\n\r\n`}})
	// The form already shows the last sent request. The present draft follows the oldest
	// request.
	for _, want := range []string{"X\r\n\r\n", "PUT /old HTTP/1.1\r\n", "GET /chunked HTTP/1.1\r\n"} {
		if press(t, m, "ctrl+p"); !strings.HasPrefix(bytesOf(t, m), want) {
			t.Errorf("one step further back the request is %q, want %q", bytesOf(t, m), want)
		}
	}
	for range maxHistory + 5 {
		m.Recall([]state.Request{{Method: "GET", Path: "/many", Proto: "HTTP/1.1"}})
	}
	if len(m.history) != maxHistory || m.history[maxHistory-1].target != "/chunked" {
		t.Errorf("the history has %d requests and ends with %+v, want the maximum and the request of this run", len(m.history), m.history[len(m.history)-1])
	}
}

// Rebase discards everything that was meant for the old target.
func TestRebase(t *testing.T) {
	m := model(120, 30)
	press(t, m, "enter")
	press(t, m, "ctrl+n")
	other := session.Target{Host: "shop.example", Port: "80"}
	m.Rebase(other.Request("GET", "/"), other.Request("DELETE", "/cart"))
	if got := bytesOf(t, m); !strings.HasPrefix(got, "DELETE /cart HTTP/1.1\r\nHost: shop.example\r\n") {
		t.Errorf("after Rebase the request is %q", got)
	}
	if m.Asking() || len(m.history) != 0 || m.Base().Target != "/" {
		t.Errorf("after Rebase: a question is open: %t, the history is %v, the base is %+v", m.Asking(), m.history, m.Base())
	}
	m.side = true
	if press(t, m, "2"); !strings.HasPrefix(bytesOf(t, m), "HEAD /cart HTTP/1.1\r\nHost: shop.example\r\n") {
		t.Errorf("after Rebase a preset gave %q, want the new target", bytesOf(t, m))
	}
}

// If the target is a URL of another origin, linger asks once before it sends.
func TestElsewhere(t *testing.T) {
	for _, tt := range []struct {
		target string
		to     string // empty if the request is sent at once
		path   string
	}{
		{"/here", "", ""},
		{"http://127.0.0.1:8321/same", "", ""},
		{"http://other.example/there", "http://other.example", "/there"},
		{"http://:/", "", ""}, // not a URL
	} {
		r := &record.Record{}
		r.Apply(session.Started{Target: "http://127.0.0.1:8321"})
		m := model(120, 30)
		m.Show(r)
		m.goTo(1)
		press(t, m, "ctrl+u", "'"+tt.target)
		sent := press(t, m, "enter")
		o, ok := m.Elsewhere()
		if (sent == nil) != (tt.to != "") || ok != (tt.to != "") {
			t.Fatalf("%s: enter returned %v; another origin: %t", tt.target, sent, ok)
		}
		if !ok {
			continue
		}
		if o.To.String() != tt.to || o.Target != tt.path || o.Request.Target != tt.target || o.Own {
			t.Errorf("%s: Elsewhere returned %+v", tt.target, o)
		}
		if _, again := m.Elsewhere(); again {
			t.Errorf("%s: Elsewhere returned the origin twice", tt.target)
		}
		if sent := press(t, m, "enter"); sent == nil {
			t.Errorf("%s: a second enter did not send the request", tt.target)
		}
	}
}

// The keys that edit text work as in a shell.
func TestEditingKeys(t *testing.T) {
	for _, tt := range []struct {
		keys []string
		want string
	}{
		{[]string{"home", "delete"}, "wo three"},
		{[]string{"home", "ctrl+d", "ctrl+d"}, "o three"},
		{[]string{"end", "delete"}, "two three"},
		{[]string{"ctrl+w"}, "two "},
		{[]string{"alt+backspace", "alt+backspace"}, ""},
		{[]string{"home", "right", "right", "right", "ctrl+w"}, " three"},
		{[]string{"ctrl+a", "right", "ctrl+k"}, "t"},
		{[]string{"ctrl+e", "left", "left", "ctrl+u"}, "ee"},
		{[]string{"ctrl+h"}, "two thre"},
		{[]string{"home", "backspace"}, "two three"},
		{[]string{"'é", "left", "delete"}, "two three"},
	} {
		m := model(120, 30)
		m.goTo(1)
		press(t, m, "ctrl+u", "'two three")
		if press(t, m, tt.keys...); m.draft.target != tt.want {
			t.Errorf("after %v the target is %q, want %q", tt.keys, m.draft.target, tt.want)
		}
	}
}

// The result of an editor becomes the draft, unless the editor failed or the user opened
// another editor later.
func TestEditorResultBecomesTheDraft(t *testing.T) {
	const written = "PUT /edited HTTP/1.1\r\nHost: h\r\n\r\nhello\r\n"
	for name, tt := range map[string]struct {
		raw    bool
		msg    editorResult
		want   string // first bytes of the request
		remark bool
	}{
		"fields":                 {false, editorResult{id: 2, text: written}, "PUT /edited HTTP/1.1\r\nHost: h\r\n", false},
		"raw bytes":              {true, editorResult{id: 2, text: "X\\r\\n\r\n"}, "X\r\n", false},
		"an older editor":        {false, editorResult{id: 1, text: written}, "GET /chunked HTTP/1.1\r\n", false},
		"the editor failed":      {false, editorResult{id: 2, text: written, err: errors.New("exit status 1")}, "GET /chunked HTTP/1.1\r\n", true},
		"raw, the editor failed": {true, editorResult{id: 2, err: errors.New("exit status 1")}, "GET /chunked HTTP/1.1\r\n", true},
	} {
		m := model(120, 30)
		if m.editing = 2; tt.raw {
			press(t, m, "ctrl+r")
		}
		m.Update(tt.msg)
		if got := bytesOf(t, m); !strings.HasPrefix(got, tt.want) || (m.remark != "") != tt.remark || m.draft.raw != tt.raw {
			t.Errorf("%s: the request is %q and the remark is %q", name, got, m.remark)
		}
	}
}

// linger reads an edited file up to a limit. A missing file is an error.
func TestReadAtMost(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.http")
	if _, err := readAtMost(name, 10); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gave the error %v", err)
	}
	if err := os.WriteFile(name, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int64]string{4: "0123", 10: "0123456789", 99: "0123456789"} {
		if got, err := readAtMost(name, n); err != nil || got != want {
			t.Errorf("at most %d bytes: the content is %q, the error is %v", n, got, err)
		}
	}
}
