package wire

// Classes of bytes, as bits in the table class.
const (
	tchar  = 1 << iota // characters of a token (RFC 9110 §5.6.2)
	digit              // DIGIT
	hexdig             // HEXDIG
	vchar              // field-vchar, SP and HTAB: what a field value may hold (RFC 9110 §5.5)
	space              // OWS: SP / HTAB (RFC 9110 §5.6.3)
)

// class holds, for each byte, the classes that the byte belongs to.
//
//	tchar      = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." /
//	             "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
//	field-vchar = VCHAR / obs-text
//	obs-text    = %x80-FF
var class = func() (t [256]uint8) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9':
			t[c] = tchar | digit | hexdig
		case c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
			t[c] = tchar | hexdig
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[c] = tchar
		}
		if c >= 0x20 && c != 0x7f || c == '\t' {
			t[c] |= vchar
		}
	}
	for _, c := range "!#$%&'*+-.^_`|~" {
		t[c] |= tchar
	}
	t[' '] |= space
	t['\t'] |= space
	return t
}()

// hexValue holds the value of each HEXDIG, and 0xff for any other byte.
var hexValue = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= '0' && c <= '9':
			t[c] = uint8(c - '0')
		case c >= 'a' && c <= 'f':
			t[c] = uint8(c - 'a' + 10)
		case c >= 'A' && c <= 'F':
			t[c] = uint8(c - 'A' + 10)
		default:
			t[c] = 0xff
		}
	}
	return t
}()

func isDigit(c byte) bool { return c-'0' <= 9 }

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func isToken(b []byte) bool {
	for _, c := range b {
		if class[c]&tchar == 0 {
			return false
		}
	}
	return len(b) > 0
}

// trim removes the optional whitespace around a value.
//
//	OWS = *( SP / HTAB )   (RFC 9110 §5.6.3)
func trim(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// equalFold reports whether b equals lower when case is ignored. lower must be
// in lower case.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c-'A' < 26 {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// word returns the eight bytes from b[i] on as one number. The compiler turns the
// expression into a single load. Because of the third index, it need not compute the
// capacity of b[i:].
func word(b []byte, i int) uint64 {
	b = b[i : i+8 : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// half returns the first four bytes of b as one number.
func half(b []byte) uint32 {
	_ = b[3]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// controls returns a mask with the high bit set of each byte of w that is a
// control character (below 0x20, or 0x7F). A carry may also mark a byte above a
// control character, but never one below it, so the lowest mark is always
// correct.
func controls(w uint64) uint64 {
	below := w - ones*0x20     // the high bit is set if the byte is below 0x20, or above 0x9F
	del := (w &^ highs) + ones // the high bit is set if the byte is 0x7F or 0xFF
	return (below | del) &^ w & highs
}
