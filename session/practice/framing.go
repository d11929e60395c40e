package practice

import (
	"fmt"
	"strings"
)

// Responses whose end is told as it should be (RFC 9112 §6.3).

func framingScenarios() []Scenario {
	return []Scenario{{
		Path:   "/length",
		Title:  "A length, then as many bytes",
		Does:   "Says how long the content is and sends just that.",
		Watch:  "The message ends at a byte that was known from the start, so the connection can be used again. Try HEAD.",
		Ref:    "RFC 9112 §6.2",
		Group:  GroupFraming,
		Params: houseParams(bytesParam("bytes", 512, 0, 1<<20, "length of the content")),
		play:   playLength,
	}, {
		Path:   "/chunked",
		Title:  "Five chunks",
		Does:   "Sends the content in chunks of 16 bytes, in two writes, and ends it with the last-chunk.",
		Watch:  "Each chunk says its own size; the length of all is known only at the end. An HTTP/1.0 client gets a Content-Length instead.",
		Ref:    "RFC 9112 §7.1",
		Group:  GroupFraming,
		Params: houseParams(),
		play:   playChunked,
	}, {
		Path:   "/trailers",
		Title:  "Fields behind the content",
		Does:   "Sends three chunks and then a trailer section with a checksum.",
		Watch:  "The Trailer field announces it. The trailer fields are kept apart from the header section.",
		Ref:    "RFC 9112 §7.1.2",
		Group:  GroupFraming,
		Params: houseParams(),
		play:   playTrailers,
	}, {
		Path:     "/until-close",
		Title:    "no length: the close ends the content",
		Does:     "Sends numbered lines with neither length nor transfer coding, and closes the connection to end the content.",
		Watch:    "Try ?sent=6: the content says that four lines are missing, and nothing in the message does. The connection cannot be used again.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupFraming,
		Keywords: "close-delimited, incomplete, truncated, no content-length",
		Params:   []Param{count("lines", 10, 1, 10_000, "that the content announces"), count("sent", 10, 0, 10_000, "lines that are sent; more are cut to that")},
		play:     playUntilClose,
	}, {
		Path:   "/head",
		Title:  "A length without content, for HEAD",
		Does:   "Answers HEAD with the Content-Length that GET would have had, and no content.",
		Watch:  "A client that believes the length waits for bytes that never come. Send HEAD, then GET.",
		Ref:    "RFC 9110 §9.3.2",
		Group:  GroupFraming,
		Params: houseParams(),
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: x.words()})
		},
	}, {
		Path:   "/no-content",
		Title:  "204: done, and nothing to show",
		Does:   "Answers 204 without length and without content.",
		Watch:  "The message ends with its header section because of the status code.",
		Ref:    "RFC 9110 §15.3.5",
		Group:  GroupFraming,
		Params: houseParams(),
		play:   func(x *exchange) { x.answer(reply{status: 204, connection: x.house()}) },
	}, {
		Path:   "/not-modified",
		Title:  "304 with the length of what it is not",
		Does:   "Answers 304 with the Content-Length of the representation, and no content.",
		Watch:  "The length is no framing here: it tells what a 200 would have carried.",
		Ref:    "RFC 9110 §15.4.5",
		Group:  GroupFraming,
		Params: houseParams(),
		play: func(x *exchange) {
			x.answer(reply{status: 304, fields: "ETag: \"practice\"\r\nContent-Length: 512\r\n", connection: x.house()})
		},
	}, {
		Path:   "/echo",
		Title:  "Your request, as it came",
		Does:   "Sends the header section of the request back, byte for byte, and says how much content followed it.",
		Watch:  "This is what your client really sent, a query of any kind included.",
		Ref:    "RFC 9110 §9.3.8",
		Group:  GroupFraming,
		Params: houseParams(),

		foreign: true,

		play: func(x *exchange) {
			content := fmt.Sprintf("%s(%d bytes of content followed)\n", x.req.raw, x.c.contentIn)
			x.answer(reply{fields: "Content-Type: text/plain; charset=iso-8859-1\r\nX-Content-Type-Options: nosniff\r\n",
				connection: x.house(), content: content})
		},
	}}
}

func playLength(x *exchange) {
	x.answer(reply{connection: x.house(), content: filler(x.v.count("bytes"))})
}

func playChunked(x *exchange) {
	r := reply{connection: x.house(), chunks: []string{
		"The first chunk.", " Then the second", ", and a third on", "e, and a fourth.", " This was five.\n",
	}}
	if x.head() || x.req.minor == 0 {
		x.answer(r)
		return
	}
	x.open(r)
	x.say(chunk(r.chunks[0], ""))
	if !x.flush() {
		return
	}
	for _, data := range r.chunks[1:] {
		x.say(chunk(data, ""))
	}
	x.say("0\r\n\r\n")
}

func playTrailers(x *exchange) {
	x.answer(reply{
		fields:     "Trailer: X-Sum\r\n",
		connection: x.house(),
		chunks:     []string{"A checksum of this ", "content can be sent only ", "when all of it is known.\n"},
		trailer:    "X-Sum: 7d0f\r\n",
	})
}

func playUntilClose(x *exchange) {
	lines := x.v.count("lines")
	var b strings.Builder
	for i := range min(lines, x.v.count("sent")) {
		fmt.Fprintf(&b, "Line %d of %d.\n", i+1, lines)
	}
	x.answer(reply{untilClose: true, connection: x.goodbye("the content ends with the connection"), content: b.String()})
}

// filler is text of n bytes, in numbered lines of 64.
func filler(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, "%06d  The quick brown fox jumps over the lazy dog, once again\n", i)
	}
	return b.String()[:n]
}
