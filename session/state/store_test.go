package state_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/state"
	"linger/wire"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, o state.Options) *state.Store {
	t.Helper()
	o.Now = func() time.Time { return noon }
	return state.Open(o)
}

func wantNoProblem(t *testing.T, s *state.Store) {
	t.Helper()
	if p := s.Problem(); p != "" {
		t.Errorf("Problem() = %q, want none", p)
	}
}

func get(path string, fields ...wire.HeaderField) state.Request {
	m := wire.RequestMessage{Method: "GET", Target: path, Proto: "HTTP/1.1", Fields: fields}
	return state.RequestOf("http://localhost", m)
}

func paths(rs []state.Request) (out []string) {
	for _, r := range rs {
		out = append(out, r.Path+r.Raw)
	}
	return out
}

func TestDataIsReadInNextRun(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "linger")
	s := open(t, state.Options{Dir: dir})
	m := wire.RequestMessage{Method: "POST", Target: "/x", Proto: "HTTP/1.1", Fields: []wire.HeaderField{{Name: "Host", Value: "localhost"}, {Name: "A", Value: "b", Line: "A:b"}},
		Content: []byte("hello\x00"), Chunked: true, ChunkSize: 2, Trailers: []wire.HeaderField{{Name: "T", Value: "u"}}}
	s.Sent(state.RequestOf("http://localhost", m))
	s.Sent(state.Request{Target: "http://localhost", Raw: `GET / HTTP/1.1\r\n`})
	s.Visited("http://localhost")
	s.Visited("https://shop.example")
	s.Measured(state.Limit{Target: "http://localhost", Low: 3 * time.Second, High: 5 * time.Second, Closes: 4})
	s.Done("framing")
	s.Done("framing/2")
	wantNoProblem(t, s)

	s = open(t, state.Options{Dir: dir})
	wantNoProblem(t, s)
	h := s.History("http://localhost")
	if len(h) != 2 || h[1].Raw != `GET / HTTP/1.1\r\n` {
		t.Fatalf("History() = %+v, want a message and raw bytes", h)
	}
	if diff := cmp.Diff(m, h[0].Message()); diff != "" {
		t.Errorf("stored message (-want +got):\n%s", diff)
	}
	want := []state.Address{{Target: "https://shop.example", At: noon}, {Target: "http://localhost", At: noon}}
	if diff := cmp.Diff(want, s.Addresses()); diff != "" {
		t.Errorf("Addresses (-want +got):\n%s", diff)
	}
	l, ok := s.Limit("http://localhost")
	if want := (state.Limit{Target: "http://localhost", Low: 3 * time.Second, High: 5 * time.Second, Closes: 4, At: noon}); !ok || l != want {
		t.Errorf("Limit() = %+v, %t, want %+v", l, ok, want)
	}
	if diff := cmp.Diff([]string{"framing", "framing/2"}, s.Progress()); diff != "" {
		t.Errorf("Progress (-want +got):\n%s", diff)
	}
	s.Undone("framing", "none")
	if diff := cmp.Diff([]string{"framing/2"}, open(t, state.Options{Dir: dir}).Progress()); diff != "" {
		t.Errorf("Progress after Undone (-want +got):\n%s", diff)
	}
}

func TestOnlyUserMayReadFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no file modes")
	}
	dir := filepath.Join(t.TempDir(), "linger")
	s := open(t, state.Options{Dir: dir})
	s.Sent(get("/"))
	s.Done("x")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if i, err := e.Info(); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("the mode of %s is %v (%v), want 0600", e.Name(), i.Mode(), err)
		}
	}
	if diff := cmp.Diff([]string{"history.json", "progress.json"}, names); diff != "" {
		t.Errorf("files in the folder (-want +got):\n%s", diff)
	}
	if i, err := os.Stat(dir); err != nil || i.Mode().Perm() != 0o700 {
		t.Errorf("the mode of the folder is %v (%v), want 0700", i.Mode(), err)
	}
}

