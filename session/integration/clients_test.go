package integration

import (
	"html/template"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linger/session/clients"
	"linger/session/practice"
	"linger/session/record"
	"linger/wire"
)

// clientPaths holds scenarios after which clients behave differently. None of them closes
// a connection that its response keeps open, and none depends on the request. The JDK
// applies timeout=0 only while it has no other connection, so /zero is first.
var clientPaths = []string{"/zero", "/length", "/chunked", "/no-content", "/close", "/no-hint", "/keep-alive-alone", "/close-and-keep-alive",
	"/proxy-connection", "/two-hints", "/unknown-parameters", "/scrambled-connection", "/http10", "/repeated-length", "/differing-lengths", "/te-and-cl", "/bad-length", "/chunked-twice", "/too-short", "/head-body"}

// A counted is a practice server that records the connection of each request.
type counted struct {
	server *practice.Server
	addr   string

	mu    sync.Mutex
	conns int
	on    map[string][]int // numbers of the connections on which each path was requested
}

func countedServer(t *testing.T) *counted {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	c := &counted{server: practice.New(practice.Config{}), addr: l.Addr().String(), on: map[string][]int{}}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			c.mu.Lock()
			c.conns++
			id := c.conns
			c.mu.Unlock()
			go c.server.ServeConn(&countedConn{nc, c, id})
		}
	}()
	return c
}

type countedConn struct {
	net.Conn
	to *counted
	id int
}

// Read records a request by its first line. Each request arrives in one read.
func (c *countedConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if method, rest, ok := strings.Cut(string(b[:n]), " "); ok && method == http.MethodGet {
		path, _, _ := strings.Cut(rest, " ")
		c.to.mu.Lock()
		c.to.on[path] = append(c.to.on[path], c.id)
		c.to.mu.Unlock()
	}
	return n, err
}

// reused reports whether the second of two requests for a path came on the connection of
// the first, and then forgets both. ok is false if there were not two requests.
func (c *counted) reused(path string) (again, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ids := c.on[path]
	c.on[path] = nil
	return len(ids) > 1 && ids[0] == ids[1], len(ids) > 1
}

// responses returns, for each path, the response that linger receives, in the form that
// package clients uses.
func responses(t *testing.T, s *counted) map[string]clients.Response {
	_, port, err := net.SplitHostPort(s.addr)
	check(t, err)
	out := map[string]clients.Response{}
	for _, path := range clientPaths {
		c := connect(t, overTCP.config(&place{Port: port}))
		e := c.get(path)
		c.watch(100 * time.Millisecond) // time for bytes after the response
		out[path] = responseOf(c.conn(), e)
		s.reused(path)
	}
	return out
}

func responseOf(c *record.Connection, e *record.Exchange) clients.Response {
	h, _ := e.Final()
	values := func(name string) (out []string) {
		for f := range e.Fields(h) {
			if strings.EqualFold(f.Name, name) {
				out = append(out, f.Value)
			}
		}
		return out
	}
	followed := clients.FollowedByNothing
	if c.Loose.Len > 0 {
		followed = clients.FollowedByBytes
	}
	rs := wire.Readers(e.Facts(), e.Findings, e.Response.End()-h.End+c.Loose.Len)
	return clients.Of(e.Facts(), e.Facts().Persistence(), values, rs, followed)
}

// urls returns the URLs of all paths.
func urls(base string) (out []string) {
	for _, path := range clientPaths {
		out = append(out, base+path)
	}
	return out
}

// A twice sends two requests for each path, one after the other. It returns the version
// of the program.
type twice func(t *testing.T, s *counted) (version string)

// script returns a function that runs a program once, with the URLs of all paths as
// arguments.
func script(binary string, version, args []string) twice {
	return func(t *testing.T, s *counted) string {
		path := installed(t, binary)
		out, err := exec.Command(path, append(args, urls("http://"+s.addr)...)...).CombinedOutput()
		t.Logf("%s: %v\n%s", binary, err, out)
		told, _ := exec.Command(path, version...).CombinedOutput()
		return strings.SplitN(string(told), "\n", 2)[0]
	}
}

func twiceByCurl(t *testing.T, s *counted) string {
	path := installed(t, "curl")
	args := []string{"-s", "--max-time", "60"}
	for _, u := range urls("http://" + s.addr) {
		args = append(args, "-o", os.DevNull, u, "-o", os.DevNull, u)
	}
	_ = exec.Command(path, args...).Run() // the program rejects some responses
	told, _ := exec.Command(path, "--version").Output()
	return strings.SplitN(string(told), "\n", 2)[0]
}

func twiceInGo(t *testing.T, s *counted) string {
	c := http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone(), Timeout: 10 * time.Second}
	for _, u := range urls("http://" + s.addr) {
		for range 2 {
			getOnce(&c, u)
		}
	}
	return "Go"
}

