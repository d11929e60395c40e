package plain_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/state"
	"linger/ui/plain"
	"linger/ui/tutor"
	"linger/wire"
)

// typing is an input whose lines arrive at given times.
type typing struct {
	lines []line
	began time.Time
}

type line struct {
	at   time.Duration
	text string
}

func (t *typing) Read(p []byte) (int, error) {
	if len(t.lines) == 0 {
		return 0, io.EOF
	}
	l := t.lines[0]
	t.lines = t.lines[1:]
	time.Sleep(time.Until(t.began.Add(l.at)))
	return copy(p, l.text+"\n"), nil
}

// practising dials a practice server in memory.
var practising = session.DialFunc(func(context.Context, session.Target) (net.Conn, error) {
	client, server := livetest.Pipe()
	go practice.New(practice.Config{}).ServeConn(server)
	return client, nil
})

// follow returns the output of a session while the lines are typed.
func follow(t *testing.T, lines ...line) string {
	t.Helper()
	target, path, err := session.ParseTarget("http://practice.test/countdown")
	if err != nil {
		t.Fatal(err)
	}
	s := live.New(live.Config{Target: target, Dialer: practising})
	var out strings.Builder
	in := &typing{began: time.Now(), lines: lines}
	if err := plain.Run(t.Context(), plain.Options{Engine: s, Request: target.Request("GET", path), In: in, Out: &out}); err != nil {
		t.Error(err)
	}
	s.Close()
	return out.String()
}

// wantInOrder fails the test unless the output contains each of words, in the given order.
func wantInOrder(t *testing.T, got string, words ...string) {
	t.Helper()
	at := 0
	for _, want := range words {
		i := strings.Index(got[at:], want)
		if i < 0 {
			t.Fatalf("the output lacks %q after\n%s\nin\n%s", want, got[:at], got)
		}
		at += i
	}
}

func TestFollowing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := follow(t, line{time.Second, ""}, line{2 * time.Second, "why"}, line{9 * time.Second, "/bare-lf"},
			line{10 * time.Second, "bogus"}, line{11 * time.Second, "q"})
		wantInOrder(t, got,
			"Next: GET /countdown HTTP/1.1.", "connection 1: open", "Open. ",
			"exchange 1: GET /countdown, 200 OK, length 31", "The connection stays open: http/1.1-default. 9 left.",
			"Safe to send.", "both are HTTP/1.1: yes.", "Caution.", "connection 1: server closed (FIN) after 5.0",
			"connection 2: open", "exchange 2: GET /bare-lf", "warning at ", "No such command.",
		)
		for _, r := range got {
			if r < ' ' && r != '\n' {
				t.Errorf("the output contains the control character %U", r)
			}
		}
	})
}

func TestHelpAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := follow(t, line{time.Second, "help"}, line{2 * time.Second, "?"}, line{3 * time.Second, "/close"},
			line{4 * time.Second, "why"}, line{5 * time.Second, "q"})
		wantInOrder(t, got, "  enter: send the next request", "  q: quit", "  enter: send the next request",
			"exchange 1: GET /close, 200 OK", "The connection does not stay open: response: close (Connection: close, RFC 9112 §9.6).",
			"  not a tunnel: yes. status 200", "  response: close: yes, which decides. Connection: close", "  request: no close: not reached. (")
		if strings.Contains(got, "No such command") {
			t.Errorf("a command was not recognised:\n%s", got)
		}
	})
}

func TestEndingConnectionsAndChecking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := follow(t, line{time.Second, "check"}, line{2 * time.Second, "reset"}, line{3 * time.Second, "check"},
			line{4 * time.Second, ""}, line{5 * time.Second, "half-close"}, line{7 * time.Second, "q"})
		wantInOrder(t, got, "No FIN or reset has arrived", "linger reset (RST)", "Not connected.",
			"exchange 1: GET /countdown", "connection 2: server closed (FIN)", "after linger half-closed")
	})
}

// redirecting returns a dialer. It connects to a server that responds with the Location
// where, and sends each request to asked, after the target.
func redirecting(t *testing.T, status, where string, asked chan<- string) session.Dialer {
	return session.DialFunc(func(_ context.Context, to session.Target) (net.Conn, error) {
		client, server := livetest.Pipe()
		go func() {
			defer server.Close()
			var head []byte
			for b := make([]byte, 1); ; {
				if _, err := server.Read(b); err != nil {
					return
				}
				if head = append(head, b...); strings.HasSuffix(string(head), "\r\n\r\n") {
					asked <- to.String() + " " + string(head)
					_, _ = io.WriteString(server, "HTTP/1.1 "+status+" There\r\nLocation: "+where+"\r\nContent-Length: 0\r\n\r\n")
					head = nil
				}
			}
		}()
		return client, nil
	})
}

