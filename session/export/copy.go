package export

import (
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// Bytes returns the bytes of a message, as far as they are kept. Secrets are
// masked, unless secrets says otherwise: what is copied is often shown to others.
func Bytes(s *record.Stretch, secrets bool) (text string, masked bool) {
	var b strings.Builder
	secret := false // the field line that a fold continues holds a secret
	for _, l := range s.Lines() {
		raw := s.Bytes(l.Off, l.Len)
		if secrets {
			b.Write(raw)
			continue
		}
		shown, hid := maskLine(l, raw, &secret)
		b.WriteString(shown)
		masked = masked || hid
	}
	return b.String(), masked
}

// maskLine returns a line without its secrets. What a line has of its own around a
// value stays: where it begins, and how it ends.
func maskLine(l wire.Line, raw []byte, secret *bool) (shown string, masked bool) {
	text := string(raw)
	switch l.Kind {
	case wire.KindFieldLine, wire.KindTrailerLine:
		if *secret = int(l.C) <= len(raw) && session.Secret(text[:l.A]); *secret && l.C > l.B {
			return text[:l.B] + session.Mask + text[l.C:], true
		}
	case wire.KindFoldLine:
		if value := strings.Trim(text, " \t\r\n"); *secret && value != "" {
			return strings.Replace(text, value, session.Mask, 1), true
		}
	case wire.KindOddLine:
		name, rest, _ := strings.Cut(strings.TrimLeft(text, " \t"), " ")
		if value := strings.Trim(rest, " \t\r\n"); value != "" && session.Secret(strings.TrimRight(name, ":")) {
			return strings.Replace(text, value, session.Mask, 1), true
		}
	case wire.KindRequestLine, wire.KindStatusLine:
	default:
		return text, false
	}
	return session.Masked(text)
}

// CurlOf returns the curl command that sends the request of an exchange again to
// the target of its connection; values are masked as [Bytes] does.
func CurlOf(target string, e *record.Exchange, secrets bool) (command string, masked bool, err error) {
	t, _, err := session.ParseTarget(target)
	if err != nil {
		return "", false, err
	}
	raw, masked := Bytes(&e.Request, secrets)
	m, _ := MessageOf([]byte(raw))
	command, err = CurlCommand(t, m)
	return command, masked, err
}
