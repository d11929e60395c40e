package practice

import (
	"fmt"
	"strings"
)

// These responses have valid framing (RFC 9112 §6.3).

func framingScenarios() []Scenario {
	return []Scenario{{
		Path:     "/length",
		Title:    "Content-Length and that many bytes",
		Does:     "Announces the length of the content and sends exactly that many bytes.",
		Watch:    "The client knows where the content ends before it arrives, so the connection can be used again. Try HEAD.",
		Ref:      "RFC 9112 §6.2",
		Group:    GroupFraming,
		Keywords: "framing, length-delimited",
		Params:   houseParams(bytesParam("bytes", 512, 0, 1<<20, "length of the content")),
		play:     playLength,
	}, {
		Path:  "/chunked",
		Title: "chunked, five chunks",
		Does:  "Sends the content in five chunks of 16 bytes, in two writes, and ends it with the last-chunk.",
		Watch: "Each chunk announces its own size; the total is known only at the end. An HTTP/1.0 client gets a " +
			"Content-Length instead.",
		Ref:      "RFC 9112 §7.1",
		Group:    GroupFraming,
		Keywords: "framing, transfer-encoding, streaming",
		Params:   houseParams(),
		play:     playChunked,
	}, {
		Path:     "/trailers",
		Title:    "chunked with a trailer section",
		Does:     "Sends three chunks and then a trailer section with a checksum.",
		Watch:    "The Trailer field announces the field that follows the content. Trailer fields do not belong to the header section.",
		Ref:      "RFC 9112 §7.1.2",
		Group:    GroupFraming,
		Keywords: "footer, digest, gRPC",
		Params:   houseParams(),
		play:     playTrailers,
	}, {
		Path:     "/until-close",
		Title:    "no length: the close ends the content",
		Does:     "Sends numbered lines without a length or a transfer coding, and closes the connection to end the content.",
		Watch:    "Try ?sent=6: the content shows that four lines are missing, but nothing in the message does. The connection cannot be used again.",
		Ref:      "RFC 9112 §6.3",
		Group:    GroupFraming,
		Keywords: "close-delimited, incomplete, truncated, no content-length",
		Params:   []Param{countParam("lines", 10, 1, 10_000, "lines that the content announces"), countParam("sent", 10, 0, 10_000, "lines that are sent")},
		play:     playUntilClose,
	}, {
		Path:     "/head",
		Title:    "Content-Length without content (HEAD)",
		Does:     "Answers HEAD with the Content-Length that the response to GET would have, and without content.",
		Watch:    "A client that expects that much content waits for bytes that never come. Send HEAD, then GET.",
		Ref:      "RFC 9110 §9.3.2",
		Group:    GroupFraming,
		Keywords: "hang, timeout",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/no-content",
		Title:    "204 No Content",
		Does:     "Answers 204 without Content-Length and without content.",
		Watch:    "The status code alone ends the message after its header section.",
		Ref:      "RFC 9110 §15.3.5",
		Group:    GroupFraming,
		Keywords: "empty response, DELETE, preflight",
		Params:   houseParams(),
		play:     func(x *exchange) { x.answer(reply{status: 204, connection: x.house()}) },
	}, {
		Path:     "/not-modified",
		Title:    "304 with Content-Length, no content",
		Does:     "Answers 304 with the Content-Length of the representation, and without content.",
		Watch:    "The length is not framing here: it is the length that a 200 response would have had.",
		Ref:      "RFC 9110 §15.4.5",
		Group:    GroupFraming,
		Keywords: "cache, ETag, conditional",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{status: 304, fields: "ETag: \"practice\"\r\nContent-Length: 512\r\n", connection: x.house()})
		},
	}, {
		Path:     "/echo",
		Title:    "returns your request as received",
		Does:     "Returns the header section of the request byte for byte, and the number of content bytes that followed it.",
		Watch:    "These are the bytes that your client really sent, including the query.",
		Ref:      "RFC 9110 §9.3.8",
		Group:    GroupFraming,
		Keywords: "headers, debug, TRACE",
		Params:   houseParams(),

		foreign: true,

		play: func(x *exchange) {
			content := fmt.Sprintf("%s(%d bytes of content followed)\n", x.req.raw, x.c.contentIn)
			x.answer(reply{fields: "Content-Type: text/plain; charset=iso-8859-1\r\nX-Content-Type-Options: nosniff\r\n",
				connection: x.house(), content: content})
		},
	}}
}

func playLength(x *exchange) {
	x.answer(reply{connection: x.house(), content: x.filler(x.v.count("bytes"))})
}

func playChunked(x *exchange) {
	r := reply{connection: x.house(), chunks: cut(x.text("The first chunk. Then the second, and a third one, and a fourth. This was five.\n"), 16)}
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
	x.answer(reply{untilClose: true, connection: x.goodbye("the content ends with the connection"), content: x.text(b.String())})
}

// filler returns n bytes of text, in numbered lines of 64 bytes.
func filler(n int) string {
	var b strings.Builder
	for i := 1; b.Len() < n; i++ {
		fmt.Fprintf(&b, "%06d  The quick brown fox jumps over the lazy dog, once again\n", i)
	}
	return b.String()[:n]
}
