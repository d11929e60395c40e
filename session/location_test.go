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
		{"the same origin in full", "/a", "http://h:80/x#part", "http://h", "/x"},
		{"another scheme", "/a", "https://h/x", "https://h", "/x"},
		{"another port", "/a", "http://h:8080/x", "http://h:8080", "/x"},
		{"another host, no scheme", "/a", "//other/x", "http://other", "/x"},
		{"escapes stay", "/a", "/x%2Fy", "http://h", "/x%2Fy"},
		{"blanks", "/a", "/x y?a b", "http://h", "/x%20y?a%20b"},
		{"the asterisk form", "*", "x", "http://h", "/x"},
		{"from the form a proxy gets", "http://h/a/b?c", "x", "http://h", "/a/x"},
		{"a path of two slashes", "//a/b", "c", "http://h", "//a/c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			to, target, err := here.Follow(c.at, c.location)
			if err != nil || to.String() != c.origin || target != c.target {
				t.Errorf("got %s, %q, %v; want %s, %q", to, target, err, c.origin, c.target)
			}
		})
	}
	for _, bad := range []string{"ftp://h/", "http://[/", "http://me:secret@h/", "\x00", "http://h:0/"} {
		if _, _, err := here.Follow("/", bad); !errors.Is(err, ErrTarget) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, _, err := here.Follow("/", "javascript:alert(1)"); err == nil || err.Error() != ErrTarget.Error()+": it leads to javascript:, which is not HTTP" {
		t.Errorf("%v", err)
	}
	if to, _, _ := (Target{Host: "h", Port: "80", Unix: "/s"}).Follow("/", "/x"); to.Unix != "/s" {
		t.Error("a redirect to the same origin uses another socket")
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
			t.Errorf("%s: got %s without %v", c.name, s, left)
		}
	}
	if got, left := Redirected(m, 302, here, there, "/x", SecretFields{"x"}); len(got.Fields) != 2 || fmt.Sprint(left) != "[Authorization cookie X]" {
		t.Errorf("with a further secret field: %v without %v", got.Fields, left)
	}
	if len(m.Fields) != 6 || m.Fields[0].Value != "h" {
		t.Error("the request it comes from was changed")
	}
	m.Target = "http://h/"
	if got, _ := Redirected(m, 302, here, here, "/x", nil); got.Target != "http://h/x" {
		t.Errorf("to a proxy: %s", got.Target)
	}
	m.Method = "HEAD"
	if got, _ := Redirected(m, 303, here, here, "/x", nil); got.Method != "HEAD" {
		t.Errorf("HEAD became %s", got.Method)
	}
}
