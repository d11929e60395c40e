package export_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/export"
	"linger/session/livetest"
	"linger/session/practice"
)

func har(t testing.TB, events []session.Event, o export.FileOptions) []byte {
	t.Helper()
	o.Sentence, o.Refused = words, words
	var b bytes.Buffer
	finished(t, export.NewHARWriter(&b, o), events)
	return b.Bytes()
}

// Importers can read the HAR of every scenario of the practice server.
func TestScenariosMakeValidHARs(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				events := livetest.Scenario(t, sc.Path)
				entries := harOf(t, har(t, events, export.FileOptions{}))
				begun := 0
				for _, ev := range events {
					switch ev.(type) {
					case *session.RequestStarted:
						begun++
					}
				}
				if len(entries) < begun {
					t.Errorf("the HAR has %d entries, want at least %d, one for each request", len(entries), begun)
				}
			})
		})
	}
}

// at returns the member of entry with the given path.
func at(t *testing.T, e object, path string) any {
	t.Helper()
	var v any = e
	for name := range strings.SplitSeq(path, ".") {
		o, ok := v.(object)
		if !ok {
			t.Fatalf("the entry has no %s: %v", path, e)
		}
		v = o[name]
	}
	return v
}

func wants(t *testing.T, e object, want map[string]any) {
	t.Helper()
	for path, v := range want {
		if n, ok := v.(int); ok {
			v = float64(n)
		}
		if got := at(t, e, path); got != v {
			t.Errorf("%s is %v, want %v", path, got, v)
		}
	}
}

func TestHAREntries(t *testing.T) {
	p := play().dial().asks(get).answers("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n").answers(ok)
	p.wait(1000 * ms).asks("POST /orders?q=a%20b&x HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi").
		answers("HTTP/1.1 201 Created\r\nLocation: /orders/1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n\xff\x00\r\n0\r\nX: y\r\n\r\n")
	entries := harOf(t, har(t, p.ends(session.ByServer, session.HowFIN).events, export.FileOptions{}))
	if len(entries) != 2 {
		t.Fatalf("the HAR has %d entries, want 2", len(entries))
	}
	wants(t, entries[0], map[string]any{
		"startedDateTime": "2026-11-29T12:04:02.000Z", "time": 22, "timings.blocked": 0, "timings.dns": 5, "timings.connect": 10, "timings.ssl": -1,
		"timings.send": 1, "timings.wait": 3, "timings.receive": 3,
		"request.method": "GET", "request.url": "http://shop.example/orders/71", "request.httpVersion": "HTTP/1.1",
		"request.headersSize": len(get), "request.bodySize": 0, "request.postData": nil,
		"response.status": 200, "response.statusText": "OK", "response.headersSize": len(ok) - 5, "response.bodySize": 5,
		"response.content.size": 5, "response.content.text": "hello", "response.content.mimeType": "text/plain", "response.content.encoding": nil,
		"serverIPAddress": "10.0.0.2", "connection": "8080", "_connectionId": "1",
		"_linger.exchange": 1, "_linger.framing": "content-length", "_linger.complete": true, "_linger.reason": "http/1.1-default", "_linger.local": "10.0.0.1:50001",
		"_linger.close": nil, "_linger.target": nil, "_linger.origin": "http://shop.example:8080",
	})
	wants(t, entries[1], map[string]any{
		"startedDateTime": "2026-11-29T12:04:03.022Z", "time": 4, "timings.blocked": -1, "timings.dns": -1, "timings.connect": -1, "timings.ssl": -1,
		"request.url": "http://h/orders?q=a%20b&x", "request.postData.text": "hi", "request.postData.mimeType": "text/plain", "request.bodySize": 2,
		"response.redirectURL": "/orders/1", "response.content.text": "/wA=", "response.content.encoding": "base64", "response.content.size": 2, "response.content.mimeType": "x-unknown",
		"_linger.framing": "chunked", "_linger.chunks": 1, "_linger.reason": "response-close", "_linger.local": nil,
		"_linger.close.by": "server", "_linger.close.how": "fin", "_linger.close.announced": true, "_linger.close.text": "server ended it: fin",
		"comment": "Then the connection ended: server ended it: fin.",
	})
	if q := entries[1]["request"].(object)["queryString"].([]any); len(q) != 2 || q[0].(object)["value"] != "a b" || q[1].(object)["name"] != "x" {
		t.Errorf("the query is %v; want q with the value a b, and x without a value", q)
	}
	if i := at(t, entries[0], "_linger.interim").([]any); len(i) != 1 || i[0].(object)["status"] != 103.0 {
		t.Errorf("the interim responses are %v, want one with status 103", i)
	}
	if tr := at(t, entries[1], "_linger.trailer").([]any); len(tr) != 1 {
		t.Errorf("the trailer section is %v, want one field", tr)
	}
}

