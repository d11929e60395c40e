package servers

import (
	"slices"
	"testing"
	"time"
)

func lines(all []Paste) (out []string) {
	for _, p := range all {
		out = append(out, p.Where+": "+p.Line())
	}
	return out
}

func TestPastes(t *testing.T) {
	for name, c := range map[string]struct{ got, want []string }{
		"keep": {lines(Keep(65 * time.Second)), []string{"Node: server.keepAliveTimeout = 65_000", "Go: http.Server{IdleTimeout: 65 * time.Second}",
			"nginx: keepalive_timeout 65s; in server", "Apache: KeepAliveTimeout 65", "gunicorn: --keep-alive 65", "uvicorn: --timeout-keep-alive 65"}},
		"close, seconds": {lines(CloseWithin(4 * time.Second)), []string{"nginx: keepalive_timeout 4s; in upstream", "Go: IdleConnTimeout: 4 * time.Second",
			"Node: new Agent({ keepAlive: true, timeout: 4000 })", "undici: keepAliveTimeout: 4000, keepAliveMaxTimeout: 4000"}},
		"close, less than a second": {lines(CloseWithin(300 * time.Millisecond))[:2], []string{"nginx: keepalive_timeout 300ms; in upstream", "Go: IdleConnTimeout: 300 * time.Millisecond"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
	for server, n := range map[string]int{"nginx/1.22.1": 1, "Apache/2.4.57 (Debian)": 1, "gunicorn": 1, "nginxish": 6, "": 6, "Jetty(12)": 6} {
		if got := KeepOf(server, time.Minute); len(got) != n || n == 1 && got[0].Where != map[string]string{"nginx/1.22.1": "nginx", "Apache/2.4.57 (Debian)": "Apache", "gunicorn": "gunicorn"}[server] {
			t.Errorf("KeepOf(%q) = %v, want %d settings", server, got, n)
		}
	}
}
