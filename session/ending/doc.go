// Package ending judges how a connection ended. From the facts of a [session.Ending], it
// determines whether an idle close was early, on time or late, whether the close was
// unannounced, which findings follow, and whether a lost request may be repeated.
//
//	facts (session.Ending) ─► ending: Against, Unannounced, Findings ─► ui/words
//
// All thresholds for these judgements are in this package.
package ending
