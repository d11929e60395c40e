// Package saving writes what a session showed to files: a session log that goes on
// with the session, and exports of what is held.
//
//	Engine ──► Tap ──► record ──► Held ──► log, HAR, pcapng, ticket
//	            └────► Log, while it is recorded
//
// A log that begins in the middle of a session begins with what the record holds, so
// that it has all of the session.
package saving
