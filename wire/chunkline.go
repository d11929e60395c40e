package wire

import "bytes"

// longestQuoted is the maximum number of bytes of a chunk line that a finding quotes.
const longestQuoted = 24

// chunkSize reads any chunk line, well-formed or not, into l. ok reports
// whether the size is valid.
//
//	chunk-size = 1*HEXDIG   (RFC 9112 §7.1)
//
// "recipients MUST anticipate potentially large hexadecimal numerals and
// prevent parsing errors due to integer conversion overflows" (RFC 9112 §7.1).
func (d *Decoder) chunkSize(l *Line, line []byte) (size int64, ok bool) {
	n, bareLF, cut := split(line)
	b := line[:n]
	i, over := 0, false
	for i < n && class[b[i]]&hexdig != 0 {
		over = over || size > (1<<63-1)>>4
		size = size<<4 | int64(hexValue[b[i]])
		i++
	}
	l.A = uint32(i)
	if i > 15 && !over {
		d.find(CodeChunkDigits, l.Off, int64(i), "")
	}
	if over {
		d.fault(CodeChunkOverflow, l.Off, int64(i), "")
		return 0, false
	}
	ext := i
	for ext < n && (isSpace(b[ext]) || b[ext] == '\r') {
		ext++
	}
	if i == 0 && !(cut && n == 0) || ext < n && b[ext] != ';' {
		d.fault(CodeChunkSize, l.Off+int64(i), 0, d.detail(b[:min(n, longestQuoted)]))
		return 0, false
	}
	if cr := bytes.IndexByte(b, '\r'); cr >= 0 && !(cut && cr == n-1) {
		l.Flags |= FlagInvalid
		d.find(CodeBareCR, l.Off+int64(cr), 1, "")
	}
	switch {
	case ext < n:
		d.chunkExt(l, b, i, cut)
	case ext > i && !cut:
		l.Flags |= FlagInvalid
		d.find(CodeChunkSpace, l.Off+int64(i), int64(ext-i), "")
	}
	d.endLine(l, n, bareLF, cut)
	return size, true
}

// chunkExt checks the extensions of a chunk line, which are b[at:].
//
//	chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
//
// "A recipient MUST ignore unrecognized chunk extensions" (RFC 9112 §7.1.1). chunkExt
// reports no error in an incomplete line, because the missing bytes might have made the
// line valid.
func (d *Decoder) chunkExt(l *Line, b []byte, at int, cut bool) {
	invalid, detail := readExt(b, at)
	if cut {
		invalid, detail = -1, ""
	}
	d.find(CodeChunkExt, l.Off+int64(at), int64(len(b)-at), detail)
	if invalid >= 0 {
		l.Flags |= FlagInvalid
		d.find(CodeChunkExtInvalid, l.Off+int64(invalid), 0, "")
	}
}

// readExt checks the extensions of a chunk line, which are b[at:]. invalid is the index
// of the first grammar error, or -1. whitespace is the finding's detail about whitespace
// in them (bwsBefore or withBWS), or "" if there is none.
func readExt(b []byte, at int) (invalid int, whitespace string) {
	invalid = -1
	extParts(b, at, func(label string, from, to int) {
		switch {
		case label == extInvalid:
			invalid = from
		case label == "whitespace" && from == at:
			whitespace = bwsBefore
		case label == "whitespace" && whitespace == "":
			whitespace = withBWS
		}
	})
	if invalid >= 0 && whitespace == withBWS {
		whitespace = "" // the grammar is broken anyway
	}
	return invalid, whitespace
}

const extInvalid = "invalid"

// extParts splits the extensions of a chunk line, which are b[at:], into consecutive
// parts. If there is a grammar error, the last part is everything from the error on. It
// is empty if a name or a value is missing at the end.
func extParts(b []byte, at int, part func(label string, from, to int)) {
	i := at
	blank := func() {
		from := i
		if i = skipBlank(b, i); i > from {
			part("whitespace", from, i)
		}
	}
	separator := func(c byte, label string) bool {
		if i == len(b) || b[i] != c {
			return false
		}
		part(label, i, i+1)
		i++
		blank()
		return true
	}
	token := func(label string) bool {
		from := i
		for i < len(b) && class[b[i]]&tchar != 0 {
			i++
		}
		if i > from {
			part(label, from, i)
		}
		return i > from
	}
	value := func() bool {
		n, ok := quotedString(b[i:])
		if !ok {
			return token("chunk-ext-value")
		}
		part("chunk-ext-value", i, i+n)
		i += n
		return true
	}
	for i < len(b) {
		blank() // BWS is allowed before ";" and "="
		if !separator(';', "semicolon") || !token("chunk-ext-name") {
			part(extInvalid, i, len(b))
			return
		}
		if mark := skipBlank(b, i); mark == len(b) || b[mark] != '=' {
			continue
		}
		blank()
		if separator('=', "equals"); !value() {
			part(extInvalid, i, len(b))
			return
		}
	}
}

// skipBlank returns the index of the first byte of b, from i on, that is
// neither SP nor HTAB.
func skipBlank(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}
