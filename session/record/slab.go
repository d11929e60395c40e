package record

import "unsafe"

// A slab allocates values in blocks, because a record may have hundreds of thousands of
// them.
type slab[T any] struct {
	free []T
	n    int // number of values in the newest block
}

// largestBlock is the maximum size of a block in bytes. Such a block is small enough to
// stay in the processor's cache between clearing and filling. It is one of the allocator's
// size classes, less the allocator's header. Six such blocks share one span, whereas a
// block of 8 KiB would need a whole span.
const largestBlock = 9472 - 8

// next returns a pointer to a new zero value.
func (s *slab[T]) next() *T {
	if len(s.free) == 0 {
		s.n = min(2*s.n+1, largestBlock/int(unsafe.Sizeof(*new(T))))
		s.free = make([]T, s.n)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}
