package probe

import (
	"fmt"
	"slices"
	"time"

	"linger/session/ending"
	"linger/session/servers"
	"linger/wire/format"
)

// advise returns the advice that follows from the results in the report, sorted by
// recipient.
func advise(r *Report) (as []Advice) {
	as = append(append(as, doubts(r)...), idleAdvice(r)...)
	for _, rule := range adviceRules {
		if c := r.Check(rule.check); c != nil && c.Verdict == rule.when {
			as = append(as, Advice{For: rule.who, Text: rule.text})
		}
	}
	for _, c := range r.Checks {
		as = append(as, c.advice...)
	}
	if r.Race.Lost() > 0 || failed(r, "idle-timeout") {
		as = append(as, Advice{For: "both", Text: "repeat only idempotent requests (RFC 9110 §9.2.2)"})
	}
	slices.SortStableFunc(as, func(a, b Advice) int { return slices.Index(whom, a.For) - slices.Index(whom, b.For) })
	return as
}

// whom lists the recipients of advice, in the order of the report.
var whom = []string{"client", "server", "both"}

func failed(r *Report, name string) bool {
	c := r.Check(name)
	return c != nil && c.Verdict == Fail
}

var adviceRules = []struct {
	check string
	when  Verdict
	who   string
	text  string
}{
	{"head-framing", Fail, "client", "never reuse a connection after a HEAD: the next response is misread"},
	{"head-framing", Fail, "server", headAdvice},
	{"half-close", Warn, "client", "do not half-close: the server treats it as a disconnect"},
	{"half-close", Fail, "client", "do not half-close: it makes the response incomplete"},
	{"announces-close", Warn, "server", "send Connection: close on the last response of a connection (RFC 9112 §9.6)"},
	{"honours-close", Fail, "server", "close after the response to a request that says close (RFC 9112 §9.6)"},
	{"honours-close", Fail, "client", "close the connection yourself after the last response that you need"},
	{"http10-default", Fail, "server", "close after the response to an HTTP/1.0 request without keep-alive, and never send chunks in it (RFC 9112 §6.1, §9.3)"},
	{"http10-keep-alive", Fail, "server", "do not send keep-alive to HTTP/1.0 clients and then close"},
	{"keep-alive-field", Warn, "server", "send the limits that really apply: Keep-Alive: timeout=SECONDS, max=LEFT, with Connection: keep-alive"},
	{"reuse-after-error", Fail, "server", "send Connection: close on an error response if you close after it"},
	{"expect-continue", Warn, "client", "do not wait long for 100 Continue: send the content after about a second"},
}

// doubts returns advice about the report itself, if the server did not treat
// all connections alike.
func doubts(r *Report) (as []Advice) {
	if n := r.Refusals.Count; n > 0 {
		as = append(as, Advice{For: "both", Text: fmt.Sprintf(
			"%d of %d connections were answered with %d: if the number of connections is the cause, this report card describes an overloaded server", n, r.Connections, r.Refusals.Status)})
	}
	if r.Served > 0 {
		return append(as, Advice{For: "server", Text: fmt.Sprintf(
			"each idle connection occupies a worker, and only %s served at once: raise the number of workers, or put a proxy in front that keeps the idle connections", were(r.Served))})
	}
	if 4*r.Hung > r.Connections && r.Check(nameIdle) != nil && len(r.Idle) > 0 {
		as = append(as, Advice{For: "both", Text: fmt.Sprintf(
			"%d of %d connections got no response: find out why; this report card describes the others", r.Hung, r.Connections)})
	}
	return as
}

