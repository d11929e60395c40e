package export

import (
	"strings"

	"linger/session"
	"linger/session/record"
)

// Bytes returns the bytes of a message, as far as they are kept. Secrets are
// masked, unless secrets says otherwise: what is copied is often shown to others.
func Bytes(s *record.Stretch, secrets bool) (text string, masked bool) {
	var b strings.Builder
	var lines session.SecretLines
	for _, l := range s.Lines() {
		line := string(s.Bytes(l.Off, l.Len))
		if secrets || session.IsContent(l.Kind) {
			b.WriteString(line)
			continue
		}
		shown := lines.Masked(line)
		b.WriteString(shown)
		masked = masked || shown != line
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
