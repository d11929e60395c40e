package wire

import (
	"bytes"
	"iter"
)

// An Account is what [Diagnose] is given of a message that went wrong, and of
// what came after it.
type Account struct {
	Facts    *Facts    // of the message
	Findings []Finding // of the message and of what follows it
	Lines    []Line    // of the message and of what follows it
	Raw      []byte    // bytes of the direction, as many as are kept
	Base     int64     // offset of the first of them
	Next     int64     // where decoding resumed after them; 0 where it did not
	Ended    bool      // no bytes follow
}

// Diagnose returns what most likely caused the findings of a message: what the
// bytes left over are, why a chunk cannot be read, which other protocol these
// bytes belong to, and where the content contradicts the fields that describe
// it. The results are readings, not facts, and findings like any other.
//
// Call it when a message has findings, is incomplete, or is followed by bytes
// that answer no request, and again when more of these have come. It reads
// the bytes that are kept; where they are not enough, it returns nothing.
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

// examinations are what Diagnose looks at, in order. Each adds what it finds.
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
	(*examiner).unknown,
}

// An examiner examines one account.
type examiner struct {
	Account
	leftAt int64 // where bytes begin that belong to no message, -1 without
	found  []Finding
}

func (x *examiner) find(c Code, off, n int64, detail string) {
	x.found = append(x.found, Finding{Code: c, Offset: off, Len: n, Detail: detail})
}

// from returns the bytes that are kept from off on.
func (x *examiner) from(off int64) []byte {
	if i := off - x.Base; i >= 0 && i <= int64(len(x.Raw)) {
		return x.Raw[i:]
	}
	return nil
}

// between returns the bytes from one offset to another, nil where one of them
// is not kept.
func (x *examiner) between(from, to int64) []byte {
	if b := x.from(from); from <= to && to-from <= int64(len(b)) {
		return b[:to-from]
	}
	return nil
}

// left returns the bytes left over, up to the next status-line or the end, and
// where that status-line is, -1 without one.
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

// lines walks through the lines of the message and of what follows it, with the
// chunks of runs distinguished as far as they are kept.
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

// content returns the first content of the message, at most n bytes.
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

// finding returns the first finding of a code.
func (x *examiner) finding(c Code) (Finding, bool) {
	for _, f := range x.Findings {
		if f.Code == c {
			return f, true
		}
	}
	return Finding{}, false
}

// FindStatusLine returns where the first bytes stand in b that most likely begin
// a response, "HTTP/1.1 200 ", and -1 if there are none.
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

// plausible is the least of a status-line that is taken for one: 0 stands for
// any digit.
const plausible = "HTTP/1.0 000"

func isPlausible(b []byte) bool {
	n := len(plausible)
	return len(b) > n && fitsShape(b, plausible) && b[n-3]-'1' < 5 && (b[n] == ' ' || b[n] == '\r' || b[n] == '\n')
}
