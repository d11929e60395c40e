package probe

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
)

// A running check reports the latest time of its end: that of its longest trial, but no
// later than the limit of the check.
func TestProgressReportsTheLatestEndOfEachCheck(t *testing.T) {
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
				t.Errorf("Until of %s = %v, want %v", name, until[name], d)
			}
		}
		if now.AtMost != (Config{}).AtMost() || now.AtMost != 370*time.Second {
			t.Errorf("AtMost = %v, want 370 s", now.AtMost)
		}
		if got := (Going{Check: nameIdle}).Waits(); got != "idle closes" {
			t.Errorf("Waits() = %q, want %q", got, "idle closes")
		}
	})
}

func TestProgressIsReportedEverySecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []Progress
		p := &prober{cfg: Config{}.withDefaults(), start: time.Now(), going: map[string]*Going{}}
		p.going[nameIdle] = &Going{Check: nameIdle, Done: 2, Total: 5}
		p.going[nameFirst] = &Going{Check: nameFirst, Total: 1}
		p.going[nameHead] = &Going{Check: nameHead, Total: 1}
		p.going[nameMax] = &Going{Check: nameMax, Done: 1, Total: 1}
		p.tell = func(now Progress) { seen = append(seen, now) }
		stop := p.report()
		time.Sleep(2500 * time.Millisecond)
		stop()
		if len(seen) != 3 {
			t.Fatalf("got %d reports in 2.5 s, want 3", len(seen))
		}
		if got, want := seen[2].String(), "2 s: waiting for idle closes (2 of 5), the close of unused connections, responses for 1 check"; got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
		if got := (Progress{At: 1900 * time.Millisecond}).String(); got != "1 s" {
			t.Errorf("String() without running checks = %q, want %q", got, "1 s")
		}
		if got := (Going{Check: nameHead}).Waits(); got != "responses" {
			t.Errorf("Waits() = %q, want %q", got, "responses")
		}
	})
}
