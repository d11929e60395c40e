package log_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/wire"
)

const ms = time.Millisecond

// story returns the events of two short connections. They include each type of event at
// least once.
func story() []session.Event {
	request := "GET /length HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n"
	head := "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
	five := 5 * time.Second
	facts := wire.Facts{
		Request: wire.Request{Method: "GET", Version: wire.Version{Major: 1, Minor: 1}, KeepAlive: true},
		Answers: true, Version: wire.Version{Major: 1, Minor: 1}, Status: 200, Length: 5,
		Hint: wire.Hint{Timeout: -1, Max: -1}, LengthAt: 17, CodingAt: -1, ConnectionAt: -1, HintAt: -1,
	}
	whole := facts
	whole.Complete, whole.ContentBytes = true, 5
	return []session.Event{
		session.Started{Wall: time.Date(2026, 11, 23, 8, 0, 0, 1, time.UTC), Program: "linger", Version: "1", Target: "http://h", Verify: true},
		session.Dialing{At: 1 * ms, Conn: 1, Address: "h:80"},
		session.DialFailed{At: 2 * ms, Conn: 1, Kind: session.DialRefused, Text: "Nothing listens on h:80."},
		session.Dialing{At: 3 * ms, Conn: 2, Address: "h:80", Target: "http://h"},
		session.DialStep{At: 3 * ms, Conn: 2, Phase: session.DialConnecting, Address: "192.0.2.1:80"},
		session.Waiting{At: 3 * ms, Conn: 2, Requests: 1},
		session.Connected{At: 4 * ms, Conn: 2, Local: "a", Remote: "b", Connect: ms, RoundTrip: ms, TLS: &session.TLS{Version: "TLS 1.3", Verified: true}},
		&session.RequestStarted{
			At: 5 * ms, Conn: 2, Exchange: 1, Method: "GET", Target: "/length", Proto: "HTTP/1.1", Facts: facts.Request, Data: []byte(request), Len: int64(len(request)),
			Lines: []wire.Line{{Len: int64(len(request)), Kind: wire.KindRequestLine}},
		},
		&session.RequestData{
			At: 6 * ms, Conn: 2, Exchange: 1, Off: int64(len(request)), Len: 2, Data: []byte("hi"),
			Lines: []wire.Line{{Len: 2, Kind: wire.KindContent}},
		},
		&session.RequestSent{At: 6 * ms, Conn: 2, Exchange: 1, Len: int64(len(request)) + 2},
		&session.Received{At: 7 * ms, Conn: 2, Exchange: 1, Len: int64(len(head)), Data: []byte(head), Reads: 1, Lines: []wire.Line{
			{Off: 0, Len: 17, A: 8, B: 9, C: 12, Kind: wire.KindStatusLine},
			{Off: 17, Len: 19, A: 14, B: 16, C: 17, Kind: wire.KindFieldLine, Role: wire.RoleContentLength},
			{Off: 36, Len: 2, Kind: wire.KindHeadEnd},
		}},
		&session.ResponseHead{At: 7 * ms, Conn: 2, Exchange: 1, End: 38, Facts: facts},
		session.Found{At: 7 * ms, Conn: 2, Exchange: 1, Finding: wire.Finding{Code: "bare-lf", Offset: 35, Len: 1}},
		&session.Received{At: 8 * ms, Conn: 2, Exchange: 1, Off: 38, Len: 5, Data: []byte("hello"), Reads: 1, Lines: []wire.Line{{Len: 5, Kind: wire.KindContent}}},
		&session.ExchangeDone{At: 8 * ms, Conn: 2, Exchange: 1, Facts: whole, Reason: wire.ReasonHTTP11Default, WireBytes: 43, SHA256: []byte{1, 2}},
		&session.BudgetChanged{At: 8 * ms, Conn: 2, Exchange: 1, Budget: session.Budget{HasTimeout: true, Timeout: five, Deadline: five + 8*ms, Applies: true, RoundTrip: ms, CountedBy: "server", Source: 1}},
		session.PathMeasured{At: 9 * ms, Conn: 2, RoundTrip: 2 * ms},
		session.Measured{At: 9 * ms, Target: "http://h", Low: 2 * time.Second, High: 3 * time.Second, Closes: 2},
		session.SideEnded{At: 9 * ms, Conn: 2, Side: session.ByServer, How: session.HowFIN, Relay: true},
		session.Passed{At: 9 * ms, Conn: 2, Protocol: "TLS", Sent: 1, Received: 2, LastByte: 8 * ms},
		session.Missed{At: 9 * ms, Conn: 2, Exchange: 1, Side: session.ByClient, Len: 100},
		session.Resent{At: 9 * ms, Conn: 2, Side: session.ByClient},
		session.CapturedAt{At: 9 * ms, Place: session.PlaceServer, Sure: true, RoundTrip: 3 * ms, Duplicates: 2},
		session.KeptAlive{At: 9 * ms, Conn: 2, Side: session.ByClient},
		session.Interfered{At: 9 * ms, Conn: 2, Faults: "hold-fin=20ms"},
		session.Unfollowed{At: 9 * ms, Conn: 3},
		session.Marked{At: 9 * ms, Text: "deploy starts"},
		session.Working{At: 10 * ms, Conn: 2, Kind: session.WorkWait, Active: true},
		session.Checked{At: 11 * ms, Conn: 2, Alive: true, Text: "still there"},
		session.Declined{At: 12 * ms, Conn: 2, Why: "Nothing to stop."},
		session.HalfClosed{At: 13 * ms, Conn: 2},
		session.Overdue{At: five + 8*ms, Conn: 2},
		session.Closed{At: five + 9*ms, Conn: 2, Exchanges: 1, Ending: session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: five + ms, HasAdvertised: true, Advertised: five}},
		session.Ended{At: six},
	}
}

