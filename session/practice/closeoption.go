package practice

import "time"

// These scenarios break the rules of the close option: "A server that sends a 'close'
// connection option MUST initiate closure of the connection ... after it sends the
// response containing the 'close' connection option" (RFC 9112 §9.6).

func closeOptionScenarios() []Scenario {
	return []Scenario{{
		Path:  "/close-unannounced",
		Title: "closes without Connection: close",
		Does:  "Promises keep-alive and closes right after the response.",
		Watch: "Every connection serves one exchange, and the server does not say so. A client that sends at this " +
			"moment gets no response: the race. A proxy answers its own client with 502.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "upstream prematurely closed connection, ECONNRESET, socket hang up",
		Params:   []Param{secondsParam("after", 0, "delay between the response and the close")},
		play: func(x *exchange) {
			connection := x.promise("timeout=%d, max=%d", houseTimeout, houseMax)
			x.restDeaf(closeAfter(x.v.seconds("after"), "unannounced"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/close-not-done",
		Title:    "says Connection: close, stays open",
		Does:     "Answers with Connection: close, keeps the connection open for half a minute, and answers further requests.",
		Watch:    "The client has to close. If it waits for the server to close, it waits for half a minute.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "close-ignored, hang, timeout",
		Params:   []Param{secondsParam("after", 30, "idle time until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "announced with the response"))
			x.answer(reply{connection: "Connection: close\r\n", content: x.words()})
		},
	}, {
		Path:  "/ignores-close",
		Title: "ignores the client's Connection: close",
		Does: "Sends Connection: keep-alive to all requests, and keeps the connection open even if the client " +
			"asked for the close.",
		Watch:    "Send the request with Connection: close. The server must then close the connection, but does not.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "close-ignored, hang, HTTP/1.0",
		Params:   []Param{secondsParam("after", 30, "idle time until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
			x.answer(reply{connection: "Connection: keep-alive\r\n", content: x.words()})
		},
	}, {
		Path:     "/close-unsaid",
		Title:    "honours the client's close, silently",
		Does:     "Closes when the client asks for it, but does not send Connection: close.",
		Watch:    "Send the request with Connection: close. The close is correct, but the response should announce it (a SHOULD in the RFC).",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "close-unannounced",
		Params:   houseParams(),
		play: func(x *exchange) {
			connection := ""
			if x.keeps() {
				connection = x.house()
			} else {
				x.leave(endFIN, "the request asked for it")
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:     "/close-and-keep-alive",
		Title:    "Connection: keep-alive, close",
		Does:     "Sends Connection: keep-alive, close, and closes the connection.",
		Watch:    "close wins, no matter where it is in the list. Clients that read only the first known option try to reuse the connection.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupHints,
		Keywords: "contradiction, both",
		Params:   []Param{wholeSecondsParam("timeout", 5, "idle timeout, advertised but not kept")},
		play: func(x *exchange) {
			x.leave(endFIN, "announced, by close in a list")
			x.sayf(x.ok()+"Content-Length: %d\r\nConnection: keep-alive, close\r\nKeep-Alive: timeout=%d\r\n\r\n",
				len(x.words()), x.v.count("timeout"))
			x.sayBody(x.words())
		},
	}}
}

// houseIdle is the default idle timeout of scenarios.
const houseIdle = houseTimeout * time.Second
