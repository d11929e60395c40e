package detail

import (
	"slices"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// mask returns the text for n hidden bytes. The number of stars is always the same.
func mask(n int64) string { return "**** (" + format.Count(int(n), "byte") + ")" }

// shown returns text from a message. Unless secrets are visible, it removes the secrets
// in URLs.
func (s *scene) shown(text string) string {
	if s.secrets {
		return text
	}
	return session.WithoutSecrets(text)
}

// beginning returns t if it is at most w cells wide, or else a beginning of t that is
// wider than w. The result is safe, and has no secrets unless they are visible.
func (s *scene) beginning(t string, w int) string {
	if s.secrets {
		return text.SafeUpTo(t, w)
	}
	return text.Masked(t, w)
}

// Masks reports whether the exchange or the connection contains a secret that the pane
// hides by default.
func (m *Model) Masks() bool {
	s := &m.scene
	switch {
	case s.ex != nil:
		return s.masks(&s.ex.Request) || s.masks(&s.ex.Response)
	case s.conn != nil:
		es := s.conn.Exchanges
		return slices.ContainsFunc(es[max(0, len(es)-shownExchanges):], func(e *record.Exchange) bool {
			return s.masks(&e.Request) || s.masks(&e.Response)
		})
	}
	return false
}

// masks reports whether any line of st has a secret in its first kilobyte.
func (s *scene) masks(st *record.Stretch) bool {
	const beginning = 1 << 10
	lines := session.SecretLines{Fields: s.fields}
	return slices.ContainsFunc(st.Lines(), func(l wire.Line) bool {
		return !session.IsContent(l.Kind) && lines.In(st.Bytes(l.Off, min(l.Len, beginning)), false) != nil
	})
}
