package practice

// In these scenarios, the server treats the request in an unusual way, or answers before
// the request is complete.

func requestSideScenarios() []Scenario {
	return []Scenario{{
		Path:     "/early-413",
		Title:    "413 before the content is sent",
		Does:     "Answers a request that has content with 413 and Connection: close as soon as its header section has arrived. Reads no content and closes.",
		Watch:    "Send a lot of content: the response arrives while linger is still sending. Other clients report EPIPE or ECONNRESET and never see the 413.",
		Ref:      "RFC 9110 §15.5.14",
		Group:    GroupClosing,
		Keywords: "answered-early, 413, upload, EPIPE, ECONNRESET, broken pipe, client_max_body_size",
		Params:   houseParams(),

		playsFirst: true,

		play: func(x *exchange) {
			if x.req.length == 0 {
				x.answer(reply{connection: x.house(), content: x.words()})
				return
			}
			x.c.linger = 0
			x.answer(reply{status: 413, connection: x.goodbye("the content was not wanted"), content: x.words()})
		},
	}, {
		Path:     "/unread-content",
		Title:    "content read as the next request",
		Does:     "Answers without reading the content of the request, keeps the connection open, and reads that content as the next request.",
		Watch:    "Send a POST with content: the server answers the content with 400. If the content looks like a request, the server answers that request: request smuggling.",
		Ref:      "RFC 9112 §9.3",
		Group:    GroupLengths,
		Keywords: "content-unread, smuggling, desync, out of step, request body, 400, POST",
		Params:   houseParams(),

		playsFirst: true,

		play: func(x *exchange) {
			x.hasRead = true // keeps the connection open
			x.answer(reply{connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/http10-waits",
		Title:    "HTTP/1.0 client left waiting",
		Does:     "Answers HTTP/1.0 requests without a length, and closes only after ten seconds. HTTP/1.1 clients get chunks.",
		Watch:    "Send the request as HTTP/1.0: only the close ends the content, and it comes late. So each client waits for ten seconds.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupPersistence,
		Keywords: "hang, timeout, HTTP/1.0, ab, health check, proxy_http_version",
		Params:   []Param{secondsParam("after", 10, "time until the close")},
		play: func(x *exchange) {
			if x.req.minor > 0 {
				x.answer(reply{connection: x.plain(), chunks: []string{x.words()}})
				return
			}
			x.say(x.ok() + "\r\n")
			x.sayBody(x.words())
			x.rest(closeAfter(x.v.seconds("after"), "long after the content"))
		},
	}}
}
