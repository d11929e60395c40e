// Package expect implements the conditions of --expect. A condition has a name, a
// comparison and a value.
//
//	"idle-timeout>=65s" ──► [Parse] ──► [Condition]
//	                                        │ [Condition.Judge]
//	     what was observed: a [Lookup] ─────────┴──► [Result]
//
// The [Lookup] decides which names exist. [Exchange] looks up names in one exchange, and
// [End] in the end of one connection. The names are those of the members of the JSON
// lines, and some more. For linger send, [Record] looks up the same names, and counts, in
// a session. A lesson uses Exchange and End for the condition that completes a step, and
// a probe looks up its checks.
package expect
