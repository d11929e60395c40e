package wire

import "math/bits"

// A memo remembers the lines of the last header section of a connection, by
// their place. The responses on one connection resemble each other line by
// line: a line that is the same as last time was found plain then, and is so
// now; of a line whose name is the same only the value needs reading.
type memo struct {
	status slot
	fields []slot
	facts  Facts // version and status of the status-line
}

// A slot is one line, and how it was cut; Off is not kept.
type slot struct {
	bytes  []byte
	line   Line
	misses uint // in a row
}

// What is not worth remembering.
const (
	longLine  = 4 << 10
	manyLines = 256
)

// learn remembers the field line that p begins with in the n-th place.
func (m *memo) learn(n int, p []byte, l *Line) []slot {
	for n >= len(m.fields) && n < manyLines && l.Len > 0 {
		m.fields = append(m.fields, slot{})
	}
	if n < len(m.fields) {
		m.fields[n].learn(p[:l.Len], l)
	}
	return m.fields
}

// miss takes another line in the place of the one remembered. A value that is
// new each time is not worth a copy each time: it is copied the 1st, 2nd, 4th,
// 8th … time in a row, and compared only after each of these.
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

// fresh reports whether the line remembered is the last one that stood here, or
// was never missed: 0 and the powers of two.
func (s *slot) fresh() bool { return s.misses&(s.misses-1) == 0 }

// same reports whether p begins with the line, and goes on after it. It is asked
// only of a fresh one: it mostly fails of others, and a branch that goes the
// other way now and then is dear.
func (s *slot) same(p []byte) bool {
	n := len(s.bytes)
	return s.fresh() && n > 0 && len(p) > n && string(p[:n]) == string(s.bytes)
}

// another reads the line that p begins with into l, if its name is the same and
// its value is plain, and reports whether it was. It calls nothing, so that all it
// works with stays in registers.
func (s *slot) another(p []byte, l *Line) bool {
	q, b := s.bytes, int(s.line.B)
	if len(q) < 8 || len(p) <= len(q) || b >= len(q) || p[b] == ' ' {
		return false
	}
	// The bytes before the value, eight at a time; the last eight may overlap.
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
