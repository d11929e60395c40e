package cli

import (
	"runtime/debug"
	"sync"
)

const (
	headroomSize = 32 << 20
	// memoryLimit is how much memory the collector works hard to stay below.
	memoryLimit = 400<<20 + headroomSize
	// streamLimit is that where a file is written while another one is read, and no more
	// than an exchange is held.
	streamLimit = 40<<20 + headroomSize
)

// headroom is memory that is never touched, so that it takes none: the garbage
// collector counts it as in use all the same.
var headroom = sync.OnceValue(func() []byte { return make([]byte, headroomSize) })

// tuneCollector sets the garbage collector up for recording sessions. Events come
// by the ten thousand, and a heap of a few MiB would be collected hundreds of
// times a second for nothing: with the headroom a collection begins at the
// earliest when 32 MiB have been allocated since the last.
func tuneCollector() {
	headroom()
	debug.SetMemoryLimit(memoryLimit)
}

// tuneForStreams sets the collector up for what needs little memory, however much
// passes.
func tuneForStreams() { debug.SetMemoryLimit(streamLimit) }
