package session

import (
	"testing"
	"time"

	"linger/wire"
)

func TestBudgetCounts(t *testing.T) {
	hint := func(timeout, most int64) wire.Hint {
		return wire.Hint{Present: true, Applies: true, Timeout: timeout, Max: most}
	}
	var b Budget
	if none := (wire.Hint{Timeout: -1, Max: -1}); !b.Silent(none) || b.Count(none, 1) || b.HasMax || b.Source != 0 {
		t.Errorf("after a response without a hint, the budget is %+v; want it silent, without max", b)
	}
	for i, c := range []struct {
		what     string
		hint     wire.Hint
		repeated bool
		max      int64
		by       string
	}{
		{"first max", hint(5, 100), false, 100, "server"},
		{"max one less", hint(5, 99), false, 99, "server"},
		{"same max again", hint(5, 99), true, 98, "linger"},
		{"no hint", wire.Hint{Timeout: -1, Max: -1}, false, 97, "linger"},
		{"hint without max", hint(7, -1), false, 96, "linger"},
		{"larger max", hint(7, 200), false, 200, "server"},
		{"max=0", hint(7, 0), false, 0, "server"},
		{"max=0 again", hint(7, 0), false, 0, "server"},
	} {
		if repeated := b.Count(c.hint, i+1); repeated != c.repeated || b.Max != c.max || b.CountedBy != c.by {
			t.Errorf("%s: max %d counted by %s, repeated %t; want %d, %s, %t", c.what, b.Max, b.CountedBy, repeated, c.max, c.by, c.repeated)
		}
	}
	if b.First != 200 || b.Source != 8 || b.Timeout != 7*time.Second || b.Advertised() != 7 || b.Silent(wire.Hint{}) {
		t.Errorf("after the last hint, the budget is %+v; want first max 200, source 8 and timeout 7 s", b)
	}
}

// A server may advertise more seconds than a Duration can hold.
func TestTimeoutLongerThanADuration(t *testing.T) {
	var b Budget
	b.Count(wire.Hint{Present: true, Timeout: 1 << 60, Max: -1}, 1)
	if b.Timeout <= 0 || b.Advertised() != 1<<60 {
		t.Errorf("Timeout = %v, Advertised() = %d; want a positive timeout and %d", b.Timeout, b.Advertised(), int64(1<<60))
	}
}
