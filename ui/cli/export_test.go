package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// read returns the content of a file.
func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// wants fails the test unless s contains all of the words.
func wants(t *testing.T, s string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(s, w) {
			t.Errorf("the text lacks %q:\n%s", w, s)
		}
	}
}

// succeeds runs linger and returns its output. It fails the test if the exit code is not
// 0.
func succeeds(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, code := command(nil, args...)
	if code != 0 {
		t.Fatalf("linger %s ended with exit code %d, want 0: %s", strings.Join(args, " "), code, errs)
	}
	return out
}

// linger exports a packet capture in every format. The ticket describes connections of
// other programs.
func TestExportOfACapture(t *testing.T) {
	pcap, err := filepath.Abs(raceCapture)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	succeeds(t, "export", "--har", "a.har", "--pcapng", "a.pcapng", "--json", "a.json", "--ticket", "t", pcap)
	wants(t, read(t, "a.har"), `"url":"http://shop.example/orders"`, `"close":{`)
	if got, want := strings.ReplaceAll(read(t, "a.json"), "\r", ""), succeeds(t, "open", "--json", pcap); got != want {
		t.Errorf("export --json printed\n%s\nwant what open --json printed:\n%s", got, want)
	}
	page := read(t, filepath.Join("t", "README.md"))
	wants(t, page, "# POST /orders: server closed (FIN) ", "The server closes idle connections after 5.00 s, without Connection: close", "1 of 5 requests was lost, sent 0.2 ms after the FIN.",
		"in the packet capture race.pcap |", "The client 10.0.0.1:51511 is connected to the server 10.0.0.2:80, after 1.0 ms.",
		"The server sends FIN after 5.00 s without a byte.", "The server sends RST.", "- **Server**: Keep idle connections longer than the client does; now the server closes them after 5.00 s.\n  - Node: `server.keepAliveTimeout = 65_000`",
		"  - nginx, in `upstream`: `keepalive_timeout 4s;`", "| idle time after which the server closed, without Connection: close | 5.00 s | 5.00 s | 1 |", "| nginx (answers 502) | upstream prematurely closed connection")
	if strings.Contains(page, "linger is connected") {
		t.Errorf("the ticket says that linger made a connection:\n%s", page)
	}
	wants(t, succeeds(t, "open", filepath.Join("t", "session.pcapng")), "lost, sent 0.2 ms after the FIN")
	wants(t, succeeds(t, "open", "--plain", filepath.Join("t", "session.linger")), "lost, sent 0.2 ms after the FIN", "server: FIN after 5.002 s idle")

	data, err := os.ReadFile(pcap)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("cut.pcap", data[:len(data)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := command(nil, "export", "--json", "-", "cut.pcap"); code != 0 || !strings.Contains(errs, "cut.pcap: read as far as possible: ") {
		t.Errorf("a damaged capture: exit code %d, want 0, and a report of the damage: %s", code, errs)
	}
}

// Exporting the log of a relay gives the files that the relay itself wrote, and open
// prints the same lines as relay.
func TestExportOfARelay(t *testing.T) {
	t.Chdir(t.TempDir())
	out, _ := relayed(t, twoExchanges(t), "--json", "--record", "r.linger", "--har", "r.har", "--pcapng", "r.pcapng", "http://"+answering(t, 2))
	if got := succeeds(t, "open", "--json", "r.linger"); got != out {
		t.Errorf("open --json printed\n%s\nwant what relay printed:\n%s", got, out)
	}
	succeeds(t, "export", "--har", "e.har", "--pcapng", "e.pcapng", "--ticket", "t", "r.linger")
	for _, name := range []string{".har", ".pcapng"} {
		if read(t, "r"+name) != read(t, "e"+name) {
			t.Errorf("e%s and r%[1]s differ, want equal files", name)
		}
	}
	wants(t, read(t, filepath.Join("t", "README.md")), ", a relay on 127.0.0.1:", "The server sends FIN")
}

// linger exports a HAR as a ticket, which names the program that recorded the exchanges.
func TestExportOfAHAR(t *testing.T) {
	t.Chdir(t.TempDir())
	const har = `{"log":{"version":"1.2","creator":{"name":"Firefox","version":"130"},"pages":[],"entries":[{"startedDateTime":"2026-11-29T12:04:02.000Z","time":5,` +
		`"request":{"method":"GET","url":"http://shop.example/a","httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"shop.example"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},` +
		`"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[{"name":"Content-Length","value":"5"}],"cookies":[],"content":{"size":5,"mimeType":"text/plain","text":"hello"},"redirectURL":"","headersSize":-1,"bodySize":5},` +
		`"cache":{},"timings":{"send":1,"wait":2,"receive":2}}]}}`
	if err := os.WriteFile("a.har", []byte(har), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, code := command(nil, "export", "--ticket", "t", "a.har")
	if code != 0 || !strings.Contains(errs, "from a HAR that Firefox 130 wrote") {
		t.Fatalf("exit code %d, want 0 and a report about the HAR: %s", code, errs)
	}
	wants(t, read(t, filepath.Join("t", "README.md")), "| seen by | Firefox 130, which wrote the exchanges to a HAR", "GET /a is answered with 200")
	wants(t, succeeds(t, "open", "--plain", filepath.Join("t", "session.linger")), "GET /a")
}
