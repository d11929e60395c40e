package peers

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestMain configures the garbage collector as linger does: unused memory on the heap
// postpones collections.
func TestMain(m *testing.M) {
	const headroom = 32 << 20
	held := make([]byte, headroom)
	debug.SetMemoryLimit(400<<20 + headroom)
	code := m.Run()
	runtime.KeepAlive(held)
	os.Exit(code)
}
