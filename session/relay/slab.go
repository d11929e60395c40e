package relay

const (
	firstSlab = 4 << 10 // thousands of connections may wait for their first byte
	smallSlab = 16 << 10
	largeSlab = 256 << 10
	minRoom   = 2 << 10 // a read gets at least so much
)

// A slab is memory for reads. Each byte is used once, so that what was read need
// not be copied to be published later.
type slab struct {
	free []byte
	size int
}

// room returns where the next read goes.
func (s *slab) room() []byte {
	switch {
	case s.size == 0:
		s.size = firstSlab
		s.free = make([]byte, firstSlab)
	case len(s.free) < minRoom:
		s.size = max(s.size, smallSlab)
		s.free = make([]byte, s.size)
	}
	return s.free
}

// use returns the first n bytes of the room, and keeps them from being used
// again. A side that fills the room gets more next time.
func (s *slab) use(n int) []byte {
	if n == len(s.free) {
		s.size = min(2*s.size, largeSlab)
	}
	data := s.free[:n:n]
	s.free = s.free[n:]
	return data
}
