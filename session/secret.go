package session

import (
	"bytes"
	"strings"

	"linger/wire"
)

// alwaysSecret holds the names of the fields whose values are always secrets.
var alwaysSecret = []string{"authorization", "proxy-authorization", "cookie", "set-cookie"}

// secretWords holds words that make a value a secret if the name of its field or query
// parameter contains one of them.
var secretWords = []string{"token", "secret", "password", "api-key", "apikey", "api_key", "session", "credential", "signature"}

// shortestSecret is the length of the shortest name with one of secretWords, in bytes. The
// names in alwaysSecret are longer.
const shortestSecret = len("token")

// noSecret is the prefix of the fields that tell browsers what scripts may do (CORS).
// Their values are not secrets, whatever words their names contain.
const noSecret = "access-control-"

// SecretFields holds the names of further fields whose values are secrets, besides those
// that [Secret] knows. Case does not matter. The nil value adds no field.
type SecretFields []string

// Has reports whether the value of a field with this name is a secret.
func (s SecretFields) Has(name string) bool {
	name = strings.TrimSpace(name)
	for _, f := range s {
		if strings.EqualFold(f, name) {
			return true
		}
	}
	return Secret(name)
}

// Secret reports whether the value of a field or query parameter with this name
// is a secret, which screens hide and files omit unless the user asks for it.
func Secret(name string) bool {
	if len(name) < shortestSecret {
		return false
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if strings.HasPrefix(name, noSecret) {
		return false
	}
	for _, f := range alwaysSecret {
		if name == f {
			return true
		}
	}
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// A Span is a range of bytes in a string: [From, To).
type Span struct{ From, To int }

// SecretsIn returns the secrets in text: values of parameters with a [Secret] name, and
// the userinfo of URLs, even if percent-encoded. Set more if text is only the beginning
// of a longer string. Bytes at the end of text that may begin a userinfo are then secrets
// as well. A secret that ends at the end of text may continue in the longer string.
func SecretsIn(text []byte, more bool) []Span {
	if bytes.IndexByte(text, '=') < 0 && bytes.IndexByte(text, '%') < 0 && !bytes.Contains(text, []byte("://")) {
		return nil
	}
	var out []Span
	key := 0 // index at which the name of the next parameter begins
	for i := 0; i < len(text); {
		if ordinary[text[i]] {
			i++
			continue
		}
		c, n := unescaped(text[i:])
		switch {
		case c == '=':
			if i-key < shortestSecret || !Secret(unescape(text[key:i])) {
				key = i + n // the value may itself be a parameter
				break
			}
			to := valueEnd(text, i+n)
			if to > i+n {
				out = append(out, Span{i + n, to})
			}
			i, key = to, to
			continue
		case c == ':' && slashes(text[i+n:]) > 0:
			from := i + n + slashes(text[i+n:])
			if to, ok := userinfoEnd(text, from, more); ok && to > from {
				out = append(out, Span{from, to})
				i, key = to, to
				continue
			}
			i, key = from, from
			continue
		case delimits(c) || c == ':' || c == '/':
			key = i + n
		}
		i += n
	}
	return out
}

// Mask is the text that replaces a secret.
const Mask = "****"

// WithoutSecretsUpTo returns the first n bytes of text with [Mask] in place of each
// secret, even if the secret continues after them. Its cost does not depend on the length
// of text.
func WithoutSecretsUpTo(text string, n int) string {
	more := n < len(text)
	text = text[:min(n, len(text))]
	return replaced(text, SecretsIn([]byte(text), more))
}

// Masked returns text with [Mask] in place of each secret that [SecretsIn] finds, and
// reports whether there was one.
func Masked(text string) (string, bool) {
	if strings.IndexByte(text, '=') < 0 && strings.IndexByte(text, '%') < 0 && !strings.Contains(text, "://") {
		return text, false // as in SecretsIn, but without copying the text
	}
	spans := SecretsIn([]byte(text), false)
	return replaced(text, spans), len(spans) > 0
}

// WithoutSecrets returns the text that [Masked] returns.
func WithoutSecrets(text string) string {
	text, _ = Masked(text)
	return text
}

func replaced(text string, spans []Span) string {
	if len(spans) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.From] + Mask)
		at = s.To
	}
	return b.String() + text[at:]
}

// SecretLines finds the secrets in the lines of a message. Pass it the lines in order,
// because a folded line continues the previous one.
type SecretLines struct {
	Fields SecretFields
	secret bool
}

// In returns the secrets in a line: the value of a field with a secret name, and for any
// other line the secrets that [SecretsIn] finds. The parameter more has the same meaning
// as for SecretsIn.
func (l *SecretLines) In(line []byte, more bool) []Span {
	from := 0
	if fold := len(line) > 0 && blank(line[0]); !fold {
		l.secret, from, _ = l.Fields.Begins(line)
	}
	if !l.secret {
		return SecretsIn(line, more)
	}
	to := len(bytes.TrimRight(line, " \t\r\n"))
	for from < to && blank(line[from]) {
		from++
	}
	if from >= to {
		return nil
	}
	return []Span{{from, to}}
}

