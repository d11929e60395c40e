package practice

import "fmt"

// Content-Length that does not tell the truth, or not one truth (RFC 9112 §6.3).

func faultyLengthScenarios() []Scenario {
	return []Scenario{{
		Path:   "/too-short",
		Title:  "A length too short",
		Does:   "Says 10 bytes, sends 28 and goes on as if nothing were wrong.",
		Watch:  "The response ends after 10; the other 18 stand where the next status-line should be. Client and server are out of step.",
		Ref:    "RFC 9112 §9.2",
		Group:  GroupLengths,
		Params: houseParams(),
		play:   func(x *exchange) { x.withLengths("Content-Length: 10\r\n", filler(28)) },
	}, {
		Path:   "/too-long",
		Title:  "A length too long, and no close",
		Does:   "Says 512 bytes, sends 300 and keeps the connection open for ten seconds.",
		Watch:  "The response never ends; the client hangs until one side loses patience.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupLengths,
		Params: []Param{seconds("after", 10, "until the close")},
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Length: 512\r\n\r\n")
			x.sayBody(filler(512)[:300])
			x.rest(closeAfter(x.v.seconds("after"), "with 212 bytes missing"))
		},
	}, {
		Path:   "/no-length",
		Title:  "No length, and no close",
		Does:   "Sends content without any framing to an HTTP/1.1 client and keeps the connection open for ten seconds.",
		Watch:  "By the rules this content ends with the connection, so the client waits. Some server frameworks do this by accident.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupLengths,
		Params: []Param{seconds("after", 10, "until the close")},
		play: func(x *exchange) {
			x.say(x.ok() + "\r\n")
			x.sayBody(x.words())
			x.rest(closeAfter(x.v.seconds("after"), "at last"))
		},
	}, {
		Path:   "/te-and-cl",
		Title:  "Both length fields",
		Does:   "Sends Transfer-Encoding: chunked and a Content-Length that points somewhere else.",
		Watch:  "chunked wins, and it ought to be handled as an error: request smuggling is made of this.",
		Ref:    "RFC 9112 §6.1",
		Group:  GroupLengths,
		Params: houseParams(),
		play: func(x *exchange) {
			x.say(x.ok() + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n" + x.house() + "\r\n")
			x.sayBody(chunk(x.words(), "") + "0\r\n\r\n")
		},
	}, {
		Path:   "/differing-lengths",
		Title:  "Two lengths that differ",
		Does:   "Sends Content-Length twice, 10 and 28.",
		Watch:  "Nobody can know where this message ends: an unrecoverable error.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupLengths,
		Params: houseParams(),
		play: func(x *exchange) {
			x.withLengths("Content-Length: 10\r\nContent-Length: 28\r\n", filler(28))
		},
	}, {
		Path:   "/repeated-length",
		Title:  "The same length twice",
		Does:   "Sends Content-Length twice with the same value, and once more as a list.",
		Watch:  "Wrong, but there is only one truth in it: the value is used.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupLengths,
		Params: houseParams(),
		play: func(x *exchange) {
			x.withLengths("Content-Length: 21\r\nContent-Length: 21, 21\r\n", filler(21))
		},
	}, {
		Path:   "/bad-length",
		Title:  "A length that is no number",
		Does:   "Sends any value you like as Content-Length, and 28 bytes of content.",
		Watch:  "Try ?value=-1, ?value=%2B28, ?value=0x1c, ?value=28.0, ?value=9223372036854775808. Each client has its own idea.",
		Ref:    "RFC 9112 §6.3",
		Group:  GroupLengths,
		Params: houseParams(text("value", "28 bytes", "of the Content-Length field")),
		play: func(x *exchange) {
			x.withLengths(fmt.Sprintf("Content-Length: %s\r\n", x.v.text("value")), filler(28))
		},
	}, {
		Path:   "/stall-at-end",
		Title:  "The last byte comes late",
		Does:   "Sends all but the last byte of the content, waits two seconds and sends that one too.",
		Watch:  "Complete in the end. Impatient clients call it truncated.",
		Ref:    "RFC 9112 §8",
		Group:  GroupLengths,
		Params: houseParams(period("stall", 2, "before the last byte")),
		play:   playStallAtEnd,
	}}
}

// withLengths answers with framing fields and content that need not agree.
func (x *exchange) withLengths(fields, content string) {
	x.say(x.ok() + fields + x.house() + "\r\n")
	x.sayBody(content)
}

func playStallAtEnd(x *exchange) {
	content := filler(64)
	x.open(reply{connection: x.house(), content: content})
	if x.head() {
		return
	}
	x.say(content[:63])
	if x.pause(x.v.seconds("stall")) {
		x.say(content[63:])
	}
}
