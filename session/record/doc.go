// Package record folds the events of a session into its state: connections,
// exchanges, the meaning of each byte, and what the server still allows.
//
//	[]session.Event ──► Record.Apply ──► Connection ──► Exchange ──► Stretch
//
// Any number of connections may be open at once. Each has its own state, clock and
// budget; the record does not know which one a screen shows.
//
// The fold is pure: it reads no clock and does no I/O, so a live session, a log and a
// test arrive at the same record. Screens, exporters and probes read it; only Apply
// changes it. Methods that depend on the current time have a parameter now, which is the
// time since the start of the session.
package record
