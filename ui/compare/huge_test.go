package compare

import (
	"runtime"
	"strings"
	"testing"
)

// The screen is drawn for each tick, but 100,000 fields are laid out only once.
func TestManyFieldsAreLaidOutOnce(t *testing.T) {
	with := func(field string) [2]string {
		return [2]string{request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + strings.Repeat(field+"\r\n", 100_000) + "\r\n"}
	}
	m := model(118, 30, with("X: aaa"), with("X: bbb"))
	m.Refresh()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 5 {
		m.Move(1)
		m.Refresh()
		m.View()
	}
	runtime.ReadMemStats(&after)
	if kB := (after.TotalAlloc - before.TotalAlloc) / 1000; kB > 1000 {
		t.Errorf("five frames allocated %d kB, want at most 1000", kB)
	}
}
