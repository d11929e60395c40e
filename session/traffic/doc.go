// Package traffic describes what passes between two programs on TCP connections,
// and turns it into the events of a session.
//
//	session/capture ──┐
//	                  ├──► Event ──► Watcher ──► session.Event
//	session/relay   ──┘               └─ session/observe
//
// The vantages differ in where the bytes come from. What they mean does not: the
// same exchanges, captured or relayed, give the same session.
package traffic
