package export

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"linger/session"
	"linger/wire"
)

// ErrNoCurl means that no curl command can send a request.
var ErrNoCurl = errors.New("curl cannot send this request")

// CurlCommand returns the curl command that sends m to the target t, as one line. curl
// sends the same request-line, field lines and content, but possibly with the field lines
// in another order. Values are not masked. The error wraps [ErrNoCurl] if curl cannot
// send m, for example because m has trailers or another version of HTTP.
func CurlCommand(t session.Target, m wire.RequestMessage) (string, error) {
	w := curlWriter{words: []string{"curl"}, m: m}
	if err := w.version(); err != nil {
		return "", err
	}
	if t.Unix != "" {
		w.add("--unix-socket", t.Unix)
	}
	w.method()
	if err := w.fields(t.Authority()); err != nil {
		return "", err
	}
	if err := w.content(); err != nil {
		return "", err
	}
	w.url(t)
	if w.nul {
		return "", fmt.Errorf("%w: it contains a NUL byte", ErrNoCurl)
	}
	command := strings.Join(w.words, " ")
	if c, err := ParseCurl(command, nil); err != nil || !sameRequest(c.Request, m) {
		return "", fmt.Errorf("%w: no curl options describe it exactly", ErrNoCurl)
	}
	return command, nil
}

// sameRequest reports whether two requests are equal, apart from the order of their field
// lines, the case of field names, and the framing of their content.
func sameRequest(a, b wire.RequestMessage) bool {
	return a.Method == b.Method && a.Target == b.Target && a.Proto == b.Proto && string(a.Content) == string(b.Content) &&
		slices.Equal(sortedFields(a), sortedFields(b))
}

// sortedFields returns the field lines of a request except Content-Length, with names in
// lower case, sorted.
func sortedFields(m wire.RequestMessage) []string {
	var lines []string
	for _, f := range m.Fields {
		if f.Name = strings.ToLower(f.Name); f.Name != "content-length" {
			lines = append(lines, f.Name+":"+strings.Trim(f.Value, " \t"))
		}
	}
	slices.Sort(lines)
	return lines
}

type curlWriter struct {
	words []string // the quoted words of the command
	m     wire.RequestMessage
	nul   bool // a word contains a NUL byte, which an argument cannot hold
}

func (w *curlWriter) add(words ...string) {
	for _, s := range words {
		w.nul = w.nul || strings.IndexByte(s, 0) >= 0
		w.words = append(w.words, ShellQuote(s))
	}
}

func (w *curlWriter) version() error {
	switch w.m.Proto {
	case "HTTP/1.1":
		w.add("--http1.1")
	case "HTTP/1.0":
		w.add("-0")
	default:
		return fmt.Errorf("%w: its version is %q", ErrNoCurl, w.m.Proto)
	}
	return nil
}

func (w *curlWriter) method() {
	switch m := w.m.Method; {
	case m == "HEAD" && len(w.m.Content) == 0:
		w.add("-I")
	case m == "GET" && len(w.m.Content) == 0, m == "POST" && len(w.m.Content) > 0:
	default:
		w.add("-X", m)
	}
}

// fields adds a -H option for each field line that curl would not send by itself, and one
// for each field that curl must not add.
func (w *curlWriter) fields(authority string) error {
	added := []string{"Host", "User-Agent", "Accept"}
	if len(w.m.Content) > 0 {
		added = append(added, "Content-Type")
	}
	for _, name := range added {
		if !slices.ContainsFunc(w.m.Fields, func(f wire.HeaderField) bool { return strings.EqualFold(f.Name, name) }) {
			w.add("-H", name+":")
		}
	}
	for _, f := range w.m.Fields {
		switch {
		case strings.ContainsAny(f.Name+f.Value, "\r\n"):
			return fmt.Errorf("%w: a field line contains a line end", ErrNoCurl)
		case strings.Contains(f.Name, ":") || f.Name == "":
			return fmt.Errorf("%w: it has a field named %q", ErrNoCurl, f.Name)
		case strings.EqualFold(f.Name, "Host") && f.Value == authority:
		case strings.EqualFold(f.Name, "Content-Length") && f.Value == strconv.Itoa(len(w.m.Content)) && len(w.m.Content) > 0:
		case strings.Trim(f.Value, " \t") == "":
			w.add("-H", f.Name+";")
		default:
			w.add("-H", f.Name+": "+f.Value)
		}
	}
	return nil
}

