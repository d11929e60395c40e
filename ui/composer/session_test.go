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

// Requests of earlier runs come before those of this run in the history. Each sent
// request is stored.
func TestRecallAndKeep(t *testing.T) {
	m := model(120, 30)
	var kept []state.Request
	m.Keep(func(r state.Request) { kept = append(kept, r) })
	press(t, m, "enter")
	press(t, m, "enter") // the same again
	if len(kept) != 1 || kept[0].Method != "GET" || kept[0].Path != "/chunked" || kept[0].Raw != "" {
		t.Fatalf("kept: %+v", kept)
	}
	m.Recall([]state.Request{{Method: "PUT", Path: "/old", Proto: "HTTP/1.1"}, {Raw: `X\r\n\r\n`}})
	// The form already shows the last sent request. After the oldest request comes the
	// present draft.
	for _, want := range []string{"X\r\n\r\n", "PUT /old HTTP/1.1\r\n", "GET /chunked HTTP/1.1\r\n"} {
		if press(t, m, "ctrl+p"); !strings.HasPrefix(bytesOf(t, m), want) {
			t.Errorf("further back: %q, want %q", bytesOf(t, m), want)
		}
	}
	for range maxHistory + 5 {
		m.Recall([]state.Request{{Method: "GET", Path: "/many", Proto: "HTTP/1.1"}})
	}
	if len(m.history) != maxHistory || m.history[maxHistory-1].target != "/chunked" {
		t.Errorf("%d requests, the newest %+v", len(m.history), m.history[len(m.history)-1])
	}
}

// After Rebase nothing is left that was meant for the old target.
func TestRebase(t *testing.T) {
	m := model(120, 30)
	press(t, m, "enter")
	press(t, m, "ctrl+n")
	other := session.Target{Host: "shop.example", Port: "80"}
	m.Rebase(other.Request("GET", "/"), other.Request("DELETE", "/cart"))
	if got := bytesOf(t, m); !strings.HasPrefix(got, "DELETE /cart HTTP/1.1\r\nHost: shop.example\r\n") {
		t.Errorf("the request: %q", got)
	}
	if m.Asking() || len(m.history) != 0 || m.Base().Target != "/" {
		t.Errorf("asking %t, history %v, base %+v", m.Asking(), m.history, m.Base())
	}
	m.side = true
	if press(t, m, "2"); !strings.HasPrefix(bytesOf(t, m), "HEAD /cart HTTP/1.1\r\nHost: shop.example\r\n") {
		t.Errorf("a preset: %q", bytesOf(t, m))
	}
}

// If the target is a URL of another origin, linger asks once before it sends.
func TestElsewhere(t *testing.T) {
	for _, tt := range []struct {
		target string
		to     string // empty: sent at once
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
			t.Fatalf("%s: sent %v, another origin %t", tt.target, sent, ok)
		}
		if !ok {
			continue
		}
		if o.To.String() != tt.to || o.Target != tt.path || o.Request.Target != tt.target || o.Own {
			t.Errorf("%s: %+v", tt.target, o)
		}
		if _, again := m.Elsewhere(); again {
			t.Errorf("%s: it is reported twice", tt.target)
		}
		if sent := press(t, m, "enter"); sent == nil {
			t.Errorf("%s: a second enter does not send it", tt.target)
		}
	}
}

// The keys that edit a text do the same as in shells.
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
			t.Errorf("%v: %q, want %q", tt.keys, m.draft.target, tt.want)
		}
	}
}

// The result of an editor becomes the draft, unless the editor failed or another one was
// opened later.
func TestWhatAnEditorWrote(t *testing.T) {
	const written = "PUT /edited HTTP/1.1\r\nHost: h\r\n\r\nhello\r\n"
	for name, tt := range map[string]struct {
		raw    bool
		msg    edited
		want   string // first bytes of the request
		remark bool
	}{
		"fields":         {false, edited{id: 2, text: written}, "PUT /edited HTTP/1.1\r\nHost: h\r\n", false},
		"raw bytes":      {true, edited{id: 2, text: "X\\r\\n\r\n"}, "X\r\n", false},
		"an older one":   {false, edited{id: 1, text: written}, "GET /chunked HTTP/1.1\r\n", false},
		"it failed":      {false, edited{id: 2, text: written, err: errors.New("exit status 1")}, "GET /chunked HTTP/1.1\r\n", true},
		"raw, it failed": {true, edited{id: 2, err: errors.New("exit status 1")}, "GET /chunked HTTP/1.1\r\n", true},
	} {
		m := model(120, 30)
		if m.editing = 2; tt.raw {
			press(t, m, "ctrl+r")
		}
		m.Update(tt.msg)
		if got := bytesOf(t, m); !strings.HasPrefix(got, tt.want) || (m.remark != "") != tt.remark || m.draft.raw != tt.raw {
			t.Errorf("%s: %q, remark %q", name, got, m.remark)
		}
	}
}

// linger reads an edited file up to a limit. A missing file is an error.
func TestReadAtMost(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.http")
	if _, err := readAtMost(name, 10); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
	if err := os.WriteFile(name, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int64]string{4: "0123", 10: "0123456789", 99: "0123456789"} {
		if got, err := readAtMost(name, n); err != nil || got != want {
			t.Errorf("at most %d bytes: %q, %v", n, got, err)
		}
	}
}
