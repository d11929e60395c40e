package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"strings"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/export"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/session/practice"
	"linger/session/record"
)

// recorded returns the record of a session with the practice server. The session sends
// one request for each path on one connection, and then closes it.
func recorded(t *testing.T, paths ...string) *record.Record {
	t.Helper()
	server := practice.New(practice.Config{})
	target, _, err := session.ParseTarget("http://practice.test")
	if err != nil {
		t.Fatal(err)
	}
	s := live.New(live.Config{Target: target, Dialer: session.DialFunc(func(context.Context, session.Target) (net.Conn, error) {
		client, end := memconn.Pipe()
		go server.ServeConn(end)
		return client, nil
	})})
	r := new(record.Record)
	next := func() ([]session.Event, error) { return s.Events(t.Context()) }
	for i, path := range paths {
		s.Do(session.Send{Request: target.Request("GET", path), Reconnect: true})
		if err := r.Follow(next, func() bool { return len(r.Exchanges) == i+1 && r.Exchanges[i].Done }); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	if err := r.Follow(next, func() bool { return r.Ended }); err != nil {
		t.Fatal(err)
	}
	_ = server.Close()
	return r
}

// line writes v as a JSON line, reads the line, and returns its members.
func line(t *testing.T, v any) (members map[string]any) {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteLine(&b, v); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "\n") != 1 {
		t.Errorf("WriteLine wrote %q, want one line", b.String())
	}
	if err := json.Unmarshal(b.Bytes(), &members); err != nil {
		t.Fatal(err)
	}
	return members
}

func TestLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := recorded(t, "/countdown", "/chunked")
		m := export.Lines{Record: r, Sentence: func(e *session.Ending) string { return string(e.By) }, Refused: func(*session.Ending) string { return "refused" }}
		if l := line(t, m.Session()); l["type"] != "session" || l["schema"] != 1.0 || l["target"] != "http://practice.test" {
			t.Errorf("the session line is %v; want the type, the schema and the target", l)
		}
		if l := line(t, m.Connection(r.Conns[0])); l["type"] != "connection" || l["id"] != 1.0 || l["at"] == "" {
			t.Errorf("the connection line is %v; want the type, the id and the time", l)
		}
		first := line(t, m.Exchange(r.Exchanges[0]))
		if k, ok := first["keep_alive"].(map[string]any); !ok || k["timeout"] != 5.0 || k["applies"] != true {
			t.Errorf("keep_alive is %v; want a timeout of 5 that applies", first["keep_alive"])
		}
		if p, ok := first["persistence"].(map[string]any); !ok || p["persistent"] != true || len(p["steps"].([]any)) == 0 {
			t.Errorf("persistence is %v; want persistent, with steps", first["persistence"])
		}
		second := line(t, m.Exchange(r.Exchanges[1]))
		if x, ok := second["response"].(map[string]any); !ok || x["framing"] != "chunked" || x["complete"] != true || x["status"] != 200.0 {
			t.Errorf("the second response is %v; want a complete chunked response with status 200", second["response"])
		}
		if l := line(t, m.Closed(r.Conns[0])); l["type"] != "close" || l["by"] != "client" || l["text"] != "client" || l["exchanges"] != 2.0 {
			t.Errorf("the close line is %v; want a close by the client after 2 exchanges", l)
		}
	})
}

func TestLinesEscapeControlCharacters(t *testing.T) {
	var b bytes.Buffer
	if err := export.WriteLine(&b, "\x1b[2J\u009b\u202e\U000e0001é"); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `"\u001b[2J\u009b\u202e\udb40\udc01é"`+"\n"; got != want {
		t.Errorf("WriteLine wrote %s, want %s", got, want)
	}
}
