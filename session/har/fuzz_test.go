package har_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/har"
	"linger/session/log"
	"linger/session/record"
)

// FuzzRead reads hostile files and makes their events twice. It checks that the events of
// each connection are in order, all exchanges end, both records are equal, the size of
// the file limits the memory, and the JSON lines contain no control characters.
func FuzzRead(f *testing.F) {
	f.Add([]byte(archive(entry)))
	f.Add([]byte(archive(with(`"text":"hello"`, `"text":"aGVsbG8=","encoding":"base64"`), with(`"status":200`, `"status":0`))))
	f.Add([]byte(archive(with(`"method":"GET"`, `"method":"POST","postData":{"text":"\u001b[31m"}`, `"name":"Host"`, `"name":"Content-Length\u009b"`))))
	f.Add([]byte(archive(with(`{"name":"Content-Length","value":"5"}`, `{"name":"Transfer-Encoding","value":"chunked"}`, `,"text":"hello"`, ``, `"size":5`, `"size":1e15`))))
	f.Add([]byte(archive(with(`"cache":{}`, `"_linger":{"at":"2026-11-29T12:04:02.5Z","interim":[{"status":103,"header":[["a","b"]]}],"close":{"at":"2026-11-29T12:05:02Z","by":"server","how":"reset"}}`), entry)))
	f.Add([]byte(`{"log":{"entries":[[[[[[`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := har.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		r, again := &record.Record{}, &record.Record{}
		held, last := 0, map[int]time.Duration{}
		file.Events(func(ev session.Event) {
			r.Apply(ev)
			switch ev := ev.(type) {
			case *session.RequestStarted:
				held += len(ev.Data)
				inOrder(t, last, ev.Conn, ev.At)
			case *session.RequestData:
				held += len(ev.Data)
			case *session.Received:
				held += len(ev.Data)
				inOrder(t, last, ev.Conn, ev.At)
			case session.Closed:
				inOrder(t, last, ev.Conn, ev.At)
			}
			if at := log.At(ev); at < 0 {
				t.Fatalf("event %T has the time %s, want 0 or later", ev, at)
			}
		})
		if most := 8*len(data) + 1000*file.Exchanges(); held > most {
			t.Errorf("a file of %d bytes gives %d bytes of messages, want at most %d", len(data), held, most)
		}
		file.Events(again.Apply)
		if a, b := strings.Join(story(r), "\n"), strings.Join(story(again), "\n"); a != b {
			t.Errorf("the second record is\n%s\nwant the same as the first:\n%s", b, a)
		}
		for _, e := range r.Exchanges {
			if !e.Done {
				t.Errorf("exchange %d has not ended, want all exchanges ended", e.ID)
			}
		}
		visible(t, r)
	})
}

func inOrder(t *testing.T, last map[int]time.Duration, conn int, at time.Duration) {
	t.Helper()
	if at < last[conn] {
		t.Fatalf("an event on connection %d has the time %s, want at least %s", conn, at, last[conn])
	}
	last[conn] = at
}

// visible fails the test if the JSON lines of a record contain control or format
// characters.
func visible(t *testing.T, r *record.Record) {
	t.Helper()
	var b bytes.Buffer
	l := export.Lines{Record: r, Sentence: sentence, Refused: sentence}
	for _, c := range r.Conns {
		if err := export.WriteLine(&b, l.Connection(c)); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range r.Exchanges {
		if err := export.WriteLine(&b, l.Exchange(e)); err != nil {
			t.Fatal(err)
		}
	}
	if i := strings.IndexFunc(b.String(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 {
		t.Errorf("the JSON lines have a control character at byte %d, want none: %q", i, b.String())
	}
}
