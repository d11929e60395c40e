package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// E writes what is held in every format; nothing secret is in any of the files.
func TestExporting(t *testing.T) {
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
			t.Errorf("%s is empty or holds a secret: %q", path, data)
		}
		return err
	})
	if err != nil || files != 8 {
		t.Errorf("%d files, %v", files, err)
	}
	if u := m.desk().unsaved(); u.exchanges != 0 {
		t.Errorf("%+v is called unsaved", u)
	}
}

func TestNothingToExport(t *testing.T) {
	m, _ := shown(play.New("http://127.0.0.1:8321"), 80, 24)
	press(m, "E")
	expect(t, m, "E: no connection was made yet.")
}
