package practice

import "time"

// These scenarios end an idle connection in ways that a client does not expect.

func idleScenarios() []Scenario {
	return []Scenario{{
		Path:  "/reset-idle",
		Title: "resets the idle connection",
		Does:  "Advertises five seconds and resets the connection after three idle seconds.",
		Watch: "RST instead of FIN: the connection ends at once, in both directions. Idle timeouts seldom look " +
			"like this; crashes and middleboxes do.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupIdle,
		Keywords: "ECONNRESET, connection reset by peer, load balancer, NAT",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised"), secondsParam("after", 3, "idle time until the reset")},
		play: func(x *exchange) {
			connection := x.promise("timeout=%d", x.v.count("timeout"))
			x.rest(resetAfter(x.v.seconds("after"), "reset while idle"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:  "/sweep",
		Title: "closes all connections every 4 s",
		Does: "Checks its clock every four seconds and then closes the connection without notice, whether it is " +
			"in use or idle.",
		Watch:    "Send every half second: the close can come right after a response, however short the idle time is. Clients need retries.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupIdle,
		Keywords: "race, idle timeout, close-unannounced, tick",
		Params:   []Param{period("every", 4, "interval between sweeps")},
		play:     playSweep,
	}, {
		Path:     "/lingering",
		Title:    "half-close: FIN, keeps reading",
		Does:     "Closes its sending side after two seconds and keeps reading for half a minute, as Apache does for a while.",
		Watch:    "The client has received the FIN, but its writes still succeed: a successful write proves nothing.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupIdle,
		Keywords: "half-close, FIN, lingering close, race",
		Params:   []Param{secondsParam("after", 2, "idle time until the FIN"), secondsParam("linger", 30, "how long it reads after the FIN")},
		play: func(x *exchange) {
			x.c.linger = x.v.seconds("linger")
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
			x.answer(reply{connection: x.plain(), content: x.words()})
		},
	}, {
		Path:  "/goodbye-408",
		Title: "408 to an idle connection",
		Does:  "Sends 408 (Request Timeout) with Connection: close to an idle connection, and closes.",
		Watch: "The 408 answers no request. A client that reads it as the response to its next request reports a 408 " +
			"that was not meant for it.",
		Ref:      "RFC 9110 §15.5.9",
		Group:    GroupIdle,
		Keywords: "unsolicited-response, HAProxy, timeout",
		Params:   []Param{secondsParam("after", 3, "idle time until the response")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "an unsolicited 408")
		},
	}, {
		Path:     "/goodbye-504",
		Title:    "504 to an idle connection",
		Does:     "Sends 504 (Gateway Timeout) to an idle connection and closes, as privoxy does.",
		Watch:    "Like /goodbye-408, but the status code blames another server.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupIdle,
		Keywords: "unsolicited-response, gateway timeout, proxy",
		Params:   []Param{secondsParam("after", 3, "idle time until the response")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 13\r\nConnection: close\r\n\r\n"+x.text("Too slow yet."), "an unsolicited 504")
		},
	}, {
		Path:     "/goodbye-unmarked",
		Title:    "408 without Connection: close",
		Does:     "Sends 408 without Connection: close to an idle connection, and closes, as cheroot does.",
		Watch:    "Only the FIN after the 408 response shows that the connection ends.",
		Ref:      "RFC 9110 §15.5.9",
		Group:    GroupIdle,
		Keywords: "unsolicited-response, timeout",
		Params:   []Param{secondsParam("after", 3, "idle time until the response")},
		play: func(x *exchange) {
			x.goodbyeAfter("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n", "an unsolicited 408 without close")
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

// untilSweep answers, and closes at the next sweep. If a sweep came while the server was
// answering, it closes at once.
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
