package practice

import (
	"time"
)

// These connections persist and end as RFC 9112 §9 describes.

func persistenceScenarios() []Scenario {
	return []Scenario{{
		Path:  "/countdown",
		Title: "timeout and max, kept exactly",
		Does:  "Advertises an idle timeout and a number of exchanges, counts the number down, and keeps both exactly.",
		Watch: "Wait for the FIN at the deadline. Or send again: the idle timer restarts, max goes down, and the last " +
			"response has close. A request sent in the last round trip before the close is lost: the race.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupPersistence,
		Keywords: "keep-alive-race, 502, ECONNRESET, deadline",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept"), countParam("max", 10, 1, 1_000_000, aboutMax)},
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/close",
		Title:    "Connection: close",
		Does:     "Answers with Connection: close and closes in stages: it sends a FIN and then reads for one second.",
		Watch:    "The server announces the end. The client must not send another request.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupPersistence,
		Keywords: "announced, staged close, lingering close",
		play: func(x *exchange) {
			x.answer(reply{connection: x.goodbye("announced"), content: x.words()})
		},
	}, {
		Path:  "/no-hint",
		Title: "stays open, no Keep-Alive field",
		Does:  "Sends neither Connection nor Keep-Alive, keeps the connection open and closes it after eight idle seconds.",
		Watch: "HTTP/1.1 connections persist by default. The limit is not announced, so it can only be measured. " +
			"Most servers do this.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupPersistence,
		Keywords: "idle timeout, unannounced",
		Params:   []Param{secondsParam("after", 8, "idle time until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout that was not advertised"))
			x.answer(reply{connection: x.plain(), content: x.words()})
		},
	}, {
		Path:     "/patient",
		Title:    "10 min timeout",
		Does:     "Advertises an idle timeout of ten minutes and keeps it.",
		Watch:    "You have time to examine the connection before the server closes it.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupPersistence,
		Keywords: "long, unlimited",
		play: func(x *exchange) {
			x.answer(reply{connection: x.promise("timeout=%d", int(patience/time.Second)), content: x.words()})
		},
	}, {
		Path:  "/unknown-parameters",
		Title: "unknown Keep-Alive parameters",
		Does: "Adds parameters that no standard defines to Keep-Alive: a token and a quoted string with a comma. " +
			"It spells timeout with a capital letter.",
		Watch:    "linger shows unknown parameters and otherwise ignores them. timeout and max still apply.",
		Ref:      "RFC 2068 §19.7.1",
		Group:    GroupPersistence,
		Keywords: "extension",
		Params:   houseParams(),
		play:     playUnknownParameters,
	}, {
		Path:     "/age",
		Title:    "limits the connection's age to 20 s",
		Does:     "Allows a connection to be used for 20 seconds after it was opened. The first response after that has close.",
		Watch:    "Neither idle time nor the number of exchanges explains this close. nginx does this with keepalive_time.",
		Ref:      "RFC 9112 §9.5",
		Group:    GroupPersistence,
		Keywords: "lifetime, max age, closed-by-age, connection limit",
		Params:   []Param{secondsParam("age", 20, "age after which the next response has close")},
		play:     playAge,
	}, {
		Path:     "/crlf",
		Title:    "CRLF on the idle connection",
		Does:     "Sends CRLF twice while the connection is idle, and keeps its idle timeout.",
		Watch:    "These bytes are unsolicited, but they are not a response: a client may discard them and continue.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupPersistence,
		Keywords: "empty line, unsolicited",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept"), secondsParam("after", 1, "idle time until the empty lines")},
		order:    order{"after", "timeout"},
		play: func(x *exchange) {
			connection := x.promise("timeout=%d", x.v.count("timeout"))
			x.rest(sendAfter(x.v.seconds("after"), "\r\n\r\n", "empty lines"),
				closeAfter(x.v.seconds("timeout"), "the advertised idle timeout"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}}
}

func playUnknownParameters(x *exchange) {
	timeout, most := x.v.count("timeout"), x.v.count("max")
	left := most - x.n
	if left <= 0 {
		x.answer(reply{connection: x.goodbye("max is used up"), content: x.words()})
		return
	}
	x.rest(closeAfter(x.v.seconds("timeout"), "the advertised idle timeout"))
	x.answer(reply{
		connection: x.promise(`Timeout=%d, max=%d, trace=abc, note="a, b"`, timeout, left),
		content:    x.words(),
	})
}

func playAge(x *exchange) {
	limit := x.v.seconds("age")
	age := x.age()
	if age >= limit {
		x.answer(reply{connection: x.goodbye("the connection is too old"), content: x.words()})
		return
	}
	x.answer(reply{connection: x.plain(), content: x.words()})
}

// age returns the time since the connection was opened.
func (x *exchange) age() time.Duration { return time.Since(x.c.opened) }
