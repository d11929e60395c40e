package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/record"
	"linger/wire"
)

// A folder holds a folder's files in memory.
type folder struct {
	files map[string]*bytes.Buffer
	full  string // name of a file that cannot be written to
	not   string // name of a file that cannot be created
}

type inFolder struct {
	io.Writer
	full bool
}

func (f inFolder) Write(p []byte) (int, error) {
	if f.full {
		return 0, errors.New("no space left on device")
	}
	return f.Writer.Write(p)
}

func (inFolder) Close() error { return nil }

func (d *folder) create(name string) (io.WriteCloser, error) {
	if name == d.not {
		return nil, errors.New(name + ": the file exists")
	}
	if d.files == nil {
		d.files = map[string]*bytes.Buffer{}
	}
	d.files[name] = &bytes.Buffer{}
	return inFolder{d.files[name], name == d.full}, nil
}

func (d *folder) options() TicketOptions {
	return TicketOptions{FileOptions: FileOptions{Sentence: func(*session.Ending) string { return "closed" }, Refused: func(*session.Ending) string { return "" }},
		Words: someWords("server closed (FIN) after 5.003 s idle"), Vantage: session.VantageClient, Create: d.create}
}

func ticketFolder(t *testing.T, d *folder, events []session.Event) error {
	t.Helper()
	w, err := NewTicketFolder(d.options())
	if err != nil {
		return err
	}
	return errors.Join(w.Write(events...), w.Finish(), w.Close())
}

// TestScenariosMakeTickets writes a ticket folder for every scenario of the practice
// server. It checks the page, the log, the HAR, the capture and the picture.
func TestScenariosMakeTickets(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &folder{}
				if err := ticketFolder(t, d, livetest.Scenario(t, sc.Path)); err != nil {
					t.Fatal(err)
				}
				page := d.files[ticketPage].String()
				for _, want := range []string{"# GET /", "| seen by | linger", "## What happened", "![the timeline of connection ", "UTC       2000-", "## Findings", "## Files in this folder"} {
					if want = strings.Replace(want, "UTC       2000-", "UTC       00:", 1); !strings.Contains(page, want) {
						t.Errorf("the page lacks %q:\n%s", want, page)
					}
				}
				for _, row := range strings.Split(page, "\n") {
					if strings.HasPrefix(row, "request   ") && len([]rune(row)) > 96 {
						t.Errorf("a row has %d cells, want at most 96: %s", len([]rune(row)), row)
					}
				}
				if strings.ContainsAny(page, "\x1b\x00\r") {
					t.Errorf("the page contains a control character:\n%q", page)
				}
				wantXML(t, d.files[timelineFile].String())
				r := log.NewReader(d.files[logFile])
				if _, err := r.Next(); err != nil || !bytes.Contains(d.files[harFile].Bytes(), []byte(`"version":"1.2"`)) || d.files[pcapngFile].Len() == 0 {
					t.Errorf("the log, the HAR or the capture is invalid (error %v)", err)
				}
			})
		})
	}
}

func wantXML(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("the picture is not XML: %v\n%s", err, s)
		}
	}
}

// seeded returns the events of a session that has a secret in every place where one can
// occur.
func seeded() []session.Event {
	raw := "GET /?token=hidden-1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer hidden-2\r\nCookie: a=hidden-3\r\nX-Api-Key: hidden-4\r\nReferer: http://u:hidden-5@h/\r\n\r\n"
	answer := "HTTP/1.1 302 Found\r\nSet-Cookie: s=hidden-6\r\nLocation: /?session=hidden-7\r\nContent-Length: 0\r\n\r\n"
	started := &session.RequestStarted{At: time.Second, Conn: 1, Exchange: 1, Method: "GET", Target: "/?token=hidden-1", Proto: "HTTP/1.1", Data: []byte(raw), Len: int64(len(raw))}
	for d := range wire.DecodeRequests([]byte(raw), 0) {
		started.Lines = d.Lines
	}
	return []session.Event{
		session.Started{Program: "linger", Version: "0.2.0", Target: "http://h", Wall: time.Date(2026, 11, 29, 12, 4, 30, 0, time.UTC), Verify: true},
		session.Dialing{Conn: 1, Target: "http://h"},
		session.Connected{Conn: 1, At: 100 * time.Millisecond, Local: "10.0.0.1:50001", Remote: "10.0.0.2:80"},
		started,
		&session.RequestSent{At: time.Second, Conn: 1, Exchange: 1, Len: int64(len(raw))},
		&session.Received{At: 2 * time.Second, Conn: 1, Exchange: 1, Len: int64(len(answer)), Data: []byte(answer), Reads: 1},
		session.Marked{At: 3 * time.Second, Text: "see http://h/?password=hidden-8"},
		session.Found{At: 3 * time.Second, Conn: 1, Exchange: 1, Finding: wire.Finding{Code: wire.CodeBareLF, Detail: "in /?token=hidden-9"}},
		session.Closed{At: 6 * time.Second, Conn: 1},
	}
}

