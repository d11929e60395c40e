package practice

import "time"

// Most of these connections end inside a message: "If the sender closes the connection
// ... before the indicated number of octets are received, the recipient MUST consider the
// message to be incomplete" (RFC 9112 §6.3).

func closingScenarios() []Scenario {
	return []Scenario{{
		Path:     "/truncated",
		Title:    "closes inside the content",
		Does:     "Announces 512 bytes of content, sends 300 and closes.",
		Watch:    "The close is an orderly FIN, but the message is incomplete: 300 of 512 bytes.",
		Ref:      "RFC 9112 §8",
		Group:    GroupClosing,
		Keywords: "content-length, incomplete, unexpected EOF, transfer closed, curl (18)",
		Params:   []Param{bytesParam("length", 512, 1, 1<<20, "bytes that are announced"), bytesParam("sent", 300, 0, 1<<20, "bytes that are sent")},
		order:    order{"sent", "length"},
		play:     func(x *exchange) { x.truncate(endFIN) },
	}, {
		Path:  "/reset-body",
		Title: "resets inside the content",
		Does:  "Announces 512 bytes of content, sends 300 and resets the connection a moment later.",
		Watch: "The response is incomplete, and a read fails with an error. A reset can also destroy bytes that have arrived but were " +
			"not read yet.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupClosing,
		Keywords: "ECONNRESET, incomplete, curl (56)",
		Params:   []Param{bytesParam("length", 512, 1, 1<<20, "bytes that are announced"), bytesParam("sent", 300, 0, 1<<20, "bytes that are sent")},
		order:    order{"sent", "length"},
		play:     func(x *exchange) { x.truncate(endReset) },
	}, {
		Path:     "/truncated-chunk",
		Title:    "closes inside a chunk",
		Does:     "Begins a second chunk of 16 bytes, sends 7 of them and closes.",
		Watch:    "There is no Content-Length to compare with, but the chunk is incomplete, and only the last-chunk ends this content.",
		Ref:      "RFC 9112 §8",
		Group:    GroupClosing,
		Keywords: "chunked, unexpected EOF, incomplete",
		play: func(x *exchange) {
			x.chunkedHead()
			x.sayBody(chunk(x.text("The first chunk."), "") + "10\r\n" + x.text("The sec"))
			x.leave(endFIN, "inside a chunk")
		},
	}, {
		Path:  "/going-away",
		Title: "server shuts down during a response",
		Does:  "Sends a chunk every half second, still promises keep-alive, and closes after two seconds without the last-chunk.",
		Watch: "This is how a restart looks to clients with requests in progress. If all connections end at the same " +
			"moment, the cause is not a timeout.",
		Ref:      "RFC 9112 §8",
		Group:    GroupClosing,
		Keywords: "restart, deploy, shutdown, SIGTERM, 502",
		Params: []Param{
			secondsParam("after", 2, "time until the server closes"),
		},
		play: playGoingAway,
	}, {
		Path:     "/cut-head",
		Title:    "closes inside the header section",
		Does:     "Sends a status line and half a field line, and closes.",
		Watch:    "There is no message yet: a status code alone is not a response.",
		Ref:      "RFC 9112 §8",
		Group:    GroupClosing,
		Keywords: "incomplete, unexpected EOF",
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Len")
			x.leave(endFIN, "inside the header section")
		},
	}, {
		Path:     "/no-answer",
		Title:    "closes instead of responding",
		Does:     "Reads the request and closes without sending a byte.",
		Watch:    "The client cannot know whether the server processed the request: only an idempotent request may be sent again.",
		Ref:      "RFC 9110 §9.2.2",
		Group:    GroupClosing,
		Keywords: "empty reply from server, curl (52), socket hang up, EOF, NoHttpResponseException, race, 502",
		Params: []Param{
			secondsParam("after", 0.1, "time until the close"),
		},
		play: func(x *exchange) {
			x.leave(endFIN, "without an answer")
			x.pause(x.v.seconds("after"))
		},
	}, {
		Path:     "/reset-answer",
		Title:    "resets instead of responding",
		Does:     "Reads the request and resets the connection without sending a byte.",
		Watch:    "Logs call it ECONNRESET. A proxy in front of such a server answers 502.",
		Ref:      "RFC 9110 §9.2.2",
		Group:    GroupClosing,
		Keywords: "connection reset by peer, read: connection reset, race, curl (56)",
		Params: []Param{
			secondsParam("after", 0.1, "time until the reset"),
		},
		play: func(x *exchange) {
			x.leave(endReset, "instead of an answer")
			x.pause(x.v.seconds("after"))
		},
	}, {
		Path:     "/answers-then-resets",
		Title:    "Connection: close, then reset",
		Does:     "Sends a complete response with Connection: close, and then a reset instead of a FIN.",
		Watch:    "The response is complete if the client read it in time; the reset can also destroy it on the way.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupClosing,
		Keywords: "ECONNRESET, lingering close",
		play: func(x *exchange) {
			x.answer(reply{connection: x.goodbye(""), content: x.words()})
			x.leave(endReset, "instead of a FIN")
		},
	}}
}

// beforeReset is how long the server waits before a reset, so that the client can read
// the bytes. After a reset, a receiver may discard unread bytes.
const beforeReset = 50 * time.Millisecond

// truncate announces the content length, sends fewer bytes, and ends the connection.
func (x *exchange) truncate(e ending) {
	length, sent := x.v.count("length"), x.v.count("sent")
	x.sayf(x.ok()+"Content-Length: %d\r\n\r\n", length)
	x.sayBody(x.filler(length)[:sent])
	x.leave(e, "inside the content")
	if e == endReset {
		x.pause(beforeReset)
	}
}

// chunkedHead writes the header section of a chunked response, without a Connection
// field.
func (x *exchange) chunkedHead() {
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n\r\n")
}

func playGoingAway(x *exchange) {
	const every = 500 * time.Millisecond
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n" +
		"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n")
	x.leave(endFIN, "the server shut down")
	for left := x.v.seconds("after"); left > 0; left -= every {
		x.sayBody(chunk("Working on it.\n", ""))
		if !x.pause(min(every, left)) {
			return
		}
	}
}
