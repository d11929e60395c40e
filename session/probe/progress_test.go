package probe

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
)

// A check under way says how long it takes at most: as long as its longest
// trial, and no longer than it was given.
func TestProgressBoundsWhatIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &prober{cfg: Config{}.withDefaults(), start: time.Now(), going: map[string]*Going{}}
		p.plan.patience = patience
		time.Sleep(2 * time.Second)
		waits := func(d time.Duration) []stage {
			return []stage{{do: session.Wait{AtMost: d}, until: waited, atMost: longer}}
		}
		p.expect(t.Context(), nameIdle, []trial{{stages: waits(time.Minute)}, {after: 4 * time.Second, stages: waits(time.Minute)}})
		p.expect(t.Context(), nameFirst, []trial{{stages: waits(2 * time.Minute)}})
		p.bound(nameFirst, 30*time.Second)
		soon, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		p.expect(soon, nameHead, headFraming.trials(p.plan))
		now := p.progress()
		until := map[string]time.Duration{}
		for _, g := range now.Going {
			until[g.Check] = g.Until
		}
		want := map[string]time.Duration{nameIdle: 66 * time.Second, nameFirst: 32 * time.Second, nameHead: 3 * time.Second}
		for name, d := range want {
			if until[name] != d {
				t.Errorf("%s: until %v, want %v", name, until[name], d)
			}
		}
		if now.AtMost != (Config{}).AtMost() || now.AtMost != 370*time.Second {
			t.Errorf("at most %v", now.AtMost)
		}
		if got := (Going{Check: nameIdle}).Waits(); got != "idle closes" {
			t.Error(got)
		}
	})
}
