package ui

import (
	"linger/session"
	"linger/ui/text"
)

// A suggestion is an address that the user may have meant. Its reasons say the same in
// several lengths, longest first.
type suggestion struct {
	address string
	why     []string
}

// mostSuggested is the maximum number of suggested addresses.
const mostSuggested = 3

// suggest returns addresses that the user may have meant, among servers to which linger
// has connected: those whose host name differs in one letter. If a connection has failed,
// it also returns another scheme or port of the same host.
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
