package wire

import (
	"bytes"
	"fmt"
	"strings"
)

// byteOrderMark is U+FEFF in UTF-8, which some editors write at the beginning of a file.
const byteOrderMark = "\xef\xbb\xbf"

// markBefore reports a byte order mark before a status-line.
func (x *examiner) markBefore() {
	if x.leftAt < 0 || !bytes.HasPrefix(x.from(x.leftAt), []byte(byteOrderMark)) {
		return
	}
	if b := x.from(x.leftAt + int64(len(byteOrderMark))); isPlausible(b) {
		x.find(CodeByteOrderMark, x.leftAt, int64(len(byteOrderMark)), fmt.Sprintf("a status-line follows at %d", x.leftAt+int64(len(byteOrderMark))))
	}
}

// contentInHead reports content that begins in the header section because the empty line
// before the content is missing.
func (x *examiner) contentInHead() {
	for _, code := range []Code{CodeMissingColon, CodeFieldName} {
		if f, ok := x.finding(code); ok && beginsContent(x.from(f.Offset)) {
			x.find(CodeHeadEndMissing, f.Offset, 0, "")
			return
		}
	}
}

// beginsContent reports whether a line begins like HTML, XML or JSON, and unlike any
// field line.
func beginsContent(b []byte) bool {
	return len(b) > 1 && (b[0] == '<' || b[0] == '{' || b[0] == '[')
}

// notChunks reports why a line is not a chunk-size: it is empty, or the first line of
// content that is not chunked at all.
func (x *examiner) notChunks(at int64) {
	b := x.from(at)
	switch {
	case bytes.HasPrefix(b, []byte("\r\n")), bytes.HasPrefix(b, []byte("\n")):
		detail := ""
		if b = bytes.TrimLeft(b, "\r\n"); chunkSizeLine(b) > 0 {
			size, _ := chunkSizeOf(b, 16)
			detail = fmt.Sprintf("a chunk of %d bytes follows it", size)
		}
		x.find(CodeChunkLineEmpty, at, 0, detail)
	case at == x.Facts.BodyAt && beginsPlain(b):
		x.find(CodeNotChunked, at, 0, "")
	}
}

// beginsPlain reports whether b begins like content that is not chunked, and unlike any
// chunk-size, valid or invalid.
func beginsPlain(b []byte) bool {
	return len(b) > 0 && class[b[0]]&hexdig == 0 && strings.IndexByte("+-\"' \t;", b[0]) < 0
}
