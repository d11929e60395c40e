package probe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

var honoursClose = experiment{
	name: nameHonour,
	ref:  "RFC 9112 §9.6",
	asks: "a server that receives the close option must close after its final response, and should say close in it",
	trials: func(p plan) []trial {
		return []trial{{stages: []stage{{do: send(with(p.request, "Connection", "close")), until: done(1)}, {until: never}}}}
	},
	judge: judgeHonour,
}

func judgeHonour(e *evidence) Check {
	r, ok := e.first(nameHonour)
	if !ok {
		return e.unmade(nameHonour)
	}
	x, cl := r.exchange(0), r.conn().Close
	if !wasAnswered(x) {
		return e.lacking(r)
	}
	if x.Promised() == wire.ReasonTunnel {
		return skipped(e.endsAfter(r))
	}
	c := Check{Samples: 1, Unit: "ms"}
	if r.unclosed() {
		return skipped(e.noTime())
	}
	if !r.byServer() {
		c.Verdict, c.Found, c.Text = Fail, "stays open", "not closed within a second although the request said close"
		c.fault = staysOpen
		return c
	}
	after := cl.At - x.LastByte
	c.Measured, c.Low, c.High = new(format.Millis(after)), new(format.Millis(after)), new(format.Millis(after))
	c.Found = cl.How.Name() + " in " + format.Duration(after)
	if after < 10*time.Microsecond {
		c.Found = cl.How.Name() + " at once" // linger read the end together with the response
	}
	c.Verdict, c.Text = Pass, "closes after the response, as asked"
	switch {
	case cl.How == session.HowReset:
		c.Verdict, c.Text, c.fault = Warn, "a reset: the end of the response can be lost", resets
	case r.ended(x)-x.LastByte >= lateClose:
		c.Verdict, c.Text, c.fault = Warn, "closes, but long after the response", closesLate
	case !says(x) && !saysClose(*x.Facts()):
		c.Text = "closes, but its response does not say so"
	}
	return c
}

// unclosed reports whether the trial was stopped before linger could see whether the
// server closes.
func (r trialRun) unclosed() bool { return r.cut && !r.byServer() }

var http10Default = experiment{
	name: name10,
	ref:  "RFC 9112 §9.3",
	asks: "after an HTTP/1.0 request without keep-alive, the server closes; it must not send chunks in the response (§6.1)",
	trials: func(p plan) []trial {
		return []trial{{stages: []stage{{do: send(http10(p.request)), until: done(1)}, {until: never}}}}
	},
	judge: judge10,
}

func judge10(e *evidence) Check {
	r, ok := e.first(name10)
	if !ok {
		return e.unmade(name10)
	}
	x := r.exchange(0)
	c := Check{Samples: 1}
	switch {
	case x != nil && x.Facts().Framing() == wire.FramingChunked:
		c.Verdict, c.Found, c.Text = Fail, "chunked", "an HTTP/1.0 client reads the chunk sizes as content (§6.1)"
	case x != nil && x.Facts().Coded && x.Facts().Framing() == wire.FramingCloseDelimited:
		c.Verdict, c.Found, c.Text = Fail, "transfer coding", "an HTTP/1.0 client does not decode a transfer coding (§6.1)"
	case x != nil && x.Promised() == wire.ReasonTunnel:
		return skipped(e.endsAfter(r))
	case !wasAnswered(x) && r.waitsForClose(x):
		c.Verdict, c.Found, c.Text = Fail, "stays open", "no length, and no close within "+r.waitedFor(x)+": an HTTP/1.0 client waits for it"
	case e.refuses10(r):
		c.Verdict, c.Found, c.Text = Warn, "refused, "+r.noWord(), "HTTP/1.1 is answered, HTTP/1.0 is not: health checks and proxies that use HTTP/1.0 fail"
	case !wasAnswered(x):
		return e.lacking(r)
	case x.Facts().Status >= 400 && e.greeted() < 400:
		c.Verdict, c.Found, c.Text = Pass, fmt.Sprintf("refused, %d", x.Facts().Status), "HTTP/1.0 is not served: health checks and proxies that use it get an error"
	case r.unclosed():
		return skipped(e.noTime())
	case !r.byServer():
		c.Verdict, c.Found, c.Text = Fail, "stays open", "an HTTP/1.0 client waits for a close that does not come"
		c.fault = staysOpen
	default:
		c.Verdict, c.Found, c.Text = Pass, "closes", "as RFC 9112 §9.3 asks"
	}
	return c
}

// refuses10 reports whether an HTTP/1.0 request got no bytes in response from a server
// that answers HTTP/1.1 requests.
func (e *evidence) refuses10(r trialRun) bool {
	x := r.exchange(0)
	return x != nil && x.Requested && !x.HasByte() && e.greeted() > 0 && e.greeted() < 400 && (r.byServer() || r.late)
}

// noWord returns what the server did instead of sending a response.
func (r trialRun) noWord() string {
	switch {
	case !r.byServer():
		return "no response"
	case r.conn().Close.How == session.HowReset:
		return "reset"
	}
	return "closed"
}

// waitsForClose reports whether a response is close-delimited but the server
// did not close.
func (r trialRun) waitsForClose(x *record.Exchange) bool {
	return x != nil && len(x.Heads) > 0 && x.Facts().Framing() == wire.FramingCloseDelimited && (r.cut || r.late)
}

