package practice

import (
	"bytes"
	"compress/gzip"
	"strings"
)

// These scenarios show content codings, transfer codings and chunk extensions.

func codingScenarios() []Scenario {
	return []Scenario{{
		Path:     "/extensions",
		Title:    "chunk extensions",
		Does:     "Writes chunk extensions after the chunk-sizes: a name, a name with a value, a quoted value.",
		Watch:    "They are not part of the content. A recipient ignores those that it does not know.",
		Ref:      "RFC 9112 §7.1.1",
		Group:    GroupFraming,
		Keywords: "chunked",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{
				connection: x.house(),
				chunks:     []string{"one\n", "two\n", "three\n"},
				extensions: []string{";first", ";n=2", `;note="a;b"`, ";last"},
			})
		},
	}, {
		Path:     "/gzip",
		Title:    "Content-Encoding: gzip, Content-Length",
		Does:     "Compresses the content and announces the length of the compressed bytes.",
		Watch:    "Content-Encoding belongs to the content, not to the message: the length counts bytes on the wire.",
		Ref:      "RFC 9110 §8.4",
		Group:    GroupFraming,
		Keywords: "compression",
		Params:   houseParams(bytesParam("bytes", 4096, 0, 1<<20, "length before gzip")),
		play: func(x *exchange) {
			x.answer(reply{fields: gzipFields, connection: x.house(), content: compress(filler(x.v.count("bytes")))})
		},
	}, {
		Path:     "/gzip-chunked",
		Title:    "gzip content, chunked",
		Does:     "Compresses the content and sends the compressed bytes in chunks.",
		Watch:    "Two layers: decode the chunks first, then decompress. Where a chunk ends says nothing about the gzip stream.",
		Ref:      "RFC 9112 §6.1",
		Group:    GroupFraming,
		Keywords: "compression, content-encoding",
		Params:   houseParams(bytesParam("bytes", 4096, 0, 1<<20, "length before gzip")),
		play: func(x *exchange) {
			x.answer(reply{fields: gzipFields, connection: x.house(), chunks: cut(compress(filler(x.v.count("bytes"))), 64)})
		},
	}, {
		Path:     "/transfer-gzip",
		Title:    "gzip as a transfer coding",
		Does:     "Applies gzip and then chunked as transfer codings if the request has TE: gzip; otherwise chunked alone.",
		Watch:    "Like /gzip-chunked, but gzip belongs to the message here. Few clients can decode it, so a server sends it only after TE.",
		Ref:      "RFC 9112 §7.4",
		Group:    GroupFraming,
		Keywords: "compression, TE",
		Params:   houseParams(),
		play:     playTransferGzip,
	}}
}

const gzipFields = "Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n"

func playTransferGzip(x *exchange) {
	content := filler(1024)
	if !x.req.has("TE", "gzip") || x.req.minor == 0 {
		x.answer(reply{connection: x.house(), chunks: cut(content, 256)})
		return
	}
	x.say(x.ok() + "Transfer-Encoding: gzip, chunked\r\n" + x.house() + "\r\n")
	x.sayBody(chunk(compress(content), "") + "0\r\n\r\n")
}

func compress(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s)) // writing to a Buffer does not fail
	_ = w.Close()
	return b.String()
}

// cut divides s into pieces of n bytes; the last piece may be shorter.
func cut(s string, n int) []string {
	var pieces []string
	for len(s) > n {
		pieces = append(pieces, strings.Clone(s[:n]))
		s = s[n:]
	}
	return append(pieces, s)
}