// L follows a Location. If the Location is on another origin, linger waits for the
// command yes, and sends no secret there.
func TestFollowingALocation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := make(chan string, 10)
		target, _, _ := session.ParseTarget("http://first.test")
		s := live.New(live.Config{Target: target, Dialer: redirecting(t, "302", "http://other.test/x", asked)})
		r := target.Request("GET", "/")
		r.Fields = append(r.Fields, wire.HeaderField{Name: "Cookie", Value: "s3cret"})
		var out strings.Builder
		in := &typing{began: time.Now()}
		for i, l := range []string{"L", "", "L", "", "L", "why", "L", "yes", "L", "q"} {
			in.lines = append(in.lines, line{time.Duration(i+1) * time.Second, l})
		}
		if err := plain.Run(t.Context(), plain.Options{Engine: s, Request: r, In: in, Out: &out}); err != nil {
			t.Error(err)
		}
		s.Close()
		wantInOrder(t, out.String(), "There is no exchange yet.", "exchange 1", "leads to another origin: http://other.test/x. The command yes closes this connection",
			"Not sent there: Cookie.", "Stays at http://first.test.", "Stays at http://first.test.", "exchange 1: ", "leads to another",
			"connection 1: linger closed (FIN)", "connection 2: open to http://other.test", "exchange 2: GET /x", "exchange 3: GET /x")
		close(asked)
		var got []string
		for a := range asked {
			got = append(got, a)
		}
		if len(got) != 3 || !strings.Contains(got[0], "Cookie: s3cret") || strings.Contains(got[1]+got[2], "s3cret") ||
			!strings.HasPrefix(got[1], "http://other.test GET /x") || !strings.Contains(got[2], "Host: other.test") {
			t.Errorf("the servers received the requests %q; want three, and the cookie only in the first", got)
		}
	})
}

// The output names the command that stops a long task, not a key, and prints every
// refusal.
func TestOutputNamesCommandsNotKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := follow(t, line{time.Second, "H"}, line{2 * time.Second, "H"}, line{3 * time.Second, ""}, line{4 * time.Second, "w"}, line{5 * time.Second, "q"})
		wantInOrder(t, got, "Type a command and press enter", "send a request first", "send a request first", "Waiting for the server to close.", "the command stop ends it.")
		if strings.Contains(got, "esc") {
			t.Errorf("the output names the key esc, which cannot be typed:\n%s", got)
		}
	})
}

// When a task ends early, linger prints its result.
func TestStoppedTaskPrintsItsResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := follow(t, line{time.Second, ""}, line{2 * time.Second, "H"}, line{3 * time.Second, "stop"}, line{4 * time.Second, "q"})
		wantInOrder(t, got, "exchange 1:", "Sends again when the last second begins", "The hold ended before anything was sent: it was stopped.")
	})
}

// If connecting takes long, the output says so once, and names the command that stops it.
func TestConnectingSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, path, err := session.ParseTarget("http://practice.test/countdown")
		if err != nil {
			t.Fatal(err)
		}
		s := live.New(live.Config{Target: target, Dialer: session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})})
		var out strings.Builder
		in := &typing{began: time.Now(), lines: []line{{4 * time.Second, "x"}, {6 * time.Second, "q"}}}
		if err := plain.Run(t.Context(), plain.Options{Engine: s, Request: target.Request("GET", path), In: in, Out: &out}); err != nil {
			t.Error(err)
		}
		s.Close()
		wantInOrder(t, out.String(), "Connecting to practice.test:80. The command x stops connecting.", "connection 1: given up.")
		if strings.Count(out.String(), "Connecting to") != 1 {
			t.Errorf("the output must say once that linger is connecting:\n%s", out.String())
		}
	})
}

// piped runs a session whose input is available at once, and returns the error of Run.
func piped(t *testing.T, in io.Reader, out io.Writer) (err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		target, path, parseErr := session.ParseTarget("http://practice.test/countdown")
		if parseErr != nil {
			t.Fatal(parseErr)
		}
		s := live.New(live.Config{Target: target, Dialer: practising})
		defer s.Close()
		err = plain.Run(t.Context(), plain.Options{Engine: s, Request: target.Request("GET", path), In: in, Out: out})
	})
	return err
}

