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
		t.Errorf("without a hint: %+v", b)
	}
	for i, c := range []struct {
		what     string
		hint     wire.Hint
		repeated bool
		max      int64
		by       string
	}{
		{"the first", hint(5, 100), false, 100, "server"},
		{"one less", hint(5, 99), false, 99, "server"},
		{"repeated", hint(5, 99), true, 98, "linger"},
		{"no hint", wire.Hint{Timeout: -1, Max: -1}, false, 97, "linger"},
		{"a hint without max", hint(7, -1), false, 96, "linger"},
		{"a larger max", hint(7, 200), false, 200, "server"},
		{"none", hint(7, 0), false, 0, "server"},
		{"max=0 again", hint(7, 0), false, 0, "server"},
	} {
		if repeated := b.Count(c.hint, i+1); repeated != c.repeated || b.Max != c.max || b.CountedBy != c.by {
			t.Errorf("%s: %d by %s, repeated: %v", c.what, b.Max, b.CountedBy, repeated)
		}
	}
	if b.First != 200 || b.Source != 8 || b.Timeout != 7*time.Second || b.Advertised() != 7 || b.Silent(wire.Hint{}) {
		t.Errorf("after the last hint: %+v", b)
	}
}

// A server may advertise more seconds than a Duration can hold.
func TestAnEndlessTimeout(t *testing.T) {
	var b Budget
	b.Count(wire.Hint{Present: true, Timeout: 1 << 60, Max: -1}, 1)
	if b.Timeout <= 0 || b.Advertised() != 1<<60 {
		t.Errorf("%v, advertised %d", b.Timeout, b.Advertised())
	}
}
