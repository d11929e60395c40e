package drill_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/drill"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/practice"
	"linger/session/record"
	"linger/wire"
)

// A student plays one round on a practice server in memory.
type student struct {
	live *live.Session
	rec  record.Record
	next wire.RequestMessage
	door *livetest.Listener
}

var target = session.Target{Host: "practice.example", Port: "80"}

func (s *student) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	nc, err := s.door.Dial(ctx)
	return nc, session.DialTimes{}, err
}

func (s *student) Address(t session.Target) string { return t.Address() }

// fold applies the events of the next d to the record.
func (s *student) fold(d time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for {
		evs, err := s.live.Events(ctx)
		for _, ev := range evs {
			if _, found := ev.(session.Found); !found { // the proof never depends on a finding
				s.rec.Apply(ev)
			}
		}
		if err != nil {
			return
		}
	}
}

// send sends the next request and waits.
func (s *student) send(wait time.Duration) {
	s.live.Do(session.Send{Request: session.Framed(s.next), Reconnect: true})
	s.fold(wait)
}

// play makes the experiments that show the behaviour of a round. It sends the request
// that the round needs, on as many connections as the round needs, and waits for the end
// of each. Then it sends a few requests without waiting.
func (s *student) play(r drill.Round) {
	switch r.Needs {
	case "HEAD":
		s.next.Method = "HEAD"
	case "close":
		s.send(time.Second)
		s.live.Do(session.Reconnect{})
		s.next = session.WithConnection(s.next, "close")
	case "HTTP/1.0":
		s.next.Proto = "HTTP/1.0"
	case "twice":
		for wait := 3700 * time.Millisecond; wait < 6*time.Second; wait += 200 * time.Millisecond {
			s.send(wait)
		}
	}
	for range 3 {
		s.send(20 * time.Second)
	}
	for range 5 {
		s.send(time.Second / 5)
	}
	s.send(20 * time.Second)
	for range 4 {
		s.send(4 * time.Second)
	}
	s.fold(time.Minute)
}

// kinds returns one round of each scenario.
func kinds(t *testing.T) (out []drill.Round) {
	seen := map[string]bool{}
	for n := 1; n <= 200; n++ {
		r, err := truth("7K3P", n)
		if err != nil {
			t.Fatal(err)
		}
		drawn, _ := practice.Draw("7K3P", n)
		if !seen[drawn.Scenario] {
			seen[drawn.Scenario] = true
			r.Scenario = drawn.Scenario + "?" + drawn.Query
			out = append(out, r)
		}
	}
	return out
}

// With the right experiments, every round can be proved from the bytes, without linger's
// findings. A line of the request, or the wrong kind of place, proves nothing.
func TestEveryRoundCanBeProved(t *testing.T) {
	all := kinds(t)
	if len(all) < 40 {
		t.Errorf("the rounds have %d different scenarios, want at least 40", len(all))
	}
	for _, r := range all {
		t.Run(strings.Trim(strings.ReplaceAll(r.Scenario, "/", "-"), "-"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { proveRound(t, r) })
		})
	}
}

func proveRound(t *testing.T, r drill.Round) {
	s := &student{door: livetest.Listen(0), next: target.Request("GET", r.Target)}
	server := practice.New(practice.Config{})
	go func() {
		for {
			nc, err := s.door.Accept()
			if err != nil {
				return
			}
			go server.ServeConn(nc)
		}
	}()
	s.live = live.New(live.Config{Target: target, Dialer: s})
	defer func() { s.live.Close(); s.door.Close(); server.Close() }()
	s.play(r)

	marks := r.Decisive(&s.rec)
	if slices.Contains(r.Right[drill.Proof], drill.NothingProves) {
		if len(marks) > 0 || r.Proves(nil) != drill.WholeProof {
			t.Errorf("the decisive places are %+v, want none and a proof without marks", marks)
		}
	} else if len(marks) == 0 || r.Proves(marks) != drill.WholeProof {
		t.Errorf("%v: the marks %+v have the verdict %d, want %d", r.Right[drill.Proof], marks, r.Proves(marks), drill.WholeProof)
	}
	first := s.rec.Exchanges[0]
	if m, ok := drill.MarkLine(s.rec.Conn(first.Conn), true, first.Request.Off); !ok || r.Proves([]drill.Mark{m}) != drill.NoProof {
		t.Errorf("a mark on the request-line, %+v, proves the round; want no proof", m)
	}
	for _, m := range marks {
		wrong := []drill.Mark{m, {Is: drill.AtOther, Connection: m.Connection, Exchange: m.Exchange, Sent: true}}
		if got := r.Proves(wrong); got == drill.WholeProof {
			t.Errorf("a right and a wrong mark prove the round: %+v; want no whole proof", wrong)
		}
	}
}
