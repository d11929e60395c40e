package probe

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// These tests check that the report does not blame the server for effects that linger
// causes.

// If a limit on exchanges applies only while other connections are open, the report
// states the limit of a single connection.
func TestMaxRequestsIsConfirmedOnASingleConnection(t *testing.T) {
	var open atomic.Int64
	busy := func(v *visitor) {
		open.Add(1)
		defer open.Add(-1)
		for n := 1; ; n++ {
			q, ok := v.asked(3 * time.Second)
			if !ok {
				return
			}
			if n >= 4 && open.Load() > 1 {
				v.says(q, 200, "Connection: close")
				return
			}
			v.says(q, 200)
			if q.closes() {
				return
			}
		}
	}
	peculiar(t, maxWait(5*time.Second), busy, func(r *Report) {
		check(t, *r.Check(nameMax), Pass, "> 100", "with other connections open it ended after 4")
	})
}

// The verdict depends on all runs: a single run whose response is lost or incomplete
// decides it.
func TestHalfCloseIsJudgedByAllRuns(t *testing.T) {
	cut := opened().asks("GET").shuts().closes(session.ByServer, session.HowFIN, 0).run()
	part := opened().asks("GET").shuts().tell(&session.Received{At: 6 * time.Millisecond, Conn: 1, Exchange: 1, Len: 10, Reads: 1}).
		closes(session.ByServer, session.HowFIN, 0).run()
	whole := opened().asks("GET").shuts().answers(wire.Facts{Status: 200}).closes(session.ByServer, session.HowFIN, 0).run()
	check(t, judgeHalf(proof(nameHalf, whole, cut, whole)), Warn, "no response, 1 of 3", "as a disconnect")
	check(t, judgeHalf(proof(nameHalf, whole, cut, part)), Fail, "incomplete, 1 of 3", "ends early")
	check(t, judgeHalf(proof(nameHalf, whole, whole)), Pass, "answers, 2 of 2", "complete")
}

// Through a proxy, the target of a request for a missing resource is in absolute form
// (RFC 9112 §3.2.2).
func TestMissingKeepsTheFormOfTheTarget(t *testing.T) {
	m := missing(wire.RequestMessage{Method: "GET", Target: "http://a.example:8080/x?y=1"})
	if want := "http://a.example:8080/linger-probe-asks-for-nothing"; m.Target != want {
		t.Errorf("target = %q, want %q", m.Target, want)
	}
	if m = missing(wire.RequestMessage{Method: "GET", Target: "/x"}); m.Target != "/linger-probe-asks-for-nothing" {
		t.Errorf("target = %q, want /linger-probe-asks-for-nothing", m.Target)
	}
}

// Reuse is hopeless only if no second request was answered on any connection: those
// outside the race count as well.
func TestReuseIsNotHopelessIfASecondRequestWasAnswered(t *testing.T) {
	r := Race{Expected: 3 * time.Second, Earliest: 3 * time.Second, Tries: []Try{
		{Idle: 2990 * time.Millisecond, Outcome: Lost}, {Idle: 2995 * time.Millisecond, Outcome: Lost}, {Idle: 3 * time.Second, Outcome: NotSent}}}
	if !r.Hopeless() {
		t.Error("Hopeless() = false, want true: no second request was answered")
	}
	if r.Reused = true; r.Hopeless() {
		t.Error("Hopeless() = true, want false: second requests were answered on other connections")
	}
}

// Neither an unsolicited 504 before a close nor a 501 to HEAD counts as a refusal because
// of too many connections.
func TestGoodbyesDoNotCountAsRefusals(t *testing.T) {
	serve := func(v *visitor) {
		for {
			q, ok := v.asked(2 * time.Second)
			switch {
			case !ok:
				fmt.Fprint(v, "HTTP/1.1 504 A\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				return
			case q.method == "HEAD":
				v.says(q, 501)
			default:
				v.says(q, 200)
			}
			if q.closes() {
				return
			}
		}
	}
	peculiar(t, maxWait(5*time.Second), serve, func(r *Report) {
		if r.Refusals.Count > 0 || advises(r, "both", "overrun") {
			t.Errorf("refusals = %+v, want none and no advice about them", r.Refusals)
		}
	})
}

// Node and undici close after every response if the advertised timeout is 2 s or less, so
// the report does not advise such a timeout.
func TestAdvisedTimeoutIsAbove2s(t *testing.T) {
	for low, want := range map[time.Duration]string{2050 * time.Millisecond: "", 2999 * time.Millisecond: "timeout=3", 5 * time.Second: "timeout=5", 74970 * time.Millisecond: "timeout=75"} {
		r := &Report{Clock: Clock{Known: true}, Idle: Samples{{Idle: low}}}
		r.Advice = advise(r)
		got := ""
		for _, a := range r.Advice {
			if _, after, ok := strings.Cut(a.Text, "advertise Keep-Alive: "); ok {
				got, _, _ = strings.Cut(after, ",")
			}
		}
		if got != want {
			t.Errorf("for a server that closes after %v, the advice is %q, want %q", low, got, want)
		}
	}
}

// A server that closes while requests are unread must not lose its response.
func TestCloseWithUnreadRequestsMustNotLoseTheResponse(t *testing.T) {
	whole := func(how session.How) trialRun {
		return opened().asks("GET").answers(wire.Facts{Status: 200, Close: true}).closes(session.ByServer, how, 0).run()
	}
	lost := opened().asks("GET").closes(session.ByServer, session.HowReset, 0).run()
	check(t, judgeStaged(proof(nameStaged, whole(session.HowFIN), whole(session.HowFIN))), Pass, "complete, 2 of 2", "is complete")
	check(t, judgeStaged(proof(nameStaged, whole(session.HowFIN), whole(session.HowReset))), Pass, "complete, then reset, 1 of 2", "can destroy part of it")
	check(t, judgeStaged(proof(nameStaged, whole(session.HowFIN), lost)), Warn, "response lost, 1 of 2", "does not arrive complete")
}

// The server is not blamed for how TLS ends: renegotiation fails if linger sends another
// request meanwhile, and before TLS 1.3 a half-close makes the server drop its response.
func TestTLSFailureIsNotBlamedOnTheServer(t *testing.T) {
	over := func(version string) *story {
		return (&story{at: 2 * time.Millisecond}).tell(session.Dialing{Conn: 1},
			session.Connected{At: 2 * time.Millisecond, Conn: 1, TLS: &session.TLS{Version: version}})
	}
	fails := func() trialRun {
		return over("TLS 1.2").asks("GET").shuts().closes(session.ByServer, session.HowError, 0).run()
	}
	drops := func(version string) trialRun {
		return over(version).asks("GET").shuts().closes(session.ByServer, session.HowCloseNotify, 0).run()
	}
	check(t, judgeHalf(proof(nameHalf, fails(), fails())), Skip, "", "renegotiates")
	check(t, judgeStaged(proof(nameStaged, fails(), fails())), Skip, "", "renegotiates")
	check(t, judgeHalf(proof(nameHalf, drops("TLS 1.2"))), Skip, "", "RFC 5246 §7.2.1")
	check(t, judgeHalf(proof(nameHalf, drops("TLS 1.3"))), Warn, "no response, 1 of 1", "as a disconnect")
}
