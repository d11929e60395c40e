package integration

import (
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"linger/session/expect"
	"linger/session/probe"
)

// TestProbeFindsTheSettings probes each server and compares the report card
// with how it was set up. Bounds on times are wide: how exact they are is
// tested where time is made. All are probed at the same time.
func TestProbeFindsTheSettings(t *testing.T) {
	if !required() {
		t.Skip("probing five servers at once wants a machine for itself: set LINGER_SERVERS=required")
	}
	tests := []struct {
		name    string
		program string
		start   func(t *testing.T) *place
		over    transport
		path    string
		expect  []string          // as on the command line
		says    map[string]string // words in what a check means
	}{{
		name: "nginx that promises too much", program: "nginx", start: nginx, over: overTCP, path: "/says-4",
		expect: []string{
			"idle-timeout=fail", "idle-timeout>=1.9", "idle-timeout<=3", "max-requests=4", "announces-close=pass", "pipelining=warn",
			"http10-default=pass", "http10-keep-alive=pass", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"idle-timeout": "before the advertised 4 s", "max-requests": "says close on the last one", "keep-alive-field": "asked for or not"},
	}, {
		name: "nginx over TLS", program: "nginx", start: nginx, over: overTLS, path: "/",
		expect: []string{"idle-timeout=pass", "idle-timeout>=1.9", "idle-timeout<=3", "close-kind=pass", "honours-close=pass", "head-framing=pass"},
		says:   map[string]string{"max-requests": "says close on the last one"},
	}, {
		name: "Apache", program: "apache2", start: apache, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout=pass", "idle-timeout>=1.9", "idle-timeout<=3", "max-requests=6", "announces-close=pass", "keep-alive-field=pass",
			"http10-default=pass", "http10-keep-alive=pass", "head-framing=pass", "pipelining=warn", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"keep-alive-field": "only to those who send Connection: keep-alive", "pipelining": "announced close"},
	}, {
		name: "Node", program: "node", start: node, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout=warn", "idle-timeout>=2", "idle-timeout<=4", "max-requests=3", "keep-alive-field=warn", "honours-close=pass",
			"http10-default=pass", "http10-keep-alive=pass", "head-framing=pass", "pipelining=warn", "close-kind=pass", "unsolicited=pass",
		},
		says: map[string]string{"idle-timeout": "do not reuse a connection at timeout=2", "keep-alive-field": "max=3 each time", "pipelining": "refused with 503"},
	}, {
		name: "HAProxy", program: "haproxy", start: haproxy, over: overTCP, path: "/",
		expect: []string{
			"idle-timeout>=1.9", "idle-timeout<=3", "first-request-timeout=warn", "first-request-timeout>=0.9",
			"max-requests>=50", "honours-close=pass", "http10-default=pass", "http10-keep-alive=pass", "head-framing=pass",
			"pipelining=8", "half-close=pass", "close-kind=pass", "unsolicited=warn",
		},
		says: map[string]string{"idle-timeout": "not advertised", "unsolicited": "goodbye", "max-requests": "no limit was met"},
	}}
	reports := make([]*probe.Report, len(tests))
	var wg sync.WaitGroup
	for i, tt := range tests {
		if required() || there(tt.program) {
			config := tt.over.config(tt.start(t))
			conditions := thresholds(t, tt.expect)
			wg.Go(func() {
				reports[i] = probe.Run(t.Context(), probe.Config{
					Session: config, Request: config.Target.Request("GET", tt.path),
					MaxWait: 4 * time.Second, MaxRequests: 50, Expect: conditions,
				}, nil)
			})
		}
	}
	wg.Wait()
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if reports[i] == nil {
				t.Skipf("%s is not installed", tt.program)
			}
			judge(t, reports[i], tt.says)
			if t.Failed() {
				_ = probe.WriteMarkdown(t.Output(), reports[i:i+1])
			}
		})
	}
}

// there reports whether a program is installed; it skips nothing.
func there(program string) bool {
	for _, dir := range []string{"", "/usr/sbin/", "/usr/local/sbin/"} {
		if _, err := exec.LookPath(dir + program); err == nil {
			return true
		}
	}
	return false
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

func judge(t *testing.T, r *probe.Report, says map[string]string) {
	t.Helper()
	if r.Failure != "" {
		t.Fatal(r.Failure)
	}
	for _, e := range r.Expected {
		if !e.Met {
			t.Errorf("%s: %s", e.Want, e.Text)
		}
	}
	for name, words := range says {
		if c := r.Check(name); !strings.Contains(c.Text, words) {
			t.Errorf("%s says %q, not %q", name, c.Text, words)
		}
	}
	if n := r.Race.Count(probe.Silent); n > 0 {
		t.Errorf("%d requests near the close were neither answered nor was the connection closed", n)
	}
	if len(r.Idle) < probe.DefaultRepeat || len(r.Race.Tries) == 0 {
		t.Errorf("%d waits and %d tries around the close", len(r.Idle), len(r.Race.Tries))
	}
}
