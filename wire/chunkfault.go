package wire

import (
	"bytes"
	"fmt"
	"strconv"
)

// A chunkWalk is the result of reading bytes as chunks.
type chunkWalk struct {
	chunks  int   // complete chunks
	content int64 // bytes of content in the complete chunks
	last    bool  // a last-chunk and an empty line follow the complete chunks
	used    int   // number of bytes read
}

// walkChunks reads b as chunks whose sizes are in the given base, and stops at
// the first byte that a correct sender would not write.
func walkChunks(b []byte, base int) (w chunkWalk) {
	for {
		rest := b[w.used:]
		n := chunkSizeLine(rest)
		if n == 0 {
			return w
		}
		size, ok := chunkSizeOf(rest, base)
		switch end := int64(n) + size; {
		case !ok:
			return w
		case size == 0:
			if i := bytes.Index(rest, []byte("\r\n\r\n")); i >= 0 {
				w.last, w.used = true, w.used+i+len("\r\n\r\n")
			}
			return w
		case end+2 > int64(len(rest)) || string(rest[end:end+2]) != "\r\n":
			return w
		default:
			w.chunks++
			w.content += size
			w.used += int(end) + len("\r\n")
		}
	}
}

// chunkSizeLine returns the length of the chunk line at the beginning of b, or
// 0 if there is none.
func chunkSizeLine(b []byte) int {
	const most = 256
	i := bytes.Index(b[:min(len(b), most)], []byte("\r\n"))
	if i <= 0 {
		return 0
	}
	digits := 0
	for digits < i && class[b[digits]]&hexdig != 0 {
		digits++
	}
	if digits == 0 || digits > 8 || digits < i && b[digits] != ';' {
		return 0
	}
	return i + len("\r\n")
}

// chunkSizeOf parses the hexadecimal digits at the beginning of b as a number in the
// given base.
func chunkSizeOf(b []byte, base int) (size int64, ok bool) {
	n := 0
	for n < len(b) && class[b[n]]&hexdig != 0 {
		n++
	}
	size, err := strconv.ParseInt(string(b[:n]), base, 64)
	return size, err == nil
}

// brokenChunk reports why a chunk could not be read.
func (x *examiner) brokenChunk() {
	switch f, ok := x.finding(CodeChunkSize); {
	case !ok:
	case f.Offset == x.Next || isPlausible(x.from(f.Offset)):
		x.find(CodeLastChunkMissing, f.Offset, 0, "")
	default:
		x.notChunks(f.Offset)
	}
	if f, ok := x.finding(CodeChunkData); ok && !x.decimalSizes() {
		x.wrongSize(f.Offset)
	}
}

// decimalSizes reports chunk-sizes that were written in decimal. It concludes this if the
// sizes, read as decimal numbers, match the data up to the last-chunk or up to the last
// byte that was kept. It returns true if it reported a chunk-size.
func (x *examiner) decimalSizes() bool {
	body := x.from(x.Facts.BodyAt)
	if w := walkChunks(body, 10); w.chunks == 0 || !w.last && w.used < len(body) {
		return false
	}
	for at := 0; ; {
		n := chunkSizeLine(body[at:])
		if n == 0 {
			return false
		}
		size, _ := chunkSizeOf(body[at:], 10)
		if hex, _ := chunkSizeOf(body[at:], 16); hex != size {
			x.find(CodeChunkDecimal, x.Facts.BodyAt+int64(at), int64(n), fmt.Sprintf("%d bytes follow; in hexadecimal %d is %d bytes", size, size, hex))
			return true
		}
		if at += n + int(size) + len("\r\n"); at >= len(body) {
			return false
		}
	}
}

// wrongSize reports by how much a chunk-size is wrong. According to its chunk-size, the
// chunk's data ends at offset at; wrongSize looks up to 64 bytes before and after that
// offset for a CRLF followed by a chunk line.
func (x *examiner) wrongSize(at int64) {
	const most = 64
	var line Line
	for l := range x.lines() {
		if l.Kind == KindChunkLine {
			line = l
		}
	}
	size, ok := chunkSizeOf(x.from(line.Off), 16)
	if line.Len == 0 || !ok {
		return
	}
	for by := int64(1); by <= most; by++ {
		if by < size && x.endsChunk(at-by) {
			x.find(CodeChunkSizeWrong, line.Off, line.Len, fmt.Sprintf("it is %d, %d too large: %d bytes and CRLF follow", size, by, size-by))
			return
		}
		if x.endsChunk(at + by) {
			x.find(CodeChunkSizeWrong, line.Off, line.Len, fmt.Sprintf("it is %d, %d too small: %d bytes and CRLF follow", size, by, size+by))
			return
		}
	}
}

// endsChunk reports whether a chunk's data may end at off, because a CRLF and a chunk
// line follow.
func (x *examiner) endsChunk(off int64) bool {
	b := x.from(off)
	return len(b) > 2 && string(b[:2]) == "\r\n" && chunkSizeLine(b[2:]) > 0
}

// sizeTakesCR reports the first chunk whose size includes the CR after the data, so that
// only LF is left as the line end.
func (x *examiner) sizeTakesCR() {
	if _, ok := x.finding(CodeBareLF); !ok || x.decimalSizes() {
		return
	}
	var line Line
	for l := range x.lines() {
		if l.Kind == KindChunkLine {
			line = l
		}
		if l.Kind != KindChunkEnd || l.Flags&FlagBareLF == 0 {
			continue
		}
		size, ok := chunkSizeOf(x.from(line.Off), 16)
		if ok && string(x.between(l.Off-1, l.Off)) == "\r" {
			x.find(CodeChunkSizeWrong, line.Off, line.Len, fmt.Sprintf("it is %d, 1 too large: %d bytes and CRLF follow", size, size-1))
			return
		}
	}
}
