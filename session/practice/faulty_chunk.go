package practice

import "strings"

// Chunked bodies that break the grammar of RFC 9112 §7.1. Between the good
// beginning and the end that the connection makes stands one fault.

func faultyChunkScenarios() []Scenario {
	const rule = "RFC 9112 §7.1"
	return []Scenario{{
		Path:   "/bad-chunk-size",
		Title:  "A chunk-size that is no number",
		Does:   "Sends a good chunk and then any chunk-size you like.",
		Watch:  "Framing is lost here. Try ?size=-1, ?size=0x5, ?size=%205, ?size=1_0, ?size=g.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(text("size", "5g", "the second chunk-size")),
		play:   func(x *exchange) { x.chunks(x.v.text("size") + "\r\nHello\r\n0\r\n\r\n") },
	}, {
		Path:   "/huge-chunk-size",
		Title:  "A chunk-size beyond 2^63",
		Does:   "Sends a good chunk and then the chunk-size ffffffffffffffff0.",
		Watch:  "A recipient must not let it overflow into something small.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("ffffffffffffffff0\r\nHello\r\n0\r\n\r\n") },
	}, {
		Path:   "/unterminated-chunk",
		Title:  "Chunk data without its CRLF",
		Does:   "Says 5 bytes and sends 8 before the line ends.",
		Watch:  "Where CR LF must stand there is content: the size or the data is wrong.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("5\r\nHello...\r\n0\r\n\r\n") },
	}, {
		Path:   "/no-last-chunk",
		Title:  "No last-chunk",
		Does:   "Sends two chunks, never the last-chunk, and closes after five seconds of silence.",
		Watch:  "The content looks whole, the message is not: only 0 CR LF ends it.",
		Ref:    "RFC 9112 §8",
		Group:  GroupChunks,
		Params: []Param{wholeSeconds("timeout", 5, "until the close")},
		play: func(x *exchange) {
			x.chunkedHead()
			x.sayBody(chunk("First.\n", "") + chunk("Last!\n", ""))
			x.rest(closeAfter(x.v.seconds("timeout"), "without a last-chunk"))
		},
	}, {
		Path:   "/no-final-crlf",
		Title:  "The last-chunk, half",
		Does:   "Sends the last-chunk but not the empty line behind it, and keeps the connection.",
		Watch:  "There might be trailer fields yet to come: the message is not complete. A lenient client thinks it is.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("0\r\n") },
	}, {
		Path:   "/bare-lf-chunks",
		Title:  "Chunk lines ended by LF alone",
		Does:   "Ends chunk-sizes and chunk data with LF instead of CR LF.",
		Watch:  "For header fields a recipient may take that, for chunks nothing allows it: clients differ.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("6\nHello\n\n0\n\n") },
	}, {
		Path:   "/forbidden-trailer",
		Title:  "Framing fields in the trailer",
		Does:   "Sends Content-Length, Connection: close and Keep-Alive as trailer fields.",
		Watch:  "They come too late to mean anything: the connection persists.",
		Ref:    "RFC 9110 §6.5.1",
		Group:  GroupChunks,
		Params: houseParams(),
		play: func(x *exchange) {
			x.chunks("0\r\nContent-Length: 6\r\nConnection: close\r\nKeep-Alive: timeout=60\r\n\r\n")
		},
	}, {
		Path:   "/leading-zeros",
		Title:  "Chunk-sizes with leading zeros",
		Does:   "Writes chunk-sizes as 0000000000000000000005 and 0A.",
		Watch:  "All within the grammar, yet more digits than many parsers have room for.",
		Ref:    rule,
		Group:  GroupChunks,
		Params: houseParams(),
		play:   func(x *exchange) { x.chunks("0000000000000000000005\r\nHello\r\n0A\r\n, 10 bytes\r\n000\r\n\r\n") },
	}, {
		Path:   "/long-extension",
		Title:  "A very long chunk extension",
		Does:   "Sends a chunk extension of 20,000 bytes.",
		Watch:  "A recipient ignores it, and ought to have a limit for what it ignores.",
		Ref:    "RFC 9112 §7.1.1",
		Group:  GroupChunks,
		Params: houseParams(bytesParam("bytes", 20_000, 0, 1<<20, "length of the extension")),
		play: func(x *exchange) {
			x.chunks("5;x=" + strings.Repeat("a", x.v.count("bytes")) + "\r\nHello\r\n0\r\n\r\n")
		},
	}}
}

// chunks answers with a good chunk and, exactly as given, what follows it.
func (x *exchange) chunks(rest string) {
	x.say(x.ok() + "Transfer-Encoding: chunked\r\n" + x.house() + "\r\n")
	x.sayBody(chunk("One.\r\n", "") + rest)
}