// This session is difficult for importers. It has a lost request, a 101 response, a HEAD
// request, a Unix socket, an unsolicited response, and a connection that was not made.
func TestHAROfUnusualExchanges(t *testing.T) {
	p := play()
	p.emit(session.Dialing{Conn: 1, Address: "10.0.0.2:8080"})
	p.emit(session.DialFailed{Conn: 1, Kind: session.DialRefused, Text: "Nothing listens on 10.0.0.2:8080."})
	p.id = 1
	p.remote = "/run/shop.sock"
	p.dial().asks("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n").answers("HTTP/1.1 200 OK\r\nContent-Length: 512\r\n\r\n").
		answers("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").ends(session.ByServer, session.HowFIN)
	p.remote = "[fe80::1%eth0]:443"
	p.tls = &session.TLS{Version: "TLS 1.3"}
	p.dial().asks("GET /chat HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n").
		answers("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n").answers("\x81\x02hi").ends(session.ByClient, session.HowReset)
	p.dial().asks("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").answers(ok).asks("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n").ends(session.ByServer, session.HowReset)
	data := har(t, p.events, export.FileOptions{})
	entries := harOf(t, data)
	if len(entries) != 5 {
		t.Fatalf("the HAR has %d entries, want 5", len(entries))
	}
	wants(t, entries[0], map[string]any{"request.method": "HEAD", "response.status": 200, "response.bodySize": 0, "response.content.size": 0,
		"serverIPAddress": nil, "connection": nil, "_linger.remote": "/run/shop.sock"})
	wants(t, entries[1], map[string]any{"request.method": "", "response.status": 408, "_linger.unsolicited": true,
		"request.comment": "The server sent this response without a request.", "request.url": "http://shop.example:8080/"})
	wants(t, entries[2], map[string]any{"response.status": 101, "response.content.size": 4, "response.content.encoding": "base64", "serverIPAddress": "fe80::1",
		"connection": "443", "timings.connect": 30, "timings.ssl": 20, "_linger.framing": "tunnel", "_linger.tls.version": "TLS 1.3"})
	wants(t, entries[4], map[string]any{"response.status": 0, "response.statusText": "", "response.httpVersion": "", "response.content.size": 0, "response.content.mimeType": "x-unknown",
		"response.headersSize": -1, "response.bodySize": -1, "response.redirectURL": "", "response.comment": "There was no final response.",
		"request.url": "http://h/", "_linger.target": "*", "_linger.origin": "http://shop.example:8080", "_linger.retry": "safe", "_linger.close.how": "reset"})
	if !strings.Contains(string(data), `"comment":"Connection 1 was not made: Nothing listens on 10.0.0.2:8080."}}`) {
		t.Error("the HAR has no comment about the refused connection, want one")
	}
}

