package ui

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/lesson"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/state"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/tutor"
)

// learning returns options that open a lesson on the practice server, or the list of
// lessons if name is empty.
func learning(name string) func(*Options) {
	return func(o *Options) {
		practising(o)
		o.Learn = tutor.Options{Pace: 1, Name: name, List: name == ""}
		o.State = state.Open(state.Options{NoState: true, NoProgress: true})
	}
}

func TestLessonGoldens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
		m, _ := shown(play.Fresh(), size[0], size[1], learning("both"))
		at := func(name string, keys ...string) {
			press(m, keys...)
			golden.Size(t, screen(m), size[0], size[1])
			golden.Check(t, fmt.Sprintf("lesson-%s-%dx%d", name, size[0], size[1]), screen(m))
		}
		at("asks")
		at("early", "enter")
		at("runs", "a", "i")
		at("folded", "T")
		at("list", "T", "esc")
		m, _ = shown(play.Fresh(), size[0], size[1], learning("both"), func(o *Options) { o.ASCII = true })
		at("ascii")
		at("list-ascii", "esc")
		m, _ = shown(play.Fresh(), size[0], size[1], learning("both"), func(o *Options) { o.Profile = colorprofile.NoTTY })
		at("colourless")
		at("list-colourless", "esc")
	}
}

// A lesson asks for a prediction before the request. Afterwards, its letters have their
// usual meaning.
func TestRequestWaitsForThePrediction(t *testing.T) {
	m, e := shown(play.Fresh(), 120, 40, learning("both"))
	press(m, "enter", "p")
	expect(t, m, "Predict first: a, b or c.", "predict first: a, b or c")
	press(m, "T", "enter") // a hidden question appears again
	expect(t, m, "predict first: a, b or c")
	if len(e.did) != 0 {
		t.Errorf("the keys before the prediction gave the commands %v, want none", e.did)
	}
	m.desk().tuition.began = e.now
	press(m, "c") // at once, as if c was pressed twice to go on
	expect(t, m, "predict first")
	press(m, "a")
	expect(t, m, "Your prediction is a", "a b c change")
	press(m, "b")
	expect(t, m, "Your prediction is b", "press enter.", "GET /http10-keep-alive?timeout=60 HTTP/1.0")
	press(m, "]")
	expect(t, m, "This step is not complete yet")
	press(m, "enter")
	if len(e.did) != 1 {
		t.Errorf("enter after the prediction gave %v, want one command", e.did)
	}
}

// The action of a step also waits for the prediction, and the footer names its key.
func TestActionOfAStepWaitsForThePrediction(t *testing.T) {
	m, _ := shown(play.Fresh(), 80, 24, learning("dialects"))
	d := m.desk()
	d.tuition.course.Start(2, d.rec, []string{"both/1", "both/2"})
	for range 2 {
		d.nextStep()
	}
	was := fmt.Sprint(d.next)
	press(m, "K")
	expect(t, m, "Predict first: a, b or c.", "a b c predict")
	if fmt.Sprint(d.next) != was {
		t.Error("K changed the request before the prediction, want no change")
	}
	press(m, "a")
	expect(t, m, "Now press K.", "enter send  K keep-alive  i hint")
	press(m, "k")
	expect(t, m, "This step needs a capital K: hold shift.")
	press(m, "K")
	if fmt.Sprint(d.next) == was {
		t.Error("K did not change the request after the prediction")
	}
}

// While the composer is open, the lesson stays visible, because it says what to write.
func TestLessonStaysVisibleBelowTheComposer(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		m, _ := shown(play.Fresh(), size[0], size[1], learning("default"))
		d := m.desk()
		d.tuition.course.Start(3, d.rec, []string{"default/1", "default/2"})
		d.nextStep()
		d.nextStep()
		press(m, "e")
		expect(t, m, "Next request", "Press ctrl+u", "Connection   keep-alive", "Well-formed")
		golden.Size(t, screen(m), size[0], size[1])
	}
	for _, size := range [][2]int{{80, 20}, {60, 12}, {40, 10}, {30, 8}} {
		m, _ := shown(play.Fresh(), size[0], size[1], learning("default"))
		press(m, "e")
		golden.Size(t, screen(m), size[0], size[1])
	}
}

