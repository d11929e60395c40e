package export

import (
	"encoding/base64"
	"slices"
	"strings"

	"linger/session"
	"linger/wire"
)

// request returns the request that curl would send for the options in c.
func (c *curlArgs) request() (Curl, error) {
	if c.url == "" {
		return Curl{}, session.Because(ErrNotCurl, "it has no URL")
	}
	url := c.url
	if scheme, rest, ok := strings.Cut(url, "://"); ok {
		if at := strings.LastIndexByte(rest[:authorityEnd(rest)], '@'); at >= 0 {
			c.user = unpercent(rest[:at])
			url = scheme + "://" + rest[at+1:]
		}
	}
	t, target, err := session.ParseTarget(url)
	if err != nil {
		return Curl{}, session.Because(ErrNotCurl, "%w", err)
	}
	if c.upload && strings.HasSuffix(target, "/") && c.uploaded != "-" {
		target += percent(c.uploaded[strings.LastIndexByte(c.uploaded, '/')+1:])
	}
	if !c.asIs {
		target = withoutDots(target)
	}
	m := wire.RequestMessage{Method: c.theMethod(), Target: target, Proto: c.proto}
	if m.Proto == "" {
		m.Proto = "HTTP/1.1"
	}
	content := strings.Join(c.data, c.joint())
	switch {
	case c.asQuery && content != "":
		if m.Target += "?"; strings.Contains(target, "?") {
			m.Target = target + "&"
		}
		m.Target += content
	case c.hasData:
		m.Content = []byte(content)
	}
	if c.target != "" {
		m.Target = c.target
	}
	m.Fields = c.standard(t)
	if err := c.apply(&m); err != nil {
		return Curl{}, err
	}
	m.Chunked = c.chunked(m)
	m = session.Framed(m)
	if c.hasData && !c.asQuery && len(m.Content) == 0 && !m.Chunked {
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Content-Length", Value: "0"})
	}
	return Curl{Target: t, Request: m, Connecting: c.connecting, Omitted: c.omitted}, nil
}

func authorityEnd(s string) int {
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		return i
	}
	return len(s)
}

func (c *curlArgs) joint() string {
	if c.json {
		return ""
	}
	return "&"
}

func (c *curlArgs) theMethod() string {
	switch {
	case c.method != "":
		return c.method
	case c.head:
		return "HEAD"
	case c.upload:
		return "PUT"
	case c.form, c.hasData && !c.asQuery:
		return "POST"
	}
	return "GET"
}

// standard returns the fields that curl adds on its own, in the order in which curl sends
// them.
func (c *curlArgs) standard(t session.Target) []wire.HeaderField {
	agent := session.Agent
	if c.agent != nil {
		agent = *c.agent
	}
	accept := "*/*"
	if c.json {
		accept = "application/json"
	}
	fields := []wire.HeaderField{{Name: "Host", Value: t.Authority()}}
	add := func(name, value string) {
		if value != "" {
			fields = append(fields, wire.HeaderField{Name: name, Value: value})
		}
	}
	add("Authorization", c.authorization())
	add("Range", c.byteRange)
	add("User-Agent", agent)
	add("Accept", accept)
	if c.compressed {
		add("Accept-Encoding", "deflate, gzip, br, zstd")
	}
	add("Referer", c.referer)
	add("Cookie", c.cookie)
	switch {
	case c.json:
		add("Content-Type", "application/json")
	case c.hasData && !c.asQuery && !c.upload:
		add("Content-Type", "application/x-www-form-urlencoded")
	}
	return fields
}

func (c *curlArgs) authorization() string {
	switch {
	case c.bearer != "":
		return "Bearer " + c.bearer
	case c.user != "":
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(c.user))
	}
	return ""
}

// apply applies each -H to the message. The first -H with the name of a field that curl
// adds on its own replaces that field. "Name:" removes the field, and "Name;" sends it
// with an empty value.
func (c *curlArgs) apply(m *wire.RequestMessage) error {
	given := map[string]bool{}
	for _, line := range c.fields {
		name, value, colon := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		empty := !colon && strings.HasSuffix(line, ";")
		if !colon && !empty {
			c.omit("-H %q is not a field line; linger left it out.", new(session.SecretLines).Masked(line))
			continue
		}
		if strings.ContainsAny(line, "\r\n\x00") {
			return session.Because(ErrNotCurl, "-H contains a line end; use raw bytes for that")
		}
		name = strings.TrimSuffix(name, ";")
		key := strings.ToLower(name)
		same := func(f wire.HeaderField) bool { return strings.EqualFold(f.Name, name) }
		i := slices.IndexFunc(m.Fields, same)
		switch f := (wire.HeaderField{Name: name, Value: value}); {
		case !empty && value == "":
			m.Fields = slices.DeleteFunc(m.Fields, same)
		case i >= 0 && !given[key]:
			m.Fields[i] = f
		default:
			m.Fields = append(m.Fields, f)
		}
		given[key] = true
	}
	return nil
}

// chunked reports whether curl would send the content with the chunked coding because of
// these fields.
func (c *curlArgs) chunked(m wire.RequestMessage) bool {
	chunked, length := false, false
	for _, f := range m.Fields {
		chunked = chunked || strings.EqualFold(f.Name, "Transfer-Encoding") && strings.EqualFold(f.Value, "chunked")
		length = length || strings.EqualFold(f.Name, "Content-Length")
	}
	return chunked && !length && c.hasData
}
