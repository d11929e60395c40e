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

// learn stores the field line at the beginning of p as line n.
func (m *memo) learn(n int, p []byte, l *Line) []slot {
	for n >= len(m.fields) && n < manyLines && l.Len > 0 {
		m.fields = append(m.fields, slot{})
	}
	if n < len(m.fields) {
		m.fields[n].learn(p[:l.Len], l)
	}
	return m.fields
}

// miss replaces the stored line with one that differs. Copying a value that
// differs every time is not worth its cost: miss copies it only the 1st, 2nd,
// 4th, 8th … time in a row, and the line is compared only after each of these.
func (s *slot) miss(p []byte, l *Line) {
	if s.misses++; l.Len > 0 && (s.fresh() || s.line.A != l.A) {
		s.learn(p[:l.Len], l)
	}
}

func (s *slot) learn(b []byte, l *Line) {
	if len(b) > longLine {
		b = nil
	}
	s.bytes, s.line = append(s.bytes[:0], b...), *l
}

// fresh reports whether the stored line is the one of the previous header
// section: true when the count of misses is 0 or a power of two.
func (s *slot) fresh() bool { return s.misses&(s.misses-1) == 0 }

// same reports whether p begins with the line and has at least one more byte.
// Call it only for a fresh line: for others it usually fails, and mispredicted
// branches are expensive.
func (s *slot) same(p []byte) bool {
	n := len(s.bytes)
	return s.fresh() && n > 0 && len(p) > n && string(p[:n]) == string(s.bytes)
}

// another reads the line at the beginning of p into l if the name is unchanged and the
// value is plain, and reports whether it did. It calls no function, so that its variables
// stay in registers.
func (s *slot) another(p []byte, l *Line) bool {
	q, b := s.bytes, int(s.line.B)
	if len(q) < 8 || len(p) <= len(q) || b >= len(q) || p[b] == ' ' {
		return false
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
		return false
	}
	*l = s.line
	for i := b; i < len(p)-8; i += 8 {
		if w := controls(word(p, i)); w != 0 {
			i += bits.TrailingZeros64(w) >> 3
			l.Len, l.C = int64(i+2), uint32(i)
			return string(p[i:i+2]) == "\r\n" && p[i-1] != ' '
		}
	}
	return false
}
