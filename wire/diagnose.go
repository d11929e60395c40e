package wire

import (
	"bytes"
	"iter"
	"strings"
)

// An Account describes a faulty message and the bytes after it for [Diagnose].
type Account struct {
	Facts    *Facts    // facts of the message
	Findings []Finding // findings about the message and the bytes after it
	Lines    []Line    // lines of the message and of the bytes after it
	Raw      []byte    // the available bytes in this direction
	Base     int64     // offset of the first byte of Raw
	Next     int64     // the offset at which decoding resumed after Lines; 0 if it did not resume
	Ended    bool      // no bytes follow
}

// Diagnose returns the most likely causes of the findings of a message: what the leftover
// bytes are, why a chunk cannot be read, which other protocol the bytes belong to, and
// where the content contradicts the fields that describe it. The causes are findings like
// any other, but they are interpretations, not facts.
//
// Call it when a message has findings, is incomplete, or is followed by bytes
// that answer no request, and again when more of these bytes have arrived. It
// reads Account.Raw; if the bytes it needs are not there, it returns nil.
func Diagnose(a Account) []Finding {
	x := examiner{Account: a, leftAt: -1}
	for _, l := range a.Lines {
		if l.Kind == KindUnsolicited || l.Kind == KindLost {
			x.leftAt = l.Off
			break
		}
	}
	for _, examine := range examinations {
		examine(&x)
	}
	return x.found
}

// examinations holds the steps of Diagnose, in order. Each appends the causes that it
// finds.
var examinations = [...]func(*examiner){
	(*examiner).otherProtocol,
	(*examiner).leftOver,
	(*examiner).halfCRLF,
	(*examiner).brokenChunk,
	(*examiner).sizeTakesCR,
	(*examiner).compressed,
	(*examiner).chunksInContent,
	(*examiner).notGzip,
	(*examiner).plainOnTLS,
	(*examiner).markBefore,
	(*examiner).contentInHead,
	(*examiner).unknown,
}

// An examiner examines one account.
type examiner struct {
	Account
	leftAt int64 // offset of the first byte that belongs to no message, -1 if there is none
	found  []Finding
}

// find adds a finding about the n bytes at off. Unless detail contains a quotation, find
// quotes these bytes, or the line at off if n is 0.
func (x *examiner) find(c Code, off, n int64, detail string) {
	f := Finding{Code: c, Offset: off, Len: n, Detail: detail}
	if b := x.from(off); len(b) > 0 && !strings.Contains(detail, `"`) {
		if f.Quote = Quote(b); n > 0 {
			f.Quote = quoteAll(b[:min(n, int64(len(b)))])
		}
	}
	x.found = append(x.found, f)
}

// from returns the kept bytes from offset off on, or nil if the byte at off is not kept.
func (x *examiner) from(off int64) []byte {
	if i := off - x.Base; i >= 0 && i <= int64(len(x.Raw)) {
		return x.Raw[i:]
	}
	return nil
}

// between returns the bytes from one offset to another, or nil if any of them
// is not kept.
func (x *examiner) between(from, to int64) []byte {
	if b := x.from(from); from <= to && to-from <= int64(len(b)) {
		return b[:to-from]
	}
	return nil
}

// left returns the bytes left over, up to the next status-line or the end, and
// the offset of that status-line, or -1 if there is none.
func (x *examiner) left() (b []byte, next int64) {
	b = x.from(x.leftAt)
	if n := x.Next - x.leftAt; n > 0 && n <= int64(len(b)) {
		return b[:n], x.Next
	}
	if i := FindStatusLine(b); i >= 0 {
		return b[:i], x.leftAt + int64(i)
	}
	return b, -1
}

// lines iterates over the lines of the message and of the bytes after it. It
// separates the chunks of runs whose bytes are kept.
func (x *examiner) lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for _, l := range x.Lines {
			for e := range l.Explain(x.from(l.Off)) {
				if !yield(e) {
					return
				}
			}
		}
	}
}

// content returns the first bytes of the message's content, at most n.
func (x *examiner) content(n int) []byte {
	var all []byte
	for l := range x.lines() {
		if len(all) >= n || l.Kind == KindUnsolicited || l.Kind == KindLost {
			break
		}
		if l.Kind != KindChunkData && l.Kind != KindContent {
			continue
		}
		b := x.from(l.Off)
		all = append(all, b[:min(int64(len(b)), l.Len)]...)
		if int64(len(b)) < l.Len {
			break
		}
	}
	return all[:min(n, len(all))]
}

// finding returns the first finding with code c.
func (x *examiner) finding(c Code) (Finding, bool) {
	for _, f := range x.Findings {
		if f.Code == c {
			return f, true
		}
	}
	return Finding{}, false
}

// FindStatusLine returns the index of the first bytes in b that most likely
// begin a response ("HTTP/1.1 200 "), or -1 if there are none.
func FindStatusLine(b []byte) int {
	for from := 0; ; from++ {
		i := bytes.Index(b[from:], []byte(httpName))
		if i < 0 {
			return -1
		}
		if from += i; isPlausible(b[from:]) {
			return from
		}
	}
}

// plausible is the shortest prefix that is read as a status-line; 0 matches any digit.
const plausible = "HTTP/1.0 000"

func isPlausible(b []byte) bool {
	n := len(plausible)
	return len(b) > n && fitsShape(b, plausible) && b[n-3]-'1' < 5 && (b[n] == ' ' || b[n] == '\r' || b[n] == '\n')
}
