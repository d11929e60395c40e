package ui

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/saving"
	"linger/wire"
)

// logOf returns the record, the header and the text of a session log.
func logOf(t *testing.T, name string) (*record.Record, log.Header, string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, rec := log.NewReader(bytes.NewReader(data)), &record.Record{}
	for ev, err := r.Next(); err == nil; ev, err = r.Next() {
		rec.Apply(ev)
	}
	if p := r.Report(); p.Damaged > 0 || p.Unknown > 0 || p.Cut {
		t.Errorf("the report about %s is %+v, want nothing damaged, unknown or cut", name, p)
	}
	return rec, r.Header(), string(data)
}

// r asks for a file and records the session so far and from then on, until r stops the
// recording.
func TestRRecordsTheWholeSession(t *testing.T) {
	t.Chdir(t.TempDir())
	p := play.Idle()
	m, e := shown(p, 120, 40)
	press(m, "r")
	expect(t, m, "Record this session", "127.0.0.1-8321.linger", "the 6 exchanges so far are saved first", "are replaced in the file", "esc cancels")
	press(m, "enter")
	expect(t, m, "Recording to 127.0.0.1-8321.linger. r stops it.", "● open, idle", "● recording 127.0.0.1-8321.linger 00:00")
	e.now += 3 * time.Second
	e.events = []session.Event{session.Marked{At: p.Now, Text: "deploy starts"}}
	evs, _ := m.desk().tap.Events(t.Context())
	happens(m, evs...)
	press(m, "r")
	expect(t, m, "Recorded to ")
	if m.desk().log != nil || m.desk().unsaved().exchanges > 0 {
		t.Error("after r the recording continues, or its exchanges count as unsaved")
	}
	rec, head, _ := logOf(t, "127.0.0.1-8321.linger")
	if len(rec.Exchanges) != 6 || len(rec.Marks) != 1 || head.Vantage != session.VantageClient || head.Secrets != log.SecretsMasked {
		t.Errorf("the log has %d exchanges, marks %v and the header %+v; want 6, one mark, and masked secrets", len(rec.Exchanges), rec.Marks, head)
	}
	if is, err := os.Stat("127.0.0.1-8321.linger"); err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
		t.Errorf("file info = %v (%v), want the permissions 0600", is, err)
	}
}

// Events that linger has received but not yet shown when the recording begins are in the
// log exactly once.
func TestRecordingHasEachEventOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	m, e := shown(play.Idle(), 120, 40)
	d := m.desk()
	e.events = []session.Event{session.Marked{At: d.now, Text: "taken"}}
	evs, _ := d.tap.Events(t.Context())
	press(m, "r", "enter")
	happens(m, evs...)
	e.events = []session.Event{session.Marked{At: d.now, Text: "after"}}
	_, _ = d.tap.Events(t.Context())
	if err := m.finish(); err != nil {
		t.Fatal(err)
	}
	rec, _, _ := logOf(t, "127.0.0.1-8321.linger")
	if len(rec.Marks) != 2 || rec.Marks[0].Text != "taken" || rec.Marks[1].Text != "after" {
		t.Errorf("marks = %v, want taken and after, once each", rec.Marks)
	}
}

// A log that the inspector writes contains the end of the session.
func TestLogContainsTheEndOfTheSession(t *testing.T) {
	t.Chdir(t.TempDir())
	m, e := shown(play.Idle(), 120, 40)
	m.desk().src.End = func() { e.events = []session.Event{session.Ended{At: time.Minute}} }
	press(m, "r", "enter")
	if err := m.finish(); err != nil {
		t.Fatal(err)
	}
	if rec, _, _ := logOf(t, "127.0.0.1-8321.linger"); !rec.Ended || rec.Now() != time.Minute {
		t.Errorf("Ended = %t at %s, want true at 1m0s", rec.Ended, rec.Now())
	}
}

func TestHeaderShowsTheRecording(t *testing.T) {
	for _, size := range [][2]int{{50, 12}, {80, 24}, {120, 40}} {
		m, _ := shown(play.Idle(), size[0], size[1])
		m.desk().log = &saving.Log{Name: "502.linger", Since: m.desk().now - 12*time.Second}
		m.desk().refresh(false)
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "logged-"+itoa(size[0])+"x"+itoa(size[1]), rows[:1])
		if p := m.pace(); p > time.Second {
			t.Errorf("pace = %s, want at most 1s for the clock of the recording", p)
		}
	}
}

