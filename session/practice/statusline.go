package practice

// Status-lines that break RFC 9112 §4, or that are none.

func statusLineScenarios() []Scenario {
	const rule = "RFC 9112 §4"
	return []Scenario{{
		Path:   "/no-reason",
		Title:  "A status-line without its space",
		Does:   "Sends \"HTTP/1.1 200\" without the space that stands before a reason phrase, even an empty one.",
		Watch:  "The space is required. Nearly everybody reads it all the same.",
		Ref:    rule,
		Group:  GroupLines,
		Params: houseParams(),
		play:   func(x *exchange) { x.withStatusLine("HTTP/1.1 200") },
	}, {
		Path:   "/leading-crlf",
		Title:  "An empty line first",
		Does:   "Sends CR LF before the status-line.",
		Watch:  "Left over from something else, perhaps. It may be skipped.",
		Ref:    "RFC 9112 §2.2",
		Group:  GroupLines,
		Params: houseParams(),
		play:   func(x *exchange) { x.withStatusLine("\r\nHTTP/1.1 200 OK") },
	}, {
		Path:  "/status-line",
		Title: "A status-line that is none",
		Does:  "Sends any first line you like, then fields and content, and closes.",
		Watch: "Try ?line=ICY%20200%20OK, ?line=HTTP/1.1%2020, ?line=HTTP/11%20200%20OK, ?line=HTTP/2%20200, ?line=HTTP/1.1%20999%20.",
		Ref:   rule,
		Group: GroupLines,
		Params: []Param{
			text("line", "http/1.1 200 OK", "the first line"),
		},
		play: func(x *exchange) {
			x.leave(endFIN, "after a strange status-line")
			x.withStatusLine(x.v.text("line"))
		},
	}, {
		Path:  "/http09",
		Title: "HTTP/0.9: no status-line at all",
		Does:  "Sends a page without status-line and fields, and closes, as HTTP had it before 1.0.",
		Watch: "Nothing tells it from noise, so today's clients refuse it.",
		Ref:   rule,
		Group: GroupLines,
		play: func(x *exchange) {
			x.leave(endFIN, "the page is complete")
			x.say("<html><body>The Web of 1991 had no status-lines.</body></html>\n")
		},
	}, {
		Path:  "/http2",
		Title: "Speaks HTTP/2 unasked",
		Does:  "Answers with an HTTP/2 SETTINGS frame and a GOAWAY, and closes.",
		Watch: "The port speaks another protocol. Binary bytes, and no status-line.",
		Ref:   "RFC 9113 §3.4",
		Group: GroupLines,
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
