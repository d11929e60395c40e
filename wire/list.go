package wire

import "iter"

// elements walks through the elements of a comma list, trimmed, empty ones
// left out; a comma inside a quoted-string separates nothing.
//
// "A recipient MUST parse and ignore a reasonable number of empty list
// elements" (RFC 9110 §5.6.1.2).
func elements(value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for len(value) > 0 {
			var e []byte
			e, value = nextElement(value)
			if e = trim(e); len(e) > 0 && !yield(e) {
				return
			}
		}
	}
}

// nextElement cuts the first element of a comma list off.
func nextElement(value []byte) (element, rest []byte) {
	quoted := false
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && quoted:
			i++
		case c == ',' && !quoted:
			return value[:i], value[i+1:]
		}
	}
	return value, nil
}

// cutParam splits an element at its first "=", whitespace around it removed.
func cutParam(element []byte) (name, value []byte, ok bool) {
	for i, c := range element {
		if c == '=' {
			return trim(element[:i]), trim(element[i+1:]), true
		}
		if c == '"' {
			break
		}
	}
	return element, nil, false
}

// isQuoted says whether b is exactly one quoted-string.
//
//	quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
//	quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )   (RFC 9110 §5.6.4)
func isQuoted(b []byte) bool {
	if len(b) < 2 || b[0] != '"' {
		return false
	}
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i == len(b)-1
		case c == '\\':
			i++
			if i == len(b) || class[b[i]]&vchar == 0 {
				return false
			}
		case class[c]&vchar == 0:
			return false
		}
	}
	return false
}

// Unquote is the value that a quoted-string stands for, escapes undone
// (RFC 9110 §5.6.4); anything else is returned as it is.
func Unquote(s string) string {
	if !isQuoted([]byte(s)) {
		return s
	}
	return string(unquote(nil, []byte(s)))
}

// unquote appends to dst what a quoted-string stands for.
//
// "Recipients that process the value of a quoted-string MUST handle a
// quoted-pair as if it were replaced by the octet following the backslash"
// (RFC 9110 §5.6.4).
func unquote(dst, quoted []byte) []byte {
	for i := 1; i < len(quoted)-1; i++ {
		if quoted[i] == '\\' {
			i++
		}
		dst = append(dst, quoted[i])
	}
	return dst
}

// decimal reads 1*DIGIT: ok says that there is nothing else, fits that the
// number is at most 2^63-1.
func decimal(b []byte) (n int64, ok, fits bool) {
	if len(b) == 0 {
		return 0, false, false
	}
	fits = true
	var u uint64
	for _, c := range b {
		d := uint64(c - '0')
		if d > 9 {
			return 0, false, false
		}
		if u > (1<<63-1-d)/10 {
			fits = false
			continue
		}
		u = u*10 + d
	}
	return int64(u), true, fits
}