func TestTicketMasksSecrets(t *testing.T) {
	d := &folder{}
	if err := ticketFolder(t, d, seeded()); err != nil {
		t.Fatal(err)
	}
	for name, f := range d.files {
		if i := strings.Index(f.String(), "hidden"); i >= 0 {
			t.Errorf("%s contains the secret %q", name, f.String()[i:min(f.Len(), i+20)])
		}
	}
	page := d.files[ticketPage].String()
	for _, want := range []string{"Mark: see http://h/?password=", "marks     ", "@ mark", "These files contain filler in place of"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	w, err := NewTicketFolder(TicketOptions{FileOptions: FileOptions{KeepSecrets: true, Sentence: d.options().Sentence, Refused: d.options().Refused}, Words: d.options().Words, Create: d.create})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(seeded()...), w.Finish()); err != nil {
		t.Fatal(err)
	}
	if page := d.files[ticketPage].String(); strings.Contains(page, "hidden") || !strings.Contains(page, "**The files hold secrets**") || !strings.Contains(d.files[logFile].String(), "hidden-2") {
		t.Errorf("with KeepSecrets, the page contains a secret or lacks the warning, or the log lacks the secrets:\n%s", page)
	}
}

func TestTicketFolderErrors(t *testing.T) {
	for _, name := range []string{ticketPage, timelineFile, logFile, harFile, pcapngFile} {
		if err := ticketFolder(t, &folder{not: name}, nil); err == nil || err.Error() != name+": the file exists" {
			t.Errorf("if %s exists, NewTicketFolder returns the error %v; want one that names the file", name, err)
		}
		if err := ticketFolder(t, &folder{full: name}, seeded()); err == nil || !strings.HasPrefix(err.Error(), name+": no space left") {
			t.Errorf("if %s cannot be written, the error is %v; want one that names the file", name, err)
		}
	}
	if err := ticketFolder(t, &folder{}, seeded()[:1]); err == nil || !strings.HasPrefix(err.Error(), "no connection to report") {
		t.Errorf("for a session without a connection, Finish returns the error %v; want one that says so", err)
	}
}

// Remarkable prefers connections that need a report most; the page lists the other
// connections.
func TestRemarkable(t *testing.T) {
	r := &record.Record{}
	if Remarkable(r) != nil {
		t.Error("Remarkable returned a connection of an empty record, want nil")
	}
	for id := 1; id <= 3; id++ {
		r.Apply(session.Dialing{Conn: id})
	}
	if c := Remarkable(r); c.ID != 3 {
		t.Errorf("if all connections are unused, Remarkable returned %d, want the newest, 3", c.ID)
	}
	r.Apply(&session.RequestStarted{Conn: 2, Exchange: 1})
	if c := Remarkable(r); c.ID != 2 {
		t.Errorf("Remarkable returned connection %d, want 2, which has an exchange", c.ID)
	}
	r.Apply(session.Found{Conn: 3, Finding: wire.Finding{Code: wire.CodeBareLF}})
	if c := Remarkable(r); c.ID != 3 {
		t.Errorf("Remarkable returned connection %d, want 3, which has a warning", c.ID)
	}
	r.Apply(session.Closed{Conn: 1, Ending: session.Ending{By: session.ByServer, Lost: []int{1}}})
	if c := Remarkable(r); c.ID != 1 {
		t.Errorf("Remarkable returned connection %d, want 1, which lost a request", c.ID)
	}
	page := &ticketWriter{r: r, c: r.Conn(1), w: someWords("lost"), files: ticketFiles}
	page.page()
	if !strings.Contains(page.b.String(), "## Other connections of the session") || strings.Count(page.b.String(), "\n| 2 |") != 1 {
		t.Errorf("the page lacks the other connections:\n%s", page.b.String())
	}
}

func TestLinked(t *testing.T) {
	for ref, want := range map[string]string{
		"RFC 9112 §9.3":           "[RFC 9112 §9.3](https://www.rfc-editor.org/rfc/rfc9112#section-9.3)",
		"RFC 9112 §C.2.2":         "[RFC 9112 §C.2.2](https://www.rfc-editor.org/rfc/rfc9112#appendix-C.2.2)",
		"RFC 2068 §19.7.1.1, odd": "[RFC 2068 §19.7.1.1](https://www.rfc-editor.org/rfc/rfc2068#section-19.7.1.1), odd",
		"none":                    "none",
	} {
		if got := linked(ref); got != want {
			t.Errorf("linked(%q) = %q, want %q", ref, got, want)
		}
	}
}
