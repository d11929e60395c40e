// Package clients predicts what well-known HTTP clients do after a response: whether and
// for how long they keep its connection for another request, and whether they repeat a
// request that was lost on it.
//
//	[Response] ──► [Client.Ask] ──► [Verdict]
//
// Each client reads Keep-Alive and Connection in its own way, and most do not follow RFC
// 2068 §19.7.1.1 and RFC 9110 §7.6.1. Each rule in this package reproduces what one
// client does, whether that is right or wrong. The rules describe the programs as they
// were in the month [AsOf].
//
// The package is pure: it does no I/O and reads no clock.
package clients
