package practice

import "time"

// The close option, broken on either side: "A server that sends a "close"
// connection option MUST initiate closure of the connection ... after it sends
// the response containing the "close" connection option" (RFC 9112 §9.6).

func closeOptionScenarios() []Scenario {
	return []Scenario{{
		Path:   "/close-unannounced",
		Title:  "Closes without a word",
		Does:   "Promises keep-alive and closes right after the response, whatever else was asked.",
		Watch:  "Every connection is good for one exchange, and the server does not say so.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupHints,
		Params: []Param{seconds("after", 0, "from the response to the close")},
		play: func(x *exchange) {
			connection := x.promise("timeout=%d, max=%d", houseTimeout, houseMax)
			x.restDeaf(closeAfter(x.v.seconds("after"), "unannounced"))
			x.answer(reply{connection: connection, content: x.words()})
		},
	}, {
		Path:   "/close-not-done",
		Title:  "Says close and stays",
		Does:   "Answers with Connection: close, keeps the connection open, and answers further requests too.",
		Watch:  "The client has to close. Whoever waits for the server waits for half a minute.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupHints,
		Params: []Param{seconds("after", 30, "idle until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "announced long ago"))
			x.answer(reply{connection: "Connection: close\r\n", content: x.words()})
		},
	}, {
		Path:   "/ignores-close",
		Title:  "Deaf to the client's close",
		Does:   "Promises keep-alive whatever the request says, and keeps the connection although the client asked for close.",
		Watch:  "Send it with Connection: close. The server must close then and does not; nor has it read the option.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupHints,
		Params: []Param{seconds("after", 30, "idle until the close")},
		play: func(x *exchange) {
			x.rest(closeAfter(x.v.seconds("after"), "an idle timeout"))
			x.answer(reply{connection: "Connection: keep-alive\r\n", content: x.words()})
		},
	}, {
		Path:   "/close-unsaid",
		Title:  "Does close, does not say it",
		Does:   "Closes when the client asks for it, and answers without Connection: close.",
		Watch:  "Send it with Connection: close. The end is right; the response that does not confirm it breaks a SHOULD.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupHints,
		Params: houseParams(),
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
		Path:   "/close-and-keep-alive",
		Title:  "Both options at once",
		Does:   "Says Connection: keep-alive, close and closes.",
		Watch:  "close wins, wherever it stands in the list. Clients that take the first word they know keep waiting.",
		Ref:    "RFC 9112 §9.3",
		Group:  GroupHints,
		Params: []Param{wholeSeconds("timeout", 5, "advertised, never granted")},
		play: func(x *exchange) {
			x.leave(endFIN, "announced, among other things")
			x.sayf(x.ok()+"Content-Length: %d\r\nConnection: keep-alive, close\r\nKeep-Alive: timeout=%d\r\n\r\n",
				len(x.words()), x.v.count("timeout"))
			x.sayBody(x.words())
		},
	}}
}

// houseIdle is the idle timeout of the house.
const houseIdle = houseTimeout * time.Second
