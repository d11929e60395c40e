package words_test

import (
	"testing"

	"linger/session"
	"linger/ui/words"
)

func TestFailureNamesTheOptionThatHelps(t *testing.T) {
	for want, f := range map[string]session.DialFailed{
		"Not trusted. --cacert FILE trusts it; -k skips the check.": {Text: "Not trusted.", Cure: session.CureTrust},
		"A certificate is required. -E FILE sends one.":             {Text: "A certificate is required.", Cure: session.CureClientCert},
		"Nothing listens there.":                                    {Text: "Nothing listens there."},
	} {
		if got := words.Failure(f); got != want {
			t.Errorf("Failure = %q, want %q", got, want)
		}
	}
}

func TestRefusedNamesTheAlertAndTheOption(t *testing.T) {
	for r, want := range map[session.Refusal]string{
		session.RefusalWantsCert: "The server requires a client certificate (TLS alert: x). -E FILE sends one.",
		session.RefusalHandshake: "The server refused the TLS handshake (TLS alert: x).",
	} {
		if got := words.Refused(&session.Ending{Refusal: r, Alert: "x"}); got != want {
			t.Errorf("Refused = %q, want %q", got, want)
		}
	}
}
