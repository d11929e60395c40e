package peers

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
)

// The benchmarks run with the collector set as the program sets it: memory that is
// never touched puts a collection off.
func TestMain(m *testing.M) {
	const headroom = 32 << 20
	held := make([]byte, headroom)
	debug.SetMemoryLimit(400<<20 + headroom)
	code := m.Run()
	runtime.KeepAlive(held)
	os.Exit(code)
}
