package wire

import "bytes"

// LeftOver divides leftover bytes into the lines that are most likely, according to a
// finding of [Diagnose] with this code. b holds the bytes, and off is the offset of b[0].
// Each line has [FlagLikely], except a last line of kind [KindUnsolicited] for the bytes
// that match no line.
func LeftOver(code Code, b []byte, off int64) (lines []Line) {
	add := func(k Kind, n int, digits uint32) {
		if n > 0 {
			lines = append(lines, Line{Off: off, Len: int64(n), Kind: k, A: digits, Flags: FlagLikely})
			b, off = b[n:], off+int64(n)
		}
	}
	switch code {
	case CodeLeftChunks, CodeLeftLastChunk:
		readChunks(&b, add)
	case CodeSizeBeforeStatus:
		n := chunkSizeLine(b)
		add(KindChunkLine, n, hexDigits(b[:n]))
	case CodeLeftContent, CodeLengthShort:
		add(KindContent, len(b), 0)
	}
	if len(b) > 0 {
		lines = append(lines, Line{Off: off, Len: int64(len(b)), Kind: KindUnsolicited})
	}
	return lines
}

// IsLeftOver reports whether a finding with this code explains leftover bytes.
func IsLeftOver(code Code) bool {
	switch code {
	case CodeLeftChunks, CodeLeftLastChunk, CodeSizeBeforeStatus, CodeLeftContent, CodeLengthShort:
		return true
	}
	return false
}

// readChunks calls add for each line of the chunks at the beginning of *b. add removes
// the line from *b.
func readChunks(b *[]byte, add func(k Kind, n int, digits uint32)) {
	for {
		n := chunkSizeLine(*b)
		size, ok := chunkSizeOf(*b, 16)
		switch {
		case n == 0 || !ok:
			return
		case size == 0:
			add(KindLastChunk, n, hexDigits(*b))
			if end := bytes.Index(*b, []byte("\r\n\r\n")); end > 0 && bytes.IndexByte((*b)[:end], ':') > 0 {
				add(KindTrailerLine, end+len("\r\n"), 0)
			}
			if bytes.HasPrefix(*b, []byte("\r\n")) {
				add(KindTrailerEnd, len("\r\n"), 0)
			}
			return
		}
		add(KindChunkLine, n, hexDigits(*b))
		add(KindChunkData, int(min(size, int64(len(*b)))), 0)
		if !bytes.HasPrefix(*b, []byte("\r\n")) {
			return
		}
		add(KindChunkEnd, len("\r\n"), 0)
	}
}

// hexDigits returns the number of hexadecimal digits at the beginning of b.
func hexDigits(b []byte) (n uint32) {
	for int(n) < len(b) && class[b[n]]&hexdig != 0 {
		n++
	}
	return n
}
