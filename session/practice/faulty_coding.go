package practice

// These scenarios send an invalid or misplaced Transfer-Encoding (RFC 9112 §6.1, §7).

func faultyCodingScenarios() []Scenario {
	return []Scenario{{
		Path:  "/chunked-to-10",
		Title: "chunked in an HTTP/1.0 response",
		Does:  "Answers every request in HTTP/1.0 with Transfer-Encoding: chunked.",
		Watch: "The framing is faulty: HTTP/1.0 has no transfer codings. A recipient reads the content as chunked and does not use " +
			"the connection again.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupChunks,
		Keywords: "te-http10",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.0 200 OK\r\n" + x.server() + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n" + x.house() + "\r\n")
			x.sayBody(chunk(x.words(), "") + "0\r\n\r\n")
		},
	}, {
		Path:     "/chunked-for-10",
		Title:    "chunked to an HTTP/1.0 client",
		Does:     "Answers in HTTP/1.1 with chunks even if the request was HTTP/1.0, as Bun, werkzeug and fasthttp do.",
		Watch:    "Send the request as HTTP/1.0: a true HTTP/1.0 client would show the chunk-sizes as content.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupChunks,
		Keywords: "http/1.0, ab",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("0\r\n\r\n") },
	}, {
		Path:     "/chunked-twice",
		Title:    "chunked twice",
		Does:     "Sends Transfer-Encoding: chunked, chunked, but applies the coding once.",
		Watch:    "A sender must not apply chunked more than once. Is it one layer or two? Clients differ.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupChunks,
		Keywords: "te-chunked-twice",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.coded("chunked, chunked", chunk(x.words(), "")+"0\r\n\r\n")
		},
	}, {
		Path:     "/chunked-not-final",
		Title:    "chunked before another coding",
		Does:     "Sends Transfer-Encoding: chunked, gzip, then content, and closes.",
		Watch:    "If chunked is not the final coding, the content lasts until the close.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupChunks,
		Keywords: "te-chunked-not-final",
		play: func(x *exchange) {
			x.codedUntilClose("chunked, gzip", compress(chunk(x.words(), "")+"0\r\n\r\n"))
		},
	}, {
		Path:     "/unknown-coding",
		Title:    "unknown transfer coding",
		Does:     "Sends a transfer coding of your choice, then content, and closes.",
		Watch:    "Content in an unknown coding ends when the connection closes. Try ?coding=identity and ?coding=xchunked.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupChunks,
		Keywords: "te-unknown",
		Params:   []Param{textParam("coding", "zigzag", "value of Transfer-Encoding")},
		play: func(x *exchange) {
			x.codedUntilClose(x.v.text("coding"), x.words())
		},
	}, {
		Path:     "/chunked-spelled",
		Title:    "chunked in an unusual spelling",
		Does:     "Sends Transfer-Encoding: CHUNKED with a tab before it and a comma after it.",
		Watch:    "It is the same coding: names are case-insensitive, and empty list members are ignored.",
		Ref:      "RFC 9110 §5.6.1",
		Group:    GroupChunks,
		Keywords: "te-empty-element, smuggling",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.coded("\tCHUNKED ,", chunk(x.words(), "")+"0\r\n\r\n")
		},
	}}
}

// coded writes a response with the given Transfer-Encoding and body, which need not
// agree.
func (x *exchange) coded(coding, body string) {
	x.say(x.ok() + "Transfer-Encoding: " + coding + "\r\n" + x.house() + "\r\n")
	x.sayBody(body)
}

func (x *exchange) codedUntilClose(coding, body string) {
	x.say(x.ok() + "Transfer-Encoding: " + coding + "\r\n" +
		x.goodbye("only the close ends this content") + "\r\n")
	x.sayBody(body)
}
