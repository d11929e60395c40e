package ui

import (
	"linger/session"
	"linger/ui/text"
)

// A suggestion is an address that the user may have meant. Field why holds several forms
// of the reason for it, longest first.
type suggestion struct {
	address string
	why     []string
}

// mostSuggested is the maximum number of suggested addresses.
const mostSuggested = 3

// suggest returns the addresses in visits that the user may have meant: those whose host
// name differs in one letter from the typed one and, if a connection has failed, those
// with the same host but another scheme or port.
func suggest(typed session.Target, path string, visits []visit, failed bool) (out []suggestion) {
	for _, v := range visits {
		t, _, err := session.ParseTarget(v.target)
		if err != nil || t.String() == typed.String() || len(out) == mostSuggested {
			continue
		}
		switch {
		case t.Host == typed.Host && !failed:
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
