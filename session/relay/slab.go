package relay

const (
	firstSlab = 4 << 10 // small, because thousands of connections may be waiting for their first byte
	smallSlab = 16 << 10
	largeSlab = 256 << 10
	minRoom   = 2 << 10 // minimum length of a read buffer, in bytes
)

// A slab provides buffers for reads. It uses each byte of memory only once, so that the
// read bytes can be published later without a copy.
type slab struct {
	free []byte
	size int
}

// room returns the buffer for the next read.
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

// use returns the first n bytes of the buffer from room, into which a read has put data.
// Later buffers do not overlap these bytes. If the read has filled the buffer, the next
// allocation is larger.
func (s *slab) use(n int) []byte {
	if n == len(s.free) {
		s.size = min(2*s.size, largeSlab)
	}
	data := s.free[:n:n]
	s.free = s.free[n:]
	return data
}
