package words

import "linger/session"

// Cure returns which option of the command line may remove the cause of a failed
// connection, as a sentence; empty where none does.
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

// Failure returns why there is no connection, and what may be tried, in sentences.
func Failure(f session.DialFailed) string { return sentences(f.Text, Cure(f.Cure)) }

// Refused returns why the server refused the TLS handshake, and what may be tried,
// in sentences.
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
