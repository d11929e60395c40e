// Package saving writes a session to files: a session log while the session runs, and
// exports of the part that the record still holds.
//
//	Engine ──► Tap ──► record ──► Held ──► log, HAR, pcapng, ticket
//	            └────► Log, while it is recorded
//
// A log that is started in the middle of a session begins with the events of the record,
// so that it contains the whole session.
package saving