func TestSecretsAreNotWritten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, state.Options{Dir: dir, SecretFields: session.SecretFields{"X-Badge"}})
	const secret = "hunter2"
	content := func(text string) state.Request {
		return state.Request{Target: "http://localhost", Path: "/", Content: []byte(text)}
	}
	for _, r := range []state.Request{
		get("/", wire.HeaderField{Name: "Authorization", Value: secret}),
		get("/", wire.HeaderField{Name: "cookie", Value: secret}),
		get("/", wire.HeaderField{Name: "X-Api-Key", Value: secret}),
		get("/", wire.HeaderField{Name: "x-badge", Value: secret}),
		get("/", wire.HeaderField{Name: "Referer", Value: "http://ada:" + secret + "@localhost/"}),
		get("/", wire.HeaderField{Name: "X", Line: "Cookie: " + secret}),
		get("/?token=" + secret),
		content("user=ada&password=" + secret),
		content(`{"password": "` + secret + `"}`),
		content(`{"x-badge":"` + secret + `"}`),
		{Target: "http://localhost", Raw: `GET / HTTP/1.1\r\nCookie: ` + secret + `\r\n\r\n`},
		{Target: "http://localhost", Raw: `GET / HTTP/1.1\r\nX-Badge: ` + secret + `\r\n\r\n`},
		{Target: "http://localhost", Raw: `GET http://ada:` + secret + `@localhost/ HTTP/1.1\r\n\r\n`},
	} {
		s.Sent(r)
	}
	s.Sent(get("/fine", wire.HeaderField{Name: "Accept", Value: "*/*"}))
	if diff := cmp.Diff([]string{"/fine"}, paths(s.History("http://localhost"))); diff != "" {
		t.Errorf("paths in the history (-want +got):\n%s", diff)
	}
	b, err := os.ReadFile(filepath.Join(dir, "history.json"))
	if err != nil || strings.Contains(string(b), secret) {
		t.Errorf("history.json contains a secret or cannot be read (%v): %s", err, b)
	}
}

func TestHistoryIsLimited(t *testing.T) {
	dir := t.TempDir()
	s := open(t, state.Options{Dir: dir})
	for i := range 103 {
		s.Sent(get(fmt.Sprintf("/%d", i)))
	}
	s.Sent(state.Request{Target: "other", Path: "/o"})
	s.Sent(get("/102"))
	got := paths(s.History("http://localhost"))
	if len(got) != 100 || got[0] != "/3" || got[99] != "/102" {
		t.Errorf("the history has %d requests %v, want 100, from /3 to /102", len(got), got)
	}
	s.Sent(get("/long", wire.HeaderField{Name: "A", Value: strings.Repeat("a", 64<<10)}))
	if got := paths(s.History("http://localhost")); got[len(got)-1] != "/102" {
		t.Error("a request of more than 64 KiB was stored, want it ignored")
	}
	for i := range 15 {
		s.Sent(state.Request{Target: "long", Path: fmt.Sprintf("/%d", i), Content: []byte(strings.Repeat("\x01", 60<<10))})
	}
	s = open(t, state.Options{Dir: dir})
	wantNoProblem(t, s)
	if n := len(s.History("long")); n < 6 || n > 10 {
		t.Errorf("%d long requests are stored, want 6 to 10", n)
	}
}

func TestNumberOfAddressesAndLimitsIsLimited(t *testing.T) {
	s := open(t, state.Options{Dir: t.TempDir()})
	for i := range 210 {
		s.Visited(fmt.Sprint(i))
		s.Measured(state.Limit{Target: fmt.Sprint(i), Low: 1, High: 2, Closes: 1})
	}
	s.Visited("200")
	s.Measured(state.Limit{Target: "200", Low: 5, High: 9, Closes: 1})
	s.Measured(state.Limit{Target: "none"})
	a := s.Addresses()
	if len(a) != 50 || a[0].Target != "200" || a[1].Target != "209" {
		t.Errorf("%d addresses %v, want 50, the most recent first", len(a), a)
	}
	s.Unvisited("200")
	s.Unvisited("none")
	if a := s.Addresses(); len(a) != 49 || a[0].Target != "209" {
		t.Errorf("%d addresses %v after Unvisited, want 49", len(a), a)
	}
	if l, ok := s.Limit("200"); !ok || l.Low != 5 {
		t.Errorf("Limit(200) = %+v, %t, want Low 5", l, ok)
	}
	for target, want := range map[string]bool{"9": false, "10": true, "none": false} {
		if _, ok := s.Limit(target); ok != want {
			t.Errorf("Limit(%s) found = %v, want %v", target, ok, want)
		}
	}
}

func TestDamagedFileIsRenamed(t *testing.T) {
	for _, text := range []string{"", "{", "null", "[]", `{"schema":0}`, `{"schema":1,"value":5}`, `{"schema":1,"value":["a"]`, strings.Repeat(" ", 17<<20)} {
		dir := t.TempDir()
		name := filepath.Join(dir, "progress.json")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, state.Options{Dir: dir})
		if got, want := s.Problem(), "progress.json was damaged; linger moved it to "+name+".damaged and starts without it."; got != want {
			t.Errorf("file %q: Problem() = %q, want %q", text, got, want)
		}
		s.Done("a")
		wantNoProblem(t, s)
		if b, err := os.ReadFile(name + ".damaged"); err != nil || string(b) != text {
			t.Errorf("file %q: the moved file contains %q (%v), want its old content", text, b, err)
		}
		if got := open(t, state.Options{Dir: dir}).Progress(); !slices.Equal(got, []string{"a"}) {
			t.Errorf("file %q: Progress() of the next run = %v, want [a]", text, got)
		}
	}
}