// If a file cannot be created, linger shows one notice and the question stays open.
func TestQuestionStaysOpenIfTheFileCannotBeCreated(t *testing.T) {
	t.Chdir(t.TempDir())
	m, _ := shown(play.Idle(), 120, 40)
	if err := os.Symlink("elsewhere", "link"); err != nil {
		t.Skip(err)
	}
	press(m, "r", "ctrl+u", "n", "o", "/", "q", "enter")
	expect(t, m, "Not written: no/q: no such file or directory.", "Record this session")
	press(m, "ctrl+u", "l", "i", "n", "k", "enter")
	expect(t, m, "link exists.", "record as link-2")
	press(m, "o")
	expect(t, m, "Not written: link: symbolic links are not followed.")
	if _, err := os.Lstat("elsewhere"); err == nil {
		t.Error("linger wrote through the symbolic link")
	}
	press(m, "esc")
	if m.desk().top() != nil || m.desk().log != nil {
		t.Error("after esc, the question is open or a recording runs")
	}
}

// fullDisk is a writer that accepts no bytes.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
func (fullDisk) Close() error              { return nil }

// A write error ends the recording with one notice. The session continues.
func TestWriteErrorEndsTheRecording(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	d := m.desk()
	d.log = &saving.Log{Recorder: log.NewRecorder(fullDisk{}, log.Header{}), Name: "502.linger"}
	d.log.Publish([]session.Event{session.Marked{}})
	<-d.log.Failed()
	m.take(tickMsg{})
	expect(t, m, "The recording to 502.linger failed: no space left on device; the file is not complete.", "✗ recording failed")
	if d.log != nil || m.err != nil {
		t.Errorf("log = %v, error = %v; want no recording and no error", d.log, m.err)
	}
	har := &saving.Log{Recorder: log.NewRecorder(fullDisk{}, log.Header{}), Name: "502.har"}
	d.files = append(d.files, har)
	har.Publish([]session.Event{session.Marked{}})
	<-har.Failed()
	m.take(tickMsg{})
	expect(t, m, "The recording to 502.har failed: no space left on device; the file is not complete.")
	if len(d.files) > 0 {
		t.Error("the failed file is still open, so it would be reported again")
	}
	press(m, "enter")
	if u := d.unsaved(); u.exchanges == 0 {
		t.Error("unsaved reports no exchange although no complete file has them")
	}
}

// s saves before it quits. The file contains no secret.
func TestSSavesBeforeItQuits(t *testing.T) {
	t.Chdir(t.TempDir())
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	p.Exchange("GET", "/?token=hidden-one", ms, "HTTP/1.1 200 OK\r\nSet-Cookie: hidden-two\r\nContent-Length: 0\r\n\r\n")
	m, _ := shown(p, 80, 24)
	press(m, "q")
	expect(t, m, "save them to a session log first")
	press(m, "s")
	expect(t, m, "Save the session", "a session log of 1 exchange")
	if !quits(m, m.take(keyOf("enter"))) {
		t.Fatal("linger did not quit after saving")
	}
	rec, _, text := logOf(t, "127.0.0.1-8321.linger")
	if len(rec.Exchanges) != 1 || strings.Contains(text, "hidden") || rec.Exchanges[0].Facts().Framing() != wire.FramingLengthDelimited {
		t.Errorf("the log has %d exchanges, want 1 without secrets: %s", len(rec.Exchanges), text)
	}
}

// With keep-secrets the log contains the secrets, and the question says so.
func TestKeepSecretsWritesSecretsToTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	p := play.New("http://127.0.0.1:8321").Connect(ms)
	p.Exchange("GET", "/?token=hidden-one", ms, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	m, _ := shown(p, 80, 24, func(o *Options) { o.Secrets = log.SecretsKept })
	press(m, "r")
	expect(t, m, "are kept in the file")
	press(m, "enter", "r")
	if _, head, text := logOf(t, "127.0.0.1-8321.linger"); !strings.Contains(text, "hidden-one") || head.Secrets != log.SecretsKept {
		t.Errorf("header = %+v; want kept secrets, and the secret in the log: %s", head, text)
	}
}