// A HAR without exchanges is valid. The HAR of a session that has not ended has the
// exchanges so far.
func TestHAROfAnIncompleteSession(t *testing.T) {
	if es := harOf(t, har(t, nil, export.FileOptions{Wall: wall})); len(es) != 0 {
		t.Errorf("without exchanges, the HAR has %d entries, want 0", len(es))
	}
	p := play().dial().asks(get).answers(ok).asks(get).answers("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel")
	entries := harOf(t, har(t, p.events, export.FileOptions{}))
	if len(entries) != 2 {
		t.Fatalf("the HAR has %d entries, want 2", len(entries))
	}
	wants(t, entries[1], map[string]any{"response.content.text": "hel", "response.comment": "The response is not complete.", "_linger.complete": false})
}

// Content codings are removed if possible, as importers expect.
func TestHARRemovesContentCodings(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	text := strings.Repeat("hello ", 100)
	if _, err := z.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	coded := b.String()
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n", len(coded))
	p := play().dial().asks(get).answers(head + coded).asks(get).answers(strings.Replace(head, "gzip", "lz5", 1) + coded)
	entries := harOf(t, har(t, p.events, export.FileOptions{}))
	wants(t, entries[0], map[string]any{"response.content.text": text, "response.content.size": len(text), "response.content.compression": len(text) - len(coded),
		"response.content.comment": nil, "response.bodySize": len(coded), "_linger.body_bytes": len(coded), "_linger.coding_removed": true})
	wants(t, entries[1], map[string]any{"response.content.encoding": "base64", "response.content.size": len(coded), "response.content.compression": nil,
		"response.content.comment": "The content coding is not removed.", "_linger.coding_removed": nil})
}

func TestHARMasksSecrets(t *testing.T) {
	p := play().dial().asks("GET /?token=hunter2 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer hunter2\r\nCookie: id=hunter2\r\n\r\n").
		answers("HTTP/1.1 302 Found\r\nSet-Cookie: id=hunter2; Path=/\r\nLocation: http://u:hunter2@h/?api_key=hunter2\r\nContent-Length: 0\r\n\r\n").
		ends(session.ByServer, session.HowFIN)
	masked := har(t, p.events, export.FileOptions{})
	harOf(t, masked)
	if bytes.Contains(masked, []byte("hunter2")) || !bytes.Contains(masked, []byte("?token=*******")) {
		t.Errorf("the HAR contains a secret, or lacks the filler in its place:\n%s", masked)
	}
	kept := har(t, p.events, export.FileOptions{KeepSecrets: true})
	entries := harOf(t, kept)
	if n := bytes.Count(kept, []byte("hunter2")); n < 6 {
		t.Errorf("with KeepSecrets, the HAR contains the secret %d times, want at least 6", n)
	}
	for _, side := range []string{"request", "response"} {
		cs := entries[0][side].(object)["cookies"].([]any)
		if len(cs) != 1 || cs[0].(object)["name"] != "id" || cs[0].(object)["value"] != "hunter2" {
			t.Errorf("the cookies of the %s are %v; want id=hunter2", side, cs)
		}
	}
}

var errFull = errors.New("no space left on device")

// A full is a file that returns an error after a number of writes.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if f.room--; f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestHARWriterReportsAFullDisk(t *testing.T) {
	events := play().dial().asks(get).answers(ok).asks(get).answers(ok).ends(session.ByServer, session.HowFIN).events
	for room := range 4 {
		w := export.NewHARWriter(&full{room}, export.FileOptions{Sentence: words})
		if err := errors.Join(w.Write(events...), w.Finish()); !errors.Is(err, errFull) {
			t.Errorf("if the file fails after %d writes, the error is %v, want %v", room, err, errFull)
		}
	}
}

// A disk is a file that cannot grow beyond a number of bytes.
type disk struct {
	full
	data []byte
	room int
}

func (d *disk) WriteAt(p []byte, off int64) (int, error) {
	n := min(len(p), max(0, d.room-int(off)))
	d.data = append(d.data[:off], append(p[:n:n], d.data[min(len(d.data), int(off)+n):]...)...)
	if n < len(p) {
		return n, errFull
	}
	return n, nil
}

func (d *disk) Truncate(size int64) error {
	d.data = d.data[:size]
	return nil
}

