package practice

import "fmt"

// Bytes nobody asked for: "If a client receives data on a connection that
// doesn't have outstanding requests, the client MUST NOT consider that data to
// be a valid response; the client SHOULD close the connection" (RFC 9112 §9.2).

func unsolicitedScenarios() []Scenario {
	return []Scenario{{
		Path:   "/unsolicited",
		Title:  "Answers what nobody asked",
		Does:   "Sends a complete 200 response one second into the idle time, and stays open.",
		Watch:  "It answers nothing. A client that keeps it for its next request is one answer behind from then on.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupIdle,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept"), seconds("after", 1, "idle until it comes")},
		order:  order{"after", "timeout"},
		play: func(x *exchange) {
			x.unasked(x.another(), "an unsolicited response")
		},
	}, {
		Path:   "/junk",
		Title:  "Bytes that are no response",
		Does:   "Sends a few words without any status-line while the connection is idle, and stays open.",
		Watch:  "What is it? Where does it end? Nobody can know, so the connection cannot be used any more.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupIdle,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept"), seconds("after", 1, "idle until it comes")},
		order:  order{"after", "timeout"},
		play:   func(x *exchange) { x.unasked("Are you still there?\r\n", "bytes nobody asked for") },
	}, {
		Path:   "/second",
		Title:  "Two responses to one request",
		Does:   "Sends a second complete response right behind the first one, in the same write.",
		Watch:  "The next request on this connection seems answered before it was sent: response splitting looks like this.",
		Ref:    "RFC 9112 §11.1",
		Group:  GroupIdle,
		Params: houseParams(),
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: x.words()})
			x.say(x.another())
		},
	}, {
		Path:   "/interim-alone",
		Title:  "A 103 without a request",
		Does:   "Sends 103 (Early Hints) while the connection is idle.",
		Watch:  "An interim response to a request that does not exist, and no final response will come.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupIdle,
		Params: []Param{wholeSeconds("timeout", 5, "advertised and kept"), seconds("after", 1, "idle until it comes")},
		order:  order{"after", "timeout"},
		play: func(x *exchange) {
			x.unasked("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", "an interim response nobody asked for")
		},
	}}
}

// unasked answers well, sends bytes after a while, and closes at the time it
// promised.
func (x *exchange) unasked(bytes, why string) {
	connection := x.promise("timeout=%d", x.v.count("timeout"))
	x.rest(sendAfter(x.v.seconds("after"), bytes, why), closeAfter(x.v.seconds("timeout"), "the advertised idle timeout"))
	x.answer(reply{connection: connection, content: x.words()})
}

// another returns a complete response that no request asked for. A client takes
// it for the response to its next request.
func (x *exchange) another() string {
	content := words(x.n + 1)
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", x.ok(), len(content), content)
}
