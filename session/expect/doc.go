// Package expect implements the conditions of --expect: a name, a comparison, a
// value.
//
//	"idle-timeout>=65s" ──► [Parse] ──► [Condition]
//	                                        │ [Condition.Judge]
//	     what was observed: a [Lookup] ─────────┴──► [Result]
//
// The [Lookup] decides which names exist: [Record] looks up the members of the
// JSON lines and counts over a record, and a probe looks up its checks.
package expect
