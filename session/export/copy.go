package export

import (
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// mask stands for the value of a field that is a secret.
const mask = "****"

// Bytes returns the bytes of a message, as far as they are kept. Values of fields
// that are secrets are masked, unless secrets says otherwise: what is copied is
// often shown to others.
func Bytes(s *record.Stretch, secrets bool) (text string, masked bool) {
	var b strings.Builder
	for _, l := range s.Lines() {
		raw := s.Bytes(l.Off, l.Len)
		field := l.Kind == wire.KindFieldLine || l.Kind == wire.KindTrailerLine
		if !secrets && field && int(l.C) <= len(raw) && l.C > l.B && session.Secret(string(raw[:l.A])) {
			b.Write(raw[:l.B])
			b.WriteString(mask)
			raw, masked = raw[l.C:], true
		}
		b.Write(raw)
	}
	return b.String(), masked
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
