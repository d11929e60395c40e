package integration

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/capture"
	"linger/session/learned"
	"linger/session/relay"
	"linger/session/traffic"
)

// The classic 502: nginx keeps connections to Node for 60 s, which closes them after
// 5 s. A relay between them holds the FIN back until the next request has raced it, and
// a capture sees the same.
func TestTheClassic502IsExplainedByRelayAndCapture(t *testing.T) {
	program := installed(t, "nginx")
	app := application(t)
	captured := tcpdump(t, app)
	closed := make(chan struct{}, 1)
	watched := newStory()
	r := relayTo(t, app, "hold-fin=1h", func(ev session.Event) {
		watched.apply(ev)
		if end, ok := ev.(session.SideEnded); ok && end.Side == session.ByServer && end.How == session.HowFIN {
			select {
			case closed <- struct{}{}:
			default:
			}
		}
	})
	front := proxy(t, program, r.addr)

	if got := post(t, front+"/first"); got != 200 {
		t.Fatalf("the first request is answered with %d", got)
	}
	<-closed // and nginx does not know yet
	if got := post(t, front+"/second"); got != 502 {
		t.Errorf("the request that races the FIN is answered with %d, want 502", got)
	}
	r.stop()
	want := []string{"POST /first 200", "POST /second lost keep-alive-race", "server fin"}
	if !slices.Equal(watched.lines, want) {
		t.Errorf("the relay sees %q, want %q", watched.lines, want)
	}
	sum := watched.fold.Summary()
	if idle := sum.Server.Idle; idle.N != 1 || idle.Low < 4*time.Second || idle.High > time.Minute {
		t.Errorf("the relay learned %+v", sum.Server)
	}
	if sum.Lost != 1 || sum.AfterFIN.N != 1 {
		t.Errorf("the relay saw %d requests lost, %+v after the FIN", sum.Lost, sum.AfterFIN)
	}
	captured.compare(t, watched)
}

// application runs Node with its default settings, which close idle connections after
// about 5 s, and returns its address.
func application(t *testing.T) string {
	t.Helper()
	program, p := installed(t, "node"), newPlace(t)
	p.run(t, program, "-e", `for (const port of [`+p.Port+", "+p.TLS+`]) {
		require("http").createServer((q, r) => { q.resume(); q.on("end", () => r.end("hello")) }).listen(port, "127.0.0.1")
	}`)
	return "127.0.0.1:" + p.Port
}

// proxy runs nginx in front of an application, and returns its URL.
func proxy(t *testing.T, program, app string) string {
	t.Helper()
	p := newPlace(t)
	conf := fmt.Sprintf(`daemon off; worker_processes 1; pid nginx.pid; error_log stderr; events {}
http {
	access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
	upstream app { server %s; keepalive 4; keepalive_timeout 60s; }
	server {
		listen 127.0.0.1:%s; listen 127.0.0.1:%s;
		location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_next_upstream off; }
	}
}
`, app, p.Port, p.TLS)
	path := filepath.Join(p.Dir, "nginx.conf")
	check(t, os.WriteFile(path, []byte(conf), 0o644))
	p.run(t, program, "-p", p.Dir, "-c", path)
	return "http://127.0.0.1:" + p.Port
}

func post(t *testing.T, url string) int {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Post(url, "text/plain", strings.NewReader("hello"))
	check(t, err)
	resp.Body.Close()
	return resp.StatusCode
}

// A story is what one vantage sees: exchanges and ends, and what they teach.
type story struct {
	lines    []string
	requests map[int]string
	found    map[int][]string // codes of findings, by exchange
	fold     learned.Fold
}

func newStory() *story { return &story{requests: map[int]string{}, found: map[int][]string{}} }

func (s *story) apply(ev session.Event) {
	s.fold.Apply(ev)
	switch ev := ev.(type) {
	case *session.RequestStarted:
		s.requests[ev.Exchange] = ev.Method + " " + ev.Target
	case session.Found:
		s.found[ev.Exchange] = append(s.found[ev.Exchange], string(ev.Finding.Code))
	case *session.ExchangeDone:
		line := fmt.Sprintf("%s %d", s.requests[ev.Exchange], ev.Facts.Status)
		if ev.Facts.Status == 0 {
			line = s.requests[ev.Exchange] + " lost"
		}
		slices.Sort(s.found[ev.Exchange])
		s.lines = append(s.lines, strings.Join(append([]string{line}, s.found[ev.Exchange]...), " "))
	case session.Closed:
		if ev.Exchanges == 0 { // of the connection that looked whether the server listens
			return
		}
		s.lines = append(s.lines, string(ev.By)+" "+string(ev.How))
	}
}

