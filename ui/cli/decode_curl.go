package cli

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"

	"linger/session/record"
	"linger/wire"
)

// hint returns advice if the file is probably not what a server sent, and "" otherwise.
// For example, curl -i removes the chunked coding but keeps the field that announces it.
// curl -i also writes a status-line for HTTP/2 and HTTP/3 responses.
func (d *decoding) hint() string {
	if c := d.record.Conn(1); c != nil && c.Loose.Len > 0 {
		if first := c.Loose.Bytes(0, sampleSize); c.Loose.Off == 0 && requestLine.Match(first[wire.ProxyHeaderLen(first):]) {
			return "this file has bytes from a client, but decode reads only bytes from a server. In Wireshark, save one direction of Follow TCP Stream. Or show the whole capture with linger open"
		}
		switch string(c.Loose.Bytes(c.Loose.Off, int64(len("HTTP/2 ")))) {
		case "HTTP/2 ", "HTTP/3 ":
			return "this looks like an HTTP/2 or HTTP/3 response that curl -i saved. On the wire, such a response has no status-line. Request HTTP/1.1 with curl --http1.1 -i --raw"
		}
	}
	e := d.record.Exchange(d.capture.exchange)
	if e == nil || e.Facts().Framing() != wire.FramingChunked || e.Facts().Complete {
		return ""
	}
	final, ok := e.Final()
	if state, _ := d.capture.end(); !ok || state == endIncomplete {
		return ""
	}
	switch body := sample(e, final.End); {
	case len(body) == 0:
		return "the header section says chunked, but no bytes follow. This looks like empty content that curl -i saved without the chunked coding. Save the response with curl -i --raw. If it answers a HEAD request, use decode -I"
	case !endsInLastChunk(e) && !showsChunks(body):
		return "the header section says chunked, but no chunk follows. This looks like content that curl -i saved without the chunked coding. Save the response with curl -i --raw"
	}
	return ""
}

var requestLine = regexp.MustCompile(`^[A-Z]+ \S+ HTTP/1\.\d\r?\n`)

// sampleSize is the maximum number of bytes after a header section that hint examines.
const sampleSize = 64 << 10

// sample returns at most sampleSize bytes of the response of e, starting at offset from.
// They need not be valid chunks.
func sample(e *record.Exchange, from int64) []byte {
	return e.Response.Bytes(from, min(sampleSize, e.Response.End()-from))
}

// endsInLastChunk reports whether the response of e ends with a last-chunk. If so, curl
// has not removed the chunked coding, even if the coding is invalid.
func endsInLastChunk(e *record.Exchange) bool {
	const last = "\r\n0\r\n\r\n"
	return string(e.Response.Bytes(e.Response.End()-int64(len(last)), int64(len(last)))) == last
}

// showsChunks reports whether body is an incomplete or invalid chunked body, and not
// plain content. The caller knows that body is not a complete chunked body. Because
// content may also begin with a number, or with a word such as "face", a number alone
// proves nothing. Each of these proves a chunk:
//
//   - a complete chunk whose data could not be a chunk-size line;
//   - a chunk-size line that ends in CRLF, with data that is incomplete or too
//     long, unless every line of body could be a chunk-size;
//   - a line that ends in CRLF and has a number that is too large for a
//     chunk-size, unless the number on the next line is too large as well, as
//     in a list of digests;
//   - only complete chunks.
//
// A list of numbers or of hexadecimal words, one on each line, therefore counts as
// content, unless each is by chance the length of the next line. Bytes without a complete
// first line also count as content, because few captures end there.
func showsChunks(body []byte) bool {
	numbers := hexadecimalLines(body)
	for rest := body; ; {
		line, data, ended := bytes.Cut(rest, []byte("\n"))
		size, plain, ok := chunkSize(line)
		switch {
		case ended && tooLarge(line):
			next, _, _ := bytes.Cut(data, []byte("\n"))
			return endsInCR(line) && len(data) > 0 && !tooLarge(next)
		case !ended || !ok:
			return false
		}
		after, whole := afterChunk(data, size)
		switch {
		case whole && !numbers && !hexadecimalLines(data[:size]):
			return true
		case whole && len(after) == 0:
			return true
		case !whole:
			return plain && endsInCR(line) && !numbers
		}
		rest = after
	}
}

// chunkSize parses a chunk-size line without its LF. plain is true if the line has no
// chunk extension, or has one with a value. Other lines with a semicolon may be rows of a
// table.
func chunkSize(line []byte) (size int64, plain, ok bool) {
	digits, ext, some := bytes.Cut(bytes.TrimSuffix(line, []byte("\r")), []byte(";"))
	n, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
	return int64(n), !some || bytes.Contains(ext, []byte("=")), err == nil
}

// tooLarge reports whether a line without its LF is a chunk-size line with a chunk-size
// over 2^63-1.
func tooLarge(line []byte) bool {
	digits, _, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\r")), []byte(";"))
	_, err := strconv.ParseUint(string(bytes.TrimRight(digits, " \t")), 16, 63)
	return errors.Is(err, strconv.ErrRange)
}

func endsInCR(line []byte) bool { return bytes.HasSuffix(line, []byte("\r")) }

// afterChunk returns the bytes after chunk data of the given size and its line end. whole
// is true if the chunk data is complete and its line end follows. The end of the file may
// cut off the line end.
func afterChunk(data []byte, size int64) (after []byte, whole bool) {
	if int64(len(data)) < size || size == 0 {
		return nil, false
	}
	after = bytes.TrimPrefix(data[size:], []byte("\r"))
	if len(after) == 0 {
		return nil, true
	}
	return bytes.CutPrefix(after, []byte("\n"))
}

// hexadecimalLines reports whether each line could be a chunk-size.
func hexadecimalLines(b []byte) bool {
	for line := range bytes.Lines(b) {
		if _, err := strconv.ParseUint(string(bytes.TrimRight(line, "\r\n")), 16, 64); err != nil {
			return false
		}
	}
	return true
}
