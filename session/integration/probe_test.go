package integration

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"linger/session/expect"
	"linger/session/probe"
)

// TestProbeFindsTheSettings probes each server and compares the report card with the
// server's settings. The bounds on times are wide, because other tests check the
// precision with fake time. The test probes all servers at the same time. If a report
// differs from the settings, it probes that server again, alone, because a busy machine
// delays both sides.
func TestProbeFindsTheSettings(t *testing.T) {
	if !required() {
		t.Skip("probing five servers at once needs a quiet machine: set LINGER_SERVERS=required")
	}
	tests := []struct {
		name   string
		start  func(t *testing.T) *place
		over   transport
		path   string
		expect []string          // as on the command line
		says   map[string]string // words that must be in the text of a check
	}{{
		name: "nginx with a hint that is too long", start: nginx, over: overTCP, path: "/says-4",
		expect: []string{
			"idle-timeout=fail", "idle-timeout>=1.9", "idle-timeout<=3", "max-requests=4", "announces-close=pass", "pipelining=pass",
			"http10-default=pass", "http10-keep-alive=pass", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"idle-timeout": "before the advertised 4 s", "max-requests": "says close in the last response", "keep-alive-field": "requested or not"},
	}, {
		name: "nginx over TLS", start: nginx, over: overTLS, path: "/",
		expect: []string{"idle-timeout=pass", "idle-timeout>=1.9", "idle-timeout<=3", "close-kind=pass", "honours-close=pass", "head-framing=pass"},
		says:   map[string]string{"max-requests": "says close in the last response"},
	}, {
		name: "Apache", start: apache, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout=pass", "idle-timeout>=1.9", "idle-timeout<=3", "max-requests=6", "announces-close=pass", "keep-alive-field=pass",
			"http10-default=pass", "http10-keep-alive=pass", "head-framing=pass", "pipelining=pass", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"keep-alive-field": "only to clients that send Connection: keep-alive", "pipelining": "announces the close"},
	}, {
		name: "Node", start: node, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout=warn", "idle-timeout>=2", "idle-timeout<=4", "max-requests=3", "keep-alive-field=warn", "honours-close=pass",
			"http10-default=pass", "http10-keep-alive=pass", "head-framing=pass", "pipelining=warn", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"idle-timeout": "do not reuse a connection at timeout=2", "keep-alive-field": "max=3 each time", "pipelining": "the rest with 503"},
	}, {
		name: "HAProxy", start: haproxy, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout>=1.9", "idle-timeout<=3", "first-request-timeout=pass", "first-request-timeout>=0.9",
			"max-requests>=50", "honours-close=pass", "http10-default=pass", "http10-keep-alive=pass", "head-framing=pass",
			"pipelining=8", "half-close=pass", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"idle-timeout": "not advertised", "unsolicited": "goodbye", "max-requests": "no limit was reached"},
	}}
	configs := make([]probe.Config, len(tests))
	reports := make([]*probe.Report, len(tests))
	var wg sync.WaitGroup
	for i, tt := range tests {
		c := tt.over.config(tt.start(t))
		configs[i] = probe.Config{
			Session: c, Request: c.Target.Request("GET", tt.path),
			MaxWait: 4 * time.Second, MaxRequests: 50, Expect: thresholds(t, tt.expect),
		}
		wg.Go(func() { reports[i] = probe.Run(t.Context(), configs[i], nil) })
	}
	wg.Wait()
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := reports[i]
			wrong := judge(r, tt.says)
			for tries := 1; tries < 4 && len(wrong) > 0; tries++ {
				t.Logf("not as expected: %s", strings.Join(wrong, "; "))
				r = probe.Run(t.Context(), configs[i], nil)
				wrong = judge(r, tt.says)
			}
			if len(wrong) > 0 {
				t.Error(strings.Join(wrong, "\n"))
				_ = probe.WriteMarkdown(t.Output(), []*probe.Report{r})
			}
		})
	}
}

func thresholds(t *testing.T, texts []string) (ts []expect.Condition) {
	t.Helper()
	for _, s := range texts {
		th, err := probe.ParseExpectation(s)
		check(t, err)
		ts = append(ts, th)
	}
	return ts
}

// judge returns the differences between a report and the expectations.
func judge(r *probe.Report, says map[string]string) (wrong []string) {
	if r.Failure != "" {
		return []string{r.Failure}
	}
	for _, e := range r.Expected {
		if !e.Met {
			wrong = append(wrong, e.Want+": "+e.Text)
		}
	}
	for name, words := range says {
		if c := r.Check(name); !strings.Contains(c.Text, words) {
			wrong = append(wrong, fmt.Sprintf("%s says %q, want %q in it", name, c.Text, words))
		}
	}
	if n := r.Race.Count(probe.Silent); n > 0 {
		wrong = append(wrong, fmt.Sprintf("%d requests near the close got neither a response nor a close, want 0", n))
	}
	if len(r.Idle) < probe.DefaultRepeat || len(r.Race.Tries) == 0 {
		wrong = append(wrong, fmt.Sprintf("%d waits and %d tries around the close, want at least %d and 1", len(r.Idle), len(r.Race.Tries), probe.DefaultRepeat))
	}
	return wrong
}
