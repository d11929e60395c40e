package ending_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/wire"
)

const ms = time.Millisecond

// idle returns an idle close by the server after one response that promised to keep the
// connection open.
func idle(d time.Duration) session.Ending {
	return session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: d, Answered: 1,
		Last:   session.LastResponse{Exchange: 1, Status: 200, Reason: wire.ReasonHTTP11Default},
		Moment: session.Moment{Kind: session.MomentIdle, Exchange: 1}}
}

// hinted returns an idle close by a server that had advertised a timeout of 5 s.
func hinted(d time.Duration) session.Ending {
	e := idle(d)
	e.HasAdvertised, e.Advertised = true, 5*time.Second
	return e
}

func codes(fs []wire.Finding) string {
	var out []string
	for _, f := range fs {
		s := string(f.Code)
		if f.Detail != "" {
			s += ": " + f.Detail
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// A server that closes after a thousandth of the advertised timeout advertised
// milliseconds.
func TestInMilliseconds(t *testing.T) {
	for _, tt := range []struct {
		advertised, idle time.Duration
		want             int64
	}{
		{5000 * time.Second, 5003 * ms, 5},
		{2000 * time.Second, 3400 * ms, 2},
		{5000 * time.Second, 30 * time.Second, 0}, // another limit
		{300 * time.Second, 300 * ms, 0},
		{5 * time.Second, 5 * time.Second, 0},
	} {
		e := hinted(tt.idle)
		e.Advertised = tt.advertised
		if got := ending.InMilliseconds(&e); got != tt.want {
			t.Errorf("closed after %v with an advertised timeout of %v: InMilliseconds() = %d, want %d", tt.idle, tt.advertised, got, tt.want)
		}
	}
}

func TestAgainst(t *testing.T) {
	for d, want := range map[time.Duration]ending.Standing{
		4499 * ms: ending.StandingEarly, 4500 * ms: ending.StandingOnTime, 5000 * ms: ending.StandingOnTime,
		6500 * ms: ending.StandingOnTime, 6501 * ms: ending.StandingLate,
	} {
		e := hinted(d)
		if got := ending.Against(&e); got != want {
			t.Errorf("closed after %s: Against() = %d, want %d", d, got, want)
		}
	}
	inUse := hinted(0)
	inUse.Phase = session.PhaseResponse
	without := idle(5 * time.Second)
	for name, e := range map[string]*session.Ending{"in use": &inUse, "no timeout": &without} {
		if got := ending.Against(e); got != ending.StandingNone {
			t.Errorf("%s: Against() = %d, want %d", name, got, ending.StandingNone)
		}
	}
}

func TestApart(t *testing.T) {
	for d, want := range map[time.Duration]string{5003 * ms: "3 ms after", 5000*ms + 400*time.Microsecond: "at", 3000 * ms: "2.0 s before"} {
		e := hinted(d)
		if got := ending.Apart(&e); got != want {
			t.Errorf("closed after %s: Apart() = %q, want %q", d, got, want)
		}
	}
}

// The table gives the results of IdleClose and Unannounced for each end.
func TestIdleCloseAndUnannounced(t *testing.T) {
	for name, c := range map[string]struct {
		e                 session.Ending
		idle, unannounced bool
	}{
		"idle":   {idle(251 * ms), true, false},
		"in use": {idle(250 * ms), false, true},
		"a 408": {with(idle(3*time.Second), func(e *session.Ending) {
			e.Notice = session.Notice{Kind: session.NoticeResponseClose, Unsolicited: true}
		}), true, false},
		"announced":     {with(idle(3*time.Second), func(e *session.Ending) { e.Notice.Kind = session.NoticeResponseClose }), false, false},
		"after a FIN":   {with(idle(3*time.Second), func(e *session.Ending) { e.HalfClosed = true }), false, false},
		"by linger":     {with(idle(3*time.Second), func(e *session.Ending) { e.By = session.ByClient }), false, false},
		"in a response": {with(idle(0), func(e *session.Ending) { e.Phase = session.PhaseResponse }), false, false},
		"nothing sent":  {with(idle(ms), func(e *session.Ending) { e.Answered = 0 }), false, false},
		"no promise":    {with(idle(ms), func(e *session.Ending) { e.Last.Reason = wire.ReasonHTTP10Default }), false, false},
		"0 s":           {with(hinted(ms), func(e *session.Ending) { e.Advertised = 0 }), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ending.IdleClose(&c.e); got != c.idle {
				t.Errorf("IdleClose() = %t, want %t", got, c.idle)
			}
			if got := ending.Unannounced(&c.e); got != c.unannounced {
				t.Errorf("Unannounced() = %t, want %t", got, c.unannounced)
			}
		})
	}
}

func with(e session.Ending, change func(*session.Ending)) session.Ending {
	change(&e)
	return e
}

func TestSurprising(t *testing.T) {
	for name, c := range map[string]struct {
		e    session.Ending
		want bool
	}{
		"no notice":       {idle(3 * time.Second), true},
		"on time":         {hinted(4500 * ms), false},
		"early":           {hinted(4499 * ms), true},
		"in use":          {with(hinted(5*time.Second), func(e *session.Ending) { e.Phase = session.PhaseResponse }), true},
		"announced":       {with(idle(ms), func(e *session.Ending) { e.Notice.Kind = session.NoticeMax }), false},
		"by linger":       {with(idle(ms), func(e *session.Ending) { e.By = session.ByClient }), false},
		"end of a tunnel": {with(idle(ms), func(e *session.Ending) { e.Moment.Kind = session.MomentTunnel }), false},
	} {
		if got := ending.Surprising(&c.e); got != c.want {
			t.Errorf("%s: Surprising() = %t, want %t", name, got, c.want)
		}
	}
}

func TestFindings(t *testing.T) {
	nine := session.Budget{HasMax: true, Applies: true, Max: 9}
	for name, c := range map[string]struct {
		e      session.Ending
		budget session.Budget
		want   string
	}{
		"on time":                           {e: hinted(5003 * ms)},
		"early":                             {e: hinted(3 * time.Second), want: "closed-early: 2.0 s before the advertised 5 s"},
		"late":                              {e: hinted(7 * time.Second), want: "closed-late: 2.0 s after the advertised 5 s"},
		"by linger":                         {e: with(hinted(3*time.Second), func(e *session.Ending) { e.By = session.ByClient })},
		"half-closed":                       {e: with(hinted(3*time.Second), func(e *session.Ending) { e.HalfClosed = true })},
		"no TLS closure alert":              {e: with(hinted(5*time.Second), func(e *session.Ending) { e.Bare = true }), want: "tls-truncated"},
		"half-closed, no TLS closure alert": {e: with(hinted(3*time.Second), func(e *session.Ending) { e.HalfClosed, e.Bare = true, true }), want: "tls-truncated"},
		"unannounced":                       {e: idle(2 * ms), want: "close-unannounced: 0.002 s after it"},
		"max left":                          {e: idle(2 * ms), budget: nine, want: "close-unannounced: 0.002 s after it\nmax-ended-early: 9 left"},
		"nothing acknowledged": {e: session.Ending{By: session.ByClient, How: session.HowTimeout, Phase: session.PhaseResponse, Oldest: 2, Lost: []int{2}, Unreached: true,
			Delivery: session.Delivery{Known: true, Unanswered: 3, Unacknowledged: 80}}, want: "path-lost: no byte of request 2 was acknowledged; TCP sent it again 3 times"},
		"probes unanswered": {e: session.Ending{By: session.ByNetwork, How: session.HowTimeout, Phase: session.PhaseIdle, Delivery: session.Delivery{Known: true}},
			want: "path-lost: TCP keepalive probes were not answered"},
		"kernel report missing": {e: session.Ending{By: session.ByNetwork, How: session.HowTimeout, Phase: session.PhaseIdle}},
		"max ran out":           {e: with(idle(2*ms), func(e *session.Ending) { e.Notice.Kind = session.NoticeMax }), budget: nine},
		"idle for 5 s":          {e: hinted(5 * time.Second), budget: nine},
	} {
		t.Run(name, func(t *testing.T) {
			var j ending.Judge
			if got := codes(j.Findings(&c.e, &c.budget)); got != c.want {
				t.Errorf("the findings are %q, want %q", got, c.want)
			}
		})
	}
}

// old returns an announced end of a connection in use, at the given age and after the
// given number of exchanges.
func old(age time.Duration, answered int) session.Ending {
	e := idle(ms)
	e.Age, e.Answered = age, answered
	e.Notice = session.Notice{Kind: session.NoticeResponseClose, Of: answered}
	e.Last.Exchange, e.Last.Reason = answered, wire.ReasonResponseClose
	return e
}

func TestClosedByAge(t *testing.T) {
	const byAge = "closed-by-age"
	for name, c := range map[string]struct {
		ends []session.Ending
		want bool // whether the last end has the finding closed-by-age
	}{
		"twice at the same age":                    {[]session.Ending{old(10*time.Second, 7), old(10500*ms, 20)}, true},
		"twice after the same number of exchanges": {[]session.Ending{old(10*time.Second, 7), old(20*time.Second, 7)}, false},
		"too young":                   {[]session.Ending{old(900*ms, 13)}, false},
		"a round number of exchanges": {[]session.Ending{old(10100*ms, 100)}, false},
		"an unusual number, just after a whole second": {[]session.Ending{old(10100*ms, 57)}, true},
		"an unusual number, between whole seconds":     {[]session.Ending{old(10500*ms, 57)}, false},
		"after an error response":                      {[]session.Ending{with(old(10100*ms, 57), func(e *session.Ending) { e.Last.Status = 503 })}, false},
		"the request said close":                       {[]session.Ending{with(old(10100*ms, 57), func(e *session.Ending) { e.Last.RequestClose = true })}, false},
		"inside a response": {[]session.Ending{with(old(10100*ms, 57), func(e *session.Ending) {
			e.Phase, e.Oldest, e.Moment.Kind = session.PhaseResponse, 58, session.MomentInLength
		})}, false},
		"before a response": {[]session.Ending{with(old(10100*ms, 57), func(e *session.Ending) {
			e.Phase, e.Oldest, e.Moment.Kind = session.PhaseResponse, 58, session.MomentNoByte
		})}, true},
	} {
		t.Run(name, func(t *testing.T) {
			var j ending.Judge
			found := ""
			for _, e := range c.ends {
				found = codes(j.Findings(&e, &session.Budget{}))
			}
			if got := strings.Contains(found, byAge); got != c.want {
				t.Errorf("the findings about the last end are %q; want closed-by-age among them: %t", found, c.want)
			}
		})
	}
}

func TestMethods(t *testing.T) {
	for method, want := range map[string][2]bool{
		"GET": {true, true}, "QUERY": {true, true}, "PROPFIND": {true, true}, "PUT": {false, true}, "MKCOL": {false, true},
		"POST": {false, false}, "PATCH": {false, false}, "LOCK": {false, false}, "CONNECT": {false, false}, "get": {false, false}, "X": {false, false},
	} {
		if got := [2]bool{ending.Safe(method), ending.Idempotent(method)}; got != want {
			t.Errorf("%s: safe and idempotent are %v, want %v", method, got, want)
		}
	}
	if ending.Retry("PUT") != session.RetrySafe || ending.Retry("POST") != session.RetryNotSafe {
		t.Errorf("Retry(PUT) = %q, Retry(POST) = %q; want %q and %q", ending.Retry("PUT"), ending.Retry("POST"), session.RetrySafe, session.RetryNotSafe)
	}
}

func TestFaulty(t *testing.T) {
	for name, c := range map[string]struct {
		e    session.Ending
		want bool
	}{
		"idle":                                  {idle(time.Second), false},
		"a reset":                               {with(idle(time.Second), func(e *session.Ending) { e.How = session.HowReset }), true},
		"inside a response":                     {with(idle(0), func(e *session.Ending) { e.Phase = session.PhaseResponse }), true},
		"inside a response, by linger":          {with(idle(0), func(e *session.Ending) { e.Phase, e.By = session.PhaseResponse, session.ByClient }), false},
		"at the end of close-delimited content": {with(idle(0), func(e *session.Ending) { e.Phase, e.Moment.Kind = session.PhaseResponse, session.MomentEndsContent }), false},
		"out of step":                           {with(idle(time.Second), func(e *session.Ending) { e.OutOfStep.Code = wire.CodeOutOfStep }), true},
		"out of step, in a drill": {with(idle(time.Second), func(e *session.Ending) {
			e.OutOfStep.Code, e.Hushed = wire.CodeOutOfStep, true
		}), false},
		"after an error response that says close": {with(idle(time.Second), func(e *session.Ending) {
			e.OutOfStep.Code = wire.CodeUnsolicitedResp
			e.Notice = session.Notice{Kind: session.NoticeResponseClose, Of: 2, Unsolicited: true, Status: 408}
		}), false},
		"a request after the close option was lost": {with(idle(0), func(e *session.Ending) {
			e.Phase, e.Lost, e.Notice = session.PhaseResponse, []int{2}, session.Notice{Kind: session.NoticeResponseClose, Of: 1}
		}), false},
	} {
		if got := ending.Faulty(&c.e); got != c.want {
			t.Errorf("%s: Faulty() = %t, want %t", name, got, c.want)
		}
	}
}
