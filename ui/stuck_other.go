//go:build !unix

package ui

import (
	"os"
	"time"
)

// readFor only waits: on this system the guard cannot read keys.
func readFor(_ *os.File, d time.Duration) []byte {
	time.Sleep(d)
	return nil
}
