package session

import (
	"fmt"
	"net/url"
	"strings"
)

// Follow resolves the Location of a response to a request for the request
// target at (RFC 9110 §10.2.2, RFC 3986 §5): the origin it leads to, which may
// be another than t, and the request target there. A fragment is dropped.
// Errors wrap [ErrTarget].
func (t Target) Follow(at, location string) (Target, string, error) {
	base := &url.URL{Scheme: "http", Host: t.Authority(), Path: "/"}
	if t.TLS {
		base.Scheme = "https"
	}
	if strings.HasPrefix(at, "/") { // other forms name no place to resolve from
		if u, err := url.ParseRequestURI(at); err == nil {
			base.Path, base.RawPath, base.RawQuery = u.Path, u.RawPath, u.RawQuery
		}
	}
	ref, err := url.Parse(strings.TrimSpace(location))
	if err != nil {
		return Target{}, "", fmt.Errorf("%w: Location %q cannot be read", ErrTarget, location)
	}
	to, target, err := ParseTarget(base.ResolveReference(ref).String())
	if err != nil {
		return Target{}, "", err
	}
	if to.Host == t.Host && to.Port == t.Port && to.TLS == t.TLS {
		to.Unix = t.Unix
	}
	return to, target, nil
}
