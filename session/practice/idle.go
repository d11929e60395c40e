package practice

import "time"

// Ends of an idle connection other than an orderly, expected close.

func idleScenarios() []Scenario {
	return []Scenario{{
		Path:   "/reset-idle",
		Title:  "Reset while idle",
		Does:   "Promises five seconds and resets the connection after three.",
		Watch:  "RST instead of FIN: the connection is gone at once, in both directions. Idle timeouts hardly ever look like this; crashes and middleboxes do.",
		Ref:    "RFC 9112 §9.5",
		Group:  GroupIdle,
		Params: []Param{wholeSeconds("timeout", 5, "advertised"), seconds("after", 3, "idle until the reset")},
		play: func(x *exchange) {
			connection := x.promise("timeout=%d", x.v.count("timeout"))
			x.rest(resetAfter(x.v.seconds("after"), "reset while idle"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:   "/sweep",
		Title:  "A sweep that spares nobody",
		Does:   "Looks at its clock every four seconds and then closes the connection, in use or not, without a word.",
		Watch:  "Send once every half second: the close comes right after a response, after any idle time. Retries are needed.",
		Ref:    "RFC 9112 §9.5",
		Group:  GroupIdle,
		Params: []Param{period("every", 4, "between two sweeps")},
		play:   playSweep,
	}, {
		Path:   "/lingering",
		Title:  "FIN, then an open ear",
		Does:   "Closes its sending side after two seconds and goes on reading for half a minute, as Apache does for a while.",
		Watch:  "The FIN can be seen, yet writing succeeds, twice and more: a successful write proves nothing.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupIdle,
		Params: []Param{seconds("after", 2, "idle until the FIN"), seconds("linger", 30, "reading on after it")},
		play: func(x *exchange) {
			x.c.linger = x.v.seconds("linger")
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
			x.answer(reply{connection: x.plain(), content: x.words()})
		},
	}, {
		Path:   "/goodbye-408",
		Title:  "408 to the idle",
		Does:   "Sends 408 (Request Timeout) with close to a connection that has been idle, and closes.",
		Watch:  "Nobody asked: it is the server's goodbye. A client that pairs it with its next request reports a 408 that never was its answer.",
		Ref:    "RFC 9110 §15.5.9",
		Group:  GroupIdle,
		Params: []Param{seconds("after", 3, "idle until the goodbye")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "a 408 as goodbye")
		},
	}, {
		Path:   "/goodbye-504",
		Title:  "504 to the idle",
		Does:   "Sends 504 (Gateway Timeout) to a connection that has been idle, as privoxy does, and closes.",
		Watch:  "The same goodbye under a stranger name.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupIdle,
		Params: []Param{seconds("after", 3, "idle until the goodbye")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 13\r\nConnection: close\r\n\r\nToo slow yet.", "a 504 as goodbye")
		},
	}, {
		Path:   "/goodbye-unmarked",
		Title:  "A 408 that does not say close",
		Does:   "Sends 408 without Connection: close to an idle connection, and closes, as cheroot does.",
		Watch:  "Only the FIN behind it tells that it was a goodbye.",
		Ref:    "RFC 9110 §15.5.9",
		Group:  GroupIdle,
		Params: []Param{seconds("after", 3, "idle until the goodbye")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "an unmarked 408 as goodbye")
		},
	}}
}

func (x *exchange) goodbyeAfter(bytes, why string) {
	after := x.v.seconds("after")
	x.rest(sendAfter(after, bytes, why), closeAfter(after, why))
	x.answer(reply{connection: x.plain(), content: x.words()})
}

func playSweep(x *exchange) {
	x.untilSweep(reply{connection: x.plain(), content: x.words()})
}

// untilSweep answers, and closes at the next sweep; or at once, when there was
// one since the last response and the server was too busy to see to it.
func (x *exchange) untilSweep(r reply) {
	every, before := x.v.seconds("every"), x.c.lastSent
	x.answer(r)
	x.flush()
	now := time.Now()
	if swept := now.Sub(x.c.srv.epoch)/every > before.Sub(x.c.srv.epoch)/every; swept && x.n > 1 && x.end == stay {
		x.leave(endFIN, "a sweep")
		return
	}
	x.rest(closeAfter(x.sweep(0, every), "a sweep"))
}
