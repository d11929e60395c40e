package wire

import "iter"

// A list iterates over the elements of a comma-separated list, including empty
// ones. A comma inside a quoted-string does not separate elements. A quote that
// is never closed is treated as an ordinary byte, so that it cannot hide an
// element.
type list struct {
	rest   []byte
	more   bool // an element is left, which may be empty
	opened int  // quotes before rest[opened] are never closed
}

// listOf returns a list positioned at the first element of value.
func listOf(value []byte) list { return list{rest: value, more: true} }

// next returns the next element, trimmed, and reports whether there was one.
func (l *list) next() (element []byte, ok bool) {
	if !l.more {
		return nil, false
	}
	for i := 0; i < len(l.rest); i++ {
		switch l.rest[i] {
		case '"':
			if i < l.opened {
				continue
			}
			if n, closed := quotedString(l.rest[i:]); closed {
				i += n - 1
			} else {
				l.opened = i + n
			}
		case ',':
			element, l.rest = l.rest[:i], l.rest[i+1:]
			l.opened -= i + 1
			return trim(element), true
		}
	}
	element, l.more = l.rest, false
	return trim(element), true
}

// elements iterates over the elements of a comma-separated list, except empty
// ones.
//
// "A recipient MUST parse and ignore a reasonable number of empty list
// elements" (RFC 9110 §5.6.1.2).
func elements(value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		l := listOf(value)
		for e, ok := l.next(); ok; e, ok = l.next() {
			if len(e) > 0 && !yield(e) {
				return
			}
		}
	}
}

// quotedString returns the length of the quoted-string at the beginning of b.
// If there is none, n is the index at which the grammar breaks, and no quote
// before n is closed either.
//
//	quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
//	quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )   (RFC 9110 §5.6.4)
func quotedString(b []byte) (n int, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return 0, false
	}
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, true
		case c == '\\':
			i++
			if i == len(b) || class[b[i]]&vchar == 0 {
				return i, false
			}
		case class[c]&vchar == 0:
			return i, false
		}
	}
	return len(b), false
}

// cutParam splits an element at its first "=" and removes whitespace around both parts.
// ok is false if there is no "=", or if a quote precedes it.
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

// isQuoted reports whether b is exactly one quoted-string.
func isQuoted(b []byte) bool {
	n, ok := quotedString(b)
	return ok && n == len(b)
}

// Unquote returns the value of a quoted-string, without quotes and escapes (RFC
// 9110 §5.6.4). It returns any other string unchanged.
func Unquote(s string) string {
	if !isQuoted([]byte(s)) {
		return s
	}
	return string(appendUnquoted(nil, []byte(s)))
}

// appendUnquoted appends the value of a quoted-string to dst.
//
// "Recipients that process the value of a quoted-string MUST handle a
// quoted-pair as if it were replaced by the octet following the backslash"
// (RFC 9110 §5.6.4).
func appendUnquoted(dst, quoted []byte) []byte {
	for i := 1; i < len(quoted)-1; i++ {
		if quoted[i] == '\\' {
			i++
		}
		dst = append(dst, quoted[i])
	}
	return dst
}

// decimal reads 1*DIGIT. ok reports whether b contains only digits, and fits whether the
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