func TestFileOfLaterVersionIsNotChanged(t *testing.T) {
	dir := t.TempDir()
	name, text := filepath.Join(dir, "progress.json"), `{"schema":2,"value":{"new":true}}`
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, state.Options{Dir: dir})
	if got := s.Problem(); !strings.HasPrefix(got, name+" was written by a later version") {
		t.Errorf("Problem() = %q, want a sentence about the later version", got)
	}
	s.Done("a")
	s.Visited("b")
	wantNoProblem(t, s)
	if b, _ := os.ReadFile(name); string(b) != text {
		t.Errorf("the file was changed to %s, want it unchanged", b)
	}
	if a := open(t, state.Options{Dir: dir}).Addresses(); len(a) != 1 {
		t.Errorf("Addresses() of the next run = %v, want one address", a)
	}
}

// Without a writable folder, a Store keeps its data in memory and reports that once.
func TestStoreWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		"":                            "linger remembers nothing after this run; the environment names no home folder.",
		filepath.Join(file, "linger"): "linger remembers nothing after this run; it cannot write to " + filepath.Join(file, "linger") + ": ",
		file:                          "linger remembers nothing after this run; it cannot write to " + file + ": ",
	} {
		s := open(t, state.Options{Dir: dir})
		s.Done("a")
		s.Sent(get("/"))
		if p := s.Problem(); !strings.HasPrefix(p, want) || strings.Count(p, ".\x20") > 0 {
			t.Errorf("Problem() = %q, want one sentence that begins with %q", p, want)
		}
		s.Done("b")
		wantNoProblem(t, s)
		if got := s.Progress(); !slices.Equal(got, []string{"a", "b"}) {
			t.Errorf("Progress() = %v, want [a b] from memory", got)
		}
	}
}

// If the folder is deleted while linger runs, the Store keeps its data in memory and
// reports one problem.
func TestFolderIsDeletedWhileLingerRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "linger")
	s := open(t, state.Options{Dir: dir})
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	s.Done("a")
	s.Visited("b")
	if p := s.Problem(); strings.Count(p, "cannot write") != 1 {
		t.Errorf("Problem() = %q, want one sentence about writing", p)
	}
	if len(s.Progress()) != 1 || len(s.Addresses()) != 1 {
		t.Error("the data in memory was lost, want one step and one address")
	}
}

func TestNoStateAndNoProgress(t *testing.T) {
	dir := t.TempDir()
	s := open(t, state.Options{Dir: dir})
	s.Visited("http://localhost")
	s.Done("a")

	s = open(t, state.Options{Dir: dir, NoState: true})
	s.Visited("http://other")
	s.Sent(get("/"))
	s.Done("b")
	if a := s.Addresses(); len(a) != 1 || a[0].Target != "http://other" {
		t.Errorf("Addresses() with NoState = %v, want only http://other", a)
	}
	s = open(t, state.Options{Dir: dir, NoProgress: true})
	s.Done("c")
	if got := s.Progress(); !slices.Equal(got, []string{"c"}) {
		t.Errorf("Progress() with NoProgress = %v, want [c]", got)
	}
	s = open(t, state.Options{Dir: dir})
	if got := s.Progress(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("Progress() = %v, want [a b]", got)
	}
	if a := s.Addresses(); len(a) != 1 || a[0].Target != "http://localhost" {
		t.Errorf("Addresses() = %v, want only http://localhost", a)
	}

	// If both options are set, Open creates no folder.
	none := filepath.Join(dir, "none")
	s = open(t, state.Options{Dir: none, NoState: true, NoProgress: true})
	s.Done("d")
	wantNoProblem(t, s)
	if _, err := os.Stat(none); !os.IsNotExist(err) {
		t.Errorf("Stat of the folder returned %v; want an error, because the folder does not exist", err)
	}
}

// Two stores, as in two processes, add to the same files.
func TestTwoStoresWithOneFolder(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, state.Options{Dir: dir}), open(t, state.Options{Dir: dir})
	a.Done("a")
	b.Done("b")
	a.Done("c")
	if got := open(t, state.Options{Dir: dir}).Progress(); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("Progress() of the next run = %v, want [a b c]", got)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() { a.Done(fmt.Sprint(i)); a.Visited(fmt.Sprint(i)); a.Problem() })
	}
	all.Wait()
	if n := len(a.Progress()); n != 11 {
		t.Errorf("%d steps are finished, want 11", n)
	}
}

func TestNilStoreStoresNothing(t *testing.T) {
	var s *state.Store
	s.Sent(get("/"))
	s.Visited("a")
	s.Measured(state.Limit{Closes: 1})
	s.Done("a")
	s.Undone("a")
	if _, ok := s.Limit("a"); ok || s.History("a") != nil || s.Addresses() != nil || s.Progress() != nil || s.Problem() != "" {
		t.Error("a nil Store returned data, want none")
	}
}
