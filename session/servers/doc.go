// Package servers knows after how long well-known servers close an idle connection
// with default settings.
//
//	Server: nginx/1.22.1 ──► [Guess] ──► nginx, 75 s
//
// That is a guess: the field may name a proxy, or nothing that is true, and the
// configuration may say otherwise. It is shown apart from what was advertised, seen
// or measured, and nothing counts down to it.
//
// The package is pure: it does no I/O and reads no clock.
package servers
