package words

import "linger/session"

// Cure returns a sentence with the option of the command line that may remove
// the cause of a failed connection, or "" if there is none.
func Cure(c session.DialCure) string {
	switch c {
	case session.CureTrust:
		return "--cacert FILE trusts it, -k skips the check."
	case session.CureClientCert:
		return "-E FILE sends one."
	}
	return ""
}

// cureOf returns the cure of a refused handshake.
func cureOf(r session.Refusal) session.DialCure {
	if r == session.RefusalWantsCert {
		return session.CureClientCert
	}
	return ""
}

// Failure returns sentences about why there is no connection, and what to try.
func Failure(f session.DialFailed) string { return sentences(f.Text, Cure(f.Cure)) }

// Refused returns sentences about why the server refused the TLS handshake, and
// what to try.
func Refused(e *session.Ending) string {
	return sentences(e.Refusal.Sentence(e.Alert), Cure(cureOf(e.Refusal)))
}

// sentences joins two sentences, the second of which may be empty.
func sentences(first, second string) string {
	if second == "" {
		return first
	}
	return first + " " + second
}
