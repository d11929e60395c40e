package session

import (
	"errors"
	"strings"
	"testing"
)

// The zone of an address has a meaning only on this machine, so linger does not send it
// to servers. ParseTarget reads the URLs that linger writes.
func TestZoneIsNotSent(t *testing.T) {
	to, _, err := ParseTarget("http://[fe80::1%25eth0]:8080/a")
	if err != nil {
		t.Fatal(err)
	}
	if again, _, err := ParseTarget(to.String()); err != nil || again != to {
		t.Errorf("ParseTarget(%q) = %+v, %v; want the same target", to, again, err)
	}
	if host := to.Request("GET", "/").Fields[0].Value; host != "[fe80::1]:8080" {
		t.Errorf("Host is %s, want [fe80::1]:8080", host)
	}
	if next, target, err := to.Follow("/a", "/b"); err != nil || next != to || target != "/b" {
		t.Errorf("a redirect to /b leads to %+v, %s, %v; want the same origin and /b", next, target, err)
	}
}

func TestErrorsDoNotContainPasswords(t *testing.T) {
	for _, s := range []string{"ftp://u:PW@h/", "http://u:PW@h /", "http://u:PW@h:abc", "u:PW@h", "http://u:PW%zz@h/", "http://u:PW@", "https://u:P@W@h/"} {
		if _, _, err := ParseTarget(s); !errors.Is(err, ErrUserinfo) || strings.Contains(err.Error(), "PW") || strings.Contains(err.Error(), "W@") {
			t.Errorf("ParseTarget(%q) returned the error %v; want ErrUserinfo, without the password", s, err)
		}
	}
}

// linger looks up and shows names in ASCII, so that letters that look alike are
// distinguished.
func TestInternationalizedNames(t *testing.T) {
	for url, want := range map[string]string{"http://b\u00fccher.example/x": "xn--bcher-kva.example", "http://\u0430pple.com": "xn--pple-43d.com", "B\u00dcCHER.example": "xn--bcher-kva.example"} {
		got, _, err := ParseTarget(url)
		if err != nil || got.Host != want || got.Authority() != want {
			t.Errorf("ParseTarget(%q) = %v, %v; want the host %s", url, got, err, want)
		}
	}
	from, _, _ := ParseTarget("http://h")
	if got, _, err := from.Follow("/", "//\u0430pple.com/"); err != nil || got.Host != "xn--pple-43d.com" {
		t.Errorf("the redirect leads to %v, %v; want xn--pple-43d.com", got, err)
	}
	if got, _, err := ParseTarget("http://a\u200bb\u2028/"); err == nil {
		t.Errorf("a host with invisible characters is accepted as %v, want an error", got)
	}
}
