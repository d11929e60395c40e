package practice

import "fmt"

// These scenarios send a wrong or contradictory Content-Length (RFC 9112 §6.3).

func faultyLengthScenarios() []Scenario {
	return []Scenario{{
		Path:  "/too-short",
		Title: "Content-Length too small",
		Does:  "Announces 10 bytes, sends 28 and answers the next request as usual.",
		Watch: "The response ends after 10 bytes; the other 18 are where the next status line should be. Client " +
			"and server are out of step.",
		Ref:      "RFC 9112 §9.2",
		Group:    GroupLengths,
		Keywords: "smuggling, unsolicited-bytes, left-over bytes, desync",
		Params:   houseParams(),
		play:     func(x *exchange) { x.withLengths("Content-Length: 10\r\n", x.filler(28)) },
	}, {
		Path:     "/too-long",
		Title:    "Content-Length too large, stays open",
		Does:     "Announces 512 bytes, sends 300 and keeps the connection open for ten seconds.",
		Watch:    "The response never ends; the client hangs until one side stops waiting.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupLengths,
		Keywords: "hang, stalled, timeout, incomplete",
		Params:   []Param{secondsParam("after", 10, "time until the close")},
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Length: 512\r\n\r\n")
			x.sayBody(x.filler(512)[:300])
			x.rest(closeAfter(x.v.seconds("after"), "with 212 bytes missing"))
		},
	}, {
		Path:     "/no-length",
		Title:    "no length, stays open",
		Does:     "Sends content without any framing to an HTTP/1.1 client and keeps the connection open for ten seconds.",
		Watch:    "By the rules, the close ends this content, so the client waits. Some frameworks do this by mistake.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupLengths,
		Keywords: "hang, close-delimited, content-length missing, timeout",
		Params:   []Param{secondsParam("after", 10, "time until the close")},
		play: func(x *exchange) {
			x.say(x.ok() + "\r\n")
			x.sayBody(x.words())
			x.rest(closeAfter(x.v.seconds("after"), "long after the content"))
		},
	}, {
		Path:     "/te-and-cl",
		Title:    "Transfer-Encoding and Content-Length",
		Does:     "Sends Transfer-Encoding: chunked and a Content-Length that disagrees.",
		Watch:    "chunked wins, but a recipient should report an error: request smuggling works like this.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupLengths,
		Keywords: "te-and-cl, desync",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n" + x.house() + "\r\n")
			x.sayBody(chunk(x.words(), "") + "0\r\n\r\n")
		},
	}, {
		Path:     "/differing-lengths",
		Title:    "two different Content-Length values",
		Does:     "Sends Content-Length twice, 10 and 28.",
		Watch:    "No client can know where this message ends: an unrecoverable error.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupLengths,
		Keywords: "cl-mismatch, smuggling, duplicate",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.withLengths("Content-Length: 10\r\nContent-Length: 28\r\n", x.filler(28))
		},
	}, {
		Path:     "/repeated-length",
		Title:    "Content-Length repeated",
		Does:     "Sends Content-Length: 21, and then Content-Length: 21, 21.",
		Watch:    "Invalid, but all values agree, so a recipient may use the value.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupLengths,
		Keywords: "cl-duplicate",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.withLengths("Content-Length: 21\r\nContent-Length: 21, 21\r\n", x.filler(21))
		},
	}, {
		Path:     "/bad-length",
		Title:    "Content-Length is not a number",
		Does:     "Sends a Content-Length of your choice, and 28 bytes of content.",
		Watch:    "Try ?value=-1, ?value=%2B28, ?value=0x1c, ?value=28.0, ?value=9223372036854775808. Clients differ.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupLengths,
		Keywords: "cl-invalid",
		Params:   houseParams(textParam("value", "28 bytes", "value of Content-Length")),
		play: func(x *exchange) {
			x.withLengths(fmt.Sprintf("Content-Length: %s\r\n", x.v.text("value")), x.filler(28))
		},
	}, {
		Path:     "/stall-at-end",
		Title:    "last byte arrives 2 s late",
		Does:     "Sends all bytes of the content except the last one, waits two seconds and then sends the last byte.",
		Watch:    "In the end the message is complete. Impatient clients report that it is incomplete.",
		Ref:      "RFC 9112 §8",
		Group:    GroupLengths,
		Keywords: "stalled, slow, timeout",
		Params:   houseParams(period("stall", 2, "time before the last byte")),
		play:     playStallAtEnd,
	}}
}

// withLengths writes a response with the given framing fields and content, which need not
// agree.
func (x *exchange) withLengths(fields, content string) {
	x.say(x.ok() + fields + x.house() + "\r\n")
	x.sayBody(content)
}

func playStallAtEnd(x *exchange) {
	content := x.filler(64)
	x.open(reply{connection: x.house(), content: content})
	if x.head() {
		return
	}
	x.say(content[:63])
	if x.pause(x.v.seconds("stall")) {
		x.say(content[63:])
	}
}
