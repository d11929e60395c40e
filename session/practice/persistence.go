package practice

import (
	"time"
)

// Connections that persist, and end, as RFC 9112 §9 says.

func persistenceScenarios() []Scenario {
	return []Scenario{{
		Path:   "/countdown",
		Title:  "A hint that is kept",
		Does:   "Promises an idle timeout and a number of exchanges, counts the number down, and keeps both promises to the millisecond.",
		Watch:  "Wait and see the FIN at the deadline; or send again and again: the timeout starts afresh, max goes down, and the last response says close.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupPersistence,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept"), count("max", 10, 1, 1_000_000, aboutMax)},
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: "The countdown has started."})
		},
	}, {
		Path:  "/close",
		Title: "The last response, and it says so",
		Does:  "Answers with Connection: close and closes in stages: FIN, then reads for a second, then the rest.",
		Watch: "The announced end. A client must not send another request.",
		Ref:   "RFC 9112 §9.6",
		Group: GroupPersistence,
		play: func(x *exchange) {
			x.answer(reply{connection: x.goodbye("announced"), content: x.words()})
		},
	}, {
		Path:   "/no-hint",
		Title:  "Persistent, and not a word about it",
		Does:   "Sends neither Connection nor Keep-Alive, keeps the connection, and closes it after a time it told nobody.",
		Watch:  "HTTP/1.1 persists without being asked. How long can only be measured. Most servers are like this.",
		Ref:    "RFC 9112 §9.3",
		Group:  GroupPersistence,
		Params: []Param{seconds("after", 8, "idle until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout nobody was told of"))
			x.answer(reply{connection: x.plain(), content: x.words()})
		},
	}, {
		Path:  "/patient",
		Title: "As good as for ever",
		Does:  "Promises ten minutes of idle time and keeps them.",
		Watch: "A connection to take apart at leisure: nothing will end it while you look.",
		Ref:   "RFC 9112 §9.5",
		Group: GroupPersistence,
		play: func(x *exchange) {
			x.answer(reply{connection: x.promise("timeout=%d", int(patience/time.Second)), content: x.words()})
		},
	}, {
		Path:   "/unknown-parameters",
		Title:  "Keep-Alive with more in it",
		Does:   "Adds parameters nobody has defined to the hint: a token, a quoted string with a comma, and one without timeout's lower case.",
		Watch:  "They are shown and mean nothing; timeout and max still count.",
		Ref:    "RFC 2068 §19.7.1",
		Group:  GroupPersistence,
		Params: houseParams(),
		play:   playUnknownParameters,
	}, {
		Path:   "/age",
		Title:  "A limit by age",
		Does:   "Lets a connection be used up to an age, however busy or idle it is; the first response after that says close.",
		Watch:  "Neither idle time nor a count explains this end. nginx does it with keepalive_time.",
		Ref:    "RFC 9112 §9.5",
		Group:  GroupPersistence,
		Params: []Param{seconds("age", 20, "of the connection")},
		play:   playAge,
	}, {
		Path:   "/crlf",
		Title:  "Empty lines while idle",
		Does:   "Sends CRLF twice while the connection is idle, and keeps its promises otherwise.",
		Watch:  "Nobody asked for these bytes either, but they are no response: a client may discard them and go on.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupPersistence,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept"), seconds("after", 1, "until the empty lines")},
		order:  order{"after", "timeout"},
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
		x.answer(reply{connection: x.goodbye("max is spent"), content: x.words()})
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

// age is how long ago the connection was opened.
func (x *exchange) age() time.Duration { return time.Since(x.c.opened) }
