package integration

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/export"
	"linger/session/live"
	"linger/session/log"
	"linger/session/practice"
	"linger/wire"
)

// The developer tools of Chromium import a HAR with unusual exchanges: a refused
// connection, a lost request, a 101, a HEAD and a Unix socket.
func TestChromiumImportsHAR(t *testing.T) {
	chromium := installed(t, "chromium")
	p := newPlace(t)
	server, err := practice.Listen("unix", p.Unix, practice.Config{})
	check(t, err)
	defer server.Close()
	target := session.Target{Host: "shop.example", Port: "80", Unix: p.Unix}
	upgrade := target.Request("GET", "/upgrade")
	upgrade.Fields = append(upgrade.Fields[:3], wire.HeaderField{Name: "Connection", Value: "upgrade"}, wire.HeaderField{Name: "Upgrade", Value: "echo"})

	var har bytes.Buffer
	w := export.NewHARWriter(&har, export.FileOptions{Sentence: sentence, Refused: sentence})
	var failed error // the errors of Write
	join := log.NewJoiner(func(evs []session.Event) { failed = errors.Join(failed, w.Write(evs...)) })
	exchange(t, join, session.Target{Host: "127.0.0.1", Port: "1"}, target.Request("GET", "/"))
	for _, m := range []wire.RequestMessage{target.Request("HEAD", "/length"), upgrade, target.Request("GET", "/no-answer"), target.Request("GET", "/length")} {
		exchange(t, join, target, m)
	}
	join.Finish()
	check(t, errors.Join(failed, w.Finish()))

	got := startBrowser(t, chromium).imports(har.String())
	want := []imported{
		{URL: "http://shop.example/length", Method: "HEAD", Status: 200, Protocol: "http/1.1", Connection: "2"},
		{URL: "http://shop.example/upgrade", Method: "GET", Status: 101, Protocol: "http/1.1", Connection: "3"},
		{URL: "http://shop.example/no-answer", Method: "GET", Status: 0, Connection: "4"},
		{URL: "http://shop.example/length", Method: "GET", Status: 200, Protocol: "http/1.1", Connection: "5", Size: 512},
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Chromium imports\n%+v\nwant\n%+v", got, want)
	}
}

// exchange runs a session with one request.
func exchange(t *testing.T, join *log.Joiner, target session.Target, m wire.RequestMessage) {
	t.Helper()
	s := live.New(live.Config{Target: target, Publish: join.Session(), MaxTime: longEnough})
	s.Do(session.Send{Request: m, Reconnect: true})
	ctx, cancel := context.WithTimeout(t.Context(), longEnough)
	defer cancel()
	for over := false; !over; {
		evs, err := s.Events(ctx)
		check(t, err)
		for _, ev := range evs {
			switch ev := ev.(type) {
			case session.DialFailed, *session.ExchangeDone, session.Closed:
				over = true
			case *session.ResponseHead:
				over = over || ev.Facts.Status == 101
			}
		}
	}
	s.Close()
	for {
		if _, err := s.Events(ctx); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// An imported holds what the developer tools know about a request.
type imported struct {
	URL, Method, Protocol, Connection string
	Status, Size                      int
}

// A browser is a headless Chromium that loads its own developer tools, which are
// JavaScript programs.
type browser struct {
	t       *testing.T
	to      io.Writer
	from    *bufio.Reader
	session string
	ids     int
}

func startBrowser(t *testing.T, program string) *browser {
	t.Helper()
	in, to, err := os.Pipe()
	check(t, err)
	from, out, err := os.Pipe()
	check(t, err)
	cmd := exec.Command(program, "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir="+profile(t), "--remote-debugging-pipe")
	cmd.ExtraFiles = []*os.File{in, out} // file descriptors 3 and 4
	check(t, cmd.Start())
	check(t, errors.Join(in.Close(), out.Close()))
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = errors.Join(to.Close(), from.Close())
	})
	check(t, from.SetReadDeadline(time.Now().Add(longEnough)))
	b := &browser{t: t, to: to, from: bufio.NewReader(from)}
	var page struct {
		Target string `json:"targetId"`
	}
	b.call("Target.createTarget", map[string]any{"url": "devtools://devtools/bundled/devtools_app.html"}, &page)
	var attached struct {
		Session string `json:"sessionId"`
	}
	b.call("Target.attachToTarget", map[string]any{"targetId": page.Target, "flatten": true}, &attached)
	b.session = attached.Session
	return b
}

// call calls a method of the Chrome DevTools Protocol.
func (b *browser) call(method string, params, result any) {
	b.t.Helper()
	b.ids++
	m := map[string]any{"id": b.ids, "method": method, "params": params}
	if b.session != "" {
		m["sessionId"] = b.session
	}
	text, err := json.Marshal(m)
	check(b.t, err)
	_, err = b.to.Write(append(text, 0))
	check(b.t, err)
	for {
		line, err := b.from.ReadBytes(0)
		check(b.t, err)
		var answer struct {
			ID     int
			Result json.RawMessage
			Error  json.RawMessage
		}
		check(b.t, json.Unmarshal(line[:len(line)-1], &answer))
		if answer.ID != b.ids {
			continue
		}
		if answer.Error != nil {
			b.t.Fatalf("the method %s failed: %s", method, answer.Error)
		}
		check(b.t, json.Unmarshal(answer.Result, result))
		return
	}
}

// importer is JavaScript that imports a HAR with the function that the network panel uses
// for dropped files.
const importer = `(async () => {
	const { HARFormat, Importer } = await import("devtools://devtools/bundled/models/har/har.js");
	const requests = Importer.Importer.requestsFromHARLog(new HARFormat.HARRoot(JSON.parse(HAR)).log);
	return JSON.stringify(requests.map(r => ({
		URL: r.url(), Method: r.requestMethod, Status: r.statusCode, Protocol: r.protocol, Connection: r.connectionId, 
		Size: r.requestMethod === "GET" && r.statusCode === 200 ? r.resourceSize : 0, // without content, Chromium reports a different size
	})));
})()`

// imports returns the requests that the developer tools import from a HAR.
func (b *browser) imports(har string) (out []imported) {
	b.t.Helper()
	quoted, err := json.Marshal(har)
	check(b.t, err)
	var answer struct {
		Result struct {
			Value string
		}
		ExceptionDetails json.RawMessage
	}
	b.call("Runtime.evaluate", map[string]any{"expression": strings.Replace(importer, "HAR)", string(quoted)+")", 1), "awaitPromise": true, "returnByValue": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("the importer of Chromium threw an exception: %s", answer.ExceptionDetails)
	}
	check(b.t, json.Unmarshal([]byte(answer.Result.Value), &out))
	return out
}