// entries returns the number of entries in a HAR.
func entries(t *testing.T, data []byte) int {
	t.Helper()
	var file struct {
		Log struct{ Entries []json.RawMessage }
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Errorf("the file is not a HAR: %v\n%s", err, data)
	}
	return len(file.Log.Entries)
}

// A file that can be overwritten is a valid HAR after each event. At the end, it has the
// same bytes as a file that cannot be overwritten.
func TestHARIsValidAfterEachEvent(t *testing.T) {
	p := play().dial().asks(get).answers(ok).asks(get).answers(ok).ends(session.ByServer, session.HowFIN)
	failed := session.DialFailed{Conn: 2, Text: "The server refused the connection."}
	events := append(p.events, failed, failed)
	d := &disk{room: 1 << 20}
	w := export.NewHARWriter(d, export.FileOptions{Sentence: words})
	seen := []int{}
	for _, ev := range events {
		if err := w.Write(ev); err != nil {
			t.Fatal(err)
		}
		if n := entries(t, d.data); !slices.Contains(seen, n) {
			seen = append(seen, n)
		}
	}
	if err := w.Finish(); err != nil || !slices.Equal(seen, []int{0, 1, 2}) {
		t.Errorf("after the events, the HAR has %v entries (error %v); want 0, 1 and 2", seen, err)
	}
	var once bytes.Buffer
	finished(t, export.NewHARWriter(&once, export.FileOptions{Sentence: words}), events)
	if once.String() != string(d.data) {
		t.Errorf("the file is\n%s\nwant the same bytes as in a file that was not overwritten:\n%s", d.data, once.String())
	}
}

// If the disk becomes full, the HAR stays valid, with all entries that were written
// before.
func TestHAROnAFullDiskIsValid(t *testing.T) {
	events := play().dial().asks(get).answers(ok).asks(get).answers(ok).ends(session.ByServer, session.HowFIN).events
	whole := &disk{room: 1 << 20}
	finished(t, export.NewHARWriter(whole, export.FileOptions{Sentence: words}), events)
	empty := &disk{room: 1 << 20}
	if err := export.NewHARWriter(empty, export.FileOptions{Sentence: words}).Write(events[0]); err != nil {
		t.Fatal(err)
	}
	most := 0
	for room := len(empty.data); room < len(whole.data); room += 50 {
		d := &disk{room: room}
		w := export.NewHARWriter(d, export.FileOptions{Sentence: words})
		if err := w.Write(events...); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes, the error is %v, want %v", room, err, errFull)
		}
		most = max(most, entries(t, d.data))
	}
	if most != 1 {
		t.Errorf("the largest incomplete file has %d entries, want 1", most)
	}
}

// bodies writes the events of n exchanges, each with a message body of 1 MiB, to a sink.
// It returns the maximum memory in use meanwhile, in bytes.
func bodies(t testing.TB, s sink, n int) (most uint64) {
	t.Helper()
	p := play().dial()
	runtime.GC() // frees the memory that earlier tests used
	body := strings.Repeat("0123456789abcdef", 1<<16)
	response := "HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n" + body
	for i := range n {
		p.asks(get)
		for part := range slices.Chunk([]byte(response), 64<<10) {
			p.answers(string(part))
		}
		if err := s.Write(p.events...); err != nil {
			t.Fatal(err)
		}
		clear(p.events)
		p.events = p.events[:0]
		if i%8 == 0 {
			var m runtime.MemStats
			runtime.GC() // otherwise, the amount of garbage would depend on how busy the machine is
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
		}
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	return most
}

// The memory in use does not depend on the number of message bodies.
func TestHARIsStreamed(t *testing.T) {
	for _, n := range []int{8, 80} {
		most := bodies(t, export.NewHARWriter(io.Discard, export.FileOptions{Sentence: words, Refused: words}), n)
		t.Logf("%d MiB of message bodies: %d MiB in use", n, most>>20)
		if most > 64<<20 {
			t.Errorf("writing %d MiB of message bodies takes %d MiB of memory, want at most 64", n, most>>20)
		}
	}
}
