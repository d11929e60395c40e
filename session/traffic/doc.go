// Package traffic defines events about the bytes that pass between two programs on TCP
// connections, and turns them into the events of a session.
//
//	session/capture ──┐
//	                  ├──► Event ──► Watcher ──► session.Event
//	session/relay   ──┘               └─ session/observe
//
// A capture and a relay differ only in the source of the bytes: the same exchanges,
// captured or relayed, give the same session.
package traffic
