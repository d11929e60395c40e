package practice

import (
	"regexp"
	"strings"
)

// The log of a class is on the teacher's screen, so it does not show what
// students authenticate with. This is the project's definition of a secret, in a
// copy of its own: the server shares no code with the rest.

// secretFields are fields whose whole value is secret.
var secretFields = []string{"authorization", "proxy-authorization", "cookie", "set-cookie"}

// secretWords make a field or query parameter secret whose name contains one.
var secretWords = []string{"token", "secret", "password", "api-key", "apikey", "session", "credential", "signature"}

var (
	secretQuery = regexp.MustCompile(`(?i)([?&][^=&\s]*(?:` + strings.Join(secretWords, "|") + `)[^=&\s]*=)[^&\s]+`)
	userinfo    = regexp.MustCompile(`://[^/?#@\s]*@`)
)

const masked = "****"

// isSecret reports whether the value of a field is secret.
func isSecret(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, f := range secretFields {
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

// maskTarget returns a request target or request line without its secrets.
func maskTarget(s string) string {
	return userinfo.ReplaceAllString(secretQuery.ReplaceAllString(s, "${1}"+masked), "://"+masked+"@")
}

// A masker masks the lines of one direction. It knows whether the line before
// was secret, since a folded line continues it.
type masker struct{ secret bool }

// mask returns a line, with its line end, without its secrets.
func (m *masker) mask(line string) string {
	text := strings.TrimRight(line, "\r\n")
	end := line[len(text):]
	if folded := strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t"); folded && m.secret {
		return text[:1] + masked + end
	}
	name, _, ok := strings.Cut(text, ":")
	if m.secret = ok && isSecret(name) && !strings.ContainsAny(strings.TrimSpace(name), " ?/"); m.secret {
		return name + ": " + masked + end
	}
	return maskTarget(text) + end
}