// Masked returns a line with [Mask] in place of each secret that In finds.
func (l *SecretLines) Masked(line string) string { return replaced(line, l.In([]byte(line), false)) }

// IsContent reports whether lines of kind k hold content, which is never masked.
func IsContent(k wire.Kind) bool {
	switch k {
	case wire.KindContent, wire.KindChunkData, wire.KindChunks, wire.KindTunnel:
		return true
	}
	return false
}

// Begins reports whether a line begins with a name that makes the rest of the line a
// secret. value is the index of that rest. Begins treats a line without a colon in the
// same way, because it may be a field whose colon is missing. known is false if the line
// ends inside the name, so that the answer is not yet known.
func (s SecretFields) Begins(line []byte) (secret bool, value int, known bool) {
	end := bytes.IndexAny(line, ": \t\r\n")
	if end < 0 {
		return false, 0, false
	}
	if end == 0 || bytes.ContainsAny(line[:end], "/?=&;\"") || !s.Has(string(line[:end])) {
		return false, 0, true
	}
	value = end
	for value < len(line) && blank(line[value]) {
		value++
	}
	if value < len(line) && line[value] == ':' {
		value++
	}
	return true, value, true
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// valueEnd returns the index at which the parameter value that begins at from ends. A
// quoted value ends with its closing quote or, if that is missing, with the line.
func valueEnd(text []byte, from int) int {
	if from < len(text) && text[from] == '"' {
		if n := bytes.IndexByte(text[from+1:], '"'); n >= 0 {
			return from + 1 + n
		}
		return lineEnd(text, from)
	}
	for i := from; i < len(text); {
		c, n := unescaped(text[i:])
		if delimits(c) {
			return i
		}
		i += n
	}
	return len(text)
}

func lineEnd(text []byte, from int) int {
	if n := bytes.IndexAny(text[from:], "\r\n"); n >= 0 {
		return from + n
	}
	return len(text)
}

// userinfoEnd returns the index at which a userinfo that begins at from ends, and whether
// there is one. If text ends before it is clear whether there is one, userinfoEnd returns
// len(text) and more.
func userinfoEnd(text []byte, from int, more bool) (int, bool) {
	for i := from; i < len(text); {
		c, n := unescaped(text[i:])
		switch {
		case c == '@':
			return i, true
		case c == '/' || c == '?' || c == '#' || delimits(c) && c != '&' && c != ';' && c != ',' && c != '(' && c != ')':
			return 0, false
		}
		i += n
	}
	return len(text), more
}

// slashes returns the length of the two slashes at the beginning of text, which
// may be percent-encoded, or 0 if there are none.
func slashes(text []byte) int {
	a, n := unescaped(text)
	if a != '/' || n == len(text) {
		return 0
	}
	b, m := unescaped(text[n:])
	if b != '/' {
		return 0
	}
	return n + m
}

// delimiters holds the bytes that separate parameters from other text. ordinary holds the
// bytes that [SecretsIn] skips: they neither end a name nor begin a value, an authority
// or a percent-encoded character.
var delimiters, ordinary = func() (ends, skipped [256]bool) {
	for c := range 256 {
		ends[c] = c <= ' ' || strings.IndexByte("?&;,#\"'<>()", byte(c)) >= 0
		skipped[c] = !ends[c] && strings.IndexByte("=:/%", byte(c)) < 0
	}
	return ends, skipped
}()

// delimits reports whether a parameter ends before c.
func delimits(c byte) bool { return delimiters[c] }

// unescaped returns the first character of text, which may be percent-encoded, and its
// length in text. It returns 0 and 0 if text is empty.
func unescaped(text []byte) (byte, int) {
	switch {
	case len(text) == 0:
		return 0, 0
	case text[0] == '%':
		return percentEncoded(text)
	}
	return text[0], 1
}

// percentEncoded does the same as unescaped if text begins with "%".
func percentEncoded(text []byte) (byte, int) {
	if len(text) > 2 {
		if hi, lo := HexDigit(text[1]), HexDigit(text[2]); hi >= 0 && lo >= 0 {
			return byte(hi<<4 | lo), 3
		}
	}
	return '%', 1
}

// HexDigit returns the value of a hexadecimal digit, or -1 for any other byte.
func HexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func unescape(text []byte) string {
	if bytes.IndexByte(text, '%') < 0 {
		return string(text)
	}
	var b strings.Builder
	for len(text) > 0 {
		c, n := unescaped(text)
		b.WriteByte(c)
		text = text[n:]
	}
	return b.String()
}
