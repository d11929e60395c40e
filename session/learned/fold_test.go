package learned

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/wire"
)

const ms = time.Millisecond

// A script applies events to a Fold, 1 ms apart.
type script struct {
	Fold
	now       time.Duration
	conn      int
	exchanges int
}

func (s *script) do(event func(at time.Duration) session.Event) *script {
	s.now += ms
	s.Apply(event(s.now))
	return s
}

func (s *script) wait(d time.Duration) *script { s.now += d - ms; return s }

func (s *script) connect() *script {
	s.conn++
	return s.do(func(at time.Duration) session.Event { return session.Connected{At: at, Conn: s.conn} })
}

func (s *script) ask(method string) *script {
	s.exchanges++
	return s.do(func(at time.Duration) session.Event {
		return &session.RequestStarted{At: at, Conn: s.conn, Exchange: s.exchanges, Method: method, Target: "/"}
	})
}

func (s *script) answer() *script {
	return s.do(func(at time.Duration) session.Event {
		return &session.ExchangeDone{At: at, Conn: s.conn, Exchange: s.exchanges, Facts: wire.Facts{Status: 200, Complete: true}}
	})
}

func (s *script) lose(retry session.Retry) *script {
	return s.do(func(at time.Duration) session.Event {
		return &session.ExchangeDone{At: at, Conn: s.conn, Exchange: s.exchanges, Retry: retry}
	})
}

func (s *script) side(p session.Party, how session.How) *script {
	return s.do(func(at time.Duration) session.Event {
		return session.SideEnded{At: at, Conn: s.conn, Side: p, How: how}
	})
}

func (s *script) closed(p session.Party, change ...func(*session.Closed)) *script {
	return s.do(func(at time.Duration) session.Event {
		ev := session.Closed{At: at, Conn: s.conn, Ending: session.Ending{By: p, How: session.HowFIN, Phase: session.PhaseIdle}}
		for _, c := range change {
			c(&ev)
		}
		return ev
	})
}

func (s *script) learned(t *testing.T, want Summary) {
	t.Helper()
	got := s.Summary()
	got.Begun, got.Watched, got.Methods, got.Open, got.AtOnce, got.ReusedAfter = 0, 0, nil, 0, 0, Histogram{}
	got.Server.Evidence, got.Client.Evidence = Evidence{}, Evidence{}
	for i := range got.Losses {
		got.Losses[i].Idle, got.Losses[i].Retried = 0, false
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("summary (-want +got):\n%s", d)
	}
}

func TestServerClosesIdleConnections(t *testing.T) {
	s := &script{}
	for range 2 {
		s.connect().ask("GET").answer().wait(2 * time.Second).ask("GET").answer()
		s.wait(5*time.Second).side(session.ByServer, session.HowFIN).side(session.ByClient, session.HowFIN).closed(session.ByServer)
	}
	s.learned(t, Summary{
		Connections: 2, Ended: 2, Exchanges: 4, Reuses: 2, PerConnection: Counts{2, 2, 2}, LongestReuse: 2 * time.Second,
		Server: Side{First: 2, Idle: Range{5 * time.Second, 5 * time.Second, 2}, Keeps: 2 * time.Second},
		Client: Side{Keeps: 5 * time.Second},
	})
}

func TestLostRequestIsRetried(t *testing.T) {
	s := &script{}
	s.connect().ask("POST").answer().wait(5*time.Second).side(session.ByServer, session.HowFIN).
		ask("POST").side(session.ByServer, session.HowReset).lose(session.RetryNotSafe).closed(session.ByServer).
		connect().ask("POST").answer()
	s.learned(t, Summary{
		Connections: 2, Ended: 1, Exchanges: 3, Reuses: 1, PerConnection: Counts{2, 2, 1},
		Server: Side{First: 1, Idle: Range{5 * time.Second, 5 * time.Second, 1}}, Client: Side{Keeps: 5 * time.Second},
		Lost: 1, Unsafe: 1, AfterFIN: Range{ms, ms, 1}, Retried: 1,
		Losses: []Loss{{Conn: 1, Exchange: 2, Method: "POST", Target: "/", After: ms, Retry: session.RetryNotSafe}},
	})
}

func TestClosesThatAreNotIdleCloses(t *testing.T) {
	s := &script{}
	s.connect().ask("GET").answer().wait(time.Second).side(session.ByServer, session.HowFIN).
		closed(session.ByServer, func(c *session.Closed) { c.Notice.Kind = session.NoticeMax })
	s.connect().ask("GET").answer().side(session.ByServer, session.HowFIN).closed(session.ByServer)
	s.connect().ask("GET").side(session.ByServer, session.HowReset).lose(session.RetrySafe).
		closed(session.ByServer, func(c *session.Closed) { c.How, c.Phase = session.HowReset, session.PhaseResponse })
	s.connect().wait(time.Second).side(session.ByServer, session.HowFIN).closed(session.ByServer)
	s.connect().ask("GET").answer().wait(time.Second).closed(session.ByRelay)
	s.connect().ask("GET").answer().wait(time.Second).closed(session.ByNetwork)
	s.learned(t, Summary{
		Connections: 6, Ended: 6, Exchanges: 5, PerConnection: Counts{0, 1, 6}, ByRelay: 1,
		Server: Side{First: 4, Reset: 1, Announced: 1, InUse: 2}, Lost: 1, Crossed: 1, Retried: 1,
		Losses: []Loss{{Conn: 3, Exchange: 3, Method: "GET", Target: "/", Retry: session.RetrySafe}},
	})
}

