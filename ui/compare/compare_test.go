package compare

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/record"
	"linger/ui/internal/golden"
	"linger/ui/theme"
	"linger/wire"
)

func of(fields ...string) iter.Seq[wire.Field] {
	var fs []wire.Field
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		fs = append(fs, wire.Field{Name: name, Value: value})
	}
	return slices.Values(fs)
}

func TestFieldsReturnsChangesFirst(t *testing.T) {
	got := Fields(
		of("Date: 1", "Server: s", "Set-Cookie: a", "Set-Cookie: b", "Etag: x"),
		of("date: 2", "X-New: n", "Server: s", "Set-Cookie: a"),
	)
	want := []Row{
		{"Date", "1", "2", Changed},
		{"Set-Cookie", "b", "", Removed},
		{"Etag", "x", "", Removed},
		{"X-New", "", "n", Added},
		{"Server", "s", "s", Same},
		{"Set-Cookie", "a", "a", Same},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Fields (-want +got):\n%s", d)
	}
	if got := Fields(of(), of()); len(got) != 0 {
		t.Errorf("Fields of nothing = %v, want none", got)
	}
}

const ms = time.Millisecond

// exchanges returns exchanges with the given requests and responses, 10 ms apart.
func exchanges(pairs ...[2]string) []*record.Exchange {
	r := &record.Record{}
	r.Apply(session.Dialing{Conn: 1})
	r.Apply(session.Connected{Conn: 1})
	var sent, heard int64
	d := wire.NewDecoder(wire.Limits{})
	for i, p := range pairs {
		at, id := time.Duration(i+1)*10*ms, i+1
		facts, lines, _ := wire.DecodeRequest([]byte(p[0]), 0)
		line := strings.Fields(p[0])
		r.Apply(&session.RequestStarted{At: at, Conn: 1, Exchange: id, Off: sent, Method: line[0], Target: line[1], Proto: line[2],
			Facts: facts, Data: []byte(p[0]), Lines: lines, Len: int64(len(p[0]))})
		r.Apply(&session.RequestSent{At: at, Conn: 1, Exchange: id, Len: int64(len(p[0]))})
		sent += int64(len(p[0]))
		answer(r, d, facts, id, at+time.Duration(id)*ms, heard, p[1])
		heard += int64(len(p[1]))
	}
	return r.Exchanges
}

func answer(r *record.Record, d *wire.Decoder, asked wire.Request, id int, at time.Duration, off int64, raw string) {
	d.Expect(asked)
	start := off
	for p := []byte(raw); ; {
		n, ev := d.Feed(p)
		lines := slices.Clone(d.Lines())
		wire.ShiftLines(lines, -off)
		r.Apply(&session.Received{At: at, Conn: 1, Exchange: id, Off: off, Len: int64(n), Data: p[:n], Lines: lines, Reads: 1})
		for _, f := range d.Findings() {
			r.Apply(session.Found{At: at, Conn: 1, Exchange: id, Finding: f})
		}
		p, off = p[n:], off+int64(n)
		switch ev {
		case wire.EventFinalHead:
			r.Apply(&session.ResponseHead{At: at, Conn: 1, Exchange: id, Off: start, End: off, Facts: *d.Facts()})
		case wire.EventMessageEnd:
			f := *d.Facts()
			r.Apply(&session.ExchangeDone{At: at, Conn: 1, Exchange: id, Facts: f, Reason: f.Persistence()})
			return
		case wire.EventNeedMore, wire.EventFramingLost:
			return
		}
	}
}

const (
	request = "GET /length HTTP/1.1\r\nHost: h\r\nAuthorization: Basic abc\r\nConnection: keep-alive\r\n\r\n"
	other   = "GET /chunked HTTP/1.1\r\nHost: h\r\nAuthorization: Basic abcd\r\nConnection: keep-alive\r\n\r\n"
	length  = "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 08:00:00 GMT\r\nServer: practice\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5, max=98\nContent-Length: 5\r\n\r\nhello"
	chunked = "HTTP/1.1 200 Fine\r\nDate: Mon, 23 Nov 2026 08:00:04 GMT\r\nServer: practice\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n"
)

var dark = theme.New(true, colorprofile.TrueColor, false)

func model(w, h int, pairs ...[2]string) *Model {
	es := exchanges(pairs...)
	m := New(dark)
	m.SetSize(w, h)
	m.Show(es[0], es[1])
	return m
}

