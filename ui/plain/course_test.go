package plain_test

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/lesson"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/state"
	"linger/ui/plain"
	"linger/ui/tutor"
)

// A room is a practice server in memory, with an adjustable round-trip time.
type room struct {
	server *practice.Server
	away   time.Duration
	tcp    time.Duration
}

func (r room) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	door, began := livetest.Listen(r.away), time.Now()
	client, err := door.Dial(ctx)
	if err != nil {
		return nil, session.DialTimes{}, err
	}
	server, err := door.Accept()
	if err == nil {
		go r.server.ServeConn(server)
	}
	return client, session.DialTimes{Connect: time.Since(began), TCPAlive: r.tcp}, err
}

func (room) Address(t session.Target) string { return t.Address() }

// typedAs maps the actions of a student in a lesson to commands.
var typedAs = map[lesson.Action]string{lesson.Send: "", lesson.SayClose: "edit Connection: close", lesson.Close: "x", lesson.Pipeline: "pipeline", lesson.Hold: "H",
	lesson.KeepAlive: "keep-alive", lesson.Version: "http1.0", lesson.Head: "head", lesson.LookClients: "clients", lesson.LookResponse: "response", lesson.LookBody: "body", lesson.LookWire: "wire", lesson.LookEnd: "now", lesson.Watch: "now"}

// Every lesson can be completed with typed commands only.
func TestEveryLessonWorksWithTypedCommands(t *testing.T) {
	for _, l := range lesson.Table(1) {
		t.Run(l.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { takeLesson(t, &l) })
		})
	}
}

func takeLesson(t *testing.T, l *lesson.Lesson) {
	target, path, err := session.ParseTarget("http://practice.test/countdown")
	if err != nil {
		t.Fatal(err)
	}
	here := room{server: practice.New(practice.Config{})}
	defer here.server.Close()
	s := live.New(live.Config{Target: target, Label: "the practice server", Dialer: here})
	defer s.Close()
	in, at := &typing{began: time.Now()}, 3*time.Second
	say := func(after time.Duration, text string) {
		at += after
		in.lines = append(in.lines, line{at, text})
	}
	for i := range l.Steps {
		step := &l.Steps[i]
		if step.Ask != nil {
			say(time.Second, "a")
		}
		for _, a := range step.Solve {
			say(max(a.Wait, 100*time.Millisecond), typedAs[a.Do])
		}
		say(5*time.Second, "c")
	}
	say(time.Second, "q")
	var out strings.Builder
	retarget := func(r room) session.Retarget { return session.Retarget{Target: target, Dialer: r} }
	err = plain.Run(t.Context(), plain.Options{Engine: s, Request: target.Request("GET", path), In: in, Out: &out, Practice: true,
		Learn:   tutor.Options{Pace: 1, Name: l.Name, Probing: func(every time.Duration) session.Retarget { return retarget(room{here.server, 0, every}) }},
		Distant: func(trip time.Duration) session.Retarget { return retarget(room{here.server, trip / 2, 0}) },
		State:   state.Open(state.Options{NoState: true, NoProgress: true})})
	if err != nil {
		t.Error(err)
	}
	if strings.Contains(out.String(), "?.") {
		t.Error("a question ends with a full stop after its question mark")
	}
	if got := out.String(); strings.Count(got, " is complete.\n") != len(l.Steps) || !strings.Contains(got, "To remember: "+l.Recap) {
		t.Errorf("not every step is complete:\n%s", got)
	}
}
