package export

import (
	"fmt"
	"regexp"

	"linger/session"
	"linger/session/markdown"
)

// shown returns s with its secrets masked, and escaped for Markdown.
func shown(s string) string {
	return markdown.Text(session.WithoutSecrets(s))
}

// rfcSection matches a reference to a section of an RFC, "RFC 9112 §9.3".
var rfcSection = regexp.MustCompile(`RFC (\d+) §([A-Z]?[\d.]*\d)`)

// linked returns ref with each reference to an RFC section turned into a Markdown link.
func linked(ref string) string {
	return rfcSection.ReplaceAllStringFunc(ref, func(s string) string {
		m := rfcSection.FindStringSubmatch(s)
		kind := "section"
		if m[2][0] >= 'A' {
			kind = "appendix"
		}
		return fmt.Sprintf("[%s](https://www.rfc-editor.org/rfc/rfc%s#%s-%s)", s, m[1], kind, m[2])
	})
}
