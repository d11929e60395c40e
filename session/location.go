package session

import (
	"net/url"
	"slices"
	"strings"

	"linger/wire"
)

// Follow resolves the Location of a response (RFC 9110 §10.2.2, RFC 3986 §5). t and at
// are the origin and the request target of the request. Follow returns the new origin,
// which may be t, and the request target there, without a fragment. Errors wrap
// [ErrTarget].
func (t Target) Follow(at, location string) (Target, string, error) {
	base := &url.URL{Scheme: "http", Host: t.authorityOf(t.Host), Path: "/"}
	if t.TLS {
		base.Scheme = "https"
	}
	if strings.HasPrefix(at, "/") || absolute(at) { // other forms cannot be the base of a relative reference
		if u, err := url.ParseRequestURI(at); err == nil {
			base.Path, base.RawPath, base.RawQuery = u.Path, u.RawPath, u.RawQuery
		}
	}
	ref, err := url.Parse(strings.TrimSpace(location))
	if err != nil {
		return Target{}, "", Because(ErrTarget, "Location %q is not a valid URL", location)
	}
	if s := ref.Scheme; s != "" && s != "http" && s != "https" {
		return Target{}, "", Because(ErrTarget, "it leads to %s, which is not HTTP", s[:min(len(s), 20)]+":")
	}
	to, target, err := ParseTarget(strings.ReplaceAll(base.ResolveReference(ref).String(), " ", "%20"))
	if err != nil {
		return Target{}, "", err
	}
	if to.Host == t.Host && to.Port == t.Port && to.TLS == t.TLS {
		to.Unix = t.Unix
	}
	return to, target, nil
}

// absolute reports whether a request target is in absolute-form, which clients send to
// proxies (RFC 9112 §3.2.2).
func absolute(target string) bool { return strings.Contains(target, "://") }

// Redirected returns the request that follows a redirect (RFC 9110 §15.4). from is the
// origin to which m was sent, and status is the status of its response; to and target are
// the new origin and request target. After a 303, the request is a GET without content,
// unless m is a HEAD request. If to and from are different origins, the request has no
// credentials and no secret fields; left holds the names of the fields that were removed
// for that reason.
func Redirected(m wire.RequestMessage, status int, from, to Target, target string, secret SecretFields) (next wire.RequestMessage, left []string) {
	next = m
	next.Fields = slices.Clone(m.Fields)
	if status == 303 && m.Method != "HEAD" {
		next.Method, next.Content, next.Chunked = "GET", nil, false
		next.Fields = slices.DeleteFunc(next.Fields, func(f wire.HeaderField) bool { return ofContent(f.Name) })
	}
	next.Target = target
	if to.String() == from.String() {
		if absolute(m.Target) {
			next.Target = to.String() + target
		}
		return next, nil
	}
	next.Fields = slices.DeleteFunc(next.Fields, func(f wire.HeaderField) bool {
		if secret.Has(f.Name) && !slices.Contains(left, f.Name) {
			left = append(left, f.Name)
		}
		return secret.Has(f.Name)
	})
	for i, f := range next.Fields {
		if strings.EqualFold(f.Name, "Host") {
			next.Fields[i] = wire.HeaderField{Name: f.Name, Value: to.Authority()}
		}
	}
	return next, left
}

// A Forwarder is a Dialer for a peer that needs requests in another form, such
// as an HTTP proxy, which needs the absolute-form (RFC 9112 §3.2.2).
type Forwarder interface {
	Forward(t Target, m wire.RequestMessage) wire.RequestMessage
}

// Forward returns m in the form that the dialer's peer needs: see [Forwarder].
func (c Retarget) Forward(m wire.RequestMessage) wire.RequestMessage {
	if f, ok := c.Dialer.(Forwarder); ok {
		return f.Forward(c.Target, m)
	}
	return m
}

// ofContent reports whether a field describes the content of a request.
func ofContent(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "content-") || name == "transfer-encoding" || name == "trailer" || name == "expect"
}
