package practice

import "fmt"

// These scenarios send unsolicited data: "If a client receives data on a connection that
// doesn't have outstanding requests, the client MUST NOT consider that data to be a valid
// response; the client SHOULD close the connection" (RFC 9112 §9.2).

func unsolicitedScenarios() []Scenario {
	return []Scenario{{
		Path:     "/unsolicited",
		Title:    "unsolicited response",
		Does:     "Sends a complete 200 response after one idle second, and stays open.",
		Watch:    "The response answers no request. If a client reads it as its next response, all later responses are one request behind.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupIdle,
		Keywords: "unsolicited-response, out of step, desync, smuggling",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept"), secondsParam("after", 1, "idle time until it comes")},
		order:    order{"after", "timeout"},
		play: func(x *exchange) {
			x.unasked(x.another(), "an unsolicited response")
		},
	}, {
		Path:     "/junk",
		Title:    "unsolicited bytes",
		Does:     "Sends a few words without a status line while the connection is idle, and stays open.",
		Watch:    "The client cannot know what these bytes are or where they end, so the connection cannot be used again.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupIdle,
		Keywords: "unsolicited-bytes, garbage, out of step",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept"), secondsParam("after", 1, "idle time until it comes")},
		order:    order{"after", "timeout"},
		play:     func(x *exchange) { x.unasked(x.text("Are you still there?")+"\r\n", "unsolicited bytes") },
	}, {
		Path:  "/second",
		Title: "two responses to one request",
		Does:  "Sends a second complete response right after the first one, in the same write.",
		Watch: "The next request on this connection appears to be answered before it was sent. Response splitting " +
			"looks like this.",
		Ref:      "RFC 9112 §11.1",
		Group:    GroupIdle,
		Keywords: "unsolicited-response, smuggling, response splitting, desync",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: x.words()})
			x.say(x.another())
		},
	}, {
		Path:     "/interim-alone",
		Title:    "103 without a request",
		Does:     "Sends 103 (Early Hints) while the connection is idle.",
		Watch:    "The interim response answers no request, and no final response follows.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupIdle,
		Keywords: "unsolicited, interim",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised and kept"), secondsParam("after", 1, "idle time until it comes")},
		order:    order{"after", "timeout"},
		play: func(x *exchange) {
			x.unasked("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n", "an unsolicited interim response")
		},
	}}
}

// unasked answers, sends unsolicited bytes while the connection is idle, and closes after
// the advertised timeout.
func (x *exchange) unasked(bytes, why string) {
	connection := x.promise("timeout=%d", x.v.count("timeout"))
	x.rest(sendAfter(x.v.seconds("after"), bytes, why), closeAfter(x.v.seconds("timeout"), "the advertised idle timeout"))
	x.answer(reply{connection: connection, content: x.words()})
}

// another returns a complete unsolicited response, which a client may read as the
// response to its next request.
func (x *exchange) another() string {
	content := x.wordsOf(x.n + 1)
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", x.ok(), len(content), content)
}
