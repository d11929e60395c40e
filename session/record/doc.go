// Package record folds a session's events into what a person asks about:
// connections, exchanges, what each byte was, what is still allowed.
//
//	[]session.Event ──► Record.Apply ──► Connection ──► Exchange ──► Stretch
//
// The fold is pure: it reads no clock and does no I/O, so a live session, a
// recording and a test come to the same record. Screens, exporters and probes
// read it; nobody else writes it. Methods that depend on the time of day take
// now, as time since the session began.
package record