func (w *curlWriter) content() error {
	switch {
	case len(w.m.Trailers) > 0:
		return fmt.Errorf("%w: it has trailers", ErrNoCurl)
	case len(w.m.Content) == 0:
	case w.m.Content[0] == '@':
		w.add("--data-raw", string(w.m.Content))
	default:
		w.add("--data-binary", string(w.m.Content))
	}
	return nil
}

func (w *curlWriter) url(t session.Target) {
	target := w.m.Target
	path := target
	if !strings.HasPrefix(target, "/") {
		w.add("--request-target", target)
		path = "/"
	}
	if strings.Contains(path, "/.") {
		w.add("--path-as-is")
	}
	if strings.ContainsAny(path+t.Host, "[]{}") {
		w.add("-g")
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == '#' || r >= 0x7f }) { // without this option, curl would change the path
		w.add("--request-target", target)
		path = "/"
	}
	w.add(t.String() + path)
}

// ShellQuote returns s as one word of a POSIX shell. If s contains control characters or
// bytes outside ASCII, the word is valid only in bash, zsh and ksh.
func ShellQuote(s string) string {
	if s != "" && !strings.ContainsFunc(s, needsQuotes) && s[0] != '~' && s[0] != '#' {
		return s
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteByte(byte(r))
		case r >= ' ' && r < 0x7f:
			b.WriteByte(byte(r))
		default:
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		}
		i += n
	}
	return b.String() + "'"
}

func needsQuotes(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+,=~#", r))
}

// MessageOf decodes the bytes of a request. same is true if [wire.AppendRequest] would
// produce the same bytes from m. same is false if, for example, a line ends in LF instead
// of CRLF.
func MessageOf(raw []byte) (m wire.RequestMessage, same bool) {
	for d := range wire.DecodeRequests(raw, 0) {
		m = decoded(raw[:d.Used], d)
		return m, d.Used == len(raw) && string(wire.AppendRequest(nil, m)) == string(raw)
	}
	return m, false
}

func decoded(raw []byte, d wire.DecodedRequest) (m wire.RequestMessage) {
	part := func(off, end int64) []byte { return raw[min(off, int64(len(raw))):min(end, int64(len(raw)))] }
	for _, l := range d.Lines {
		switch l.Kind {
		case wire.KindRequestLine:
			b := part(l.Off, l.End())
			m.Method = string(b[:l.A])
			m.Target = string(b[min(l.B, l.C):l.C])
			m.Proto = strings.TrimRight(strings.TrimPrefix(string(b[l.C:]), " "), "\r\n")
		case wire.KindFieldLine:
			b := part(l.Off, l.End())
			m.Fields = append(m.Fields, wire.HeaderField{Name: string(b[:l.A]), Value: string(b[l.B:l.C])})
		case wire.KindContent:
			m.Content = append(m.Content, part(l.Off, l.End())...)
		case wire.KindChunkLine, wire.KindLastChunk, wire.KindChunks:
			m.Chunked = true
			if l.Kind == wire.KindChunkLine && m.ChunkSize == 0 {
				n, _ := strconv.ParseInt(string(part(l.Off, l.Off+int64(l.A))), 16, 32)
				m.ChunkSize = int(max(0, n))
			}
		case wire.KindChunkData:
			m.Content = append(m.Content, part(l.Off, l.End())...)
		case wire.KindTrailerLine:
			b := part(l.Off, l.End())
			m.Trailers = append(m.Trailers, wire.HeaderField{Name: string(b[:l.A]), Value: string(b[l.B:l.C])})
		}
	}
	return m
}