func getOnce(c *http.Client, u string) {
	if r, err := c.Get(u); err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
	time.Sleep(20 * time.Millisecond) // time for the client to return the connection to its pool, or to notice its close
}

// twiceThrough sends the requests through a proxy. It uses a new proxy for each path,
// because a proxy may use any of its idle connections.
func twiceThrough(config, binary string, args ...string) twice {
	return func(t *testing.T, s *counted) string {
		path := installed(t, binary)
		for _, of := range clientPaths {
			p := loggingProxy{newPlace(t), s.addr, &lockedBuffer{}}
			file := p.write(t, "clients", config)
			stop := p.start(t, path, append(args, file)...)
			c := http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
			for range 2 {
				getOnce(&c, "http://127.0.0.1:"+p.Port+of)
			}
			stop()
		}
		told, _ := exec.Command(path, "-v").CombinedOutput()
		return strings.SplitN(string(told), "\n", 2)[0]
	}
}

// profile returns a folder for the profile of a browser. The processes of a browser write
// to the folder for a moment after the browser was killed, so profile may need several
// attempts to remove it.
func profile(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "profile")
	check(t, err)
	t.Cleanup(func() {
		for range 100 {
			if os.RemoveAll(dir) == nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Logf("the folder %s cannot be removed", dir)
	})
	return dir
}

// twiceInChromium lets a page in Chromium send the requests.
func twiceInChromium(t *testing.T, s *counted) string {
	path := installed(t, "chromium")
	page, err := template.ParseFiles(filepath.Join("testdata", "clients", "page.html"))
	check(t, err)
	done := make(chan struct{})
	var once sync.Once
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	own := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Content-Type", "text/html")
			_ = page.Execute(w, urls("http://"+s.addr))
		case "/done":
			once.Do(func() { close(done) })
		}
	})}
	go func() { _ = own.Serve(l) }()
	defer own.Close()
	cmd := exec.Command(path, "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir="+profile(t), "--remote-debugging-port=0", "http://"+l.Addr().String()+"/")
	check(t, cmd.Start())
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("the page did not finish within 2 minutes")
	}
	told, _ := exec.Command(path, "--version").Output()
	return strings.TrimSpace(string(told))
}

// After the responses of the practice server, real programs behave as package clients
// predicts.
func TestClientsBehaveAsPredicted(t *testing.T) {
	if testing.Short() {
		t.Skip("this test runs nine programs")
	}
	dir := filepath.Join("testdata", "clients")
	programs := map[string]twice{
		"Go net/http": twiceInGo,
		"curl":        twiceByCurl,
		"Node Agent":  script("node", []string{"--version"}, []string{filepath.Join(dir, "agent.js")}),
		"undici":      script("node", []string{"-p", "process.versions.undici"}, []string{filepath.Join(dir, "fetch.js")}),
		"Java (JDK)":  script("java", []string{"-version"}, []string{filepath.Join(dir, "Client.java")}),
		"nginx":       twiceThrough("nginx.conf", "nginx", "-c"),
		"HAProxy":     twiceThrough("haproxy.cfg", "haproxy", "-db", "-f"),
		"Apache":      twiceThrough("apache.conf", "apache2", "-DFOREGROUND", "-f"),
		"Chrome":      twiceInChromium,
	}
	served := responses(t, countedServer(t))
	for _, c := range clients.All() {
		run, ok := programs[c.Name]
		if !ok {
			if c.Version != "" {
				t.Errorf("package clients has a measured version of %s, but this test does not run it", c.Name)
			}
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			s := countedServer(t)
			t.Log(run(t, s))
			for _, path := range clientPaths {
				wantReuse(t, c, s, path, served[path])
			}
		})
	}
}

func wantReuse(t *testing.T, c clients.Client, s *counted, path string, r clients.Response) {
	t.Helper()
	v := c.Ask(r)
	again, ok := s.reused(path)
	switch {
	case !ok:
		t.Errorf("%s did not request %s twice, want two requests", c.Name, path)
	case !v.Sure:
		t.Logf("%s: %s: reuse %v, but the verdict of the table is not sure", c.Name, path, again)
	case v.Reuse != again:
		t.Errorf("%s after %s: reuse %t, want %t as predicted (%s)", c.Name, path, again, v.Reuse, v.Why)
	}
}

// nginx closes after each response unless its upstream has the keepalive directive.
func TestNginxClosesByDefault(t *testing.T) {
	path := installed(t, "nginx")
	s := countedServer(t)
	p := loggingProxy{newPlace(t), s.addr, &lockedBuffer{}}
	stop := p.start(t, path, "-c", p.write(t, "clients", "nginx.conf"))
	defer stop()
	c := http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	for range 2 {
		getOnce(&c, "http://127.0.0.1:"+p.TLS+"/length")
	}
	if again, ok := s.reused("/length"); again || !ok {
		t.Errorf("nginx reused the connection: %t, sent two requests: %t; want two requests on two connections", again, ok)
	}
}
