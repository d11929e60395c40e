package live

import (
	"testing"
	"time"
)

// The interval is also the idle time: a path that is gone is found after ten of
// them.
func TestKeepAliveProbes(t *testing.T) {
	for alive, want := range map[time.Duration]time.Duration{0: 15 * time.Second, time.Second: time.Second, -1: 0} {
		n := &Network{KeepAlive: alive}
		if got := n.keepAlive(); got.Enable != (want > 0) || got.Idle != want || got.Interval != want {
			t.Errorf("%v: %+v, want %v twice", alive, got, want)
		}
	}
}
