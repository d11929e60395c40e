package cli

import (
	"runtime/debug"
	"sync"
)

const (
	headroomSize = 32 << 20
	// memoryLimit is the memory limit in bytes for the garbage collector.
	memoryLimit = 400<<20 + headroomSize
	// streamLimit is the memory limit in bytes for commands that write one file while
	// they read another. They keep at most one exchange in memory.
	streamLimit = 40<<20 + headroomSize
)

// headroom returns memory that the program allocates once and never touches. It uses no
// physical memory, but the garbage collector counts it as in use.
var headroom = sync.OnceValue(func() []byte { return make([]byte, headroomSize) })

// tuneCollector configures the garbage collector for commands that record sessions. Tens
// of thousands of events may arrive per second, and a heap of a few MiB would be
// collected hundreds of times per second. With the headroom a collection starts only
// after at least 32 MiB were allocated.
func tuneCollector() {
	headroom()
	debug.SetMemoryLimit(memoryLimit)
}

// tuneForStreams configures the garbage collector for commands that need little memory,
// however much data they process.
func tuneForStreams() { debug.SetMemoryLimit(streamLimit) }
