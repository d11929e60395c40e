package practice

// These scenarios send status lines that break RFC 9112 §4, and first lines that are not
// status lines.

func statusLineScenarios() []Scenario {
	const rule = "RFC 9112 §4"
	return []Scenario{{
		Path:     "/no-reason",
		Title:    "status line without the space",
		Does:     "Sends \"HTTP/1.1 200\" without the space before the reason phrase, which is required even if the phrase is empty.",
		Watch:    "Nearly all clients accept this status line.",
		Ref:      rule,
		Group:    GroupLines,
		Keywords: "reason-missing-space",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withStatusLine("HTTP/1.1 200") },
	}, {
		Path:     "/leading-crlf",
		Title:    "empty line before the status line",
		Does:     "Sends CR LF before the status line.",
		Watch:    "The empty line may be left over from another message. A client may skip it.",
		Ref:      "RFC 9112 §2.2",
		Group:    GroupLines,
		Keywords: "left-over bytes",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withStatusLine("\r\nHTTP/1.1 200 OK") },
	}, {
		Path:     "/byte-order-mark",
		Title:    "byte order mark before the status line",
		Does:     "Sends the three bytes of a byte order mark (EF BB BF), then a valid response.",
		Watch:    "Some text editors write the mark at the beginning of a script. Clients report HTTP/0.9 or a malformed status line.",
		Ref:      rule,
		Group:    GroupLines,
		Keywords: "BOM, UTF-8, CGI, PHP, invalid status line, HTTP/0.9",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withStatusLine("\xef\xbb\xbfHTTP/1.1 200 OK") },
	}, {
		Path:     "/status-line",
		Title:    "invalid status line",
		Does:     "Sends a first line of your choice, then fields and content, and closes.",
		Watch:    "Try ?line=ICY%20200%20OK, ?line=HTTP/1.1%2020, ?line=HTTP/11%20200%20OK, ?line=HTTP/2%20200, ?line=HTTP/1.1%20999%20.",
		Ref:      rule,
		Group:    GroupLines,
		Keywords: "status-line-invalid, shoutcast, malformed",
		Params: []Param{
			textParam("line", "http/1.1 200 OK", "first line of the response"),
		},
		play: func(x *exchange) {
			x.leave(endFIN, "after an invalid status line")
			x.withStatusLine(x.v.text("line"))
		},
	}, {
		Path:     "/http09",
		Title:    "HTTP/0.9 response",
		Does:     "Sends a page without a status line or fields, and closes, as servers did before HTTP/1.0.",
		Watch:    "Clients cannot distinguish such a page from random bytes, so today they reject it.",
		Ref:      rule,
		Group:    GroupLines,
		Keywords: "Received HTTP/0.9 when not allowed, curl (1)",
		play: func(x *exchange) {
			x.leave(endFIN, "the page is complete")
			x.say("<html><body>The Web of 1991 had no status-lines.</body></html>\n")
		},
	}, {
		Path:     "/http2",
		Title:    "HTTP/2 frames",
		Does:     "Answers with HTTP/2 SETTINGS and GOAWAY frames, and closes.",
		Watch:    "The port speaks another protocol: binary bytes and no status line.",
		Ref:      "RFC 9113 §3.4",
		Group:    GroupLines,
		Keywords: "h2, prior knowledge, wrong protocol",
		play: func(x *exchange) {
			x.leave(endFIN, "this is HTTP/2")
			x.say("\x00\x00\x00\x04\x00\x00\x00\x00\x00" + "\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01")
		},
	}}
}

func (x *exchange) withStatusLine(line string) {
	connection := "Connection: close\r\n"
	if x.end == stay {
		connection = x.house()
	}
	x.sayf("%s\r\n%sContent-Type: text/plain\r\nContent-Length: 64\r\n%s\r\n", line, x.server(), connection)
	x.sayBody(filler(64))
}
