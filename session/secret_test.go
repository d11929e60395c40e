package session

import (
	"strings"
	"testing"
	"time"
)

func TestSecretNames(t *testing.T) {
	for name, want := range map[string]bool{
		"Authorization": true, " cookie ": true, "Set-Cookie": true, "Proxy-Authorization": true,
		"X-Auth-Token": true, "X-API-Key": true, "client_secret": true, "X-Amz-Signature": true, "JSESSIONID": true, "Password": true,
		"Host": false, "Keep-Alive": false, "Cookies": false, "Access-Control-Allow-Credentials": false, "WWW-Authenticate": false, "": false,
	} {
		if got := Secret(name); got != want {
			t.Errorf("Secret(%q) = %t, want %t", name, got, want)
		}
	}
}

// The values of fields that the user names are secrets as well. Query parameters with
// such a name are not.
func TestSecretFields(t *testing.T) {
	fields := SecretFields{"X-Badge"}
	for name, want := range map[string]bool{"x-badge": true, " X-Badge ": true, "X-Badges": false, "Cookie": true, "X-Note": false} {
		if got := fields.Has(name); got != want {
			t.Errorf("Has(%q) = %t, want %t", name, got, want)
		}
	}
	lines := SecretLines{Fields: fields}
	for _, c := range [][2]string{{"X-BADGE: 7", "X-BADGE: ****"}, {" 8", " ****"}, {"GET /?x-badge=9 HTTP/1.1", "GET /?x-badge=9 HTTP/1.1"}} {
		if got := lines.Masked(c[0]); got != c[1] {
			t.Errorf("Masked(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestSecretsIn(t *testing.T) {
	for text, want := range map[string]string{
		"/?a=1&token=abc&b=2":            "/?a=1&token=***&b=2",
		"/?token=&b=2":                   "/?token=&b=2",
		"/?token":                        "/?token",
		"http://u:p@h/":                  "http://***@h/",
		"http://h:80/@x":                 "http://h:80/@x",
		"http%3A%2F%2Fu:p%40h":           "http%3A%2F%2F***%40h",
		"//h/?to%6ben=a%26b":             "//h/?to%6ben=*%26b",
		"http://h/?u=http://a:b@c":       "http://h/?u=http://***@c",
		"token=\"a b\" c":                "token=****\" c",
		"password=\"open":                "password=*****",
		"x; session=1, y":                "x; session=*, y",
		"https://h?next=/?api_key=1#end": "https://h?next=/?api_key=*#end",
		"/?a=token=1&b=2":                "/?a=token=*&b=2",
		"nothing":                        "nothing",
	} {
		got := []byte(text)
		for _, s := range SecretsIn(got, false) {
			for i := s.From; i < s.To; i++ {
				got[i] = '*'
			}
		}
		if string(got) != want {
			t.Errorf("the secrets in %s, as asterisks: %s, want %s", text, got, want)
		}
	}
	if got := SecretsIn([]byte("http://u:p"), true); len(got) != 1 || got[0] != (Span{7, 10}) {
		t.Errorf("at the beginning of a longer string, SecretsIn returned %v; want the possible userinfo [7, 10)", got)
	}
	if got := SecretsIn([]byte("http://u:p"), false); got != nil {
		t.Errorf("in a whole string, SecretsIn returned %v, want none", got)
	}
}

// The beginning of a string shows no part of a secret, even if the secret continues after
// it.
func TestSecretsInABeginning(t *testing.T) {
	const text = "GET http://me:hidden@h/?token=abc&x=1 HTTP/1.1"
	for n := range len(text) + 2 {
		got := WithoutSecretsUpTo(text, n)
		if strings.Contains(got, "h/") != (n >= len("GET http://me:hidden@h/")) || strings.Contains(got, "me") || strings.Contains(got, "hid") || strings.Contains(got, "token=a") {
			t.Errorf("the first %d bytes are shown as %q", n, got)
		}
		if n >= len(text) && got != WithoutSecrets(text) {
			t.Errorf("the whole text is shown as %q", got)
		}
	}
}

func TestSecretLines(t *testing.T) {
	const before = `GET http://u:p@h/?token=a&b=1 HTTP/1.1
Authorization: Basic abc
Cookie : a=1;
	b=2
X-Note: kept
 also kept, token=c
Password hunter2
Cookie:
Host: a
session`
	const want = `GET http://****@h/?token=****&b=1 HTTP/1.1
Authorization: ****
Cookie : ****
	****
X-Note: kept
 also kept, token=****
Password ****
Cookie:
Host: a
session`
	var l SecretLines
	var got strings.Builder
	for line := range strings.Lines(before) {
		got.WriteString(l.Masked(line))
	}
	if got.String() != want {
		t.Errorf("the masked lines are\n%s\nwant\n%s", got.String(), want)
	}
}

// The time to find secrets is linear in the length of the text.
func TestSecretsInHostileTexts(t *testing.T) {
	for _, unit := range []string{"a=", "=", "%3d", "://", "a://b", "://u@", "token=\"", "token=", "&", "password=%"} {
		text := []byte(strings.Repeat(unit, 1<<20/len(unit)))
		start := time.Now()
		SecretsIn(text, true)
		if took := time.Since(start); took > 20*time.Second { // a linear search takes milliseconds, a quadratic one hours
			t.Errorf("finding secrets in 1 MiB of repeated %q took %v, want at most 20 s", unit, took)
		}
	}
}
