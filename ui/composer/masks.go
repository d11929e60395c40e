package composer

import (
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire/format"
)

// A mask hides the value of a field line in raw text.
type mask struct {
	from, to int // position of the value in the text
	bytes    int // number of bytes of the value
}

// String returns the text shown in place of the value.
func (k mask) String() string { return "**** (" + format.Count(k.bytes, "byte") + ")" }

// touches reports whether the cursor is in the value or at one of its ends.
func (k mask) touches(c cursor) bool { return int(c) >= k.from && int(c) <= k.to }

// rawMasks returns the masks of the raw text, in order. Secrets are not masked after the
// user has requested to see them or while the user types in them.
func (m *Model) rawMasks() (out []mask) {
	if m.secrets {
		return nil
	}
	s := m.draft.bytes
	lines := session.SecretLines{Fields: m.fields}
	for at := 0; at < len(s); {
		end := at + lineOf(s[at:])
		for _, k := range hidden(s[at:end], &lines) {
			k.from, k.to = k.from+at, k.to+at
			if m.fresh || m.side || !k.touches(m.cur) {
				out = append(out, k)
			}
		}
		at = end
	}
	return out
}

// lineOf returns the length of the first line of raw text s, including the escape at its
// end and the line break after it.
func lineOf(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		b, n := escaped(s[i:])
		i += max(0, n-1)
		if b == '\n' && n > 0 {
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
			return i + 1
		}
	}
	return len(s)
}

// hidden returns the masks of a line of raw text. The name of a field may contain
// escapes. A line that begins with a space or with an escaped tab continues the previous
// line.
func hidden(l string, lines *session.SecretLines) (out []mask) {
	body := strings.TrimRight(l, "\n")
	for _, end := range []string{`\n`, `\r`} {
		body = strings.TrimSuffix(body, end)
	}
	line, shift := body, 0
	if rest, tab := strings.CutPrefix(body, `\t`); tab {
		line, shift = "\t"+rest, 1
	} else if name, rest, colon := strings.Cut(body, ":"); colon {
		if plain, err := Unescape(name); err == nil && lines.Fields.Has(string(plain)) {
			line, shift = string(plain)+":"+rest, len(name)-len(plain)
		}
	}
	for _, s := range lines.In([]byte(line), false) {
		from, to := max(0, s.From+shift), s.To+shift
		b, err := Unescape(body[from:to])
		if err != nil { // an incomplete escape, which the user is still typing
			b = []byte(body[from:to])
		}
		out = append(out, mask{from: from, to: to, bytes: len(b)})
	}
	return out
}

// masked returns s[from:to] in a form that is safe to show, with masks in place of hidden
// values.
func masked(s string, from, to int, masks []mask) string {
	var b strings.Builder
	for _, k := range masks {
		if k.to <= from || k.from >= to {
			continue
		}
		if k.from >= from {
			b.WriteString(text.Safe(s[from:k.from]))
			b.WriteString(k.String())
		}
		from = min(k.to, to)
	}
	b.WriteString(text.Safe(s[from:to]))
	return b.String()
}
