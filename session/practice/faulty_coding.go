package practice

// Transfer-Encoding that should not be there, or not like this (RFC 9112 §6.1, §7).

func faultyCodingScenarios() []Scenario {
	return []Scenario{{
		Path:   "/chunked-to-10",
		Title:  "Chunked in HTTP/1.0",
		Does:   "Answers in HTTP/1.0 with Transfer-Encoding: chunked, whoever asks.",
		Watch:  "Faulty framing: HTTP/1.0 knows no transfer codings. It is read as chunked, and the connection is not used again.",
		Ref:    "RFC 9112 §6.1",
		Group:  GroupChunks,
		Params: houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.0 200 OK\r\n" + x.server() + "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n" + x.house() + "\r\n")
			x.sayBody(chunk(x.words(), "") + "0\r\n\r\n")
		},
	}, {
		Path:   "/chunked-for-10",
		Title:  "Chunked to an HTTP/1.0 client",
		Does:   "Answers HTTP/1.1 with chunks even if the request was HTTP/1.0, as Bun, werkzeug and fasthttp do.",
		Watch:  "Send it as HTTP/1.0: a true HTTP/1.0 client would show the chunk-sizes as content.",
		Ref:    "RFC 9112 §6.1",
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("0\r\n\r\n") },
	}, {
		Path:   "/chunked-twice",
		Title:  "Chunked twice",
		Does:   "Says Transfer-Encoding: chunked, chunked and applies it once.",
		Watch:  "A sender must not apply it more than once. Is it one layer or two? Clients differ.",
		Ref:    "RFC 9112 §6.1",
		Group:  GroupChunks,
		Params: houseParams(),
		play: func(x *exchange) {
			x.coded("chunked, chunked", chunk(x.words(), "")+"0\r\n\r\n")
		},
	}, {
		Path:  "/chunked-not-final",
		Title: "Chunked before another coding",
		Does:  "Says Transfer-Encoding: chunked, gzip, sends something and closes.",
		Watch: "If chunked is not the last coding, the content goes on until the close.",
		Ref:   "RFC 9112 §6.3",
		Group: GroupChunks,
		play: func(x *exchange) {
			x.codedUntilClose("chunked, gzip", compress(chunk(x.words(), "")+"0\r\n\r\n"))
		},
	}, {
		Path:   "/unknown-coding",
		Title:  "A transfer coding nobody knows",
		Does:   "Says any transfer coding you like, sends something and closes.",
		Watch:  "What cannot be decoded ends with the connection. Try ?coding=identity and ?coding=xchunked.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupChunks,
		Params: []Param{text("coding", "zigzag", "the Transfer-Encoding")},
		play: func(x *exchange) {
			x.codedUntilClose(x.v.text("coding"), x.words())
		},
	}, {
		Path:   "/chunked-spelled",
		Title:  "Chunked, spelled in its own way",
		Does:   "Says Transfer-Encoding: CHUNKED with a tab before it and a comma behind.",
		Watch:  "The same coding: names are case-insensitive, empty list members count for nothing.",
		Ref:    "RFC 9110 §5.6.1",
		Group:  GroupChunks,
		Params: houseParams(),
		play: func(x *exchange) {
			x.coded("\tCHUNKED ,", chunk(x.words(), "")+"0\r\n\r\n")
		},
	}}
}

// coded answers with a Transfer-Encoding and a body that need not agree.
func (x *exchange) coded(coding, body string) {
	x.say(x.ok() + "Transfer-Encoding: " + coding + "\r\n" + x.house() + "\r\n")
	x.sayBody(body)
}

func (x *exchange) codedUntilClose(coding, body string) {
	x.say(x.ok() + "Transfer-Encoding: " + coding + "\r\n" +
		x.goodbye("only the close ends this content") + "\r\n")
	x.sayBody(body)
}