var http10KeepAlive = experiment{
	name: name10Keep,
	ref:  "RFC 9112 §9.3",
	asks: "a server may keep a connection open after an HTTP/1.0 request with keep-alive; its response then says keep-alive as well",
	trials: func(p plan) []trial {
		m := with(http10(p.request), "Connection", "keep-alive")
		return []trial{{stages: []stage{{do: send(m), until: done(1)}, {until: closedIfAnnounced}, {do: again(m), until: done(2)}}}}
	},
	judge: judge10Keep,
}

// closedIfAnnounced reports whether the connection persists or has ended. It returns
// false if a close has been announced but has not happened yet.
func closedIfAnnounced(rec *record.Record) bool {
	c := rec.Conn(1)
	return c != nil && c.State != record.Closing
}

func judge10Keep(e *evidence) Check {
	r, ok := e.first(name10Keep)
	if !ok {
		return e.unmade(name10Keep)
	}
	x := r.exchange(0)
	if e.refuses10(r) {
		return skipped("no response to HTTP/1.0: see " + name10)
	}
	if !wasAnswered(x) {
		return e.lacking(r)
	}
	if x.Promised() == wire.ReasonTunnel {
		return skipped(e.endsAfter(r))
	}
	c := Check{Samples: 1}
	promised := x.Promised().Persistent()
	switch {
	case wasAnswered(r.exchange(1)) && x.Facts().KeepAlive:
		c.Verdict, c.Found, c.Text = Pass, "persists", "and the response says keep-alive"
	case wasAnswered(r.exchange(1)):
		c.Verdict, c.Found, c.Text = Pass, "persists", fmt.Sprintf("does not say keep-alive, but answers as HTTP/%d.%d", x.Facts().Version.Major, x.Facts().Version.Minor)
	case r.unclosed():
		return skipped(e.noTime())
	case promised && r.byServer() && !x.Facts().KeepAlive:
		c.Verdict, c.Found, c.Text = Warn, "closes", "answers as HTTP/1.1 without close, then closes; without keep-alive, no HTTP/1.0 client expects more"
		if e.endsEach() {
			c.fault = noNotice
		}
	case promised && r.byServer():
		c.Verdict, c.Found, c.Text = Fail, "closes", "although its response says keep-alive"
		if e.endsEach() {
			c.fault = noNotice
		}
	case promised:
		c.Verdict, c.Found, c.Text = Warn, "no response", "the second request got no complete response"
		if e.answersOnce() {
			c.fault = oneAnswer
		}
	case !r.byServer():
		c.Verdict, c.Found, c.Text = Warn, "stays open", "does not say keep-alive, and does not close either"
		c.fault = staysOpen
	default:
		c.Verdict, c.Found, c.Text = Pass, "closes", "persistence is not offered to HTTP/1.0, which is allowed"
	}
	return c
}

var closeKind = experiment{
	name:  nameKind,
	ref:   "RFC 9112 §9.6",
	asks:  "a server closes with a FIN, so that no data in transit is lost; over TLS it sends close_notify first (§9.8)",
	needs: []string{nameIdle, nameHonour},
	judge: judgeKind,
}

// provoked reports whether linger influenced how a connection ended. There are two known
// cases: after a half-close, nginx closes without close_notify, and every server resets
// the connection if a request crosses its close.
func provoked(r trialRun) bool {
	c := r.conn()
	return c.HalfClosed || r.control && r.aim == 0 || r.aim > 0 && c.Close.Phase != session.PhaseIdle
}

func judgeKind(e *evidence) Check {
	n, total, cut := map[session.How]int{}, 0, false
	followed := map[session.Followed]int{}
	for _, r := range e.all() {
		c := r.conn()
		if !r.byServer() || provoked(r) {
			continue
		}
		n[c.Close.How]++
		followed[c.Close.Followed]++
		total++
		cut = cut || hasFinding(c, session.CodeTLSTruncated)
	}
	if total == 0 {
		return skipped("the server closed no connection")
	}
	common := session.HowFIN
	for _, how := range []session.How{session.HowCloseNotify, session.HowReset, session.HowError} {
		if n[how] > n[common] {
			common = how
		}
	}
	c := Check{Samples: total, Unit: "closes", Measured: new(float64(n[common])), kind: common.Name(), Found: fmt.Sprintf("%s, %d of %d", common.Name(), n[common], total)}
	switch {
	case n[session.HowReset] > 0:
		c.Verdict, c.Text, c.fault = Warn, format.Count(n[session.HowReset], "reset")+": data in transit is lost", resets
	case cut:
		c.Verdict, c.Text, c.fault = Warn, "TCP ends without close_notify: an attacker could have truncated the data", noClosureAlert
	default:
		c.Verdict, c.Text = Pass, "never a reset"
	}
	if alerts := n[session.HowCloseNotify]; alerts > 0 {
		c.Text += "; " + afterAlerts(followed, alerts)
	}
	if followed[session.FollowedNothing] > 0 {
		c.advise("client", "close the TCP connection when close_notify comes: the server leaves it open (RFC 9112 §9.8)")
	}
	return c
}

// afterAlerts returns how TCP ended after the given number of TLS closure alerts.
func afterAlerts(followed map[session.Followed]int, alerts int) string {
	fin, reset, nothing := followed[session.FollowedFIN], followed[session.FollowedReset], followed[session.FollowedNothing]
	switch {
	case nothing > 0:
		return fmt.Sprintf("no FIN follows close_notify within %s, %d of %d", format.Brief(awaitFIN), nothing, alerts)
	case reset > 0:
		return fmt.Sprintf("a reset follows close_notify, %d of %d", reset, alerts)
	case fin == alerts:
		return "a FIN follows each close_notify"
	}
	return fmt.Sprintf("a FIN follows close_notify, %d of %d seen", fin, alerts)
}
