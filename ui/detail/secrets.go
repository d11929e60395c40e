package detail

import (
	"bytes"
	"slices"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// secret reports whether the values of such fields are hidden on screen until
// they are asked for: people project this.
func secret(name string) bool { return session.Secret(name) }

// secretName is [secret] of a name as it stands on the wire, which may be long.
func secretName(name []byte) bool {
	const longest = 4 << 10
	name = bytes.TrimSpace(name)
	return len(name) <= longest && secret(string(name))
}

// mask stands for n bytes that are hidden; the stars count nothing.
func mask(n int64) string { return "**** (" + format.Count(int(n), "byte") + ")" }

// Masks reports whether a value of what is shown is one that is hidden until it is
// asked for.
func (m *Model) Masks() bool {
	s := &m.scene
	switch {
	case s.ex != nil:
		return masks(&s.ex.Request) || masks(&s.ex.Response)
	case s.conn != nil:
		es := s.conn.Exchanges
		return slices.ContainsFunc(es[max(0, len(es)-shownExchanges):], func(e *record.Exchange) bool {
			return masks(&e.Request) || masks(&e.Response)
		})
	}
	return false
}

func masks(st *record.Stretch) bool {
	return slices.ContainsFunc(st.Lines(), func(l wire.Line) bool {
		_, _, ok := hidden(l, nameBytes(st, l), false)
		return ok
	})
}

// nameBytes are as much of a line as tells whether it holds a secret.
func nameBytes(st *record.Stretch, l wire.Line) []byte {
	return st.Bytes(l.Off, min(l.Len, max(64, int64(l.A))))
}

// hidden is the part of a line that must not be shown, in bytes from its
// beginning; folded says that a folded line goes on from such a line.
func hidden(l wire.Line, raw []byte, folded bool) (from, to int64, ok bool) {
	switch l.Kind {
	case wire.KindFieldLine, wire.KindTrailerLine:
		if int(l.A) > len(raw) || !secretName(raw[:l.A]) {
			return 0, 0, false
		}
		return int64(l.B), int64(l.C), l.C > l.B
	case wire.KindFoldLine:
		return 0, l.Len, folded
	case wire.KindOddLine:
		name, _, _ := strings.Cut(strings.TrimLeft(string(raw), " \t"), " ")
		if !secret(strings.TrimRight(name, ":\r\n")) {
			return 0, 0, false
		}
		return int64(len(name)), l.Len, true
	}
	return 0, 0, false
}
