// Package servers holds the default idle timeouts of well-known servers.
//
//	Server: nginx/1.22.1 ──► [Guess] ──► nginx, 75 s
//
// The result is a guess: the field may name a proxy or be false, and the
// configuration may differ. So linger shows it separately from timeouts that
// were advertised, seen or measured, and never counts down to it.
//
// The package is pure: it does no I/O and reads no clock.
package servers
