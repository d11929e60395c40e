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
	"strconv"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/capture"
	"linger/session/learned"
	"linger/session/relay"
	"linger/session/traffic"
	"linger/wire"
)

// This test reproduces the classic 502: nginx keeps connections to Node for 60 s, but
// Node closes them after 5 s. A relay between them delays the FIN until the next request
// has crossed it. A capture shows the same exchanges and ends.
func TestTheClassic502IsExplainedByRelayAndCapture(t *testing.T) {
	program := installed(t, "nginx")
	app := application(t)
	agree(t, func(t *testing.T) ([]*story, *dump) {
		captured := tcpdump(t, app)
		closed := make(chan struct{}, 1)
		watched := newStory("the relay")
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
			t.Fatalf("the response to the first request has status %d, want 200", got)
		}
		select { // nginx has not received the FIN
		case <-closed:
		case <-time.After(patience):
			t.Fatalf("Node did not close the idle connection within %v", patience)
		}
		if got := post(t, front+"/second"); got != 502 {
			t.Errorf("the response to the request that crosses the FIN has status %d, want 502", got)
		}
		r.stop()
		want := []string{"POST /first 200", "POST /second lost keep-alive-race", "server fin"}
		if !slices.Equal(watched.lines, want) {
			t.Errorf("the relay sees %q, want %q", watched.lines, want)
		}
		sum := watched.fold.Summary()
		if idle := sum.Server.Idle; idle.N != 1 || idle.Low < 4*time.Second || idle.High > time.Minute {
			t.Errorf("the relay's summary of the server is %+v; want one idle close after at least 4 s", sum.Server)
		}
		if sum.Lost != 1 || sum.AfterFIN.N != 1 {
			t.Errorf("the relay reports %d lost requests, %+v after the FIN; want one of each", sum.Lost, sum.AfterFIN)
		}
		return []*story{watched}, captured
	})
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
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	resp, err := client.Post(url, "text/plain", strings.NewReader("hello"))
	check(t, err)
	resp.Body.Close()
	return resp.StatusCode
}

// A story holds what is seen from one vantage: the exchanges and ends, and their summary.
type story struct {
	vantage  string
	lines    []string // exchanges and ends, with the findings that do not depend on time
	timed    []string // the findings that depend on time
	ends     int      // number of ended connections that had a request
	requests map[int]string
	found    map[int][]string // codes of findings, by exchange
	fold     learned.Fold
}

func newStory(vantage string) *story {
	return &story{vantage: vantage, requests: map[int]string{}, found: map[int][]string{}}
}

// timedCodes holds the codes of findings that depend on elapsed time. On a busy machine,
// vantages differ in these.
var timedCodes = []wire.Code{
	session.CodeClosedEarly, session.CodeClosedLate, session.CodeMaxEndedEarly, session.CodeCloseUnannounced,
	session.CodeCloseIgnored, session.CodeDelayedAckStall, session.CodeClosedByAge,
}

func (s *story) apply(ev session.Event) {
	s.fold.Apply(ev)
	switch ev := ev.(type) {
	case *session.RequestStarted:
		s.requests[ev.Exchange] = ev.Method + " " + ev.Target
	case session.Found:
		if slices.Contains(timedCodes, ev.Finding.Code) {
			s.timed = append(s.timed, fmt.Sprintf("exchange %d: %s", ev.Exchange, ev.Finding.Code))
			return
		}
		s.found[ev.Exchange] = append(s.found[ev.Exchange], string(ev.Finding.Code))
	case *session.ExchangeDone:
		line := fmt.Sprintf("%s %d", s.requests[ev.Exchange], ev.Facts.Status)
		if ev.Facts.Status == 0 {
			line = s.requests[ev.Exchange] + " lost"
		}
		slices.Sort(s.found[ev.Exchange])
		s.lines = append(s.lines, strings.Join(append([]string{line}, s.found[ev.Exchange]...), " "))
	case session.Closed:
		if ev.Exchanges == 0 { // a connection that was made only to check whether the server listens
			return
		}
		s.ends++
		s.lines = append(s.lines, string(ev.By)+" "+string(ev.How))
	}
}

// differs returns the differences between two vantages, except those that depend on time,
// or "" if there are none.
func (s *story) differs(other *story) string {
	if a, b := s.observed(), other.observed(); a != b {
		return fmt.Sprintf("%s sees %s; %s sees %s", s.vantage, a, other.vantage, b)
	}
	return ""
}

func (s *story) observed() string {
	sum := s.fold.Summary()
	return fmt.Sprintf("%q, %d lost, %d idle closes", s.lines, sum.Lost, sum.Server.Idle.N)
}

// differsInTime returns the differences that depend on time, or "" if there are none.
func (s *story) differsInTime(other *story) string {
	slices.Sort(s.timed)
	slices.Sort(other.timed)
	a, b := s.fold.Summary().Server.Idle, other.fold.Summary().Server.Idle
	if !slices.Equal(s.timed, other.timed) || (a.Low-b.Low).Abs() > apart || (a.High-b.High).Abs() > apart {
		return fmt.Sprintf("%s sees %q, idle %v to %v; %s sees %q, idle %v to %v", s.vantage, s.timed, a.Low, a.High, other.vantage, other.timed, b.Low, b.High)
	}
	return ""
}

