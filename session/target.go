package session

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"linger/wire"
)

// Agent is the User-Agent of the requests that linger makes itself (RFC 9110
// §10.1.5). It has no version, so that requests are the same in all builds; a
// session log records the version.
const Agent = "linger"

// A Target is the origin to which linger connects (RFC 9110 §4.3.1).
type Target struct {
	TLS  bool   // https
	Host string // a name, or an IP address without brackets
	Port string // decimal, never empty
	Unix string // path of a Unix socket to connect to instead; Host still names the origin
}

// A KindError consists of a kind of error, such as [ErrTarget], and a reason.
type KindError struct{ Kind, Reason error }

func (r *KindError) Error() string { return r.Kind.Error() + ": " + r.Reason.Error() }

// Unwrap returns the kind and the reason.
func (r *KindError) Unwrap() []error { return []error{r.Kind, r.Reason} }

// Because returns a [KindError] whose reason is formatted as by [fmt.Errorf].
func Because(kind error, format string, args ...any) error {
	return &KindError{kind, fmt.Errorf(format, args...)}
}

// ReasonOf returns the reason of a [KindError] without its kind, for messages in which
// the kind is already clear. It returns any other error unchanged.
func ReasonOf(err error) error {
	if r, ok := errors.AsType[*KindError](err); ok {
		return ReasonOf(r.Reason)
	}
	return err
}

// ErrTarget means that a string is not the URL of a target.
var ErrTarget = errors.New("not a URL linger can open")

// ErrUserinfo is an [ErrTarget] for a URL with userinfo in it. Its text
// contains no part of the URL, which may have a password.
var ErrUserinfo = Because(ErrTarget, "a URL with a password in it")

// ParseTarget reads an http or https URL and returns the origin and the request target.
// It accepts common short forms: "localhost:8080", ":8080/x" and "example.com/x?y" mean
// http, "8080" is a port on this machine, and "http:/localhost" means "http://localhost".
// A string that begins with "/" is the path of a Unix socket with the host localhost. A
// fragment is dropped (RFC 9110 §4.2.5). A space is an error (RFC 3986 §2), because
// ParseTarget cannot know what was meant. Errors wrap [ErrTarget].
func ParseTarget(s string) (Target, string, error) {
	if hasUserinfo(s) {
		return Target{}, "", ErrUserinfo
	}
	if strings.Contains(s, " ") {
		return Target{}, "", Because(ErrTarget, "%q contains a space; write %s", s, strings.ReplaceAll(strings.TrimSpace(s), " ", "%20"))
	}
	if strings.HasPrefix(s, "/") {
		return Target{Host: "localhost", Port: "80", Unix: s}, "/", nil
	}
	full := s
	if number(s) {
		full = ":" + s
	}
	if strings.HasPrefix(full, ":") {
		full = "localhost" + full
	}
	for _, scheme := range []string{"http:/", "https:/"} {
		if rest, ok := strings.CutPrefix(full, scheme); ok && !strings.HasPrefix(rest, "/") {
			full = scheme + "/" + rest
		}
	}
	if !strings.Contains(full, "://") {
		full = "http://" + full
	}
	u, err := url.Parse(escapeZone(full))
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return Target{}, "", Because(ErrTarget, "%q: %w", s, err)
	}
	t := Target{TLS: strings.EqualFold(u.Scheme, "https"), Host: u.Hostname(), Port: u.Port()}
	switch {
	case !t.TLS && !strings.EqualFold(u.Scheme, "http"):
		return Target{}, "", Because(ErrTarget, "%q: the scheme is %s, not http or https", s, u.Scheme)
	case t.Host == "":
		return Target{}, "", Because(ErrTarget, "%q: no host", s)
	}
	if t.Host, err = ascii(t.Host); err != nil {
		return Target{}, "", Because(ErrTarget, "%q: %w", s, err)
	}
	if t.Port == "" {
		t.Port = t.defaultPort()
	}
	if n, err := strconv.ParseUint(t.Port, 10, 16); err != nil || n == 0 {
		return Target{}, "", Because(ErrTarget, "%q: port %s is not between 1 and 65535", s, t.Port)
	}
	return t, requestTarget(u), nil
}

