package practice

// HTTP/1.0, where persistence has to be asked for (RFC 9112 §9.3, C.2.2).

func http10Scenarios() []Scenario {
	return []Scenario{{
		Path:  "/http10",
		Title: "An HTTP/1.0 server",
		Does:  "Answers in HTTP/1.0 without keep-alive and closes.",
		Watch: "The version alone announces the end: no Connection field is needed.",
		Ref:   "RFC 9112 §9.3",
		Group: GroupPersistence,
		play: func(x *exchange) {
			x.leave(endFIN, "HTTP/1.0 does not persist")
			x.answer(reply{version: "HTTP/1.0", content: x.words()})
		},
	}, {
		Path:   "/http10-keep-alive",
		Title:  "HTTP/1.0 that stays when asked to",
		Does:   "Answers in HTTP/1.0; with Connection: keep-alive if the request has it, and then keeps the connection for five seconds.",
		Watch:  "Send it with and without Connection: keep-alive. In HTTP/1.0 the word decides, on both sides.",
		Ref:    "RFC 9112 §9.3",
		Group:  GroupPersistence,
		Params: houseParams(),
		play:   playHTTP10KeepAlive,
	}, {
		Path:   "/http10-refused",
		Title:  "Refuses HTTP/1.0 what 1.1 gets",
		Does:   "Keeps HTTP/1.1 connections, but closes those of HTTP/1.0 clients although they ask for keep-alive.",
		Watch:  "Send it as HTTP/1.0 with Connection: keep-alive. A server need not honour that, and many do not.",
		Ref:    "RFC 9112 §9.3",
		Group:  GroupPersistence,
		Params: houseParams(),
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
		x.leave(endFIN, "keep-alive was not asked for")
		x.answer(reply{version: "HTTP/1.0", content: x.words()})
		return
	}
	x.answer(reply{version: "HTTP/1.0", connection: x.house(), content: x.words()})
}
