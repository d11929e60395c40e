package har_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/har"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/record"
)

func read(t testing.TB, text string) *har.File {
	t.Helper()
	f, err := har.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// linger does not read an entry of many small values, because it would take hundreds of
// times its size in memory.
func TestEntryOfManyValues(t *testing.T) {
	const begin, end = `{"log":{"entries":[{"request":{}},`, `]}}`
	for name, entry := range map[string]string{
		"lists": `{"x":[` + strings.Repeat("[],", 600_000) + `[]]}`, "objects": `{"x":[` + strings.Repeat(`{"":0},`, 400_000) + `0]}`, "numbers": `[` + strings.Repeat("0,", 1_100_000) + `0]`,
	} {
		if f := read(t, begin+entry+end); f.Cut == nil || !strings.Contains(f.Cut.Error(), "values") || f.Entries != 1 {
			t.Errorf("%s: Read returned %d entries and Cut is %v; want 1 entry, and an error about the number of values", name, f.Entries, f.Cut)
		}
	}
	for name, file := range map[string]string{
		"a string": begin + `"` + strings.Repeat(`,[{\"`, 500_000) + `"` + end, "many entries": begin + strings.Repeat(`{"x":{"y":[0]}},`, 500_000) + `{}` + end,
		"skipped members": `{"log":{"x":[` + strings.Repeat("0,", 900_000) + `0],"y":[` + strings.Repeat("0,", 900_000) + `0],"entries":[{}` + end,
	} {
		if f := read(t, file); f.Cut != nil {
			t.Errorf("%s: Cut is %v, want nil", name, f.Cut)
		}
	}
}

func fold(f *har.File) *record.Record {
	r := &record.Record{}
	f.Events(r.Apply)
	return r
}

// entry is an entry in the form that browsers write. Tests replace parts of it.
const entry = `{"startedDateTime":"2026-11-29T12:04:02.000Z","time":22,"request":{"method":"GET","url":"http://shop.example:8080/a?b=c","httpVersion":"HTTP/1.1",
	"headers":[{"name":"Host","value":"shop.example:8080"}],"queryString":[],"cookies":[],"headersSize":50,"bodySize":0},
	"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[{"name":"Content-Length","value":"5"}],"cookies":[],
	"content":{"size":5,"mimeType":"text/plain","text":"hello"},"redirectURL":"","headersSize":40,"bodySize":5},"cache":{},
	"timings":{"blocked":1,"dns":5,"connect":10,"ssl":-1,"send":1,"wait":3,"receive":2},"serverIPAddress":"10.0.0.2","_connectionId":"42"}`

func archive(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[` + strings.Join(entries, ",\n") + `]}}`
}

// with returns the entry with parts replaced. pairs holds the old and the new text of
// each part.
func with(pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(entry, pairs[i]) {
			panic("the entry has no " + pairs[i])
		}
	}
	return strings.NewReplacer(pairs...).Replace(entry)
}

// story returns a line for each connection and each exchange of a record.
func story(r *record.Record) (out []string) {
	for _, c := range r.Conns {
		line := "connection to " + c.Target
		if c.State == record.Ended {
			line += fmt.Sprintf(", %s %s", c.Close.By, c.Close.How)
		}
		out = append(out, line)
		for _, e := range c.Exchanges {
			status := 0
			if h, ok := e.Begun(); ok {
				status = h.Status
			}
			content := e.Content(record.KeepContent)
			if coded(e) { // a HAR lacks the coded bytes
				content.Data = nil
			}
			out = append(out, fmt.Sprintf("  %s %s %s: %d, %d bytes %.10q, done %v, complete %v", e.Method, e.Target, e.Proto, status, e.Facts().ContentBytes, content.Data, e.Done, e.Facts().Complete))
		}
	}
	return out
}

func coded(e *record.Exchange) bool {
	h, _ := e.Begun()
	for f := range e.Fields(h) {
		if f.Name == "Content-Encoding" {
			return true
		}
	}
	return false
}

func wantStory(t *testing.T, f *har.File, want ...string) {
	t.Helper()
	if got := story(fold(f)); !slices.Equal(got, want) {
		t.Errorf("the file gives\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestHARsOfBrowsers(t *testing.T) {
	second := with(":02.000Z", ":03.000Z", `"dns":5,"connect":10`, `"dns":-1,"connect":-1`)
	f := read(t, archive(second, entry)) // the entries are not in order
	if f.Creator != "WebInspector" || f.Version != "537.36" || f.Entries != 2 || f.Exchanges() != 2 || f.Unplaced != 0 || f.Cut != nil {
		t.Errorf("the file is %+v; want two entries, two exchanges, and the name and version of the program", f)
	}
	wantStory(t, f, "connection to http://shop.example:8080", `  GET /a?b=c HTTP/1.1: 200, 5 bytes "hello", done true, complete true`, `  GET /a?b=c HTTP/1.1: 200, 5 bytes "hello", done true, complete true`)
	r := fold(f)
	c, e := r.Conn(1), r.Exchange(1)
	if c.Info.Resolve != 5*time.Millisecond || c.Info.Connect != 10*time.Millisecond || c.Info.Remote != "10.0.0.2:8080" || c.Info.TLS != nil || c.State != record.Idle {
		t.Errorf("the connection is %+v in state %d; want its times and address, and state %d", c.Info, c.State, record.Idle)
	}
	ms := time.Millisecond
	if c.Dialed != ms || e.Started != 16*ms || e.SentAt != 17*ms || e.FirstByte != 20*ms || e.LastByte != 22*ms {
		t.Errorf("dialed at %s, request from %s to %s, response from %s to %s; want 1, 16, 17, 20 and 22 ms", c.Dialed, e.Started, e.SentAt, e.FirstByte, e.LastByte)
	}
	if !r.Start.Wall.Equal(time.Date(2026, 11, 29, 12, 4, 2, 0, time.UTC)) || r.Start.Program != "WebInspector" || !r.Ended {
		t.Errorf("the record starts with %+v (ended: %t); want the time and the program of the file, and an end", r.Start, r.Ended)
	}
	if len(c.Findings)+len(e.Findings) > 0 {
		t.Errorf("the findings are %v and %v, want none", c.Findings, e.Findings)
	}
}

// If the HAR has the content in a form other than the one that was sent, linger counts it
// but does not show it.
func TestContentIsShownOnlyAsSent(t *testing.T) {
	hello := `"size":5,"mimeType":"text/plain","text":"hello"`
	length := `{"name":"Content-Length","value":"5"}`
	for name, c := range map[string]struct{ entry, want string }{
		"base64":                  {with(`"text":"hello"`, `"text":"aGVsbG8=","encoding":"base64"`), `5 bytes "hello", done true, complete true`},
		"another length":          {with(`"value":"5"`, `"value":"9"`), `9 bytes "", done true, complete true`},
		"not kept":                {with(`,"text":"hello"`, ``), `5 bytes "", done true, complete true`},
		"coded":                   {with(`"value":"5"}`, `"value":"5"},{"name":"Content-Encoding","value":"gzip"}`, hello, `"size":500,"mimeType":"","text":"x"`), `5 bytes "", done true, complete true`},
		"chunked":                 {with(length, `{"name":"Transfer-Encoding","value":"chunked"}`), `5 bytes "hello", done true, complete true`},
		"chunked, coded":          {with(length, `{"name":"Transfer-Encoding","value":"chunked"},{"name":"Content-Encoding","value":"br"}`, `"bodySize":5}`, `"bodySize":7}`), `7 bytes "", done true, complete true`},
		"until close":             {with(length, `{"name":"Connection","value":"close"}`), `5 bytes "hello", done true, complete true`},
		"no content":              {with(`"status":200`, `"status":304`, hello, `"size":0,"mimeType":""`), `0 bytes "", done true, complete true`},
		"HEAD":                    {with(`"method":"GET"`, `"method":"HEAD"`, hello, `"size":0,"mimeType":""`), `0 bytes "", done true, complete true`},
		"101":                     {with(`"status":200`, `"status":101`, length, `{"name":"Upgrade","value":"websocket"},{"name":"Connection","value":"upgrade"}`), `0 bytes "hello", done true`},
		"a value with a line end": {with(`"value":"5"}`, `"value":"5"},{"name":"Set-Cookie","value":"a=b\nc=d"}`), `5 bytes "hello", done true, complete true`},
		"no response":             {with(`"status":200`, `"status":0`), `0, 0 bytes "", done true, complete false`},
		"a huge response":         {with(`"value":"5"`, `"value":"99999999999999"`), `done true, complete false`},
		"numbers as strings":      {with(`"status":200`, `"status":"200"`, `"size":5`, `"size":"5"`), `5 bytes "hello", done true, complete true`},
	} {
		got := strings.Join(story(fold(read(t, archive(c.entry)))), "\n")
		if !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant %s", name, got, c.want)
		}
	}
}

func TestContentOfRequests(t *testing.T) {
	post := []string{`"method":"GET"`, `"method":"POST","postData":{"mimeType":"text/plain","text":"hi"}`, `"name":"Host","value":"shop.example:8080"`}
	for header, want := range map[string]string{
		`"name":"Content-Length","value":"2"`:          "POST /a?b=c HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi",
		`"name":"Transfer-Encoding","value":"chunked"`: "POST /a?b=c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
		`"name":"Content-Length","value":"9"`:          "POST /a?b=c HTTP/1.1\r\nContent-Length: 9\r\n\r\n", // the 9 bytes are unknown
		`"name":":authority","value":"h"`:              "POST /a?b=c HTTP/1.1\r\n\r\n",
	} {
		r := fold(read(t, archive(with(append(post, header)...))))
		e := r.Exchange(1)
		if got := string(e.Request.Bytes(0, 1000)); got != want || !e.Done || len(e.Findings) > 0 {
			t.Errorf("%s: the request is %q with findings %v; want %q and no findings", header, got, e.Findings, want)
		}
	}
}

// Exchanges share a connection only if the file says so and their times allow it.
func TestConnections(t *testing.T) {
	at := func(second, id string) string {
		return with(":02.000Z", second, `"_connectionId":"42"`, id)
	}
	for name, c := range map[string]struct {
		entries        []string
		conns, unknown int
	}{
		"the same":                          {[]string{at(":02Z", `"_connectionId":"1"`), at(":03Z", `"_connectionId":"1"`)}, 1, 0},
		"two":                               {[]string{at(":02Z", `"_connectionId":"1"`), at(":03Z", `"_connectionId":"2"`)}, 2, 0},
		"no connection identifier":          {[]string{at(":02Z", `"x":0`), at(":03Z", `"x":0`)}, 2, 2},
		"the server's port":                 {[]string{at(":02Z", `"connection":"8080"`), at(":03Z", `"connection":"8080"`)}, 2, 2},
		"an identifier":                     {[]string{at(":02Z", `"connection":"517"`), at(":03Z", `"connection":"517"`)}, 1, 0},
		"a port, and the exchanges overlap": {[]string{at(":02.000Z", `"connection":"3128"`), at(":02.010Z", `"connection":"3128"`)}, 2, 2},
		"an exchange that cannot follow the first": {[]string{at(":02.000Z", `"_connectionId":"1"`), at(":02.001Z", `"_connectionId":"1"`), strings.Replace(at(":02.002Z", `"_connectionId":"1"`), `"wait":3,"receive":2`, `"wait":0,"receive":0`, 1)}, 2, 0},
		"after a lost request":                     {[]string{strings.Replace(at(":02Z", `"_connectionId":"1"`), `"status":200`, `"status":0`, 1), at(":03Z", `"_connectionId":"1"`)}, 2, 0},
		"after content until close": {[]string{strings.Replace(at(":02Z", `"_connectionId":"1"`), `{"name":"Content-Length","value":"5"}`, ``, 1),
			at(":03Z", `"_connectionId":"1"`)}, 2, 0},
	} {
		f := read(t, archive(c.entries...))
		r := fold(f)
		if len(r.Conns) != c.conns || f.Unplaced != c.unknown || len(r.Exchanges) != len(c.entries) {
			t.Errorf("%s: got %d connections and %d exchanges without an identifier, want %d and %d\n%s", name, len(r.Conns), f.Unplaced, c.conns, c.unknown, strings.Join(story(r), "\n"))
		}
		for _, e := range r.Exchanges {
			if e.Conn == 0 || !e.Done {
				t.Errorf("%s: exchange %d has no connection or has not ended", name, e.ID)
			}
		}
	}
}

func TestEntriesThatAreSkipped(t *testing.T) {
	f := read(t, archive(entry, with(`"httpVersion":"HTTP/1.1"`, `"httpVersion":"h2"`), with(`"cache":{}`, `"cache":{},"_fromCache":"disk"`),
		with("2026-11-29T12:04:02.000Z", "yesterday"), with("http://shop.example:8080/a", "data:text/plain,x"), `null`, `{"request":7}`, with(`"status":200`, `"status":7`)))
	if f.Entries != 8 || f.Exchanges() != 1 || f.Others != 3 || f.Cached != 1 || f.Damaged != 3 {
		t.Errorf("the file is %+v; want 1 exchange of 8 entries, 3 others, 1 cached and 3 damaged", f)
	}
}

func TestFilesThatAreNotHAR(t *testing.T) {
	for _, text := range []string{"", "{}", `{"log":"linger","schema":1}`, "GET / HTTP/1.1", `[{"log":{}}]`, `{"logs":{}}`} {
		if f, err := har.Read(strings.NewReader(text)); text != `{"log":"linger","schema":1}` && !errors.Is(err, har.ErrNotHAR) {
			t.Errorf("Read(%q) = %+v, %v; want %v", text, f, err, har.ErrNotHAR)
		}
		if har.Claims([]byte(text)) {
			t.Errorf("Claims(%q) = true, want false", text)
		}
	}
	for _, text := range []string{archive(), "\ufeff{ \"log\" :\n{", `{"log":{"entries":[]}}`} {
		if !har.Claims([]byte(text)) {
			t.Errorf("Claims(%q) = false, want true", text)
		}
	}
}

// From an incomplete file, Read returns the complete entries.
func TestIncompleteFileIsReadUpToItsEnd(t *testing.T) {
	whole := "\ufeff" + archive(entry, with(":02.000Z", ":03.000Z"))
	for n := strings.Index(whole, `"entries"`) + 12; n < len(whole)-1; n++ {
		f, err := har.Read(strings.NewReader(whole[:n]))
		if err != nil || f.Cut == nil || f.Exchanges() > 2 {
			t.Fatalf("for the first %d bytes, Read returned %+v, %v; want a file with Cut set", n, f, err)
		}
		fold(f)
	}
	if f := read(t, whole[:len(whole)-3]); f.Exchanges() != 2 {
		t.Errorf("the incomplete file has %d exchanges, want 2", f.Exchanges())
	}
}

// A HAR that linger wrote has the same exchanges and ends of connections when linger
// reads it again.
func TestWrittenScenariosAreReadAgain(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				want := &record.Record{}
				var b bytes.Buffer
				w := export.NewHARWriter(&b, export.FileOptions{Sentence: sentence, Refused: sentence})
				for _, ev := range livetest.Scenario(t, sc.Path) {
					want.Apply(ev)
					if err := w.Write(ev); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Finish(); err != nil {
					t.Fatal(err)
				}
				f := read(t, b.String())
				if a, b := story(want), story(fold(f)); !slices.Equal(a, b) {
					t.Errorf("the file gives\n%s\nwant\n%s", strings.Join(b, "\n"), strings.Join(a, "\n"))
				}
			})
		})
	}
}

// A HAR that linger wrote preserves whether a connection was out of step.
func TestOutOfStepIsPreserved(t *testing.T) {
	for _, path := range []string{"/no-content-body", "/too-short", "/length"} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				want := &record.Record{}
				var b bytes.Buffer
				w := export.NewHARWriter(&b, export.FileOptions{Sentence: sentence, Refused: sentence})
				for _, ev := range livetest.Scenario(t, path) {
					want.Apply(ev)
					if err := w.Write(ev); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Finish(); err != nil {
					t.Fatal(err)
				}
				got := fold(read(t, b.String()))
				for i, c := range want.Conns {
					if got.Conns[i].OutOfStep != c.OutOfStep || c.OutOfStep != (path != "/length") {
						t.Errorf("connection %d: OutOfStep = %t, want %t (in the original record: %t)", c.ID, got.Conns[i].OutOfStep, path != "/length", c.OutOfStep)
					}
					for k, e := range c.Exchanges {
						if r := got.Conns[i].Exchanges[k].Reason; r != e.Reason {
							t.Errorf("exchange %d: the reason is %v, want %v", e.ID, r, e.Reason)
						}
					}
				}
			})
		})
	}
}

func sentence(*session.Ending) string { return "the connection has ended" }
