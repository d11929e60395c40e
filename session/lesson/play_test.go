package lesson_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/lesson"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/record"
	"linger/wire"
)

// A class is a student in a lesson, with a practice server in memory.
type class struct {
	t      *testing.T
	pace   int
	lesson lesson.Lesson
	step   int
	door   *livetest.Listener
	live   *live.Session
	next   wire.RequestMessage
	view   lesson.View

	log bytes.Buffer // log of the whole session
	out *log.Writer

	mu     sync.Mutex
	events []session.Event
}

// newClass opens a lesson in a room. The latency is that of the room, unless the lesson
// sets a longer one.
func newClass(t *testing.T, l lesson.Lesson, room room) *class {
	c := &class{t: t, pace: room.pace, lesson: l, view: lesson.View{Rec: &record.Record{}, Pace: room.pace}}
	c.out = log.NewWriter(&c.log, log.Header{Program: "linger", Vantage: session.VantageClient})
	c.door = livetest.Listen(max(room.away, l.Away(len(l.Steps)-1)))
	server := practice.New(practice.Config{TLS: room.tls})
	go func() {
		for {
			nc, err := c.door.Accept()
			if err != nil {
				return
			}
			go server.ServeConn(nc)
		}
	}()
	c.live = live.New(live.Config{Target: room.target(), Label: "the practice server", Dialer: c, TLS: live.TLSOptions{Insecure: true}})
	go func() {
		for {
			evs, err := c.live.Events(context.Background())
			if err != nil {
				return
			}
			c.mu.Lock()
			c.events = append(c.events, evs...)
			c.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		c.live.Close()
		c.door.Close()
		server.Close()
	})
	return c
}

var target = session.Target{Host: "practice.example", Port: "80"}

// Dial connects with the TCP keepalive probes that the step needs.
func (c *class) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	began := time.Now()
	nc, err := c.door.Dial(ctx)
	return nc, session.DialTimes{Connect: time.Since(began), TCPAlive: c.lesson.TCP(c.step)}, err
}

func (c *class) Address(t session.Target) string { return t.Address() }

// fold applies all new events to the record.
func (c *class) fold() {
	synctest.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, ev := range c.events {
		c.view.Rec.Apply(ev)
	}
	if err := c.out.Write(c.events...); err != nil {
		c.t.Error(err)
	}
	c.events = nil
}

// replayed returns the view of a record that is read from the log of the session.
func (c *class) replayed() *lesson.View {
	v := c.view
	v.Rec = &record.Record{}
	for r := log.NewReader(bytes.NewReader(c.log.Bytes())); ; {
		ev, err := r.Next()
		if errors.Is(err, io.EOF) {
			return &v
		}
		if err != nil {
			c.t.Fatal(err)
		}
		v.Rec.Apply(ev)
	}
}

// begin begins a step in the same way as the screen.
func (c *class) begin(step int) *lesson.Step {
	c.step = step
	c.fold()
	s := &c.lesson.Steps[step]
	c.view.From, c.view.Seen = lesson.MarkOf(c.view.Rec), map[lesson.Look][]int{}
	c.next = c.lesson.Request(step, target.Request("GET", "/"))
	if s.Ready.Fresh {
		c.live.Do(session.Reconnect{})
	}
	time.Sleep(3 * time.Second)
	c.fold()
	return s
}

func (c *class) act(acts []lesson.Act) {
	for _, a := range acts {
		time.Sleep(a.Wait)
		c.fold()
		c.next = a.Do.Apply(c.next)
		switch a.Do {
		case lesson.Send:
			c.live.Do(session.Send{Request: session.Framed(c.next), Reconnect: true})
		case lesson.Pipeline:
			r := session.Framed(c.next)
			c.live.Do(session.Pipeline{Requests: []wire.RequestMessage{r, r, r, r, r}, Reconnect: true})
		case lesson.Hold:
			c.live.Do(session.Hold{Request: session.Framed(c.next), Within: c.view.Rec.IdleRange(c.view.Rec.Newest()).Low})
		case lesson.Reset:
			c.live.Do(session.Reset{})
		case lesson.Close:
			c.live.Do(session.Close{})
		case lesson.LookBody, lesson.LookClients, lesson.LookResponse, lesson.LookWire, lesson.LookEnd:
			c.view.Seen[a.Do] = append(c.view.Seen[a.Do], len(c.view.Rec.Exchanges))
		}
	}
}

