package observe

import (
	"unsafe"

	"linger/session"
	"linger/wire"
)

// A slab allocates values for events, many at a time, because one read may complete
// thousands of exchanges.
type slab[T any] struct {
	free []T
	size int // number of values in the next block
}

// A block is so small that it stays in the processor's cache from the time it is cleared
// until it is filled. Its size is one of the allocator's size classes, minus the 8 bytes
// of the allocator's header. Six such blocks share one span, but a block of 8 KiB would
// need a whole span.
const (
	largestSlab   = 9472 - 8 // size of the largest block, in bytes
	largestShared = 8 << 10  // how many bytes a value in a shared block may keep in memory
)

// next returns a pointer to a zero value that the caller fills. keeps is the number of
// bytes that the value will keep in memory. If keeps is large, the value gets its own
// allocation, because all values of a block stay in memory as long as one of them is in
// use.
func (s *slab[T]) next(keeps int) *T {
	if keeps > largestShared {
		return new(T)
	}
	if len(s.free) == 0 {
		s.size = min(max(2*s.size, 1), largestSlab/int(unsafe.Sizeof(*new(T))))
		s.free = make([]T, s.size)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

// linesSize returns the number of bytes that lines occupy in memory.
func linesSize(ls []wire.Line) int { return len(ls) * int(unsafe.Sizeof(wire.Line{})) }

// slabs holds a slab for each type of event that occurs in each exchange.
type slabs struct {
	started  slab[session.RequestStarted]
	data     slab[session.RequestData]
	sent     slab[session.RequestSent]
	received slab[session.Received]
	head     slab[session.ResponseHead]
	done     slab[session.ExchangeDone]
	budget   slab[session.BudgetChanged]
}
