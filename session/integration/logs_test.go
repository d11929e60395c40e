package integration

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/template"
	"time"

	"linger/session"
	"linger/session/logwords"
)

// A cut describes where in its first response a server ends the connection, and whether
// it sends a FIN or a reset.
type cut struct {
	name   string
	sends  string
	reset  bool
	moment session.Moment
}

const sized, chunked = "HTTP/1.1 200 OK\r\nContent-Length: 512\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n"

var cuts = []cut{
	{"no-byte-fin", "", false, session.Moment{Kind: session.MomentNoByte}},
	{"no-byte-rst", "", true, session.Moment{Kind: session.MomentNoByte}},
	{"head-fin", "HTTP/1.1 200 OK\r\nConte", false, session.Moment{Kind: session.MomentHeadBytes}},
	{"head-rst", "HTTP/1.1 200 OK\r\nConte", true, session.Moment{Kind: session.MomentHeadBytes}},
	{"length-fin", sized + strings.Repeat("x", 300), false, session.Moment{Kind: session.MomentInLength, N: 300, Of: 512}},
	{"length-rst", sized + strings.Repeat("x", 300), true, session.Moment{Kind: session.MomentInLength, N: 300, Of: 512}},
	{"chunk-fin", chunked + "12345678", false, session.Moment{Kind: session.MomentInChunks}},
	{"chunk-rst", chunked + "12345678", true, session.Moment{Kind: session.MomentInChunks}},
}

// ending returns the end that linger would report for the cut.
func (c *cut) ending() *session.Ending {
	how := session.HowFIN
	if c.reset {
		how = session.HowReset
	}
	return &session.Ending{By: session.ByServer, How: how, Phase: session.PhaseResponse, Moment: c.moment}
}

// A cutServer ends each connection in the way that the path of its request names.
type cutServer struct {
	addr string
	wait atomic.Int64 // time in ns that a client has to read the sent bytes before a reset
}

func newCutServer(t *testing.T) *cutServer {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { l.Close() })
	s := &cutServer{addr: l.Addr().String()}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c.(*net.TCPConn))
		}
	}()
	return s
}

func (s *cutServer) serve(c *net.TCPConn) {
	defer c.Close()
	b := make([]byte, 4096)
	n, _ := c.Read(b)
	for _, k := range cuts {
		if !bytes.Contains(b[:n], []byte(" /"+k.name+" ")) {
			continue
		}
		_, _ = c.Write([]byte(k.sends))
		if k.reset { // the client must read the sent bytes first, because a reset discards them
			time.Sleep(time.Duration(s.wait.Load()))
			_ = c.SetLinger(0)
		}
	}
}

// A program makes one request and returns the text that it logs.
type program struct {
	name string
	log  func(t *testing.T, url string) string
}

// command returns a program that is run with the URL as its last argument.
func command(t *testing.T, name string, args ...string) program {
	path := installed(t, args[0])
	return program{name, func(_ *testing.T, url string) string {
		out, _ := exec.Command(path, append(args[1:], url)...).CombinedOutput()
		return string(out)
	}}
}

func getInGo(t *testing.T, url string) string {
	r, err := http.Get(url)
	if err == nil {
		defer r.Body.Close()
		_, err = io.ReadAll(r.Body)
	}
	return fmt.Sprint(err)
}

// A loggingProxy is a proxy in front of the server. It prints its log.
type loggingProxy struct {
	*place
	Upstream string
	printed  *lockedBuffer
}

