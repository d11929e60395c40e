package session

import (
	"errors"
	"fmt"
	"testing"

	"linger/wire"
)

func TestFollow(t *testing.T) {
	here := Target{Host: "h", Port: "80"}
	for _, c := range []struct{ name, at, location, origin, target string }{
		{"absolute path", "/a/b?c", "/x?y", "http://h", "/x?y"},
		{"relative path", "/a/b?c", "../x", "http://h", "/x"},
		{"query alone", "/a/b?c", "?d", "http://h", "/a/b?d"},
		{"absolute URL of the same origin", "/a", "http://h:80/x#part", "http://h", "/x"},
		{"another scheme", "/a", "https://h/x", "https://h", "/x"},
		{"another port", "/a", "http://h:8080/x", "http://h:8080", "/x"},
		{"another host, no scheme", "/a", "//other/x", "http://other", "/x"},
		{"escapes are kept", "/a", "/x%2Fy", "http://h", "/x%2Fy"},
		{"spaces are escaped", "/a", "/x y?a b", "http://h", "/x%20y?a%20b"},
		{"from the asterisk-form", "*", "x", "http://h", "/x"},
		{"from the absolute-form", "http://h/a/b?c", "x", "http://h", "/a/x"},
		{"path that begins with two slashes", "//a/b", "c", "http://h", "//a/c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			to, target, err := here.Follow(c.at, c.location)
			if err != nil || to.String() != c.origin || target != c.target {
				t.Errorf("Follow(%q, %q) = %s, %q, %v; want %s, %q", c.at, c.location, to, target, err, c.origin, c.target)
			}
		})
	}
	for _, bad := range []string{"ftp://h/", "http://[/", "http://me:secret@h/", "\x00", "http://h:0/"} {
		if _, _, err := here.Follow("/", bad); !errors.Is(err, ErrTarget) {
			t.Errorf("Follow to %q returned the error %v, want ErrTarget", bad, err)
		}
	}
	if _, _, err := here.Follow("/", "javascript:alert(1)"); err == nil || err.Error() != ErrTarget.Error()+": it leads to javascript:, which is not HTTP" {
		t.Errorf("Follow to a javascript URL returned the error %v; want one that names the scheme", err)
	}
	if to, _, _ := (Target{Host: "h", Port: "80", Unix: "/s"}).Follow("/", "/x"); to.Unix != "/s" {
		t.Errorf("after a redirect to the same origin, the Unix socket is %q, want /s", to.Unix)
	}
}

func TestRedirected(t *testing.T) {
	here, there := Target{Host: "h", Port: "80"}, Target{TLS: true, Host: "other", Port: "8443"}
	m := wire.RequestMessage{Method: "POST", Target: "/", Proto: "HTTP/1.1", Content: []byte("abc"), Fields: []wire.HeaderField{
		{Name: "Host", Value: "h"}, {Name: "Authorization", Value: "Basic x"}, {Name: "cookie", Value: "a=b"}, {Name: "cookie", Value: "c=d"},
		{Name: "Content-Length", Value: "3"}, {Name: "X", Value: "y"}}}
	for _, c := range []struct {
		name   string
		status int
		to     Target
		want   string
		left   string
	}{
		{"the same origin", 307, here, "POST /x abc [{Host h } {Authorization Basic x } {cookie a=b } {cookie c=d } {Content-Length 3 } {X y }]", "[]"},
		{"see other", 303, here, "GET /x  [{Host h } {Authorization Basic x } {cookie a=b } {cookie c=d } {X y }]", "[]"},
		{"another origin", 308, there, "POST /x abc [{Host other:8443 } {Content-Length 3 } {X y }]", "[Authorization cookie]"},
	} {
		got, left := Redirected(m, c.status, here, c.to, "/x", nil)
		if s := fmt.Sprintf("%s %s %s %v", got.Method, got.Target, got.Content, got.Fields); s != c.want || fmt.Sprint(left) != c.left {
			t.Errorf("%s: Redirected returned %s without %v; want %s without %s", c.name, s, left, c.want, c.left)
		}
	}
	if got, left := Redirected(m, 302, here, there, "/x", SecretFields{"x"}); len(got.Fields) != 2 || fmt.Sprint(left) != "[Authorization cookie X]" {
		t.Errorf("with the secret field X, Redirected returned %v without %v; want X removed as well", got.Fields, left)
	}
	if len(m.Fields) != 6 || m.Fields[0].Value != "h" {
		t.Errorf("Redirected changed the original request: %+v", m)
	}
	m.Target = "http://h/"
	if got, _ := Redirected(m, 302, here, here, "/x", nil); got.Target != "http://h/x" {
		t.Errorf("a request in absolute-form is redirected to %s, want http://h/x", got.Target)
	}
	m.Method = "HEAD"
	if got, _ := Redirected(m, 303, here, here, "/x", nil); got.Method != "HEAD" {
		t.Errorf("after a 303, a HEAD request becomes %s, want HEAD", got.Method)
	}
}
