package wire

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"linger/wire/format"
)

// leftOver reports the most likely meaning of the bytes after a complete message.
func (x *examiner) leftOver() {
	f := x.Facts
	if x.leftAt < 0 {
		return
	}
	b, next := x.left()
	if len(b) == 0 {
		return
	}
	if size := chunkSizeLine(b); size > 0 && next == x.leftAt+int64(size) {
		x.find(CodeSizeBeforeStatus, x.leftAt, int64(size), fmt.Sprintf("%s; the status-line is at %d", Quote(b), next))
		return
	}
	if !f.Complete || f.BodyAt < 0 || x.leftAt < f.BodyAt {
		return
	}
	after := ""
	if next >= 0 {
		after = fmt.Sprintf("; a status-line follows at %d", next)
	}
	switch w := walkChunks(b, 16); {
	case w.chunks > 0 && f.Framing() == FramingChunked:
		x.find(CodeLeftChunks, x.leftAt, int64(w.used), x.earlyEnd()+format.Count(f.ContentBytes+w.content, "byte")+" of content were meant"+after)
	case w.last && w.chunks == 0:
		x.find(CodeLeftLastChunk, x.leftAt, int64(w.used), x.endedTwice()+after)
	case f.neverHasBody():
		x.find(CodeLeftContent, x.leftAt, int64(len(b)), x.bodiless(int64(len(b)))+after)
	case f.Framing() == FramingLengthDelimited && x.leftAt == f.BodyAt+f.Length && x.lengthTakesNext():
	case f.Framing() == FramingLengthDelimited && x.leftAt == f.BodyAt+f.Length:
		x.find(CodeLengthShort, x.leftAt, int64(len(b)), x.shortBy(b)+after)
	}
}

// earlyEnd returns a clause that names the chunk of size 0 that ended the body, or "" if
// there is none.
func (x *examiner) earlyEnd() string {
	for _, l := range x.Lines {
		if l.Kind == KindLastChunk {
			return fmt.Sprintf("an empty chunk at %d ended the body; ", l.Off)
		}
	}
	return ""
}

// endedTwice explains a last-chunk after the end of the message.
func (x *examiner) endedTwice() string {
	f := x.Facts
	switch f.Framing() {
	case FramingChunked:
		return "the sender ended the body twice"
	case FramingLengthDelimited:
		return "Content-Length ended the body, but the sender ended it as if it were chunked"
	}
	return "an empty chunked body; " + x.noBody()
}

// noBody returns the reason why the message has no body.
func (x *examiner) noBody() string {
	if x.Facts.Request.Method == "HEAD" {
		return "a response to HEAD has none"
	}
	return fmt.Sprintf("a %d response has none", x.Facts.Status)
}

// bodiless describes n bytes of content after a message that must not have any.
func (x *examiner) bodiless(n int64) string {
	s := format.Count(n, "byte") + " of content"
	if n == x.Facts.Length {
		s += ", as many as Content-Length says"
	}
	return s + "; " + x.noBody()
}

// lengthTakesNext reports a Content-Length so large that the beginning of the next
// response counted as content. It returns true if it found one.
func (x *examiner) lengthTakesNext() bool {
	f := x.Facts
	b := x.from(f.BodyAt)
	if int64(len(b)) <= f.Length {
		return false
	}
	at := int64(FindStatusLine(b))
	if at < 0 || at >= f.Length {
		return false
	}
	x.find(CodeLengthLong, f.LengthAt, 0, fmt.Sprintf("Content-Length: %d is %s too large: a response begins at %d, inside the content", f.Length, format.Number(f.Length-at), f.BodyAt+at))
	return true
}

// shortBy returns a sentence that says by how much the Content-Length is too small, and
// why if linger recognises the kind of error.
func (x *examiner) shortBy(left []byte) string {
	f := x.Facts
	n := int64(len(left))
	s := fmt.Sprintf("Content-Length: %d is %s too small", f.Length, format.Number(n))
	content := x.between(f.BodyAt, x.leftAt+n)
	if content == nil {
		return s
	}
	more := int64(len(content)) - int64(utf8.RuneCount(content))
	switch {
	case more == n && utf8.Valid(content):
		return s + ": it counts characters, not bytes"
	case int64(bytes.Count(content, []byte("\r\n"))) == n:
		return s + ": it counts LF, but CRLF was sent"
	}
	return s
}

// halfCRLF reports content that ends between CR and LF.
func (x *examiner) halfCRLF() {
	f, ok := x.finding(CodeLeadingCRLF)
	if !ok || f.Offset == 0 || !x.Facts.Complete {
		return
	}
	if b := x.between(f.Offset-1, f.Offset+1); string(b) == "\r\n" && x.Facts.ContentBytes > 0 {
		x.find(CodeHalfCRLF, f.Offset, 1, "")
	}
}

// Quote returns the first line of b, or its beginning, as a quoted string of ASCII.
// If that line holds bytes that are not text, Quote escapes them and does not stop at
// the end of the line.
func Quote(b []byte) string {
	if i := bytes.IndexAny(b[:min(len(b), longestQuote+1)], "\r\n"); i > 0 && isText(b[:i]) {
		b = b[:i]
	}
	return quoteAll(b)
}

// QuoteLine returns a line, or the beginning of a long line, as a quoted string. It
// includes the terminator unless that is CRLF.
func QuoteLine(b []byte) string { return quoteAll(bytes.TrimSuffix(b, []byte("\r\n"))) }

// Maximum numbers of bytes that quoteAll quotes, of text and of other data.
const (
	longestQuote       = 60
	longestBinaryQuote = 24
)

func quoteAll(b []byte) string {
	longest := longestQuote
	if !isText(bytes.TrimRight(b[:min(len(b), longest)], "\r\n")) {
		longest = longestBinaryQuote
	}
	if len(b) > longest {
		return fmt.Sprintf("%+q", b[:longest]) + "…"
	}
	return fmt.Sprintf("%+q", b)
}

// isText reports whether b holds no control characters except tabs.
func isText(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}
