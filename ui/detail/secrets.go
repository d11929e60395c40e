package detail

import (
	"bytes"
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
)

// secret says whether the values of such fields are hidden on screen until
// they are asked for: people project this.
func secret(name string) bool { return session.Secret(name) }

// secretName is [secret] of a name as it stands on the wire, which may be long.
func secretName(name []byte) bool {
	const longest = 32
	name = bytes.TrimSpace(name)
	return len(name) <= longest && secret(string(name))
}

// mask stands for n bytes that are hidden; the stars count nothing.
func mask(n int64) string { return "**** (" + text.Count(int(n), "byte") + ")" }

// hidden is the part of a line that must not be shown, in bytes from its
// beginning; folded says that a folded line goes on from such a line.
func hidden(l wire.Line, raw []byte, folded bool) (from, to int64, ok bool) {
	switch l.Kind {
	case wire.FieldLine, wire.TrailerLine:
		if int(l.A) > len(raw) || !secretName(raw[:l.A]) {
			return 0, 0, false
		}
		return int64(l.B), int64(l.C), l.C > l.B
	case wire.FoldLine:
		return 0, l.Len, folded
	case wire.OddLine:
		name, _, _ := strings.Cut(strings.TrimLeft(string(raw), " \t"), " ")
		if !secret(strings.TrimRight(name, ":\r\n")) {
			return 0, 0, false
		}
		return int64(len(name)), l.Len, true
	}
	return 0, 0, false
}