// If linger itself is the client, there is one event for the ends of both sides, and
// linger has no idle limit.
func TestOwnConnection(t *testing.T) {
	s := &script{}
	s.connect().ask("GET").answer().wait(3*time.Second).
		closed(session.ByServer, func(c *session.Closed) { c.Idle = 3 * time.Second }).
		connect().ask("GET").answer().closed(session.ByClient, func(c *session.Closed) { c.Idle = time.Second })
	s.learned(t, Summary{
		Connections: 2, Ended: 2, Exchanges: 2, PerConnection: Counts{1, 1, 2},
		Server: Side{First: 1, Idle: Range{3 * time.Second, 3 * time.Second, 1}, Keeps: time.Second},
		Client: Side{First: 1, Keeps: 3 * time.Second},
	})
}

func TestOtherProtocolsAndRefusals(t *testing.T) {
	s := &script{}
	s.connect()
	for range 2 {
		s.do(func(at time.Duration) session.Event { return session.Passed{At: at, Conn: 1, Protocol: "TLS"} })
	}
	s.wait(time.Second).side(session.ByClient, session.HowFIN).closed(session.ByClient)
	s.do(func(at time.Duration) session.Event { return session.DialFailed{At: at, Conn: 2} })
	s.learned(t, Summary{Connections: 1, NotMade: 1, Ended: 1, Opaque: 1, Client: Side{First: 1}})
	if got := s.Summary().Watched; got < time.Second {
		t.Errorf("Watched = %v, want at least 1s", got)
	}
}

// The evidence of a count lists the connections that were counted.
func TestEvidence(t *testing.T) {
	s := &script{}
	for range Kept + 1 {
		s.connect().ask("GET").answer().wait(2*time.Second).ask("POST").answer().
			wait(5*time.Second).side(session.ByServer, session.HowFIN).side(session.ByClient, session.HowFIN).closed(session.ByServer)
	}
	s.connect().ask("GET").answer().closed(session.ByClient, func(c *session.Closed) { c.Notice.Kind = session.NoticeMax })
	s.connect().ask("GET").answer().closed(session.ByClient)
	s.connect().ask("PUT").answer().wait(5 * time.Second).ask("PUT").lose(session.RetrySafe).closed(session.ByServer)
	s.connect().ask("PUT").answer()
	got := s.Summary()
	if idle := got.Server.Evidence.Idle; len(idle) != Kept || idle[0] != 2 || idle[Kept-1] != Kept+1 {
		t.Errorf("evidence of idle closes = %v, want the last %d connections", idle, Kept)
	}
	if d := cmp.Diff(Evidence{Announced: []int{Kept + 2}, InUse: []int{Kept + 3}}, got.Client.Evidence); d != "" {
		t.Errorf("evidence of the client (-want +got):\n%s", d)
	}
	if l := got.Losses; len(l) != 1 || l[0].Idle != 5*time.Second || !l[0].Retried {
		t.Errorf("Losses = %+v, want one, after 5s of idle time and retried", l)
	}
	if d := cmp.Diff(map[string]int{"GET": Kept + 3, "POST": Kept + 1, "PUT": 3}, got.Methods); d != "" {
		t.Errorf("Methods (-want +got):\n%s", d)
	}
	if got.Open != 1 || got.AtOnce != 1 || got.ReusedAfter[20] != Kept+1 {
		t.Errorf("Open = %d, AtOnce = %d, reuses after 2 s = %d; want 1, 1, %d", got.Open, got.AtOnce, got.ReusedAfter[20], Kept+1)
	}
}

func TestAddressesOfClients(t *testing.T) {
	var f Fold
	for i, at := range []string{"10.0.0.1:1", "10.0.0.1:2", "[::1]:3", ""} {
		f.Apply(session.Connected{Conn: i + 1, Local: at})
	}
	if n := f.Summary().Addresses; n != 2 {
		t.Errorf("Addresses = %d, want 2", n)
	}
}

// Hint counts the responses with a timeout that applies.
func TestHints(t *testing.T) {
	s := &script{}
	s.connect()
	for _, b := range []session.Budget{
		{HasTimeout: true, Applies: true, Timeout: 5 * time.Second, Source: 1},
		{HasTimeout: true, Timeout: 9 * time.Second, Source: 1},
		{HasTimeout: true, Applies: true, Timeout: 60 * time.Second, Source: 1},
		{HasTimeout: true, Applies: true, Timeout: 70 * time.Second, Source: 2}, // from an earlier response
		{HasMax: true, Applies: true, Source: 1},
	} {
		s.do(func(at time.Duration) session.Event {
			return &session.BudgetChanged{At: at, Conn: 1, Exchange: 1, Budget: b}
		})
	}
	if d := cmp.Diff(Range{5 * time.Second, 60 * time.Second, 2}, s.Summary().Hint); d != "" {
		t.Errorf("Hint (-want +got):\n%s", d)
	}
}