// write writes a configuration file of the proxy, from a template in testdata/folder, and
// returns its path.
func (p *loggingProxy) write(t *testing.T, folder, config string) string {
	t.Helper()
	tmpl, err := template.ParseFiles(filepath.Join("testdata", folder, config))
	check(t, err)
	var b bytes.Buffer
	check(t, tmpl.Execute(&b, p))
	path := filepath.Join(p.Dir, config)
	check(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// proxyProgram starts a proxy in front of upstream and returns it as a program.
func proxyProgram(t *testing.T, name, upstream, config, binary string, args ...string) program {
	p := loggingProxy{newPlace(t), upstream, &lockedBuffer{}}
	path := p.write(t, "logs", config)
	p.output = p.printed
	p.run(t, installed(t, binary), append(args, path)...)
	return program{name, func(t *testing.T, url string) string {
		before := len(p.printed.String())
		status := "no response"
		if r, err := http.Get("http://127.0.0.1:" + p.Port + url[strings.LastIndexByte(url, '/'):]); err == nil {
			status = fmt.Sprint("status ", r.StatusCode)
			_, _ = io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
		for range 1000 { // the proxy writes the line when the connection has ended
			if s := p.printed.String()[before:]; strings.Contains(s, url[strings.LastIndexByte(url, '/'):]) {
				return s + status
			}
			time.Sleep(20 * time.Millisecond)
		}
		return status
	}}
}

// Package logwords agrees with what the programs log.
func TestLogwordsAgreeWithPrograms(t *testing.T) {
	server := newCutServer(t)
	dir := filepath.Join("testdata", "logs")
	for name, start := range map[string]func(t *testing.T) program{
		"Go":         func(t *testing.T) program { return program{"Go", getInGo} },
		"curl":       func(t *testing.T) program { return command(t, "curl", "curl", "-sS", "-o", os.DevNull) },
		"Node":       func(t *testing.T) program { return command(t, "Node", "node", filepath.Join(dir, "client.js")) },
		"Node fetch": func(t *testing.T) program { return command(t, "Node fetch", "node", filepath.Join(dir, "fetch.js")) },
		"Python":     func(t *testing.T) program { return command(t, "Python", "python3", filepath.Join(dir, "client.py")) },
		"Java":       func(t *testing.T) program { return command(t, "Java", "java", filepath.Join(dir, "Client.java")) },
		"nginx":      func(t *testing.T) program { return proxyProgram(t, "nginx", server.addr, "nginx.conf", "nginx", "-c") },
		"HAProxy": func(t *testing.T) program {
			return proxyProgram(t, "HAProxy", server.addr, "haproxy.cfg", "haproxy", "-db", "-f")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			for _, c := range cuts {
				wantLogged(t, server, p, &c)
			}
		})
	}
}

// wantLogged checks that a program logs what package logwords says. On a busy machine,
// the program may not have read the sent bytes before the reset; wantLogged then tries
// again, with more time.
func wantLogged(t *testing.T, server *cutServer, p program, c *cut) {
	t.Helper()
	var wrong []string
	for _, wait := range []time.Duration{200 * time.Millisecond, time.Second, 5 * time.Second, 20 * time.Second} {
		server.wait.Store(int64(wait))
		if wrong = misworded(p.name, c, p.log(t, "http://"+server.addr+"/"+c.name)); wrong == nil {
			return
		}
	}
	t.Errorf("%s: %s", c.name, strings.Join(wrong, "\n"))
}

// misworded returns the differences between a program's log and package logwords.
func misworded(name string, c *cut, logged string) (wrong []string) {
	for _, w := range logwords.Of(c.ending()) {
		if w.Program != name {
			continue
		}
		if w.Quiet() && strings.Contains(logged, "rror") {
			wrong = append(wrong, fmt.Sprintf("%s logs %q, want nothing", name, logged))
		}
		for _, text := range w.Texts {
			for part := range strings.SplitSeq(strings.TrimPrefix(text, "termination state "), "…") {
				if !strings.Contains(logged, part) {
					wrong = append(wrong, fmt.Sprintf("%s logs %q, want %q", name, logged, text))
				}
			}
		}
		if w.Status != 0 && !strings.Contains(logged, fmt.Sprint("status ", w.Status)) {
			wrong = append(wrong, fmt.Sprintf("%s responds %q, want status %d", name, logged, w.Status))
		}
	}
	return wrong
}
