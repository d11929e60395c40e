package wire

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"linger/wire/format"
)

// compressed reports a Content-Length that states the length of the uncompressed content:
// the gzip stream is complete although fewer bytes were received.
//
// The last four bytes of a gzip stream are the size of the uncompressed data (RFC 1952
// §2.3.1).
func (x *examiner) compressed() {
	f := x.Facts
	if !f.Truncated || f.Framing() != FramingLengthDelimited || f.ContentBytes < 18 {
		return
	}
	b := x.between(f.BodyAt, f.BodyAt+f.ContentBytes)
	if len(b) < 18 || !isGzip(b) {
		return
	}
	if held := binary.LittleEndian.Uint32(b[len(b)-4:]); int64(held) == f.Length {
		x.find(CodeLengthUncompressed, f.LengthAt, 0,
			fmt.Sprintf("the gzip stream is complete after %s and holds %s", format.Count(f.ContentBytes, "byte"), format.Count(f.Length, "byte")))
	}
}

// isGzip reports whether b, which holds at least 2 bytes, begins like a gzip stream
// (RFC 1952 §2.3.1).
func isGzip(b []byte) bool { return b[0] == 0x1f && b[1] == 0x8b }

// notGzip reports content that is not a gzip stream although Content-Encoding names gzip.
// It ignores partial content (206), which may begin anywhere in a stream.
func (x *examiner) notGzip() {
	f := x.Facts
	if !f.Gzip || f.Status == 206 || f.ContentBytes < 2 || len(x.found) > 0 {
		return
	}
	if b := x.content(longestQuote + 1); len(b) >= 2 && !isGzip(b) {
		x.find(CodeEncodingWrong, f.BodyAt, 0, "a gzip stream begins with 1f 8b, but the content begins with "+Quote(b))
	}
}

// ContentSuspicious reports whether the content of a message contradicts its
// fields: the content begins with a chunk line, or it is not a gzip stream. b holds
// the bytes from the beginning of the message body on. A message without findings
// needs [Diagnose] only if ContentSuspicious returns true.
func ContentSuspicious(f *Facts, b []byte) bool {
	if f.Gzip && f.Status != 206 && f.ContentBytes >= 2 {
		if f.Framing() == FramingChunked {
			b = b[chunkSizeLine(b):]
		}
		return len(b) >= 2 && !isGzip(b)
	}
	return beginsWithChunk(f, b)
}

// beginsWithChunk reports whether the content of a message may itself consist of
// chunks.
func beginsWithChunk(f *Facts, b []byte) bool {
	const shortest = len("0\r\n\r\n")
	if f.ContentBytes < int64(shortest) || len(b) == 0 || class[b[0]]&hexdig == 0 {
		return false
	}
	if f.Framing() == FramingChunked {
		b = b[chunkSizeLine(b):]
	}
	return chunkSizeLine(b) > 0
}

// chunksInContent reports content that consists of chunks: the chunked coding
// was applied but not named, or applied twice, or the content holds signed
// chunks.
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

// plainOnTLS reports a response in which the server says that it received unencrypted
// HTTP on a port for TLS.
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