// holds waits for a limited time until a condition holds, and reports whether it does.
func (c *class) holds(cond lesson.Condition) bool {
	for range 60 * c.pace {
		if c.fold(); cond.Met(&c.view) {
			return true
		}
		time.Sleep(250 * time.Millisecond)
	}
	return false
}

// solve carries out the actions of Solve and checks that they complete the step.
func (c *class) solve(step int) {
	c.t.Helper()
	s := c.begin(step)
	if s.Until.Met(&c.view) {
		c.t.Errorf("%s: step %d is complete before the student acts", c.lesson.Name, step+1)
	}
	c.act(s.Solve)
	if !c.holds(s.Until) {
		c.t.Fatalf("%s: step %d is not complete after %s; its condition is: %s", c.lesson.Name, step+1, s.Keys(), s.Until)
	}
	if !s.Until.Met(c.replayed()) {
		c.t.Errorf("%s: step %d is not complete in the replayed log; its condition is: %s", c.lesson.Name, step+1, s.Until)
	}
}

// A room is an environment in which the tests play the lessons.
type room struct {
	name string
	pace int
	away time.Duration
	tls  *tls.Config // nil: plain HTTP
}

func (r *room) target() session.Target {
	to := target
	to.TLS = r.tls != nil
	return to
}

// rooms returns the environments in which the tests play the lessons.
func rooms(t *testing.T) []room {
	cert, _, err := practice.SelfSigned("practice.example")
	if err != nil {
		t.Fatal(err)
	}
	return []room{
		{"without delay", 1, 0, nil},
		{"round trip 40 ms", 1, 20 * time.Millisecond, nil},
		{"pace 2", 2, 0, nil},
		{"over TLS", 1, 0, &tls.Config{Certificates: []tls.Certificate{cert}}},
	}
}

// No step is complete before the student acts, and each step is complete after its
// solution. Both are true for the record of the session and for the record of its log.
func TestLessonsCanBeSolved(t *testing.T) {
	for _, room := range rooms(t) {
		for _, l := range lesson.Table(room.pace) {
			t.Run(room.name+"/"+l.Name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c := newClass(t, l, room)
					for i := range l.Steps {
						c.solve(i)
					}
				})
			})
		}
	}
}

// The actions of an Astray do not complete the step. After them, its condition holds, and
// no earlier sentence is shown.
func TestAstrayActionsDoNotCompleteStep(t *testing.T) {
	for _, room := range rooms(t) {
		for _, l := range lesson.Table(room.pace) {
			for i, s := range l.Steps {
				for n, a := range s.Astray {
					t.Run(strings.Join([]string{room.name, l.Name, s.Title, string(rune('a' + n))}, "/"), func(t *testing.T) {
						synctest.Test(t, func(t *testing.T) {
							c := newClass(t, l, room)
							for before := range i {
								c.solve(before)
							}
							c.begin(i)
							c.act(a.Acts)
							if !c.holds(a.When) {
								t.Errorf("after %v, the condition does not hold: %s", a.Acts, a.When)
							}
							if s.Until.Met(&c.view) {
								t.Errorf("%v complete the step; its condition is: %s", a.Acts, s.Until)
							}
							for _, earlier := range s.Astray[:n] {
								if earlier.When.Met(&c.view) {
									t.Errorf("after %v, linger shows an earlier sentence: %s", a.Acts, earlier.Say)
								}
							}
						})
					})
				}
			}
		}
	}
}
