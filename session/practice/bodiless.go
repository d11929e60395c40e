package practice

// These scenarios send content where none is allowed (RFC 9112 §6.3, rule 1; for 205, RFC
// 9110 §15.3.6). In most of them, the client and the server are out of step, starting
// with the next response.

// etag returns the ETag field line of a 304, or "" in a round of the drill.
func (x *exchange) etag() string {
	if x.round != nil {
		return ""
	}
	return "ETag: \"practice\"\r\n"
}

func bodilessScenarios() []Scenario {
	const rule = "RFC 9112 §6.3"
	return []Scenario{{
		Path:  "/head-body",
		Title: "HEAD answered with content",
		Does:  "Sends the content in response to HEAD as well, and keeps the connection open.",
		Watch: "Send HEAD, then any request: the content of the first response is where the second response should begin. " +
			"On a shared connection this is dangerous.",
		Ref:      "RFC 9110 §9.3.2",
		Group:    GroupLengths,
		Keywords: "out of step, smuggling, left-over bytes",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.open(reply{connection: x.house(), content: x.words()})
			x.say(x.words())
		},
	}, {
		Path:     "/no-content-body",
		Title:    "204 with content",
		Does:     "Sends 204 with a Content-Length of 13 and that many bytes.",
		Watch:    "The message ended before these bytes: client and server are out of step.",
		Ref:      rule,
		Group:    GroupLengths,
		Keywords: "cl-on-bodiless, left-over bytes",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.1 204 No Content\r\n" + x.server() + "Content-Length: 13\r\n" + x.house() + "\r\n" + x.filler(13))
		},
	}, {
		Path:     "/not-modified-body",
		Title:    "304 with content",
		Does:     "Sends 304 with a Content-Length of 14 and that many bytes.",
		Watch:    "The length is allowed, the bytes are not: client and server are out of step.",
		Ref:      rule,
		Group:    GroupLengths,
		Keywords: "left-over bytes, cache",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.1 304 Not Modified\r\n" + x.server() + x.etag() + "Content-Length: 14\r\n" + x.house() + "\r\n" + x.filler(14))
		},
	}, {
		Path:     "/reset-content",
		Title:    "205 with content",
		Does:     "Sends 205 (Reset Content) with seven bytes of content.",
		Watch:    "A server must not do this, but Content-Length still frames the content: clients disagree on whether to read it.",
		Ref:      "RFC 9110 §15.3.6",
		Group:    GroupLengths,
		Keywords: "content-in-205",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.1 205 Reset Content\r\n" + x.server() + "Content-Length: 7\r\n" + x.house() + "\r\n")
			x.sayBody(x.filler(7))
		},
	}, {
		Path:     "/no-content-chunked",
		Title:    "204 with a transfer coding",
		Does:     "Sends 204 with Transfer-Encoding: chunked and an empty chunked body.",
		Watch:    "The five bytes 0 CR LF CR LF are left over.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupLengths,
		Keywords: "te-on-bodiless, preflight, CORS, left-over bytes",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say("HTTP/1.1 204 No Content\r\n" + x.server() + "Transfer-Encoding: chunked\r\n" + x.house() + "\r\n0\r\n\r\n")
		},
	}}
}
