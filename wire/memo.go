package wire

import "math/bits"

// A memo stores the lines of the previous header section of a connection, by their
// position. Responses on one connection resemble each other line by line. The decoder
// need not check an unchanged line again, and in a line with the same name it need only
// read the value.
type memo struct {
	status slot
	fields []slot
	facts  Facts // version and status of the status-line
}

// A slot holds one line and its positions A, B and C; it does not store Off.
type slot struct {
	bytes  []byte
	line   Line
	misses uint // number of consecutive misses
}

// Limits on the lines that are stored.
const (
	longLine  = 4 << 10
	manyLines = 256
)

// store replaces the stored line n with the field line b, which differs: see [slot.miss].
// If b is empty, it stores nothing. It returns m.fields.
func (m *memo) store(n int, b []byte, l *Line) []slot {
	for n >= len(m.fields) && n < manyLines && len(b) > 0 {
		m.fields = append(m.fields, slot{})
	}
	if n < len(m.fields) {
		m.fields[n].miss(b, l)
	}
	return m.fields
}

// miss replaces the stored line with b, which differs. Copying a value that differs every
// time is not worth its cost: if the name has the same length, miss copies the line only
// at the 1st, 2nd, 4th, 8th … miss in a row, and read compares the value only after such
// a miss.
func (s *slot) miss(b []byte, l *Line) {
	if s.misses++; len(b) > 0 && (s.fresh() || s.line.A != l.A) {
		s.learn(b, l)
	}
}

// learn stores a line. It is called rarely, and inlining it would slow its callers down.
//
//go:noinline
func (s *slot) learn(b []byte, l *Line) {
	if len(b) > longLine {
		b = nil
	}
	s.bytes, s.line = append(s.bytes[:0], b...), *l
}

// fresh reports whether the stored line is that of the previous header section. This is
// so if the number of consecutive misses is 0 or a power of two.
func (s *slot) fresh() bool { return s.misses&(s.misses-1) == 0 }

// same reports whether p begins with the line and has at least one more byte.
func (s *slot) same(p []byte) bool {
	n := len(s.bytes)
	return n > 0 && len(p) > n && string(p[:n]) == string(s.bytes)
}

// read reads the line at the beginning of p into l and returns its length, if the line is
// the stored one or differs only in its value, which must be plain. For any other line,
// and for a line of fewer than eight bytes, it returns 0. It compares the value only if
// the stored line is fresh: otherwise it usually differs, and mispredicted branches are
// expensive. For the same reason, it compares all bytes without a branch. It calls
// functions rarely, so that its variables stay in registers.
func (s *slot) read(p []byte, l *Line) int {
	q, b := s.bytes, int(s.line.B)
	if len(q) < 8 || len(p) <= len(q) || b >= len(q) || p[b] == ' ' {
		return 0
	}
	if s.fresh() {
		diff := word(p, len(q)-8) ^ word(q, len(q)-8)
		for i := 0; i < len(q)-8; i += 8 {
			diff |= word(p, i) ^ word(q, i)
		}
		if diff == 0 {
			*l, s.misses = s.line, 0
			return len(q)
		}
	}
	// Compare the bytes before the value, eight at a time. The last eight may overlap.
	diff := word(p, 0) ^ word(q, 0)
	if b < 8 {
		diff <<= (8 - b) * 8
	} else {
		for i := 8; i < b-8; i += 8 {
			diff |= word(p, i) ^ word(q, i)
		}
		diff |= word(p, b-8) ^ word(q, b-8)
	}
	if diff != 0 {
		return 0
	}
	*l = s.line
	for i := b; i < len(p)-8; i += 8 {
		if w := controls(word(p, i)); w != 0 {
			i += bits.TrailingZeros64(w) >> 3
			if string(p[i:i+2]) != "\r\n" || p[i-1] == ' ' {
				return 0
			}
			l.Len, l.C = int64(i+2), uint32(i)
			if s.misses++; s.fresh() {
				s.learn(p[:i+2], l)
			}
			return i + 2
		}
	}
	return 0
}
