package practice

import "time"

// Connections that end in the middle of a message: "If the sender closes the
// connection ... before the indicated number of octets are received, the
// recipient MUST consider the message to be incomplete" (RFC 9112 §6.3).

func closingScenarios() []Scenario {
	return []Scenario{{
		Path:   "/truncated",
		Title:  "Ends in the middle of the content",
		Does:   "Announces 512 bytes of content, sends 300 and closes.",
		Watch:  "An orderly FIN, and yet the message is incomplete: 300 of 512.",
		Ref:    "RFC 9112 §8",
		Group:  GroupClosing,
		Params: []Param{bytesParam("length", 512, 1, 1<<20, "announced"), bytesParam("sent", 300, 0, 1<<20, "really sent")},
		order:  order{"sent", "length"},
		play:   func(x *exchange) { x.cutShort(endFIN) },
	}, {
		Path:   "/reset-body",
		Title:  "Reset in the middle of the content",
		Does:   "Announces 512 bytes of content, sends 300 and resets the connection a moment later.",
		Watch:  "Incomplete too, but this time a read fails. A reset may also destroy what had arrived and was not read yet.",
		Ref:    "RFC 9112 §9.6",
		Group:  GroupClosing,
		Params: []Param{bytesParam("length", 512, 1, 1<<20, "announced"), bytesParam("sent", 300, 0, 1<<20, "really sent")},
		order:  order{"sent", "length"},
		play:   func(x *exchange) { x.cutShort(endReset) },
	}, {
		Path:  "/truncated-chunk",
		Title: "Ends in the middle of a chunk",
		Does:  "Begins a second chunk of 16 bytes, sends 7 of them and closes.",
		Watch: "No length was broken, but a chunk was: nothing but the last-chunk ends this content.",
		Ref:   "RFC 9112 §8",
		Group: GroupClosing,
		play: func(x *exchange) {
			x.chunkedHead()
			x.sayBody(chunk("The first chunk.", "") + "10\r\nThe sec")
			x.leave(endFIN, "in the middle of a chunk")
		},
	}, {
		Path:  "/going-away",
		Title: "A server stopped in mid-answer",
		Does:  "Sends a chunk every half second, still promising keep-alive, and is gone after two seconds: FIN without last-chunk.",
		Watch: "What a restart looks like to whoever was being served. Seen on all connections at one moment, it is no timeout.",
		Ref:   "RFC 9112 §8",
		Group: GroupClosing,
		Params: []Param{
			seconds("after", 2, "until the server is gone"),
		},
		play: playGoingAway,
	}, {
		Path:  "/cut-head",
		Title: "Ends in the header section",
		Does:  "Sends a status-line and half a field line, and closes.",
		Watch: "There is not even a message: a status code alone answers nothing.",
		Ref:   "RFC 9112 §8",
		Group: GroupClosing,
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Len")
			x.leave(endFIN, "in the middle of the header section")
		},
	}, {
		Path:  "/no-answer",
		Title: "FIN instead of an answer",
		Does:  "Reads the request and closes without a byte.",
		Watch: "Was the request processed? Nobody can tell: an idempotent one may be sent again.",
		Ref:   "RFC 9110 §9.2.2",
		Group: GroupClosing,
		Params: []Param{
			seconds("after", 0.1, "until the close"),
		},
		play: func(x *exchange) {
			x.leave(endFIN, "without an answer")
			x.pause(x.v.seconds("after"))
		},
	}, {
		Path:  "/reset-answer",
		Title: "Reset instead of an answer",
		Does:  "Reads the request and resets the connection without a byte.",
		Watch: "The ECONNRESET of so many logs. The proxy in front of such a server says 502.",
		Ref:   "RFC 9110 §9.2.2",
		Group: GroupClosing,
		Params: []Param{
			seconds("after", 0.1, "until the reset"),
		},
		play: func(x *exchange) {
			x.leave(endReset, "instead of an answer")
			x.pause(x.v.seconds("after"))
		},
	}, {
		Path:  "/answers-then-resets",
		Title: "Announces close, then resets",
		Does:  "Sends a complete response with Connection: close, and then a reset instead of a FIN.",
		Watch: "The response came whole if it was read in time; the reset can also destroy it on the way.",
		Ref:   "RFC 9112 §9.6",
		Group: GroupClosing,
		play: func(x *exchange) {
			x.answer(reply{connection: x.goodbye(""), content: x.words()})
			x.leave(endReset, "instead of a FIN")
		},
	}}
}

// beforeReset gives the bytes time to be read: on a reset the receiver may
// throw away what is still in its buffer.
const beforeReset = 50 * time.Millisecond

// cutShort announces a length, sends less and ends the connection.
func (x *exchange) cutShort(e ending) {
	length, sent := x.v.count("length"), x.v.count("sent")
	x.sayf(x.ok()+"Content-Length: %d\r\n\r\n", length)
	x.sayBody(filler(length)[:sent])
	x.leave(e, "in the middle of the content")
	if e == endReset {
		x.pause(beforeReset)
	}
}

// chunkedHead says that chunks will follow, and promises nothing.
func (x *exchange) chunkedHead() {
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n\r\n")
}

func playGoingAway(x *exchange) {
	const every = 500 * time.Millisecond
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n" +
		"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n")
	x.leave(endFIN, "the server went away")
	for left := x.v.seconds("after"); left > 0; left -= every {
		x.sayBody(chunk("Working on it.\n", ""))
		if !x.pause(min(every, left)) {
			return
		}
	}
}
