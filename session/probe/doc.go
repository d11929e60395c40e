// Package probe measures how a server keeps HTTP/1.x connections, and produces a report
// card of persistence.
//
//	Config ─► Run ─► a table of checks
//	                   │  trial: stages on a fresh Session ─► record.Record
//	                   │  judge: records ─► Check (pure)
//	                   ▼
//	                 Report ─► JSON, JUnit, Markdown; ui/card draws it
//
// A check is a row of a table: its name, what the standard requires and in which section,
// its trials, and a function that judges their records. A trial is data: a list of
// stages, each with a command to a session and an event to wait for. Therefore, the
// judging functions are pure, and tests run them on invented events.
//
// A few trials run at the same time; the report says how many. Trials that measure an
// idle time do not begin together, because such samples would agree to a millisecond and
// hide that the limit is a range. The file pace.go decides how long each wait may take,
// so that the probe as a whole stays within its time limit; the report names the checks
// for which there was no time.
//
// If an idle limit is a range, clock.go determines whether the server checks its clock at
// intervals or when something else happens. It adds further waits, and computes how far
// the limit may be below the shortest idle time. Report.Safe is 0 unless that distance is
// known. Effects that linger itself causes are not findings: a limit on requests is
// confirmed with no other connection open, unanswered connections are attributed to the
// number of workers if the server answers a single connection, and several runs are
// judged together.
//
// Requests are GET or HEAD unless the user gives another one.
package probe
