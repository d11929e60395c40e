package ui

import (
	"linger/session"
	"linger/ui/text"
)

// A suggestion is an address that may have been meant, and why, from the longest way
// of saying it on.
type suggestion struct {
	address string
	why     []string
}

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
			out = append(out, suggestion{t.String() + path, []string{"the same host, " + scheme(t), scheme(t)}})
		case t.Host == typed.Host:
			out = append(out, suggestion{t.String() + path, []string{"the same host, port " + t.Port, "another port"}})
		case text.OneEdit(t.Host, typed.Host):
			out = append(out, suggestion{t.String() + path, []string{"differs in one letter", "one letter"}})
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
