package integration

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/template"
	"time"

	"linger/session/practice"
)

const (
	// patience limits waits for events that take a few seconds, even on a busy machine.
	patience = 25 * time.Second
	// longEnough limits the time that a browser takes.
	longEnough = 3 * time.Minute
)

// required reports whether every server must be installed.
func required() bool { return os.Getenv("LINGER_SERVERS") == "required" }

// installed returns the path of a server's program. If the program is not installed, it
// skips the test, or fails it if servers are required.
func installed(t testing.TB, name string) string {
	t.Helper()
	for _, dir := range []string{"", "/usr/sbin/", "/usr/local/sbin/"} {
		if path, err := exec.LookPath(dir + name); err == nil {
			return path
		}
	}
	if required() {
		t.Fatalf("%s is not installed", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}

// A place holds the ports, files and settings of a server, which has a folder of its own.
// The configuration templates use the fields.
type place struct {
	Dir  string
	Port string // plain HTTP
	TLS  string // port for HTTPS
	Unix string // path of a socket
	Cert string // path of a file with the certificate and the key
	CA   *x509.CertPool
	Root bool // the tests run as root

	Idle  int // the server's idle timeout, in seconds
	First int // how long HAProxy waits for a first request, in seconds

	output io.Writer // receives a copy of the server's output, which is also in the test's log
}

// patient returns a place for a server whose idle timeout is long enough for a few
// exchanges, even on a busy machine.
func patient(t *testing.T) *place {
	t.Helper()
	p := newPlace(t)
	p.Idle, p.First = 60, 60
	return p
}

func newPlace(t *testing.T) *place {
	t.Helper()
	dir, err := os.MkdirTemp("", "linger") // the path of t.TempDir would be too long for a socket
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755)) // servers that drop root privileges must read the folder
	p := &place{Dir: dir, Port: freePort(t), TLS: freePort(t), Unix: filepath.Join(dir, "socket"),
		Cert: filepath.Join(dir, "cert.pem"), CA: x509.NewCertPool(), Root: os.Getuid() == 0, Idle: 2, First: 1}
	cert, ca, err := practice.SelfSigned()
	check(t, err)
	p.CA.AppendCertsFromPEM(ca)
	var chain bytes.Buffer
	for _, der := range cert.Certificate {
		check(t, pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	check(t, err)
	check(t, pem.Encode(&chain, &pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	check(t, os.WriteFile(p.Cert, chain.Bytes(), 0o644))
	return p
}

// config writes the server's configuration file, from the template testdata/name, and
// returns the path of the file.
func (p *place) config(t *testing.T, name string) string {
	t.Helper()
	tmpl, err := template.ParseFiles(filepath.Join("testdata", name))
	check(t, err)
	var b bytes.Buffer
	check(t, tmpl.Execute(&b, p))
	path := filepath.Join(p.Dir, name)
	check(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

// run starts a server that stays in the foreground and waits until it listens. The server
// is stopped at the end of the test, and its output goes to the test's log.
func (p *place) run(t *testing.T, program string, args ...string) {
	t.Helper()
	p.start(t, program, args...)
}

// start does what run does, and returns a function that stops the server before the end
// of the test.
func (p *place) start(t *testing.T, program string, args ...string) (stop func()) {
	t.Helper()
	var out bytes.Buffer
	c := exec.Command(program, args...)
	c.Dir, c.Stdout = p.Dir, io.Writer(&out)
	if p.output != nil {
		c.Stdout = io.MultiWriter(&out, p.output)
	}
	c.Stderr = c.Stdout
	check(t, c.Start())
	ended := make(chan struct{})
	var once sync.Once
	stop = func() {
		once.Do(func() {
			_ = c.Process.Signal(os.Interrupt)
			select {
			case <-ended:
			case <-time.After(10 * time.Second):
				_ = c.Process.Kill()
				<-ended
			}
			t.Logf("%s %s:\n%s", program, strings.Join(args, " "), out.String())
		})
	}
	go func() {
		_ = c.Wait()
		close(ended)
	}()
	t.Cleanup(stop)
	for _, where := range [][2]string{{"tcp", "127.0.0.1:" + p.Port}, {"tcp", "127.0.0.1:" + p.TLS}} {
		if err := listens(where[0], where[1], ended); err != nil {
			stop()
			t.Fatal(err)
		}
	}
	return stop
}

// listens waits until something listens on address. It returns an error if ended is
// closed first, or after patience.
func listens(network, address string, ended <-chan struct{}) error {
	deadline := time.After(patience)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if c, err := net.Dial(network, address); err == nil {
			return c.Close()
		}
		select {
		case <-again.C:
		case <-ended:
			return fmt.Errorf("the server ended before it listened on %s", address)
		case <-deadline:
			return fmt.Errorf("nothing listens on %s", address)
		}
	}
}

// nextPort holds the port that freePort tried last. It is below the ports that the system
// assigns by itself, so that no other program takes a port before the server does.
var nextPort = func() *atomic.Int32 {
	var n atomic.Int32
	n.Store(int32(20_000 + os.Getpid()%10_000))
	return &n
}()

// freePort returns a loopback port on which nothing listens.
func freePort(t *testing.T) string {
	t.Helper()
	for range 1000 {
		port := strconv.Itoa(int(nextPort.Add(1)))
		l, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			continue
		}
		check(t, l.Close())
		return port
	}
	t.Fatal("no port is free")
	return ""
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
