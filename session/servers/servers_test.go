package servers

import (
	"testing"
	"time"
)

func TestGuess(t *testing.T) {
	for server, want := range map[string]time.Duration{
		"nginx/1.22.1":            75 * time.Second,
		"nginx":                   75 * time.Second,
		"NGINX":                   75 * time.Second,
		"Apache/2.4.57 (Debian)":  5 * time.Second,
		"Jetty(12.0.3)":           30 * time.Second,
		" uvicorn ":               5 * time.Second,
		"awselb/2.0":              time.Minute,
		"Kestrel":                 130 * time.Second,
		"lighttpd/1.4.69":         5 * time.Second,
		"gunicorn/21.2.0":         2 * time.Second,
		"Apache-Coyote/1.1":       0,
		"Microsoft-HTTPAPI/2.0":   0,
		"nginxish":                0,
		"":                        0,
		"linger-practice":         0,
		"mine (nginx/1.22 below)": 0,
	} {
		got, ok := Guess(server)
		if got.Idle != want || ok != (want > 0) {
			t.Errorf("Guess(%q) = %+v, %t, want %v", server, got, ok, want)
		}
	}
}

// Each row has a name, a timeout, a setting, a source and a token of its own.
func TestDefaultsAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, d := range defaults {
		if d.Name == "" || d.Idle <= 0 || d.Option == "" || d.Source == "" || d.token == "" || seen[d.token] {
			t.Errorf("%+v has an empty field or the token of another row", d)
		}
		seen[d.token] = true
	}
}
