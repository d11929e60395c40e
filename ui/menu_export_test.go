package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// E exports the session in every format. No file contains a secret.
func TestExportsHideSecretsInEachFormat(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	p.Exchange("GET", "/?token=hidden-one", ms, "HTTP/1.1 200 OK\r\nSet-Cookie: hidden-two\r\nContent-Length: 0\r\n\r\n")
	m, _ := shown(p, 120, 40)
	press(m, "E")
	golden.Size(t, screen(m), 120, 40)
	expect(t, m, "Export the session", "l  session log", "h  HAR", "p  pcapng", "t  ticket", "a folder: Markdown")
	t.Chdir(t.TempDir())
	for key, name := range map[string]string{"l": "127.0.0.1-8321.linger", "h": "127.0.0.1-8321.har", "p": "127.0.0.1-8321.pcapng", "t": "ticket-127.0.0.1-8321"} {
		press(m, "esc", "E", key)
		expect(t, m, "Export as ", name, "1 exchange on 1 connection", "are replaced in the file")
		press(m, "enter")
		expect(t, m, "Written to ")
		press(m, "E", key, "enter")
		expect(t, m, name+" exists.", "overwrite it")
		press(m, "o")
		expect(t, m, "Written to ")
	}
	files := 0
	err := filepath.WalkDir(".", func(path string, is os.DirEntry, err error) error {
		if err != nil || is.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if files++; len(data) == 0 || strings.Contains(string(data), "hidden") {
			t.Errorf("%s is empty or has a secret: %q", path, data)
		}
		return err
	})
	if err != nil || files != 8 {
		t.Errorf("%d files were written (%v), want 8", files, err)
	}
	if u := m.desk().unsaved(); u.exchanges != 0 {
		t.Errorf("unsaved = %+v after the exports, want no exchange", u)
	}
}

// The page of a ticket is about one connection. The dialog names that connection and lets
// the user choose another. If the newest connection has nothing to report, the dialog
// starts with one that has ended.
func TestTicketIsAboutTheChosenConnection(t *testing.T) {
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	p.Exchange("GET", "/a", ms, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").Wait(5 * time.Second).ServerClosed()
	p.Connect(ms).Exchange("GET", "/b", ms, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	m, _ := shown(p, 120, 40)
	t.Chdir(t.TempDir())
	about := func(name string) string {
		data, err := os.ReadFile(filepath.Join(name, "README.md"))
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(data), "\n")
		return title
	}
	press(m, "E", "t")
	expect(t, m, "2 exchanges on 2 connections", "about   connection 1 to 127.0.0.1:8321: server closed (FIN) after 5.000 s", "about another connection")
	press(m, "enter")
	press(m, "E", "t", "down", "down")
	expect(t, m, "about   connection 2 to 127.0.0.1:8321: open")
	press(m, "enter", "enter")
	for name, want := range map[string]string{"ticket-127.0.0.1-8321": "# GET /a: server closed (FIN) after 5.000 s idle", "ticket-127.0.0.1-8321-2": "# GET /b: open"} {
		if got := about(name); !strings.HasPrefix(got, want) {
			t.Errorf("title of %s = %q, want it to begin with %q", name, got, want)
		}
	}
	press(m, "y")
	expect(t, m, "of connection 2, in Markdown: open")
}

// At 80 columns, the row leaves out the server first and keeps how the connection ended.
// If an open connection is out of step, the row says so.
func TestTicketRowKeepsTheEndOfTheConnection(t *testing.T) {
	response := play.Head("HTTP/1.1 200 OK", "Content-Length: 10", "Keep-Alive: timeout=5", "Connection: keep-alive") + "the content has 28 bytes: ab"
	p := play.New("http://a-server-with-a-long-name.example:8321").Connect(ms)
	p.Exchange("GET", "/short", ms, response).Wait(5001 * ms).ServerClosed()
	p.Connect(ms).Exchange("GET", "/short", ms, response)
	m, _ := shown(p, 80, 24)
	press(m, "y")
	expect(t, m, "of connection 2, in Markdown: open, out of step", "Out of step. Content-Length: 10 is 18 too small.", "y  status sentence     Out of step.  ")
	press(m, "esc", "E", "t")
	expect(t, m, "about   connection 2: open, out of step")
	press(m, "up")
	expect(t, m, "about   connection 1: server FIN after 5.001 s idle, out of step")
}

func TestExportWithoutAConnectionIsRefused(t *testing.T) {
	m, _ := shown(play.New("http://127.0.0.1:8321"), 80, 24)
	press(m, "E")
	expect(t, m, "E: no connection was made yet.")
}