// apart is the maximum difference between the idle times of two vantages.
const apart = 100 * time.Millisecond

// agree checks that several vantages and a capture give the same story. It calls see for
// each attempt. It tries again if the capture is known to lack packets, or if a busy
// machine may explain a difference in time. The test fails if each attempt shows a
// difference.
func agree(t *testing.T, see func(*testing.T) ([]*story, *dump)) {
	t.Helper()
	const tries = 10
	for try := range tries {
		stories, captured := see(t)
		lost := 0
		if captured != nil {
			lost = captured.finish(t, stories[0].ends)
			stories = append(stories, captured.story)
		}
		again := ""
		for _, s := range stories[1:] {
			differs := s.differs(stories[0])
			if differs != "" && (s.vantage != "the capture" || lost == 0) {
				t.Fatal(differs)
			}
			again += differs + s.differsInTime(stories[0])
		}
		if again == "" || t.Failed() {
			for _, s := range stories {
				sum := s.fold.Summary()
				t.Logf("%s: idle %v, lost %v after the FIN", s.vantage, sum.Server.Idle.Low, sum.AfterFIN.Low)
			}
			return
		}
		t.Logf("attempt %d, tcpdump lost %d packets: %s", try+1, lost, again)
	}
	t.Fatalf("the vantages differed in each of %d attempts, want one without a difference", tries)
}

// A running is a running relay.
type running struct {
	addr string
	stop func()
}

func relayTo(t testing.TB, server, fault string, emit func(session.Event)) *running {
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
		r.Close()
	}
	t.Cleanup(stop)
	return &running{r.Addr().String(), stop}
}

// A dump is a running capture. It is nil if the test may not capture packets.
type dump struct {
	*story
	cmd    *exec.Cmd
	server string
	done   chan error    // the error from reading the capture, or nil
	ended  chan struct{} // receives a token at the end of each connection that had a request
	report chan string   // tcpdump's final output
}

// tcpdump starts a capture of the packets that a server on loopback receives and sends.
// It returns nil if the test may not capture packets.
func tcpdump(t testing.TB, server string) *dump {
	t.Helper()
	program, err := exec.LookPath("tcpdump")
	if (err != nil || os.Getuid() != 0) && required() {
		t.Fatal("cannot capture: tcpdump is missing, or the tests do not run as root")
	}
	if err != nil || os.Getuid() != 0 {
		t.Log("no capture: tcpdump is missing, or the tests do not run as root")
		return nil
	}
	_, port, _ := net.SplitHostPort(server)
	// The default buffer of tcpdump holds about sixteen packets of the default snap
	// length, but a pipeline sends more packets at once. A buffer of 64 MiB holds several
	// hundred.
	d := &dump{
		story: newStory("the capture"), server: server, done: make(chan error, 1), ended: make(chan struct{}, 1000), report: make(chan string, 1),
		cmd: exec.Command(program, "-i", "lo", "-U", "--immediate-mode", "-B", "65536", "-w", "-", "tcp port "+port),
	}
	out, err := d.cmd.StdoutPipe()
	check(t, err)
	errs, err := d.cmd.StderrPipe()
	check(t, err)
	check(t, d.cmd.Start())
	t.Cleanup(func() { d.cmd.Process.Kill(); d.cmd.Wait() })
	lines := bufio.NewScanner(errs)
	for lines.Scan() && !strings.Contains(lines.Text(), "listening on") {
	}
	go func() {
		var report strings.Builder
		for lines.Scan() {
			report.WriteString(lines.Text() + "\n")
		}
		d.report <- report.String()
	}()
	go func() {
		f, err := capture.Open(out)
		if err == nil {
			err = f.Read(traffic.NewWatcher("", d.see).Take)
		}
		d.done <- err
	}()
	return d
}

func (d *dump) see(ev session.Event) {
	before := d.ends
	d.apply(ev)
	if d.ends > before {
		d.ended <- struct{}{}
	}
}

// finish ends the capture when it has seen the given number of connections end, and
// returns the number of lost packets. A signal ends tcpdump without its last packets, so
// finish waits for these first. If the packet of an end was lost, finish notices that
// from the packets of a later connection.
func (d *dump) finish(t testing.TB, ends int) (lost int) {
	t.Helper()
	deadline := time.After(patience)
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	late := false
	for n := 0; n < ends && !late; {
		select {
		case <-d.ended:
			n++
		case <-again.C:
			if c, err := net.Dial("tcp", d.server); err == nil {
				c.Close()
			}
		case <-deadline:
			late = true
		}
	}
	check(t, d.cmd.Process.Signal(os.Interrupt))
	var report string
	select {
	case report = <-d.report:
		check(t, <-d.done)
	case <-time.After(patience):
		t.Fatalf("tcpdump did not end within %v", patience)
	}
	for line := range strings.Lines(report) {
		if n, ok := strings.CutSuffix(strings.TrimSpace(line), " packets dropped by kernel"); ok {
			lost, _ = strconv.Atoi(n)
		}
	}
	if late && lost == 0 {
		t.Fatalf("the capture has the ends of %d connections, want %d: %q\n%s", d.ends, ends, d.lines, report)
	}
	return lost
}
