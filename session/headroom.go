package session

import (
	"runtime/debug"
	"sync"
)

// headroom is memory that is never touched, so that it takes none: the garbage
// collector counts it as in use all the same.
var headroom = sync.OnceValue(func() []byte {
	debug.SetGCPercent(50)
	return make([]byte, 64<<20)
})

// Headroom sets the garbage collector of the process up for recording sessions;
// a main program calls it. Events come by the ten thousand, and a heap of a few
// MiB would be collected hundreds of times a second for nothing. A collection
// now begins when 32 MiB and half of what is in use have been allocated since
// the last: later than by default where little is in use, and sooner where much
// is.
func Headroom() { headroom() }
