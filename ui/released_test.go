package ui

import (
	"testing"

	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// In a very long session, linger releases the oldest exchanges, even the one under the
// cursor, a marked one, or the one before the selected one. All keys still work.
func TestKeysWorkAfterTheSelectedExchangeIsReleased(t *testing.T) {
	for _, key := range []string{"", "=", "m", "t", "e", "b", "y", "n", "N", "x", "up", "down", "home", "end", "enter", "/", "]", "["} {
		p := play.New("http://h").Connect(ms)
		for range 6 {
			p.Exchange("GET", "/", ms, play.Hint("timeout=5, max=100"))
		}
		m, _ := shown(p, 120, 40)
		press(m, "home", "m", "home", "down", "down")
		r := m.desk().rec
		for id := 1; id <= 4; id++ {
			r.Release(r.Exchange(id))
		}
		m.desk().fold(nil)
		golden.Size(t, screen(m), 120, 40)
		if key != "" {
			press(m, key)
		}
		golden.Size(t, screen(m), 120, 40)
		if n := r.Conn(1).Count(); n != 6 {
			t.Fatalf("the connection counts %d exchanges, want 6", n)
		}
	}
}
