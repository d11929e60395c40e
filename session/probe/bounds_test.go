package probe

import (
	"context"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/live"
)

// A probe keeps its time limit (see peculiar) however long responses take and whatever the
// longest wait is, and it reports only what it measured.
func TestProbeOfASlowServerKeepsItsTimeLimit(t *testing.T) {
	for _, takes := range []time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond, 4 * time.Second, 6 * time.Second, 29 * time.Second} {
		for _, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 10 * time.Second, DefaultMaxWait} {
			t.Run(takes.String()+"/"+wait.String(), func(t *testing.T) {
				peculiar(t, maxWait(wait), func(v *visitor) { v.serves(takes, 3*time.Second) }, func(r *Report) {
					for _, c := range r.Checks {
						if c.Verdict == Fail && takes < max(wait, shortestAnswerWait) {
							t.Errorf("%s = fail, %q, %q; want another verdict", c.Name, c.Found, c.Text)
						}
					}
					if wait >= 10*time.Second && takes <= 6*time.Second {
						check(t, *r.Check(nameIdle), Pass, "3.000 s", "not advertised")
					}
				})
			})
		}
	}
}

func TestSlowResponsesShortenWaitsAndSkipChecks(t *testing.T) {
	peculiar(t, maxWait(4*time.Second), func(v *visitor) { v.serves(4*time.Second, time.Minute) }, func(r *Report) {
		check(t, *r.Check(nameIdle), Pass, "> 2 s", "it stopped early because each response takes 4.00 s")
		check(t, *r.Check(namePipeline), Skip, "", "not enough time: each response takes 4.00 s")
		check(t, *r.Check(nameFraming), Pass, "content-length", "sound")
	})
}

func TestMaxTimeLimitsTheWaitForAResponse(t *testing.T) {
	within := func(d time.Duration) func(*Config) {
		return func(c *Config) { c.MaxWait, c.Session.MaxTime = 10*time.Second, d }
	}
	serve := func(v *visitor) { v.serves(6*time.Second, time.Minute) }
	peculiar(t, within(time.Second), serve, func(r *Report) {
		check(t, *r.Check(nameFraming), Fail, "", "no byte of a response came within 1 s, which is the time limit")
	})
	peculiar(t, within(20*time.Second), serve, func(r *Report) {
		check(t, *r.Check(nameFraming), Pass, "content-length", "sound")
		check(t, *r.Check(nameIdle), Pass, "> 10 s", "still open")
	})
	if got := (Config{MaxWait: time.Second}).AnswerWait(); got != 5*time.Second {
		t.Errorf("AnswerWait() = %v with MaxWait 1 s, want 5 s", got)
	}
	if got := (Config{Session: live.Config{MaxTime: time.Minute}}).AtMost(); got != 370*time.Second {
		t.Errorf("AtMost() = %v with MaxTime 1 min, want 370 s", got)
	}
}

func TestFailedConnectKeepsTheTimeLimit(t *testing.T) {
	for _, tt := range []struct{ limit, want time.Duration }{{0, 5 * time.Second}, {time.Second, time.Second}, {time.Hour, 20 * time.Second}} {
		synctest.Test(t, func(t *testing.T) {
			target, _, _ := session.ParseTarget("http://full.test")
			dial := func(ctx context.Context, _ session.Target) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial), ConnectTimeout: tt.limit}, MaxWait: 4 * time.Second}
			r := Run(t.Context(), c, nil)
			if r.Took.Round(100*time.Millisecond) != tt.want || !strings.Contains(r.Failure, "connect timed out") {
				t.Errorf("with ConnectTimeout %v: took %v, failure %q; want %v and a connect timeout", tt.limit, r.Took, r.Failure, tt.want)
			}
		})
	}
}
