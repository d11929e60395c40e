package lesson

import (
	"strings"
	"time"

	"linger/session"
	"linger/wire"
)

// A Lesson teaches one thing about persistent connections.
type Lesson struct {
	Name    string   // name on the command line and in the progress file; it never changes
	Number  int      // number in teaching order, from 1
	Title   string   // a short name
	Gist    string   // what the lesson is about, in a few words, for the list
	Asks    string   // the question that the lesson answers
	Kills   string   // a common but wrong belief that the lesson corrects
	Ref     string   // section that defines the rule, such as "RFC 9112 §9.3"
	Needs   []string // names of the lessons to take first
	Minutes int
	Short   bool // whether it is part of the short workshop
	Steps   []Step
	Recap   string // what to remember
}

// A Step is one thing to do in a lesson.
type Step struct {
	Title  string
	Ready  Ready
	Before string    // text shown first
	Ask    *Question // nil: there is nothing to predict
	Until  Condition // the condition that completes the step
	After  string    // text shown when the step is complete
	Hints  [2]string // first where to look, then what it means; [Step.Keys] returns the third hint
	Astray []Astray  // other results; linger shows the first one whose condition is met
	Solve  []Act     // actions that complete the step
	Open   bool      // whether the step needs an open connection that was used before
	Age    bool      // whether the step is about the age of the connection
	Show   Show      // what the detail pane shows when the step is complete
}

// A Question asks for a prediction.
type Question struct {
	Text    string
	Choices []string
	Right   int // index of the right choice
}

// A Ready says what linger prepares when a step begins. A field with its zero value
// changes nothing.
type Ready struct {
	Method  string // method of the next request; if it is set, Content replaces the content of the request
	Target  string
	Proto   string
	Content string
	Silent  bool // whether the request has no Connection field
	Fresh   bool // whether linger makes a new connection

	Away time.Duration // one-way latency to the server, also for the later steps of the lesson
	TCP  time.Duration // interval of TCP keepalive probes, also for the later steps of the lesson
}

// An Astray is a result that does not complete the step.
type Astray struct {
	When Condition
	Say  string // what happened instead, and what to do next
	Acts []Act  // actions that lead to this result
}

// An Act is an action of the student after a wait.
type Act struct {
	Do   Action
	Wait time.Duration // time to wait after the previous act
}

// An Action is something that a student can do. Its value names the keys to press, as the
// texts of lessons write them.
type Action string

// The actions.
const (
	Send         Action = "enter"
	KeepAlive    Action = "K"                                 // adds or removes Connection: keep-alive
	SayClose     Action = "e, ↓ to Connection, ctrl+u, close" // adds Connection: close
	Version      Action = "0"                                 // switches between HTTP/1.0 and HTTP/1.1
	Head         Action = "I"                                 // switches between HEAD and GET
	Pipeline     Action = "p"
	Hold         Action = "H"
	Reset        Action = "x r"
	Close        Action = "x x"
	LookClients  Action = "2"
	LookResponse Action = "4"
	LookBody     Action = "5"
	LookWire     Action = "6"
	LookEnd      Action = "G"    // jumps to the end of the page
	Watch        Action = "wait" // no key: the student waits
)

// A Show says what the detail pane shows when a step is complete.
type Show uint8

// The values of Show.
const (
	ShowExchange Show = iota // the most recent exchange
	ShowEnd                  // how the connection ended
)

// A Look is a page that a student opened. The screen reports it, because it is
// not in the record.
type Look = Action

// Keys returns the keys that complete the step, such as "K, enter".
func (s *Step) Keys() string {
	var keys []string
	for _, a := range s.Solve {
		if a.Wait > 0 {
			keys = append(keys, "wait "+seconds(a.Wait))
		}
		if a.Do != Watch {
			keys = append(keys, string(a.Do))
		}
	}
	return strings.Join(keys, ", ")
}

// Request returns the next request at the beginning of step i. It is base, changed by the
// preparations and the actions of the earlier steps, and by the preparations of step i.
func (l *Lesson) Request(i int, base wire.RequestMessage) wire.RequestMessage {
	m := base
	for at := range i + 1 {
		m = l.Steps[at].Ready.apply(m)
		for _, a := range l.Steps[at].Solve {
			if at < i {
				m = a.Do.Apply(m)
			}
		}
	}
	return m
}

func (r *Ready) apply(m wire.RequestMessage) wire.RequestMessage {
	if r.Target != "" {
		m.Target = r.Target
	}
	if r.Proto != "" {
		m.Proto = r.Proto
	}
	if r.Method != "" {
		m.Method, m.Content = r.Method, []byte(r.Content)
	}
	if r.Silent {
		m = session.WithConnection(m, "")
	}
	return m
}

// Apply returns the next request after the action. Most actions do not change
// it.
func (a Action) Apply(m wire.RequestMessage) wire.RequestMessage {
	switch a {
	case KeepAlive:
		return session.TogglePersist(m)
	case SayClose:
		return session.WithConnection(m, "close")
	case Version:
		return session.ToggleVersion(m)
	case Head:
		return session.ToggleHead(m)
	}
	return m
}

// Away returns the one-way latency to the server in step i.
func (l *Lesson) Away(i int) (d time.Duration) {
	for at := range i + 1 {
		d = max(d, l.Steps[at].Ready.Away)
	}
	return d
}

// TCP returns the interval of TCP keepalive probes in step i, or 0 for the default.
func (l *Lesson) TCP(i int) (d time.Duration) {
	for at := range i + 1 {
		d = max(d, l.Steps[at].Ready.TCP)
	}
	return d
}
