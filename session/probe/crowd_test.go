package probe

import (
	"strings"
	"sync"
	"testing"
	"time"
)

// A place is a server's room for at most max connections.
type place struct {
	mu  sync.Mutex
	in  []*visitor
	max int
}

// enter admits a visitor. If the place is full, it first closes the oldest connection.
func (p *place) enter(v *visitor) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.in) == p.max {
		p.in[0].Close()
		p.in = p.in[1:]
	}
	p.in = append(p.in, v)
}

func (p *place) leave(v *visitor) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.in {
		if p.in[i] == v {
			p.in = append(p.in[:i:i], p.in[i+1:]...)
			return
		}
	}
}

// admit admits a visitor if there is room. It reports whether there was.
func (p *place) admit(v *visitor) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.in) == p.max {
		return false
	}
	p.in = append(p.in, v)
	return true
}

func TestServerThatClosesTheOldestOfThree(t *testing.T) {
	here := &place{max: 3}
	serve := func(v *visitor) {
		here.enter(v)
		defer here.leave(v)
		v.serves(0, 8*time.Second)
	}
	peculiar(t, maxWait(20*time.Second), serve, func(r *Report) {
		for _, c := range r.Checks {
			if c.Verdict == Fail || c.Verdict == Warn && c.Name != nameKind && c.Name != nameStaged { // closing with a request unread causes a reset
				t.Errorf("%s = %s, %q, %q; want no fault of the server", c.Name, c.Verdict, c.Found, c.Text)
			}
		}
		check(t, *r.Check(nameIdle), Pass, "8.000 s", "not advertised")
		check(t, *r.Check(nameFirst), Pass, "8.000 s", "the same limit")
		check(t, *r.Check(nameMax), Pass, "> 100", "no limit was reached")
		check(t, *r.Check(nameRace), Skip, "", "closes connections when more are opened")
		if !strings.Contains(r.Effort(), "the server closes old connections for new ones") {
			t.Errorf("Effort = %q, want it to say that old connections are closed for new ones", r.Effort())
		}
	})
}

func TestServerThatAcceptsThreeConnections(t *testing.T) {
	here := &place{max: 3}
	serve := func(v *visitor) {
		if !here.admit(v) {
			return
		}
		defer here.leave(v)
		v.serves(0, 3*time.Second)
	}
	peculiar(t, maxWait(5*time.Second), serve, func(r *Report) {
		if c := r.Check(nameFirst); c.Verdict == Warn || c.Verdict != Skip && *c.Low < 2.9 {
			t.Errorf("first-request-timeout = %s, %q, %q; want no warning and at least 2.9 s", c.Verdict, c.Found, c.Text)
		}
	})
}
