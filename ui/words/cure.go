package words

import "linger/session"

// Cure returns a sentence that names the command-line option that may help after a failed
// connection, or "" if there is none.
func Cure(c session.DialCure) string {
	switch c {
	case session.CureTrust:
		return "--cacert FILE trusts it; -k skips the check."
	case session.CureClientCert:
		return "-E FILE sends one."
	}
	return ""
}

// cureOf returns the cure that may help after a refused handshake, or "" if there is
// none.
func cureOf(r session.Refusal) session.DialCure {
	if r == session.RefusalWantsCert {
		return session.CureClientCert
	}
	return ""
}

// Failure returns sentences that say why linger could not connect and what to try.
func Failure(f session.DialFailed) string { return sentences(f.Text, Cure(f.Cure)) }

// Refused returns sentences that say why the server refused the TLS handshake and what to
// try.
func Refused(e *session.Ending) string {
	return sentences(e.Refusal.Sentence(e.Alert), Cure(cureOf(e.Refusal)))
}

// sentences returns first and second with a space between them, or only first if second
// is empty.
func sentences(first, second string) string {
	if second == "" {
		return first
	}
	return first + " " + second
}
