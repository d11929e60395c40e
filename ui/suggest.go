package ui

import "linger/session"

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
		case oneEdit(t.Host, typed.Host):
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

// oneEdit reports whether one string becomes the other by one letter more, less or
// another, or by two neighbours that change places.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch rest, other := a[i:], b[i:]; {
	case len(b)-len(a) > 1 || a == b:
		return false
	case len(a) < len(b):
		return rest == other[1:]
	case rest[1:] == other[1:]:
		return true
	default:
		return len(rest) > 1 && rest[0] == other[1] && rest[1] == other[0] && rest[2:] == other[2:]
	}
}
