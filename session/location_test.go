package session

import (
	"errors"
	"testing"
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
		{"the asterisk form", "*", "x", "http://h", "/x"},
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
	if to, _, _ := (Target{Host: "h", Port: "80", Unix: "/s"}).Follow("/", "/x"); to.Unix != "/s" {
		t.Error("the same origin is reached through the same socket")
	}
}
