package peers

import (
	"os"
	"runtime/debug"
	"testing"
)

// The benchmarks run with the collector set as the program sets it.
func TestMain(m *testing.M) {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(400 << 20)
	os.Exit(m.Run())
}
