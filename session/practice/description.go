package practice

// In these scenarios, fields that describe the content or the response are wrong,
// contradictory or missing. Only the first scenario has invalid framing.

func descriptionScenarios() []Scenario {
	return []Scenario{{
		Path:     "/length-before-gzip",
		Title:    "Content-Length before compression",
		Does:     "Compresses the content, but sends its length before compression. Keeps the connection open for ten seconds.",
		Watch:    "The gzip stream is shorter than Content-Length: the client waits for bytes that never come.",
		Ref:      "RFC 9110 §8.6",
		Group:    GroupLengths,
		Keywords: "hang, timeout, compression, middleware, content-encoding",
		Params:   []Param{secondsParam("after", 10, "time until the close")},
		play: func(x *exchange) {
			content := filler(512)
			x.sayf("%s%sContent-Length: %d\r\n\r\n", x.ok(), gzipFields, len(content))
			x.sayBody(compress(content))
			x.rest(closeAfter(x.v.seconds("after"), "with a Content-Length that was not reached"))
		},
	}, {
		Path:     "/gzip-empty",
		Title:    "Content-Encoding without content",
		Does:     "Sends Content-Encoding: gzip and Content-Length: 0.",
		Watch:    "Empty content is not a gzip stream: some clients fail to decompress it.",
		Ref:      "RFC 9110 §8.4",
		Group:    GroupLengths,
		Keywords: "compression, empty body, unexpected end of file",
		Params:   houseParams(),
		play:     func(x *exchange) { x.answer(reply{fields: gzipFields, connection: x.house()}) },
	}, {
		Path:     "/not-gzip",
		Title:    "Content-Encoding: gzip, plain text",
		Does:     "Sends Content-Encoding: gzip, but the content is plain text.",
		Watch:    "The framing is valid, so the connection stays open. A client that decompresses the content fails at its first byte.",
		Ref:      "RFC 9110 §8.4",
		Group:    GroupLengths,
		Keywords: "compression, incorrect header check, content decoding failed, double compression, cdn",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{fields: "Content-Encoding: gzip\r\n", connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/range-mismatch",
		Title:    "Content-Range with a wrong length",
		Does:     "Answers 206 with Content-Range: bytes 0-99/512 and a Content-Length of 64.",
		Watch:    "The framing is valid: 64 bytes. But the range has 100 bytes, so a client that joins parts builds a damaged file.",
		Ref:      "RFC 9110 §14.4",
		Group:    GroupLengths,
		Keywords: "206, partial content, download, resume",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{status: 206, fields: "Content-Range: bytes 0-99/512\r\n", connection: x.house(), content: filler(64)})
		},
	}, {
		Path:     "/content-chunked",
		Title:    "chunk lines inside the content",
		Does:     "Sends Content-Encoding: chunked, and chunk lines as content, with a Content-Length.",
		Watch:    "chunked is a transfer coding: as a content coding it is unknown, and the chunk lines end up in the file.",
		Ref:      "RFC 9110 §8.4",
		Group:    GroupLengths,
		Keywords: "aws-chunked, S3, transfer-encoding, hexadecimal numbers in the body",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{fields: "Content-Encoding: chunked\r\n", connection: x.house(), content: chunk(x.words(), "") + "0\r\n\r\n"})
		},
	}, {
		Path:     "/location-twice",
		Title:    "two Location fields",
		Does:     "Answers 302 with two Location fields that differ.",
		Watch:    "The field may occur only once. Clients follow the first, the last, or a mixture of both.",
		Ref:      "RFC 9110 §5.3",
		Group:    GroupLines,
		Keywords: "redirect, 302, singleton field, duplicate",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{status: 302, fields: "Location: /length\r\nLocation: /chunked\r\n", connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/no-type",
		Title:    "Content-Length, no Content-Type",
		Does:     "Sends content with Content-Length but without Content-Type.",
		Watch:    "The connection stays open: Content-Type says what the content is, not where it ends.",
		Ref:      "RFC 9110 §8.3",
		Group:    GroupFraming,
		Keywords: "content-type, media type, sniffing",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.sayf("HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n%s\r\n", x.server(), len(x.words()), x.house())
			x.sayBody(x.words())
		},
	}}
}
