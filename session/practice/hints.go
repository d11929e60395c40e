package practice

import (
	"fmt"
	"time"
)

// Keep-Alive fields that promise one thing while the server does another, or
// that promise nothing because of how they are written.

func hintScenarios() []Scenario {
	return []Scenario{{
		Path:   "/early",
		Title:  "Says 5 s, closes after 3",
		Does:   "Advertises an idle timeout and closes earlier.",
		Watch:  "A client that trusts the hint loses a request in the last two seconds.",
		Ref:    "RFC 9112 §9.5",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 5, "advertised"), seconds("after", 3, "idle until the close")},
		order:  order{"after", "timeout"},
		play:   playAdvertised,
	}, {
		Path:   "/late",
		Title:  "Says 2 s, closes after 5",
		Does:   "Advertises an idle timeout and keeps the connection longer.",
		Watch:  "Overdue and still open: that does no harm. A server may stay longer than it said.",
		Ref:    "RFC 9112 §9.5",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 2, "advertised"), seconds("after", 5, "idle until the close")},
		order:  order{"timeout", "after"},
		play:   playAdvertised,
	}, {
		Path:   "/zero",
		Title:  "timeout=0, and stays",
		Does:   "Advertises timeout=0 and keeps the connection for two seconds, as Node does with a limit below one second.",
		Watch:  "Some clients take 0 for an end at once and never reuse the connection.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 0, "advertised"), seconds("after", 1.9, "idle until the close")},
		order:  order{"timeout", "after"},
		play:   playAdvertised,
	}, {
		Path:  "/range",
		Title: "An idle limit that is a range",
		Does:  "Says nothing and looks at its clock only now and then, so that the close comes anywhere between two limits.",
		Watch: "One measurement is wrong. Samples begun together agree to the millisecond; begun apart they show the range.",
		Ref:   "RFC 9112 §9.5",
		Group: GroupHints,
		Params: []Param{wholeSeconds("timeout", 0, "advertised; 0 for no hint"), seconds("low", 2.6, "earliest close"),
			seconds("high", 4.7, "latest close")},
		order: order{"low", "high"},
		play:  playRange,
	}, {
		Path:   "/keep-alive-alone",
		Title:  "Keep-Alive without its option",
		Does:   "Sends Keep-Alive without Connection: keep-alive, and closes after the time it names.",
		Watch:  "The hint does not apply: perhaps somebody forwarded it who should not have. Many clients use it all the same.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept")},
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
		Does:     "Sends any value you like as Keep-Alive, with Connection: keep-alive, and closes after eight idle seconds.",
		Watch:    "Try ?value=max=100,%20timeout=300, ?value=timeout=8, ?value=timeout=8,%20max=3: which clients read the hint, and what do they read?",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupHints,
		Keywords: "parameters, order, Node agent",
		Params:   hintParams("timeout=8"),
		play:     playAnyHint,
	}, {
		Path:   "/bad-hint",
		Title:  "A Keep-Alive nobody can read",
		Does:   "Sends any value you like as Keep-Alive, beside Connection: keep-alive, and stays for eight seconds.",
		Watch:  "Try ?value=timeout=soon, ?value=timeout=-1, ?value=timeout=5%3Bmax=10, ?value=timeout=99999999999, ?value=timeout=%225%22: clients read them differently.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupHints,
		Params: hintParams("300"),
		play:   playAnyHint,
	}, {
		Path:   "/two-hints",
		Title:  "Two Keep-Alive fields",
		Does:   "Sends Keep-Alive on two field lines with different timeouts and goes by the smaller one.",
		Watch:  "Both lines are one list. Which of the two does your client believe?",
		Ref:    "RFC 9110 §5.3",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 60, "advertised first"), wholeSeconds("second", 5, "advertised second, and kept")},
		order:  order{"second", "timeout"},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("second"), "the second of two timeouts"))
			connection := x.promise("timeout=%d", x.v.count("timeout"))
			if x.keeps() {
				connection += fmt.Sprintf("Keep-Alive: timeout=%d\r\n", x.v.count("second"))
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:  "/proxy-connection",
		Title: "The field that never was one",
		Does:  "Sends Proxy-Connection: keep-alive beside Connection: close, and closes three seconds later.",
		Watch: "Proxy-Connection means nothing; close does. The server takes its time to do what it said.",
		Ref:   "RFC 9112 §C.2.2",
		Group: GroupHints,
		play: func(x *exchange) {
			x.restDeaf(closeAfter(3*time.Second, "announced three seconds ago"))
			x.answer(reply{connection: "Connection: close\r\nProxy-Connection: keep-alive\r\n", content: x.words()})
		},
	}}
}

func hintParams(value string) []Param {
	return []Param{text("value", value, "of the Keep-Alive field"), seconds("after", 8, "idle until the close")}
}

func playAnyHint(x *exchange) {
	x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
	x.answer(reply{connection: x.promise("%s", x.v.text("value")), content: x.words()})
}

// playAdvertised says one idle timeout and keeps another.
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
	period := max(high-low, 1) // they may differ by less than a nanosecond
	x.answer(reply{connection: x.rangeHint(), content: x.words()})
	x.flush()
	x.rest(closeAfter(x.sweep(low, period), "the clock was looked at"))
}

func (x *exchange) rangeHint() string {
	if said := x.v.count("timeout"); said > 0 {
		return x.promise("timeout=%d", said)
	}
	return x.plain()
}
