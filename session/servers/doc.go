// Package servers holds the default idle timeouts of well-known servers.
//
//	Server: nginx/1.22.1 ──► [Guess] ──► nginx, 75 s
//
// The result is a guess: the Server field may name a proxy or be wrong, and the
// configuration of the server may differ. So linger shows guesses separately from
// timeouts that were advertised, seen or measured, and never counts down to a guess.
package servers
