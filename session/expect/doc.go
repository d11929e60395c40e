// Package expect implements the conditions of --expect: a name, a comparison, a
// value.
//
//	"idle-timeout>=65s" ──► [Parse] ──► [Condition]
//	                                        │ [Condition.Judge]
//	     what was observed: a [Lookup] ─────────┴──► [Result]
//
// The [Lookup] decides which names exist. [Exchange] looks up names in one exchange, and
// [End] in the end of one connection: the members of the JSON lines, and more. [Record]
// looks up the same names, and counts, in a session, for linger send. A lesson uses
// Exchange and End for the condition that completes a step, and a probe looks up its
// checks.
package expect