func TestResponsesArePrintedAfterTheEndOfTheInput(t *testing.T) {
	for _, in := range []string{"\n", "\nGET /early", strings.Repeat("x", 1<<20) + "\n\n"} {
		var out strings.Builder
		if err := piped(t, strings.NewReader(in), &out); err != nil || !strings.Contains(out.String(), " 200") {
			t.Errorf("input %.20q: Run returned %v, want a response for each request:\n%s", in, err, out.String())
		}
	}
}

// full is a writer that always fails, like a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
func (full) Close() error              { return nil }

func TestRunReturnsAWriteError(t *testing.T) {
	if err := piped(t, strings.NewReader("\n"), full{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("Run returned %v, want the error of the writer", err)
	}
}

// A lateReader reads events late, and then returns all of them at once.
type lateReader struct {
	*live.Session
	late bool
}

func (r *lateReader) Events(ctx context.Context) ([]session.Event, error) {
	if !r.late {
		r.late = true
		time.Sleep(time.Second)
	}
	return r.Session.Events(ctx)
}

// A measured limit applies from the first response on, even if linger reads the events
// late.
func TestMeasuredLimitAppliesFromTheFirstResponse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, path, err := session.ParseTarget("http://practice.test/length?timeout=600")
		if err != nil {
			t.Fatal(err)
		}
		store := state.Open(state.Options{NoProgress: true})
		store.Measured(state.Limit{Target: target.String(), Low: 5 * time.Second, High: 5 * time.Second, Closes: 3})
		s := live.New(live.Config{Target: target, Dialer: practising})
		var out strings.Builder
		if err := plain.Run(t.Context(), plain.Options{Engine: &lateReader{Session: s}, Request: target.Request("GET", path), In: strings.NewReader("\n"), Out: &out, State: store}); err != nil {
			t.Error(err)
		}
		s.Close()
		wantInOrder(t, out.String(), "200 OK", "The server says 600 s but has closed after 5.00 s")
	})
}

// A lesson in sentences has predictions, wrong results, hints, what happened, and what to
// remember.
func TestLesson(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, path, err := session.ParseTarget("http://practice.test/countdown")
		if err != nil {
			t.Fatal(err)
		}
		s := live.New(live.Config{Target: target, Label: "the practice server", Dialer: practising})
		var out strings.Builder
		in := &typing{began: time.Now()}
		for i, text := range []string{"", "b", "", "go", "hint", "", "hint", "K", "", "go", "b", "keep-alive", "", "wire", "c", "a", "edit Connection: keep-alive", "",
			"clients", "body", "c", "again", "?", "learn", "learn 99", "learn 2", "q"} {
			in.lines = append(in.lines, line{time.Duration(i+1) * 4 * time.Second, text})
		}
		store := state.Open(state.Options{NoState: true, NoProgress: true})
		err = plain.Run(t.Context(), plain.Options{Engine: s, Request: target.Request("GET", path), In: in, Out: &out,
			Practice: true, Learn: tutor.Options{Pace: 1, Name: "both"}, State: store})
		s.Close()
		if err != nil {
			t.Error(err)
		}
		wantInOrder(t, out.String(),
			"Lesson 3: Both sides must agree\n", "Lesson 3, step 1 of 4: Nobody asks.", "Next: GET /http10-keep-alive?timeout=60 HTTP/1.0, does not ask for keep-alive.",
			"Predict: What does the server do", "  b: it closes the connection", "Predict first", "Your prediction is b. Now try it.",
			"server closed (FIN)", "step 1 is complete.", "As you predicted: it closes the connection.", "The command go continues.",
			"step 2 of 4", "Hint: ", "This request did not ask, either.", "says Connection: keep-alive.", "step 2 is complete.",
			"step 3 of 4", "Your prediction is b", "step 3 is complete.", "sent at 124: GET /http10-keep-alive", "step 4 of 4",
			"Your prediction is a", "step 4 is complete.", "You predicted a: it has status 403. What happened is b", "Node Agent: ", "  Response 1 on this connection.", "To remember: ",
			"Lesson 3, step 4 of 4", "hint, or i: a hint", "lesson 3: Both sides must agree, 7 minutes, done", "There is no such lesson", "Lesson 2, step 1 of 4")
	})
}
