package composer

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linger/session"
	"linger/ui/text"
)

// An EscapeError is an invalid escape in raw text.
type EscapeError struct {
	Offset int    // byte offset in the text
	What   string // `\q`
}

func (e *EscapeError) Error() string {
	return fmt.Sprintf(`unknown escape %s: use \r \n \t \0 \\ \xNN`, e.What)
}

// Unescape returns the bytes of raw text, which the user types in raw mode. A backslash
// begins an escape:
//
//	\r \n \t \0   CR, LF, tab, NUL
//	\xNN          the byte with that number, two hexadecimal digits
//	\\            a backslash
//
// A line break in the text is ignored. Every other character stands for its UTF-8 bytes.
// The error is an [EscapeError].
func Unescape(s string) ([]byte, error) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\n', '\r':
		case '\\':
			b, n := escaped(s[i:])
			if n == 0 {
				return nil, &EscapeError{i, wrong(s[i:])}
			}
			out = append(out, b)
			i += n - 1
		default:
			out = append(out, c)
		}
	}
	return out, nil
}

// escaped returns the byte for the escape at the beginning of s, and the length of the
// escape. The length is 0 if the escape is invalid.
func escaped(s string) (b byte, n int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case 'r':
		return '\r', 2
	case 'n':
		return '\n', 2
	case 't':
		return '\t', 2
	case '0':
		return 0, 2
	case '\\':
		return '\\', 2
	case 'x':
		if len(s) >= 4 && session.HexDigit(s[2]) >= 0 && session.HexDigit(s[3]) >= 0 {
			return byte(session.HexDigit(s[2])<<4 | session.HexDigit(s[3])), 4
		}
	}
	return 0, 0
}

// wrong returns the invalid escape at the beginning of s in a form that is safe to show.
func wrong(s string) string {
	n := min(2, len(s))
	if n == 2 && s[1] == 'x' {
		n = min(4, len(s))
	}
	for n > 1 && n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return text.Safe(s[:n])
}

// Escape returns b as raw text, with a line break after each LF that is not the last
// byte. [Unescape] turns the text into the same bytes.
func Escape(b []byte) string {
	var s strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch c := b[0]; {
		case c == '\r':
			s.WriteString(`\r`)
		case c == '\n':
			s.WriteString(`\n`)
			if len(b) > 1 {
				s.WriteByte('\n')
			}
		case c == '\t':
			s.WriteString(`\t`)
		case c == '\\':
			s.WriteString(`\\`)
		case shows(r, n):
			s.WriteRune(r)
		default:
			for _, c := range b[:n] {
				fmt.Fprintf(&s, `\x%02x`, c)
			}
		}
		b = b[n:]
	}
	return s.String()
}

// shows reports whether raw text can contain r without an escape. n is the length of r in
// bytes.
func shows(r rune, n int) bool {
	if r == utf8.RuneError && n == 1 {
		return false
	}
	return text.Safe(string(r)) == string(r)
}