const six = 6 * time.Second

func fold(events []session.Event) *record.Record {
	r := &record.Record{}
	for _, ev := range events {
		r.Apply(ev)
	}
	return r
}

// written returns a log of the events with their secrets.
func written(t testing.TB, evs ...session.Event) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := log.NewWriter(&b, log.Header{Program: "linger", Version: "1", Vantage: session.VantageClient, Secrets: log.SecretsKept}).Write(evs...); err != nil {
		t.Fatal(err)
	}
	return &b
}

// read returns the events in a log and the report of the Reader.
func read(t testing.TB, r io.Reader) ([]session.Event, log.Report) {
	t.Helper()
	var out []session.Event
	for l := log.NewReader(r); ; {
		ev, err := l.Next()
		if errors.Is(err, io.EOF) {
			return out, l.Report()
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, ev)
	}
}

func TestLogFoldsToTheSameRecord(t *testing.T) {
	b := written(t, story()...)
	if n := strings.Count(b.String(), "\n"); n != 1+len(story()) {
		t.Errorf("the log has %d lines, want %d: a header and the events", n, 1+len(story()))
	}
	back, report := read(t, b)
	if report.Damaged+report.Unknown > 0 || report.Cut || report.Lines != 1+len(story()) {
		t.Errorf("report = %+v, want %d lines and no skipped lines", report, 1+len(story()))
	}
	opts := []cmp.Option{cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty()}
	if d := cmp.Diff(story(), back, opts...); d != "" {
		t.Errorf("events read from the log (-want +got):\n%s", d)
	}
	if d := cmp.Diff(fold(story()), fold(back), opts...); d != "" {
		t.Errorf("record of the log (-want +got):\n%s", d)
	}
}

func TestStoryContainsEachEventType(t *testing.T) {
	held := map[string]bool{}
	for _, ev := range story() {
		held[strings.TrimPrefix(fmt.Sprintf("%T", ev), "*")] = true
	}
	for name := range declaredEvents(t) {
		if !held[name] {
			t.Errorf("story has no %s: add it to story and to the table of events", name)
		}
	}
}

// declaredEvents returns the names of the event types that package session declares.
func declaredEvents(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "isEvent" {
				typ := fn.Recv.List[0].Type
				if p, ok := typ.(*ast.StarExpr); ok {
					typ = p.X
				}
				names["session."+typ.(*ast.Ident).Name] = true
			}
		}
	}
	if len(names) == 0 {
		t.Fatal("found no event type in package session")
	}
	return names
}