// At 80 columns, the values about persistence and the longest common field name are not
// cut.
func TestColumnsFitTheirTextsAt80Columns(t *testing.T) {
	g := gridOf(78)
	if n := len("persists: http/1.1-default"); g.left < n || g.right < n {
		t.Errorf("the columns of values are %d and %d cells wide, want at least %d", g.left, g.right, n)
	}
	if g.name < len("Transfer-Encoding") {
		t.Errorf("the column of names is %d cells wide, want at least %d", g.name, len("Transfer-Encoding"))
	}
}

func TestViewGoldens(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 40}, {50, 18}} {
		m := model(size[0], size[1], [2]string{request, length}, [2]string{other, chunked})
		golden.Check(t, fmt.Sprintf("%dx%d", size[0], size[1]), strings.Split(m.View(), "\n"))
	}
}

func TestSecretsAreHiddenUntilShowSecrets(t *testing.T) {
	m := model(120, 40, [2]string{request, length}, [2]string{other, chunked})
	if got := m.View(); strings.Contains(got, "Basic") || !strings.Contains(ansi.Strip(got), "~ Authorization") {
		t.Errorf("the view shows secrets, or does not mark them as different:\n%s", ansi.Strip(got))
	}
	m.ShowSecrets(true)
	if got := m.View(); !strings.Contains(got, "Basic abcd") {
		t.Error("after ShowSecrets, the view lacks the secrets")
	}
}

func TestPageScrollsToBothEnds(t *testing.T) {
	m := model(80, 12, [2]string{request, length}, [2]string{other, chunked})
	if got := m.View(); !strings.Contains(got, "more") {
		t.Error("the border does not say that there are more rows")
	}
	for range 20 {
		m.Page(1)
		m.View()
	}
	if got := ansi.Strip(m.View()); !strings.Contains(got, "Host") || strings.Contains(got, "more") {
		t.Errorf("after 20 pages down, the view does not show the end:\n%s", got)
	}
	m.Page(-20)
	if got := ansi.Strip(m.View()); !strings.Contains(got, "connection 1") {
		t.Errorf("after 20 pages up, the view does not show the beginning:\n%s", got)
	}
}

func TestViewIsExactlyItsSize(t *testing.T) {
	wide := strings.Replace(length, "practice", strings.Repeat("你好 ", 80), 1)
	for w := 20; w <= 240; w += 5 {
		for h := 6; h <= 70; h += 8 {
			m := model(w, h, [2]string{request, wide}, [2]string{other, chunked})
			golden.Size(t, strings.Split(m.View(), "\n"), w, h)
		}
	}
	m := New(dark)
	m.SetSize(40, 10)
	golden.Size(t, strings.Split(m.View(), "\n"), 40, 10)
}

// No text from a server reaches the terminal as a control sequence.
func TestHostileTextDoesNotReachTheTerminal(t *testing.T) {
	const evil = "\x1b]0;x\a\x1b[2J\u202e\u009b31m\x00"
	raw := "HTTP/1.1 200 " + evil + "\r\n" + "X" + evil + ": " + evil + "\r\nContent-Length: 0\r\n\r\n"
	m := model(100, 40, [2]string{request, length}, [2]string{"GET /" + evil + " HTTP/1.1\r\n\r\n", raw})
	for _, r := range ansi.Strip(m.View()) {
		if r < ' ' && r != '\n' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e {
			t.Fatalf("the view contains %U, want no control or format characters", r)
		}
	}
}

func BenchmarkView(b *testing.B) {
	m := model(200, 50, [2]string{request, length}, [2]string{other, chunked})
	b.ReportAllocs()
	for b.Loop() {
		m.Refresh()
		_ = m.View()
	}
}

// The length of a hidden value is its length on the wire, not that of its text on the
// screen.
func TestHiddenValuesAreCountedInBytes(t *testing.T) {
	secret := "HTTP/1.1 200 OK\r\nSet-Cookie: \xe9\xe9\xe9\r\nContent-Length: 0\r\n\r\n"
	got := ansi.Strip(model(120, 30, [2]string{request, secret}, [2]string{request, secret}).View())
	if strings.Count(got, "**** (3 bytes)") != 2 {
		t.Errorf("the view lacks two hidden values of 3 bytes:\n%s", got)
	}
}

// The duration of an incomplete exchange ends with the connection.
func TestIncompleteExchangeLastsUntilTheEnd(t *testing.T) {
	s := time.Second
	for _, e := range []*record.Exchange{{Started: s, Over: 3 * s}, {Started: s, LastByte: 2 * s, Over: 3 * s}, {Started: s, LastByte: 3 * s}} {
		if got := spent(lasted(e)); got != "2.00 s" {
			t.Errorf("duration of %+v = %s, want 2.00 s", e, got)
		}
	}
	if got := spent(lasted(&record.Exchange{Started: s})); got != "never" {
		t.Errorf("duration without an end = %q, want never", got)
	}
}
