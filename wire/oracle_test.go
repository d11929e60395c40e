package wire

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The oracle is a second, simple implementation for one response. It follows the standard
// directly: it reads all bytes at once, keeps no state, and has no findings and no
// limits. It is slow, but easy to verify by reading.
type oracle struct {
	status  int
	framing Framing
	content []byte
	end     int  // offset at which the message ends
	whole   bool // the message is complete
	head    bool // the header section is complete
}

func consult(method string, b []byte) (o oracle) {
	rest := b
	line := func() (string, bool) {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return "", false
		}
		s := string(rest[:i])
		rest = rest[i+1:]
		return strings.TrimSuffix(s, "\r"), true
	}
	start, ok := line()
	version := regexp.MustCompile(`^(HTTP/\d\.\d|HTTP/[014-9] |ICY )`).FindString(start)
	if !ok || version == "" {
		return o
	}
	code := strings.TrimLeft(strings.TrimPrefix(start, strings.TrimRight(version, " ")), " \t\v\f\r")
	o.status, _ = strconv.Atoi(code[:min(3, len(code))])
	var fields [][2]string
	continues := false
	for {
		s, ok := line()
		if !ok {
			return o
		}
		if s == "" {
			break
		}
		if s[0] == ' ' || s[0] == '\t' {
			if continues {
				fields[len(fields)-1][1] += " " + s
			}
			continue
		}
		name, value, found := strings.Cut(s, ":")
		if continues = found; found {
			fields = append(fields, [2]string{strings.ToLower(strings.TrimRight(name, " \t")), value})
		}
	}
	o.head = true
	list := func(name string) (all []string) {
		for _, f := range fields {
			if f[0] != name {
				continue
			}
			v := strings.NewReplacer("\r", " ", "\x00", " ").Replace(f[1])
			n := 0
			for _, e := range oracleList(v) {
				if e = strings.Trim(e, " \t"); e != "" {
					all = append(all, e)
					n++
				}
			}
			if n == 0 {
				all = append(all, "")
			}
		}
		return all
	}
	te, cl := list("transfer-encoding"), list("content-length")
	final := ""
	for _, c := range te {
		if c != "" {
			c, _, _ = strings.Cut(c, ";")
			final = strings.ToLower(strings.TrimRight(c, " \t"))
		}
	}
	length, bad := int64(-1), false
	for _, s := range cl {
		n, err := strconv.ParseUint(s, 10, 63)
		if bad = bad || err != nil || s[0] == '+' || length >= 0 && length != int64(n); !bad {
			length = int64(n)
		}
	}
	switch {
	case o.status == 101 || method == "CONNECT" && o.status/100 == 2:
		o.framing, o.whole = FramingTunnel, true
	case method == "HEAD" || o.status/100 == 1 || o.status == 204 || o.status == 304:
		o.framing, o.whole = FramingNoBody, true
	case len(te) > 0 && final == "chunked":
		o.framing = FramingChunked
		o.content, rest, o.whole = oracleChunks(rest)
	case len(te) > 0:
		o.framing, o.content, rest, o.whole = FramingCloseDelimited, rest, nil, true
	case bad:
		o.framing = FramingInvalid
	case len(cl) > 0:
		o.framing = FramingLengthDelimited
		n := min(int64(len(rest)), length)
		o.content, rest, o.whole = rest[:n], rest[n:], n == length
	default:
		o.framing, o.content, rest, o.whole = FramingCloseDelimited, rest, nil, true
	}
	o.end = len(b) - len(rest)
	return o
}

// element matches an element of a list. A quoted-string in it may hold commas.
var element = regexp.MustCompile("^(?:\"(?:[\t -!#-\\[\\]-~\u0080-\u00ff]|\\\\[\t -~\u0080-\u00ff])*\"|[^,])*")

func oracleList(v string) (all []string) {
	latin := make([]rune, len(v))
	for i := range len(v) {
		latin[i] = rune(v[i])
	}
	for rest := string(latin); ; rest = rest[1:] {
		e := element.FindString(rest)
		all = append(all, e)
		if rest = rest[len(e):]; rest == "" {
			return all
		}
	}
}

func oracleChunks(b []byte) (content, rest []byte, whole bool) {
	for {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			return content, b, false
		}
		s := strings.ReplaceAll(strings.TrimSuffix(string(b[:i]), "\r"), "\r", " ")
		s, _, _ = strings.Cut(s, ";")
		s = strings.TrimRight(s, " \t")
		if t := strings.TrimLeft(s, "0"); t != "" {
			s = t
		} else if s != "" {
			s = "0"
		}
		n, err := strconv.ParseUint(s, 16, 63)
		if err != nil || strings.ContainsAny(s, "+-_") {
			return content, b, false
		}
		b = b[i+1:]
		if n == 0 {
			break
		}
		data := b[:min(n, uint64(len(b)))]
		content = append(content, data...)
		b = b[len(data):]
		switch {
		case bytes.HasPrefix(b, []byte("\r\n")):
			b = b[2:]
		case bytes.HasPrefix(b, []byte("\n")):
			b = b[1:]
		default:
			return content, b, false
		}
	}
	for {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			return content, b, false
		}
		s := string(b[:i])
		b = b[i+1:]
		if s == "" || s == "\r" {
			return content, b, true
		}
	}
}

// checkOracle compares the first message of an outcome with the oracle's result for the
// same bytes. It skips interim responses, and messages that exceed the decoder's limits.
func checkOracle(t testing.TB, f fixture, whole *outcome) {
	t.Helper()
	if len(whole.facts) == 0 || len(f.requests) == 0 || f.sent || f.limits != (Limits{}) {
		return
	}
	got := whole.facts[0]
	for _, x := range whole.findings {
		switch x.Code {
		case CodeHeadTooLarge, CodeChunkLine, CodeTooManyInterim, CodeUnsolicitedResp:
			return
		}
	}
	if got.Status == 0 || got.Interim() {
		return
	}
	want := consult(f.requests[0].Method, f.bytes[got.Off:])
	if !want.head {
		if got.BodyAt >= 0 || got.Complete {
			t.Errorf("the decoder finds a complete header section, the oracle does not: %+v", got)
		}
		return
	}
	if got.Status != want.status || got.Framing() != want.framing {
		t.Errorf("status %d, framing %v; want the oracle's %d and %v", got.Status, got.Framing(), want.status, want.framing)
	}
	if f.open && want.framing == FramingCloseDelimited {
		want.whole = false
	}
	if got.Complete != want.whole || got.ContentBytes != int64(len(want.content)) {
		t.Errorf("complete %t with %d bytes of content; want the oracle's %t and %d", got.Complete, got.ContentBytes, want.whole, len(want.content))
	}
	if n := min(len(want.content), len(whole.content)); !bytes.Equal(whole.content[:n], want.content[:n]) {
		t.Errorf("content %q; want the oracle's %q", whole.content, want.content)
	}
}
