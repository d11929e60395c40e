// Package probe measures how a server keeps HTTP/1.x connections: the report
// card of persistence.
//
//	Config ─► Run ─► a table of checks
//	                   │  trial: stages on a fresh Session ─► record.Record
//	                   │  judge: records ─► Check (pure)
//	                   ▼
//	                 Report ─► JSON, JUnit, Markdown; ui/card draws it
//
// A check is a row of a table: its name, what the standard asks and where,
// the trials it makes, and a function that judges their records. A trial is
// data: stages, each a command to a session and what to wait for. So all
// judgement is pure, and is tested on events that were never sent.
//
// Trials run a few at a time, as the report says. Those whose
// answer is a time of silence begin apart from each other: samples that begin
// together agree to a millisecond and hide that the limit is a range. How long
// is waited for what is decided in pace.go: the whole keeps its bound, and what
// there was no time for says so.
//
// A limit that is a range is looked at again: clock.go finds out whether the server
// looks at its clock in ticks or when something happens, waits across a tick, and
// says how far below the shortest life the limit may lie. Report.Safe is 0 unless
// that was established. What linger itself causes is no finding: a limit on requests
// is confirmed alone, unanswered connections are put down to the number of workers
// where the server answers one alone, and several runs are judged together.
//
// Requests are GET or HEAD unless another one is given.
package probe
