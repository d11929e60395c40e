package wire

// A memo remembers the last whole header section of a connection. The
// responses on one connection resemble each other line by line: a line that is
// the same as last time was found sound then, and is so now; a line whose name
// is the same needs only its value read.
type memo struct {
	bytes   []byte
	lines   []Line // Off from the beginning of bytes
	version Version
	status  int
}

// learn takes the header section b, whose lines begin at offset base, when it
// differs from the one it knows.
func (m *memo) learn(b []byte, base int64, lines []Line, f *Facts) {
	m.bytes = append(m.bytes[:0], b...)
	m.lines = append(m.lines[:0], lines...)
	for i := range m.lines {
		m.lines[i].Off -= base
	}
	m.version, m.status = f.Version, f.Status
}

// sameStatusLine is the length of the status-line that p begins with, if it is
// that of last time.
func (m *memo) sameStatusLine(p []byte) int {
	if len(m.lines) == 0 || m.lines[0].Flags != 0 {
		return 0
	}
	n := int(m.lines[0].Len)
	if len(p) < n || string(p[:n]) != string(m.bytes[:n]) {
		return 0
	}
	return n
}

// line is the field line that stood in the n-th place, and its bytes; nil when
// it was not a plain one.
func (m *memo) line(n int) (*Line, []byte) {
	if n >= len(m.lines) {
		return nil, nil
	}
	l := &m.lines[n]
	if l.Kind != FieldLine || l.Flags != 0 {
		return nil, nil
	}
	return l, m.bytes[l.Off:l.End()]
}

// match recognises the field line that p begins with as the one that stood in
// the n-th place, or as one of its name. It returns its length, 0 for neither.
func (m *memo) match(p []byte, n int) (Line, int) {
	known, b := m.line(n)
	if known == nil {
		return Line{}, 0
	}
	if len(p) >= len(b) && string(p[:len(b)]) == string(b) {
		return *known, len(b)
	}
	name := int(known.A) + 1
	if len(p) < name || string(p[:name]) != string(b[:name]) {
		return Line{}, 0
	}
	l := Line{A: known.A, Kind: known.Kind, Role: known.Role}
	k := l.value(p, name)
	return l, k
}