// zone matches the zone of an IPv6 address in a URL.
var zone = regexp.MustCompile(`^([^/?#]*//\[[^/?#%\]]*%)([^/?#%\]]+\])`)

// escapeZone returns a URL with "%25" before the zone of an IPv6 address (RFC 6874 §2). s
// may have a bare "%" there, as ping and ssh write it.
func escapeZone(s string) string {
	if m := zone.FindStringSubmatch(s); m != nil && !strings.HasPrefix(m[2], "25") {
		return m[1] + "25" + s[len(m[1]):]
	}
	return s
}

// ascii returns the form of host that name lookups and messages use. An internationalized
// name is converted to ASCII (RFC 5891 §5), which shows the difference between letters
// that look alike.
func ascii(host string) (string, error) {
	if strings.IndexFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return host, nil
	}
	return idna.Lookup.ToASCII(host)
}

// hasUserinfo reports whether there is userinfo before the host of a URL (RFC 3986
// §3.2.1), even if the URL is malformed.
func hasUserinfo(s string) bool {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	return strings.Contains(s, "@")
}

// number reports whether s consists only of digits.
func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// requestTarget returns the path and the query of u as a request target in origin-form
// (RFC 9112 §3.2.1).
func requestTarget(u *url.URL) string {
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		p += "?" + u.RawQuery
	}
	return p
}

func (t Target) defaultPort() string {
	if t.TLS {
		return "443"
	}
	return "80"
}

// String returns the origin as a URL without a path:
// "https://shop.example:8443". The zone of an IPv6 address follows "%25" (RFC
// 6874 §2).
func (t Target) String() string {
	authority := strings.Replace(t.authorityOf(t.Host), "%", "%25", 1)
	if t.TLS {
		return "https://" + authority
	}
	return "http://" + authority
}

// Authority returns the value of the Host field. It omits the default port of the scheme
// (RFC 9110 §7.2), and the zone of an IPv6 address, which has a meaning only on this
// machine (RFC 6874 §3).
func (t Target) Authority() string { return t.authorityOf(t.Name()) }

func (t Target) authorityOf(host string) string {
	if t.Port != "" && t.Port != t.defaultPort() {
		return net.JoinHostPort(host, t.Port)
	}
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// Name returns the host without the zone of an IPv6 address: the name by which the server
// knows itself.
func (t Target) Name() string {
	name, _, _ := strings.Cut(t.Host, "%")
	return name
}

// Address returns host and port in the form that net.Dial takes.
func (t Target) Address() string { return net.JoinHostPort(t.Host, t.Port) }

// Request returns the request that linger sends by default. It has Connection:
// keep-alive, because some servers send Keep-Alive only in answer to it.
func (t Target) Request(method, target string) wire.RequestMessage {
	return wire.RequestMessage{
		Method: method, Target: target, Proto: "HTTP/1.1",
		Fields: []wire.HeaderField{
			{Name: "Host", Value: t.Authority()},
			{Name: "User-Agent", Value: Agent},
			{Name: "Accept", Value: "*/*"},
			{Name: "Connection", Value: "keep-alive"},
		},
	}
}

// Framed returns the message with a field that frames its content: Transfer-Encoding if
// m.Chunked is set, otherwise Content-Length (RFC 9112 §6). It returns the message
// unchanged if it has such a field, if m.Unframed is set, or if there is no content and
// m.Chunked is not set.
func Framed(m wire.RequestMessage) wire.RequestMessage {
	if m.Unframed {
		return m
	}
	for _, f := range m.Fields {
		if strings.EqualFold(f.Name, "Content-Length") || strings.EqualFold(f.Name, "Transfer-Encoding") {
			return m
		}
	}
	f := wire.HeaderField{Name: "Content-Length", Value: strconv.Itoa(len(m.Content))}
	switch {
	case m.Chunked:
		f = wire.HeaderField{Name: "Transfer-Encoding", Value: "chunked"}
	case len(m.Content) == 0:
		return m
	}
	m.Fields = append(m.Fields[:len(m.Fields):len(m.Fields)], f)
	return m
}
