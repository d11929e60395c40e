// Package clients says what well-known HTTP clients would do with a response:
// keep its connection for the next request or not, for how long, and whether
// they would send a request again that was lost on it.
//
//	[Response] ──► [Client.Ask] ──► [Verdict]
//
// Each client reads Keep-Alive and Connection in its own way, most of them not
// as RFC 2068 §19.7.1.1 and RFC 9110 §7.6.1 ask. Every rule here is one of
// those ways, restated: it is not meant to be right, but to be what that client
// does. The rules were read in the programs' sources, and are dated: see [AsOf].
//
// The package is pure: it does no I/O and reads no clock.
package clients
