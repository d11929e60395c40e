package composer

import (
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire/format"
)

// A mask hides the value of a field line in raw text.
type mask struct {
	from, to int // where the value stands in the text
	bytes    int // that it stands for
}

// String is what stands in the place of the value.
func (k mask) String() string { return "**** (" + format.Count(k.bytes, "byte") + ")" }

// touches reports whether the cursor is in the value or at its ends.
func (k mask) touches(c cursor) bool { return int(c) >= k.from && int(c) <= k.to }

// masks are those of the raw text, in order: values of fields that hold secrets,
// until they are shown, or typed at.
func (m *Model) masks() (out []mask) {
	if m.secrets {
		return nil
	}
	s := m.draft.bytes
	secret := false // folded lines belong to the field before
	for at := 0; at < len(s); {
		end := at + lineOf(s[at:])
		if k, ok := hidden(s[at:end], &secret); ok {
			k.from, k.to = k.from+at, k.to+at
			if m.fresh || m.side || !k.touches(m.cur) {
				out = append(out, k)
			}
		}
		at = end
	}
	return out
}

// lineOf is how much of raw text stands for one line of the message, the escape
// that ends it and a line break for the eye included.
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

// hidden is the mask of a line of raw text, if it needs one.
func hidden(l string, secret *bool) (k mask, ok bool) {
	body := strings.TrimRight(l, "\n")
	for _, end := range []string{`\n`, `\r`} {
		body = strings.TrimSuffix(body, end)
	}
	name, _, colon := strings.Cut(body, ":")
	switch folded := strings.HasPrefix(body, " ") || strings.HasPrefix(body, `\t`); {
	case folded:
		name = ""
	case colon:
		plain, _ := Unescape(name)
		*secret = session.Secret(string(plain))
		name += ":"
	default:
		*secret = false
	}
	value := strings.TrimLeft(body[len(name):], " ")
	if !*secret || value == "" {
		return k, false
	}
	b, err := Unescape(value)
	if err != nil { // an escape that is being typed
		b = []byte(value)
	}
	return mask{from: len(body) - len(value), to: len(body), bytes: len(b)}, true
}

// masked is the raw text between two places as it is shown.
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