// idleAdvice returns advice for the client to close first, and for the server
// to advertise its real timeout.
func idleAdvice(r *Report) (as []Advice) {
	closes := r.Idle.Closes()
	if r.Forgotten() {
		return []Advice{
			{For: "client", Text: "connections end without a FIN or a reset: keep them busy with TCP keepalive probes, or close them long before " + format.AtLeast(r.Idle.Waited())},
			{For: "server", Text: "close idle connections before a NAT, a firewall or a load balancer on the path forgets them"},
		}
	}
	if c := r.Check(nameIdle); c != nil && c.Verdict == Skip && c.Text == eachClose {
		return []Advice{{For: "server", Text: "leave connections open after a response: each request needs a new connection now"}}
	}
	if len(closes) == 0 {
		if w := r.Idle.Waited(); w > 0 {
			d := limitBelow(w)
			text := fmt.Sprintf("keep idle connections at most %s: how long the server keeps them beyond %s is not known", format.Brief(d), format.AtLeast(w))
			if r.HasHint && r.Hint > w {
				text += fmt.Sprintf("; it advertises %s, which only a longer wait can confirm", format.Brief(r.Hint))
			}
			return []Advice{{For: "client", Text: text, Paste: servers.CloseWithin(d)}}
		}
		return nil
	}
	if r.Race.Hopeless() {
		return []Advice{{For: "client", Text: fmt.Sprintf("do not reuse connections: none of %s was answered", format.Count(r.Race.Lost(), "second request"))}}
	}
	if !r.Clock.Known {
		return []Advice{
			{For: "client", Text: fmt.Sprintf("no safe idle time is known: the shortest observed is %s, and a shorter one is possible. "+
				"Do not reuse a connection after a pause, or measure again and wait longer", format.Duration(closes[0]))},
			{For: "server", Text: "use a timer for each connection, or check the clock more often; or send Connection: close in the last response"},
		}
	}
	safe := r.Safe()
	d := limitBelow(safe)
	if d <= 0 {
		return []Advice{{For: "client", Text: "do not reuse connections: they can end " + format.Duration(max(closes[0], time.Millisecond)) + " after a response"}}
	}
	less := "one round trip"
	if r.farther() {
		less = "the last " + format.Brief(r.Danger()) + ", when requests are lost"
	}
	if step := r.Clock.Step.Round(10 * time.Millisecond); step > agree {
		less = "an uncertainty of " + format.Brief(step) + ", less " + less
	}
	how := "rounded down"
	if d < safe.Truncate(time.Second) {
		how += " with a margin for the client's clock"
	}
	as = append(as, Advice{For: "client", Text: fmt.Sprintf(
		"close first: keep idle connections at most %s (%s less %s, %s)", format.Brief(d), format.Duration(closes[0]), less, how), Paste: servers.CloseWithin(d)})
	if as = append(as, hintAdvice(r, spreadOf(closes))...); failed(r, nameSweep) {
		return as // that check already gives advice about the same settings
	}
	return append(as, longerAdvice(closes[0])...)
}

func hintAdvice(r *Report, s spread) []Advice {
	says := int((s.low - r.Clock.Step + agree) / time.Second)
	if says <= undiciLess {
		says = 0
	}
	switch {
	case !r.HasHint && says > 0:
		return []Advice{{For: "server", Text: fmt.Sprintf("advertise Keep-Alive: timeout=%d, so that clients can close first", says)}}
	case !r.HasHint || s.low >= r.Hint-ending.EarlyBy:
		return nil
	case s.ranged() && says > 0:
		every := max(1, (s.high-s.low).Round(time.Second)/time.Second)
		return []Advice{{For: "server", Text: fmt.Sprintf(
			"advertise timeout=%d, or check the clock more often than every %d s", says, every)}}
	case says > 0:
		return []Advice{{For: "server", Text: fmt.Sprintf(
			"advertise timeout=%d, or keep idle connections for the advertised %s", says, format.Brief(r.Hint))}}
	}
	return []Advice{{For: "server", Text: "keep idle connections for the advertised " + format.Brief(r.Hint) + ", or advertise nothing"}}
}

// undiciLess is the advertised timeout, in seconds, up to which Node and undici
// close a connection after each response: undici subtracts that much from the
// advertised timeout.
const undiciLess = 2

// poolTime is how long proxies keep idle connections to a server: nginx and AWS's load
// balancers keep them for 60 s.
const poolTime = time.Minute

// overPool is the idle limit suggested for a server behind a proxy: a little longer than
// poolTime.
const overPool = poolTime + 5*time.Second

// longerAdvice returns advice for a server behind a proxy: a server that keeps
// idle connections longer than the proxy never closes first.
func longerAdvice(low time.Duration) []Advice {
	if low >= poolTime {
		return nil
	}
	return []Advice{{For: "server", Text: "behind a proxy, keep idle connections longer than its pool does (nginx, AWS: 60 s)", Paste: servers.Keep(overPool)}}
}

// were returns a number of connections and the verb: "8 connections were", "1 connection
// was".
func were(n int) string {
	if n == 1 {
		return "1 connection was"
	}
	return format.Count(n, "connection") + " were"
}

// limitBelow returns d less a margin for the client's own clock, rounded down: to whole
// seconds, to tenths if it is less than a second, and to hundredths below a tenth.
func limitBelow(d time.Duration) time.Duration {
	d -= min(d/10, 500*time.Millisecond)
	switch {
	case d >= time.Second:
		return d.Truncate(time.Second)
	case d >= 100*time.Millisecond:
		return d.Truncate(100 * time.Millisecond)
	}
	return d.Truncate(10 * time.Millisecond)
}
