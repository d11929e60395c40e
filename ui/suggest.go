package ui

import (
	"linger/session"
	"linger/ui/text"
)

// A suggestion is an address that may have been meant, and why.
type suggestion struct{ address, why string }

// mostSuggested is how many addresses are suggested at most.
const mostSuggested = 3

// suggest returns addresses that may have been meant instead of one: of servers that
// linger has connected to, those of the same host, or of one whose name differs in
// one letter.
func suggest(typed session.Target, path string, visits []visit) (out []suggestion) {
	for _, v := range visits {
		t, _, err := session.ParseTarget(v.target)
		if err != nil || t.String() == typed.String() || len(out) == mostSuggested {
			continue
		}
		switch {
		case t.Host == typed.Host && t.TLS != typed.TLS:
			out = append(out, suggestion{t.String() + path, "the same host, " + scheme(t)})
		case t.Host == typed.Host:
			out = append(out, suggestion{t.String() + path, "the same host, port " + t.Port})
		case text.OneEdit(t.Host, typed.Host):
			out = append(out, suggestion{t.String() + path, "differs in one letter"})
		}
	}
	return out
}

func scheme(t session.Target) string {
	if t.TLS {
		return "https"
	}
	return "http"
}
