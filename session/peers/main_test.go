package peers

import (
	"os"
	"testing"

	"linger/session"
)

// The benchmarks run as the program does.
func TestMain(m *testing.M) {
	session.Headroom()
	os.Exit(m.Run())
}
