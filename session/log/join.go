package log

import (
	"reflect"
	"sync"
	"time"

	"linger/session"
)

// A Joiner joins several sessions into one. The sessions may run at the same time or one
// after another. The Joiner converts their events to one clock, and renumbers their
// connections and exchanges. linger uses a Joiner to log probes.
type Joiner struct {
	publish func([]session.Event)

	mu        sync.Mutex
	start     session.Started // Started event of the first session; valid once begun is true
	begun     bool
	last      time.Duration
	conns     int
	exchanges int
}

// NewJoiner returns a Joiner that passes the events of all sessions to publish. It calls
// publish from one goroutine at a time.
func NewJoiner(publish func([]session.Event)) *Joiner { return &Joiner{publish: publish} }

// Session adds a session and returns the function that accepts its events. The events
// must be passed in order.
func (j *Joiner) Session() func([]session.Event) {
	s := &joined{j: j, conns: map[int]int{}, exchanges: map[int]int{}}
	return s.take
}

// Finish publishes the end of the joined session. Call it after the last event.
func (j *Joiner) Finish() {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.begun {
		j.publish([]session.Event{session.Ended{At: j.last}})
	}
}

// joined is one of the sessions that a Joiner joins. Its maps contain the new IDs of its
// connections and exchanges.
type joined struct {
	j                *Joiner
	shift            time.Duration // added to the times of its events
	target           string
	conns, exchanges map[int]int
}

func (s *joined) take(evs []session.Event) {
	s.j.mu.Lock()
	defer s.j.mu.Unlock()
	out := make([]session.Event, 0, len(evs))
	for _, ev := range evs {
		if ev = s.event(ev); ev != nil {
			out = append(out, ev)
			s.j.last = max(s.j.last, At(ev))
		}
	}
	if len(out) > 0 {
		s.j.publish(out)
	}
}

// event returns ev with new IDs and a new time. It returns nil if ev must not be
// published.
func (s *joined) event(ev session.Event) session.Event {
	switch ev := ev.(type) {
	case session.Started:
		s.target = ev.Target
		if s.j.begun {
			s.shift = ev.Wall.Sub(s.j.start.Wall)
			return nil
		}
		s.j.begun, s.j.start = true, ev
		return ev
	case session.Ended:
		s.j.last = max(s.j.last, ev.At+s.shift)
		return nil
	case session.Dialing:
		if ev.Target == "" {
			ev.Target = s.target
		}
		return s.renumbered(ev)
	}
	return s.renumbered(ev)
}

// renumbered returns a copy of ev with new IDs and a new time. It does not change ev,
// because other receivers share it.
func (s *joined) renumbered(ev session.Event) session.Event {
	v := reflect.ValueOf(ev)
	pointer := v.Kind() == reflect.Pointer
	c := reflect.New(reflect.Indirect(v).Type())
	c.Elem().Set(reflect.Indirect(v))
	c.Elem().FieldByName("At").SetInt(int64(At(ev) + s.shift))
	if f := c.Elem().FieldByName("Conn"); f.IsValid() {
		f.SetInt(int64(renumber(s.conns, int(f.Int()), &s.j.conns)))
	}
	if f := c.Elem().FieldByName("Exchange"); f.IsValid() {
		f.SetInt(int64(s.exchange(int(f.Int()))))
	}
	switch e := c.Interface().(type) {
	case *session.ExchangeDone:
		e.Barred = s.exchange(e.Barred)
	case *session.BudgetChanged:
		e.Budget.Deadline += s.shift
		e.Budget.Source = s.exchange(e.Budget.Source)
	case *session.Passed:
		e.LastByte += s.shift
	case *session.Closed:
		s.ending(&e.Ending)
	}
	if pointer {
		return c.Interface().(session.Event)
	}
	return c.Elem().Interface().(session.Event)
}

func (s *joined) ending(e *session.Ending) {
	for _, n := range []*int{&e.Last.Exchange, &e.Moment.Exchange, &e.Notice.Of, &e.Oldest, &e.Cut.Exchange, &e.OutOfStep.After} {
		*n = s.exchange(*n)
	}
	lost := make([]int, 0, len(e.Lost))
	for _, n := range e.Lost {
		lost = append(lost, s.exchange(n))
	}
	e.Lost = lost
}

func (s *joined) exchange(n int) int { return renumber(s.exchanges, n, &s.j.exchanges) }

// renumber returns the new ID for n. If known does not contain one, renumber assigns the
// ID after *last. If n is not positive, renumber returns it unchanged.
func renumber(known map[int]int, n int, last *int) int {
	if n <= 0 {
		return n
	}
	if known[n] == 0 {
		*last++
		known[n] = *last
	}
	return known[n]
}
