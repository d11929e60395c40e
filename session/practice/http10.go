package practice

// These scenarios use HTTP/1.0. In HTTP/1.0 a connection persists only if both sides ask
// for it (RFC 9112 §9.3, C.2.2).

func http10Scenarios() []Scenario {
	return []Scenario{{
		Path:     "/http10",
		Title:    "HTTP/1.0 server",
		Does:     "Answers in HTTP/1.0 without keep-alive and closes.",
		Watch:    "The version alone announces the end: no Connection field is needed.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupPersistence,
		Keywords: "http/1.0",
		play: func(x *exchange) {
			x.leave(endFIN, "HTTP/1.0 does not persist")
			x.answer(reply{version: "HTTP/1.0", content: x.words()})
		},
	}, {
		Path:  "/http10-keep-alive",
		Title: "HTTP/1.0 with keep-alive",
		Does: "Answers in HTTP/1.0. If the request has Connection: keep-alive, the response has it too, and the " +
			"connection stays open for five seconds.",
		Watch:    "Send the request with and without Connection: keep-alive. In HTTP/1.0 both sides have to send it in every message.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupPersistence,
		Keywords: "http/1.0, negotiation",
		Params:   houseParams(),
		play:     playHTTP10KeepAlive,
	}, {
		Path:  "/http10-refused",
		Title: "refuses keep-alive to HTTP/1.0",
		Does: "Keeps the connections of HTTP/1.1 clients open, but closes those of HTTP/1.0 clients, even if they ask " +
			"for keep-alive.",
		Watch:    "Send the request as HTTP/1.0 with Connection: keep-alive. A server need not agree, and many do not.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupPersistence,
		Keywords: "http/1.0, ab, health check",
		Params:   houseParams(),
		play: func(x *exchange) {
			var connection string
			if x.req.minor == 0 {
				connection = x.goodbye("HTTP/1.0 clients are not kept")
			} else {
				connection = x.house()
			}
			x.answer(reply{connection: connection, content: x.words()})
		},
	}}
}

func playHTTP10KeepAlive(x *exchange) {
	if !x.asked() || !x.keeps() {
		x.leave(endFIN, "the request did not ask for keep-alive")
		x.answer(reply{version: "HTTP/1.0", content: x.words()})
		return
	}
	x.answer(reply{version: "HTTP/1.0", connection: x.house(), content: x.words()})
}
