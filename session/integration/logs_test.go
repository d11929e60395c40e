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
	"testing"
	"text/template"
	"time"

	"linger/session"
	"linger/session/logwords"
)

// A cut is a way in which a server ends the connection of a first request.
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

// ending returns the end that linger would report.
func (c *cut) ending() *session.Ending {
	how := session.HowFIN
	if c.reset {
		how = session.HowReset
	}
	return &session.Ending{By: session.ByServer, How: how, Phase: session.PhaseResponse, Moment: c.moment}
}

// cutServer ends each connection as the path of its request says, and returns its
// address.
func cutServer(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveCut(c.(*net.TCPConn))
		}
	}()
	return l.Addr().String()
}

func serveCut(c *net.TCPConn) {
	defer c.Close()
	b := make([]byte, 4096)
	n, _ := c.Read(b)
	for _, k := range cuts {
		if !bytes.Contains(b[:n], []byte(" /"+k.name+" ")) {
			continue
		}
		_, _ = c.Write([]byte(k.sends))
		if k.reset { // what was sent has to be read first: a reset discards it
			time.Sleep(200 * time.Millisecond)
			_ = c.SetLinger(0)
		}
	}
}

// A program makes one request and returns what it logs.
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

// A loggingProxy stands before the server; what it logs is in what it prints.
type loggingProxy struct {
	*place
	Upstream string
	printed  *lockedBuffer
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
	tmpl, err := template.ParseFiles(filepath.Join("testdata", "logs", config))
	check(t, err)
	var b bytes.Buffer
	check(t, tmpl.Execute(&b, p))
	path := filepath.Join(p.Dir, config)
	check(t, os.WriteFile(path, b.Bytes(), 0o644))
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
		for range 100 { // the line is written when the connection is over
			if s := p.printed.String()[before:]; strings.Contains(s, url[strings.LastIndexByte(url, '/'):]) {
				return s + status
			}
			time.Sleep(20 * time.Millisecond)
		}
		return status
	}}
}

// The words of other programs' logs are what the programs log.
func TestLogWordsAreMeasured(t *testing.T) {
	server := cutServer(t)
	dir := filepath.Join("testdata", "logs")
	for name, start := range map[string]func(t *testing.T) program{
		"Go":         func(t *testing.T) program { return program{"Go", getInGo} },
		"curl":       func(t *testing.T) program { return command(t, "curl", "curl", "-sS", "-o", os.DevNull) },
		"Node":       func(t *testing.T) program { return command(t, "Node", "node", filepath.Join(dir, "client.js")) },
		"Node fetch": func(t *testing.T) program { return command(t, "Node fetch", "node", filepath.Join(dir, "fetch.js")) },
		"Python":     func(t *testing.T) program { return command(t, "Python", "python3", filepath.Join(dir, "client.py")) },
		"Java":       func(t *testing.T) program { return command(t, "Java", "java", filepath.Join(dir, "Client.java")) },
		"nginx":      func(t *testing.T) program { return proxyProgram(t, "nginx", server, "nginx.conf", "nginx", "-c") },
		"HAProxy": func(t *testing.T) program {
			return proxyProgram(t, "HAProxy", server, "haproxy.cfg", "haproxy", "-db", "-f")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t)
			for _, c := range cuts {
				wantLogged(t, p, &c, p.log(t, "http://"+server+"/"+c.name))
			}
		})
	}
}

// wantLogged checks that a program logged what the table says.
func wantLogged(t *testing.T, p program, c *cut, logged string) {
	t.Helper()
	for _, w := range logwords.Of(c.ending()) {
		if w.Program != p.name {
			continue
		}
		if w.Quiet() && strings.Contains(logged, "rror") {
			t.Errorf("%s: %s logs %q, want nothing", c.name, p.name, logged)
		}
		for _, text := range w.Texts {
			for part := range strings.SplitSeq(strings.TrimPrefix(text, "termination state "), "…") {
				if !strings.Contains(logged, part) {
					t.Errorf("%s: %s logs %q, want %q", c.name, p.name, logged, text)
				}
			}
		}
		if w.Status != 0 && !strings.Contains(logged, fmt.Sprint("status ", w.Status)) {
			t.Errorf("%s: %s answers %q, want status %d", c.name, p.name, logged, w.Status)
		}
	}
}
