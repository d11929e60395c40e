package export

import (
	"net/url"
	"strings"
	"time"

	"linger/session/record"
)

// unknownOrigin is used if the log does not name the origin (RFC 2606 §2).
const unknownOrigin = "http://unknown.invalid"

// urlOf returns the URL of the request of e, which was sent on a connection to origin.
// The authority comes from the Host field or, if there is no valid one, from origin (RFC
// 9112 §3.3). Characters that are not allowed in a URL are percent-encoded.
func urlOf(origin string, e *record.Exchange) string {
	if origin == "" {
		origin = unknownOrigin
	}
	scheme, _, _ := strings.Cut(origin, "://")
	if host := hostOf(e); host != "" {
		origin = scheme + "://" + host
	}
	switch target := e.Target; {
	case strings.HasPrefix(target, "/"):
		return encoded(origin + target)
	case strings.Contains(target, "://"):
		return encoded(target)
	case e.Method == "CONNECT" && target != "":
		return encoded(scheme + "://" + target)
	}
	return encoded(origin + "/")
}

// hostOf returns the value of the Host field of a request. It returns "" if there is no
// Host field, more than one, or an invalid value.
func hostOf(e *record.Exchange) (host string) {
	for f := range e.RequestFields() {
		if !strings.EqualFold(f.Name, "Host") {
			continue
		}
		if host != "" {
			return ""
		}
		host = f.Value
	}
	if u, err := url.Parse("//" + host); err != nil || u.Host != host || u.Hostname() == "" {
		return ""
	}
	return host
}

// encoded percent-encodes each byte of s that is not allowed in a URL (RFC 3986 §2).
func encoded(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// queryOf returns the parameters in the query of u. It decodes their percent-encoding
// where that is valid.
func queryOf(u string) []harPair {
	out := []harPair{}
	_, query, _ := strings.Cut(u, "?")
	query, _, _ = strings.Cut(query, "#")
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		out = append(out, harPair{unquoted(name), unquoted(value)})
	}
	return out
}

func unquoted(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return s
}

// cookiesOf returns the cookies in the value of a Cookie field (RFC 6265 §4.2.1). It
// ignores parts without "=", so it returns none if the value is masked.
func cookiesOf(value string) []harPair {
	var out []harPair
	for part := range strings.SplitSeq(value, ";") {
		if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
			out = append(out, harPair{name, value})
		}
	}
	return out
}

// setCookieOf returns the cookie in the value of a Set-Cookie field (RFC 6265 §4.1.1). It
// leaves out the attributes, because the entry's headers contain them.
func setCookieOf(value string) []harPair {
	first, _, _ := strings.Cut(value, ";")
	return cookiesOf(first)
}

// exactly returns t in the form that [harLinger] uses: RFC 3339 with nanoseconds.
func exactly(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") }
