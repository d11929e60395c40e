// Package expect is the language of --expect: a name, a comparison, a value.
//
//	"idle-timeout>=65s" ──► [Parse] ──► [Condition]
//	                                        │ [Condition.Judge]
//	     what was seen: a [Lookup] ─────────┴──► [Result]
//
// What names there are is up to who looks them up: [Record] knows the members of
// the JSON lines and counts over a record, a probe knows its checks.
package expect
