package practice

import (
	"fmt"
	"time"
)

// These scenarios are about Keep-Alive hints that are inaccurate, invalid or missing.

func hintScenarios() []Scenario {
	return []Scenario{{
		Path:     "/early",
		Title:    "says 5 s, closes after 3 s",
		Does:     "Advertises an idle timeout of five seconds and closes after three.",
		Watch:    "A client that trusts the hint loses a request in the last two seconds: the race.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHints,
		Keywords: "closed-early, 502, ECONNRESET",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised"), secondsParam("after", 3, "idle time until the close")},
		order:    order{"after", "timeout"},
		play:     playAdvertised,
	}, {
		Path:     "/late",
		Title:    "says 2 s, closes after 5 s",
		Does:     "Advertises an idle timeout of two seconds and keeps the connection open for five.",
		Watch:    "The connection is still open after the advertised time. This does no harm: a server may wait longer than it advertises.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHints,
		Keywords: "closed-late",
		Params:   []Param{wholeSecondsParam("timeout", 2, "idle timeout, advertised"), secondsParam("after", 5, "idle time until the close")},
		order:    order{"timeout", "after"},
		play:     playAdvertised,
	}, {
		Path:     "/zero",
		Title:    "says timeout=0, stays open",
		Does:     "Advertises timeout=0 and keeps the connection open for two seconds, as Node does with a limit below one second.",
		Watch:    "Some clients take 0 to mean \"closes at once\" and never reuse the connection.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "Node, keepAliveTimeout",
		Params:   []Param{wholeSecondsParam("timeout", 0, "idle timeout, advertised"), secondsParam("after", 1.9, "idle time until the close")},
		order:    order{"timeout", "after"},
		play:     playAdvertised,
	}, {
		Path:  "/range",
		Title: "closes after 2.6 to 4.7 s",
		Does:  "Advertises nothing and checks its clock only from time to time, so that the close comes between two limits.",
		Watch: "One measurement is not enough. Samples that start together agree exactly; samples that start at different times " +
			"show the range. Only the low end is safe against the race.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupHints,
		Keywords: "idle timeout, lazy clock, tick",
		Params: []Param{wholeSecondsParam("timeout", 0, "idle timeout, advertised; 0 for no hint"), secondsParam("low", 2.6, "shortest idle time before the close"),
			secondsParam("high", 4.7, "longest idle time before the close")},
		order: order{"low", "high"},
		play:  playRange,
	}, {
		Path:     "/keep-alive-alone",
		Title:    "Keep-Alive without its option",
		Does:     "Sends Keep-Alive without Connection: keep-alive, and closes after the time that it names.",
		Watch:    "The hint does not apply: a proxy may have forwarded it by mistake. Many clients use it anyway.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "keep-alive-without-connection, proxy, leak",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept")},
		play: func(x *exchange) {
			connection := x.plain()
			if x.keeps() && x.req.minor > 0 {
				connection = fmt.Sprintf("Keep-Alive: timeout=%d, max=100\r\n", x.v.count("timeout"))
			}
			x.rest(closeAfter(x.v.seconds("timeout"), "the idle timeout"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/hint",
		Title:    "any Keep-Alive value",
		Does:     "Sends a Keep-Alive value of your choice, with Connection: keep-alive, and closes after eight idle seconds.",
		Watch:    "Try ?value=max=100,%20timeout=300, ?value=timeout=8, ?value=timeout=8,%20max=3: which clients read the hint, and what do they read?",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "parameters, order, Node agent",
		Params:   hintParams("timeout=8"),
		play:     playAnyHint,
	}, {
		Path:  "/bad-hint",
		Title: "invalid Keep-Alive value",
		Does:  "Sends a Keep-Alive value of your choice, with Connection: keep-alive, and closes after eight idle seconds.",
		Watch: "Try ?value=timeout=soon, ?value=timeout=-1, ?value=timeout=5%3Bmax=10, ?value=timeout=99999999999, " +
			"?value=timeout=%225%22: clients read them differently.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "keep-alive-param-invalid, syntax",
		Params:   hintParams("300"),
		play:     playAnyHint,
	}, {
		Path:     "/two-hints",
		Title:    "two Keep-Alive fields",
		Does:     "Sends Keep-Alive on two field lines with different timeouts and keeps the smaller one.",
		Watch:    "Both lines are one list. Which of the two does your client use?",
		Ref:      "RFC 9110 §5.3",
		Group:    GroupHints,
		Keywords: "duplicate, list",
		Params:   []Param{wholeSecondsParam("timeout", 60, "idle timeout, advertised first"), wholeSecondsParam("second", 5, "idle timeout, advertised second and kept")},
		order:    order{"second", "timeout"},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("second"), "the second of two timeouts"))
			connection := x.promise("timeout=%d", x.v.count("timeout"))
			if x.keeps() {
				connection += fmt.Sprintf("Keep-Alive: timeout=%d\r\n", x.v.count("second"))
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/proxy-connection",
		Title:    "Proxy-Connection",
		Does:     "Sends Proxy-Connection: keep-alive together with Connection: close, and closes three seconds later.",
		Watch:    "Clients must ignore Proxy-Connection; close applies. The server waits before it closes.",
		Ref:      "RFC 9112 §C.2.2",
		Group:    GroupHints,
		Keywords: "proxy",
		play: func(x *exchange) {
			x.restDeaf(closeAfter(3*time.Second, "announced three seconds ago"))
			x.answer(reply{connection: "Connection: close\r\nProxy-Connection: keep-alive\r\n", content: x.words()})
		},
	}}
}

func hintParams(value string) []Param {
	return []Param{textParam("value", value, "value of Keep-Alive"), secondsParam("after", 8, "idle time until the close")}
}

func playAnyHint(x *exchange) {
	x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
	x.answer(reply{connection: x.promise("%s", x.v.text("value")), content: x.words()})
}

// playAdvertised advertises one idle timeout and applies another.
func playAdvertised(x *exchange) {
	said, kept := x.v.count("timeout"), x.v.seconds("after")
	x.rest(closeAfter(kept, fmt.Sprintf("idle; %d s were advertised", said)))
	x.answer(reply{
		connection: x.promise("timeout=%d", said),
		content:    x.words(),
	})
}

func playRange(x *exchange) {
	low, high := x.v.seconds("low"), x.v.seconds("high")
	period := max(high-low, 1) // at least a nanosecond, even if high equals low
	x.answer(reply{connection: x.rangeHint(), content: x.words()})
	x.flush()
	x.rest(closeAfter(x.sweep(low, period), "a check of the clock"))
}

func (x *exchange) rangeHint() string {
	if said := x.v.count("timeout"); said > 0 {
		return x.promise("timeout=%d", said)
	}
	return x.plain()
}
