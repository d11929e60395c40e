package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"linger/wire/format"
)

// compressed finds a gzip stream that is complete where its Content-Length says
// it is not: the length is that of the uncompressed content.
//
// The last four bytes of a gzip stream are the size of what it holds (RFC 1952
// §2.3.1).
func (x *examiner) compressed() {
	f := x.Facts
	if !f.Truncated || f.Framing() != FramingLengthDelimited || f.ContentBytes < 18 {
		return
	}
	b := x.between(f.BodyAt, f.BodyAt+f.ContentBytes)
	if len(b) < 18 || string(b[:3]) != "\x1f\x8b\x08" {
		return
	}
	if held := binary.LittleEndian.Uint32(b[len(b)-4:]); int64(held) == f.Length {
		x.find(CodeLengthUncompressed, f.LengthAt, 0,
			fmt.Sprintf("the gzip stream is complete after %s and holds %s", format.Count(f.ContentBytes, "byte"), format.Count(f.Length, "byte")))
	}
}

// BeginsWithChunk reports whether the content of a message may be chunks itself: b,
// the bytes from the beginning of the body on, has a chunk line where the content
// begins. Only then is a message without findings worth [Diagnose].
func BeginsWithChunk(f *Facts, b []byte) bool {
	const shortest = len("0\r\n\r\n")
	if f.ContentBytes < int64(shortest) || len(b) == 0 || class[b[0]]&hexdig == 0 {
		return false
	}
	if f.Framing() == FramingChunked {
		b = b[chunkSizeLine(b):]
	}
	return chunkSizeLine(b) > 0
}

// chunksInContent finds content that is chunks itself: the coding was applied
// and not named, or applied twice, or the content holds signed chunks.
func (x *examiner) chunksInContent() {
	f := x.Facts
	if f.BodyAt < 0 || f.ContentBytes < 5 {
		return
	}
	const enough = 64 << 10
	b := x.content(enough)
	n := chunkSizeLine(b)
	if n == 0 {
		return
	}
	if bytes.Contains(b[:n], []byte(";chunk-signature=")) {
		x.find(CodeChunksInContent, f.BodyAt, 0, "chunks with signatures, as S3 clients send them (aws-chunked)")
		return
	}
	w := walkChunks(b, 16)
	switch {
	case !w.last && (w.chunks == 0 || int64(len(b)) == f.ContentBytes):
	case f.Framing() == FramingChunked:
		x.find(CodeChunksInContent, f.BodyAt, 0, "the chunked coding was applied twice and named once")
	default:
		x.find(CodeChunksInContent, f.BodyAt, 0, "the chunked coding was applied and not named in Transfer-Encoding")
	}
}

// plainOnTLS finds the answer by which servers say that they were sent HTTP on a
// port for TLS.
func (x *examiner) plainOnTLS() {
	if x.Facts.Status != 400 {
		return
	}
	content := strings.ToLower(string(x.content(2 << 10)))
	for _, sentence := range [...]string{
		"client sent an http request to an https server", // Go
		"plain http request was sent to https port",      // nginx
		"speaking plain http to an ssl-enabled server",   // Apache httpd
		"requires tls",
	} {
		if strings.Contains(content, sentence) {
			x.find(CodePlainOnTLS, x.Facts.Off, 0, "")
			return
		}
	}
}