// A running is a relay that runs.
type running struct {
	addr string
	stop func()
}

func relayTo(t *testing.T, server, fault string, emit func(session.Event)) *running {
	t.Helper()
	opt := relay.Options{Server: server}
	if fault != "" {
		check(t, opt.Faults.Set(fault))
	}
	r, err := relay.Listen("127.0.0.1:0", opt)
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx, traffic.NewWatcher("http://"+server, emit)) }()
	stopped := false
	stop := func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return &running{r.Addr().String(), stop}
}

// A dump is a capture that is being made; nil where nobody may capture.
type dump struct {
	cmd    *exec.Cmd
	done   chan error
	closed chan struct{} // closed when the connection is
	*story
}

// tcpdump captures what a server on loopback receives and sends.
func tcpdump(t *testing.T, server string) *dump {
	t.Helper()
	program, err := exec.LookPath("tcpdump")
	if (err != nil || os.Getuid() != 0) && required() {
		t.Fatal("no capture: tcpdump is missing, or the tests do not run as root")
	}
	if err != nil || os.Getuid() != 0 {
		t.Log("no capture: tcpdump is missing, or the tests do not run as root")
		return nil
	}
	_, port, _ := net.SplitHostPort(server)
	// Its usual buffer has room for some sixteen packets of the usual snap length, and a
	// pipeline has more at once: 64 MiB have room for some hundreds.
	d := &dump{cmd: exec.Command(program, "-i", "lo", "-U", "--immediate-mode", "-B", "65536", "-w", "-", "tcp port "+port), done: make(chan error, 1), closed: make(chan struct{}), story: newStory()}
	out, err := d.cmd.StdoutPipe()
	check(t, err)
	errs, err := d.cmd.StderrPipe()
	check(t, err)
	check(t, d.cmd.Start())
	t.Cleanup(func() { d.cmd.Process.Kill(); d.cmd.Wait() })
	for lines := bufio.NewScanner(errs); lines.Scan() && !strings.Contains(lines.Text(), "listening on"); {
	}
	go func() {
		f, err := capture.Open(out)
		if err == nil {
			err = f.Read(traffic.NewWatcher("", d.see).Take)
		}
		d.done <- err
	}()
	return d
}

// see notes an event. The story has one connection with requests, which closes.
func (d *dump) see(ev session.Event) {
	d.apply(ev)
	if end, ok := ev.(session.Closed); ok && end.Exchanges > 0 {
		close(d.closed)
	}
}

// compare asserts that the capture tells the same story as the relay, with idle
// times that differ by no more than a busy machine explains.
func (d *dump) compare(t *testing.T, watched *story) {
	t.Helper()
	if d == nil {
		return
	}
	select { // packets come with some delay, and a signal ends tcpdump without the last ones
	case <-d.closed:
	case <-time.After(longEnough):
		t.Error("the capture does not see the end of the connection")
	}
	check(t, d.cmd.Process.Signal(os.Interrupt))
	check(t, <-d.done)
	if !slices.Equal(d.lines, watched.lines) {
		t.Errorf("the capture sees %q, the relay %q", d.lines, watched.lines)
	}
	a, b := d.fold.Summary(), watched.fold.Summary()
	if apart := (a.Server.Idle.Low - b.Server.Idle.Low).Abs(); apart > time.Second {
		t.Errorf("the idle times differ by %v: %v captured, %v relayed", apart, a.Server.Idle.Low, b.Server.Idle.Low)
	}
	t.Logf("idle %v captured, %v relayed; lost %v after the FIN captured, %v relayed", a.Server.Idle.Low, b.Server.Idle.Low, a.AfterFIN.Low, b.AfterFIN.Low)
	if a.Lost != b.Lost {
		t.Errorf("%d requests lost in the capture, %d in the relay", a.Lost, b.Lost)
	}
}
