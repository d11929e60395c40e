package probe

import (
	"strings"
	"testing"
	"time"
)

// The report has a path if there is a sign of a proxy. linger never deduces the invisible
// parts of the path from the visible ones.
func TestPathIsReportedIfThereIsASignOfAProxy(t *testing.T) {
	for _, tt := range []struct {
		field, proxy string
		shown, sure  bool
	}{
		{"Via: 1.1 varnish", "1.1 varnish", true, true},
		{"Server: nginx/1.22.1", "nginx/1.22.1", true, false},
		{"Server: openresty", "openresty", true, false},
		{"Server: Apache/2.4", "", false, false},
		{"Server: nginxish", "", false, false},
		{"X-A: b", "", false, false},
	} {
		serve := func(v *visitor) {
			for {
				q, ok := v.asked(2 * time.Second)
				if !ok {
					return
				}
				v.says(q, 200, tt.field)
				if q.closes() {
					return
				}
			}
		}
		only := func(c *Config) { c.MaxWait, c.Only = 4*time.Second, []string{nameIdle} }
		peculiar(t, only, serve, func(r *Report) {
			p := r.Path
			if (p != nil) != tt.shown {
				t.Fatalf("with %q: path = %+v, want a path: %t", tt.field, p, tt.shown)
			}
			if p == nil {
				return
			}
			if p.Proxy != tt.proxy || p.Sure != tt.sure || p.Swept {
				t.Errorf("with %q: path = %+v, want the proxy %q, sure %t, not swept", tt.field, p, tt.proxy, tt.sure)
			}
			if h := p.Hops[0]; h.Found != "2.000 s idle" || h.Text != "5 of 5 closed" {
				t.Errorf("first hop = %+v, want 2.000 s idle, 5 of 5 closed", h)
			}
			for _, h := range p.Hops[1:] {
				if h.Found != "?" {
					t.Errorf("with %q: %s = %q, want %q: it cannot be seen", tt.field, h.Where, h.Found, "?")
				}
			}
		})
	}
}

// After a sweep, the path includes what the sweep showed of the proxy's pool.
func TestPathAfterASweep(t *testing.T) {
	g := &gate{way: 10 * time.Millisecond, limit: 5 * time.Second, pool: time.Minute}
	peculiar(t, sweeping(20*time.Second), g.serve, func(r *Report) {
		p := r.Path
		if p == nil || !p.Sure || !p.Swept {
			t.Fatalf("path = %+v, want one that is sure and swept", p)
		}
		if h := p.Hops[0]; h.Found != "?" {
			t.Errorf("first hop = %+v, want %q: no idle close was measured", h, "?")
		}
		if h := p.Hops[1]; !strings.HasPrefix(h.Found, "502 from ") || !strings.Contains(h.Text, " requests failed") {
			t.Errorf("second hop = %+v, want the 502s", h)
		}
		if h := p.Hops[2]; !strings.HasPrefix(h.Found, "closes after about ") {
			t.Errorf("third hop = %+v, want the time after which it closes", h)
		}
	})
	calm := &gate{way: 10 * time.Millisecond, limit: time.Hour, pool: time.Hour}
	peculiar(t, sweeping(20*time.Second), calm.serve, func(r *Report) {
		if h := r.Path.Hops[1]; h.Found != "no 5xx" {
			t.Errorf("second hop without a failure = %+v, want no 5xx", h)
		}
		if h := r.Path.Hops[2]; h.Found != "?" {
			t.Errorf("third hop without a failure = %+v, want %q", h, "?")
		}
	})
}
