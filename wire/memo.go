package wire

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
// new each time is not worth a copy each time.
func (s *slot) miss(p []byte, l *Line) {
	if s.misses++; l.Len > 0 && (s.misses&7 == 0 && s.misses&(s.misses-1) == 0 || s.misses == 1 || s.line.A != l.A) {
		s.learn(p[:l.Len], l)
	}
}

func (s *slot) learn(b []byte, l *Line) {
	if len(b) > longLine {
		b = nil
	}
	s.bytes, s.line = append(s.bytes[:0], b...), *l
}

// same says whether p begins with the line, and goes on after it. Of a line
// that was new often it is asked seldom.
func (s *slot) same(p []byte) bool {
	n := len(s.bytes)
	return s.misses&7 == 0 && n > 0 && len(p) > n && string(p[:n]) == string(s.bytes)
}

// sameName says whether p begins with the line's name and a colon.
func (s *slot) sameName(p []byte) bool {
	n := int(s.line.A) + 1
	return n <= len(s.bytes) && n <= len(p) && string(p[:n]) == string(s.bytes[:n])
}
