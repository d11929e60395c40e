package practice

import "strings"

// These chunked bodies break the grammar of RFC 9112 §7.1. Most of them have one fault,
// after a valid chunk.

func faultyChunkScenarios() []Scenario {
	const rule = "RFC 9112 §7.1"
	return []Scenario{{
		Path:     "/bad-chunk-size",
		Title:    "chunk-size is not a number",
		Does:     "Sends a valid chunk and then a chunk-size of your choice.",
		Watch:    "The framing is lost here. Try ?size=-1, ?size=0x5, ?size=%205, ?size=1_0, ?size=g.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "chunk-size-invalid",
		Params:   houseParams(textParam("size", "5g", "second chunk-size")),
		play:     func(x *exchange) { x.chunks(x.v.text("size") + "\r\nHello\r\n0\r\n\r\n") },
	}, {
		Path:     "/huge-chunk-size",
		Title:    "chunk-size over 2^63",
		Does:     "Sends a valid chunk and then the chunk-size ffffffffffffffff0.",
		Watch:    "A recipient must not let it overflow into a small number.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "chunk-size-overflow",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("ffffffffffffffff0\r\nHello\r\n0\r\n\r\n") },
	}, {
		Path:     "/unterminated-chunk",
		Title:    "chunk data without CRLF",
		Does:     "Announces a chunk of 5 bytes and sends 8 before the line ends.",
		Watch:    "There is content where CR LF must be: the size or the data is wrong.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "chunk-data-unterminated",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("5\r\nHello...\r\n0\r\n\r\n") },
	}, {
		Path:     "/not-chunked",
		Title:    "chunked announced, no chunks",
		Does:     "Sends Transfer-Encoding: chunked, but content without chunks, and keeps the connection open.",
		Watch:    "The first line of the content is where a chunk-size belongs. Applications that set the field themselves do this.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "content-not-chunked, header, PHP, invalid chunk length, illegal hexadecimal, ERR_INCOMPLETE_CHUNKED_ENCODING",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.say(x.ok() + "Transfer-Encoding: chunked\r\n" + x.house() + "\r\n")
			x.sayBody("<p>" + x.words() + "</p>\r\n")
		},
	}, {
		Path:     "/empty-line-chunk",
		Title:    "empty line between chunks",
		Does:     "Writes CRLF twice after the data of a chunk, and keeps the connection open.",
		Watch:    "An empty line is where a chunk-size belongs. A client cannot read the bytes after it.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "chunk-line-empty, invalid chunk length, illegal hexadecimal, CRLF",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("5\r\nHello\r\n\r\n3\r\n...\r\n0\r\n\r\n") },
	}, {
		Path:     "/no-last-chunk",
		Title:    "no last-chunk",
		Does:     "Sends two chunks, never the last-chunk, and closes after five seconds of silence.",
		Watch:    "The content looks complete, but the message is not: only the last-chunk ends it.",
		Ref:      "RFC 9112 §8",
		Group:    GroupChunks,
		Keywords: "incomplete, truncated, hang",
		Params:   []Param{wholeSecondsParam("timeout", 5, "time until the close")},
		play: func(x *exchange) {
			x.chunkedHead()
			x.sayBody(chunk(x.text("First.\n"), "") + chunk(x.text("Last!\n"), ""))
			x.rest(closeAfter(x.v.seconds("timeout"), "without a last-chunk"))
		},
	}, {
		Path:     "/no-final-crlf",
		Title:    "last-chunk without its final CRLF",
		Does:     "Sends the last-chunk but not the empty line after it, and keeps the connection open.",
		Watch:    "Trailer fields might follow: the message is incomplete. A lenient client accepts it as complete.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "hang, incomplete",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("0\r\n") },
	}, {
		Path:     "/bare-lf-chunks",
		Title:    "chunk lines end in LF",
		Does:     "Ends chunk-sizes and chunk data with LF instead of CR LF.",
		Watch:    "A recipient may accept LF in field lines, but no rule allows it for chunks. Clients differ.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "bare-lf, smuggling",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("6\nHello\n\n0\n\n") },
	}, {
		Path:     "/forbidden-trailer",
		Title:    "framing fields in the trailer section",
		Does:     "Sends Content-Length, Connection: close and Keep-Alive as trailer fields.",
		Watch:    "These fields come too late to have an effect: the connection persists.",
		Ref:      "RFC 9110 §6.5.1",
		Group:    GroupChunks,
		Keywords: "trailer-forbidden",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.chunks("0\r\nContent-Length: 6\r\nConnection: close\r\nKeep-Alive: timeout=60\r\n\r\n")
		},
	}, {
		Path:     "/leading-zeros",
		Title:    "chunk-sizes with leading zeros",
		Does:     "Writes chunk-sizes as 0000000000000000000005 and 0A.",
		Watch:    "The grammar allows leading zeros, but many parsers limit the number of digits.",
		Ref:      rule,
		Group:    GroupChunks,
		Keywords: "chunk-size-long",
		Params:   houseParams(),
		play:     func(x *exchange) { x.chunks("0000000000000000000005\r\nHello\r\n0A\r\n, 10 bytes\r\n000\r\n\r\n") },
	}, {
		Path:     "/long-extension",
		Title:    "very long chunk extension",
		Does:     "Sends a chunk extension of 20,000 bytes.",
		Watch:    "A recipient ignores the extension, but should limit its length.",
		Ref:      "RFC 9112 §7.1.1",
		Group:    GroupChunks,
		Keywords: "chunk-line-too-long",
		Params:   houseParams(bytesParam("bytes", 20_000, 0, 1<<20, "extension length")),
		play: func(x *exchange) {
			x.chunks("5;x=" + strings.Repeat("a", x.v.count("bytes")) + "\r\nHello\r\n0\r\n\r\n")
		},
	}}
}

// chunks writes a response with a valid chunk, followed by rest unchanged.
func (x *exchange) chunks(rest string) {
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n" + x.house() + "\r\n")
	x.sayBody(chunk("One.\r\n", "") + rest)
}