// A row that was selected in one step does not change what enter does in the next step.
func TestSelectedRowOfAStepDoesNotChangeTheNext(t *testing.T) {
	m, e := shown(play.Idle(), 80, 24, learning("again"))
	press(m, "down", "down")
	expect(t, m, "enter show the bytes")
	press(m, "enter")
	expect(t, m, "These are the bytes of that row. enter now sends.")
	press(m, "1", "g")
	m.desk().prepareStep()
	if got := m.desk().notice.fitting(80); !strings.HasPrefix(got, "This step begins with a new connection") {
		t.Errorf("notice = %q, want it to say that the step begins with a new connection", got)
	}
	press(m, "enter")
	if last := e.did[len(e.did)-1]; fmt.Sprintf("%T", last) != "session.Send" {
		t.Errorf("enter in the next step gave %T, want session.Send", last)
	}
}

// Hints appear one after the other, with time to read between them.
func TestHintsAppearOneByOne(t *testing.T) {
	m, e := shown(play.Fresh(), 120, 40, learning("bye"))
	press(m, "a", "i")
	expect(t, m, "After enter, press nothing.", "press i again for another hint")
	press(m, "i")
	expect(t, m, "The next hint comes in a moment")
	e.now += 4 * time.Second
	press(m, "i")
	expect(t, m, "when it is reached?")
	e.now += 4 * time.Second
	press(m, "i")
	expect(t, m, "The keys: enter, wait 8 s", "linger presses the keys")
}

// The list of lessons opens any lesson, and continues the open one.
func TestLessonListOpensAndContinues(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, learning(""))
	expect(t, m, "Lessons", "0 of 16 done", "The request that crosses the FIN")
	press(m, "down", "enter")
	expect(t, m, "Lesson 2  Who closes the connection?")
	press(m, "a", "esc")
	expect(t, m, "enter go on")
	press(m, "enter")
	expect(t, m, "Your prediction is a")
	press(m, "esc", "G", "enter")
	expect(t, m, "Lesson 16  For the next hop only")
	m, _ = shown(play.Idle(), 120, 40)
	press(m, "T")
	expect(t, m, "T: linger learn has lessons")
}

// A room is a practice server in memory with an adjustable round trip.
type room struct {
	server *practice.Server
	away   time.Duration
	tcp    time.Duration
}

func (r room) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	door := livetest.Listen(r.away)
	began := time.Now()
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

// linger can press the keys of each step itself, which completes the step. The test runs
// the whole program in fake time.
func TestLingerCompletesEachLesson(t *testing.T) {
	for _, l := range lesson.Table(1) {
		t.Run(l.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				showLesson(t, &l)
			})
		})
	}
}

func showLesson(t *testing.T, l *lesson.Lesson) {
	target := session.Target{Host: "practice.test", Port: "80"}
	here := room{server: practice.New(practice.Config{})}
	s := live.New(live.Config{Target: target, Label: "the practice server", Dialer: here})
	retarget := func(r room) session.Retarget { return session.Retarget{Target: target, Dialer: r} }
	store := state.Open(state.Options{Dir: t.TempDir(), NoState: true})
	m := New(t.Context(), Options{
		Source: Source{Engine: s, Request: target.Request("GET", "/countdown"), Scenarios: lessons, Practice: true,
			Distant: func(trip time.Duration) session.Retarget { return retarget(room{here.server, trip / 2, 0}) }},
		Learn: tutor.Options{Pace: 1, Name: l.Name,
			Probing: func(every time.Duration) session.Retarget { return retarget(room{here.server, 0, every}) }},
		State: store,
	})
	p := tea.NewProgram(watched{m}, tea.WithInput(nil), tea.WithOutput(&output{}), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24),
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}), tea.WithFPS(1))
	done := make(chan error, 1)
	go func() { _, err := p.Run(); done <- err }()
	wait := func(d time.Duration) string {
		time.Sleep(d)
		synctest.Wait()
		return snapshot(p)
	}
	wait(3 * time.Second)
	for i := range l.Steps {
		if l.Steps[i].Ask != nil {
			p.Send(keyOf("a"))
		}
		for range 4 {
			p.Send(keyOf("i"))
			wait(4 * time.Second)
		}
		for range 60 {
			if strings.Contains(wait(time.Second), "c  next step") || strings.Contains(snapshot(p), "c  what to remember") {
				break
			}
		}
		p.Send(keyOf("c"))
		wait(3 * time.Second)
	}
	if got := snapshot(p); !strings.Contains(got, "all lessons") {
		t.Errorf("the lesson %s did not reach its end:\n%s", l.Name, got)
	}
	if names := store.Progress(); len(names) != len(l.Steps) {
		t.Errorf("stored progress = %q, want all %d steps", names, len(l.Steps))
	}
	p.Send(keyOf("ctrl+c"))
	<-done
	s.Close()
	here.server.Close()
	time.Sleep(time.Minute) // wait until all requested ticks have fired
}
