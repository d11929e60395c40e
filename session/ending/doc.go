// Package ending judges how a connection ended. It takes the facts of a
// [session.Ending] and says what they amount to: whether an idle close was early,
// on time or late, whether it came without notice, which findings follow from it,
// and whether a lost request may be repeated.
//
//	facts (session.Ending) ─► ending: Against, Unannounced, Findings ─► ui/words
//
// The bounds of these judgements stand here and nowhere else.
package ending
