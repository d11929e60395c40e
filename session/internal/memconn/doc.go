// Package memconn provides connections in memory. Tests use it to control time on a
// persistent connection. linger uses it to add the network latency that the user wants to
// the practice server.
//
//	client ──── Write ────▶ [ ≤ 64 KiB, one-way latency ] ──── Read ────▶ server
//	       ◀─── Read ───── [ ≤ 64 KiB, one-way latency ] ◀─── Write ────
//	           FIN: CloseWrite, Close        RST: SetLinger(0) and Close
//
// A pair behaves like a TCP connection between two Linux sockets, as far as an HTTP/1.x
// peer can observe that: writes return at once while there is room, a half-close leaves
// the other direction open, a reset is distinguished from a FIN, a close with unread
// input is a reset, and the first write to a peer that has closed succeeds while later
// ones fail with EPIPE.
//
// Every wait is on a sync.Cond, a channel or a timer. So a goroutine that is blocked here
// counts as durably blocked in a testing/synctest bubble, and deadlines and latency use
// the bubble's clock.
package memconn
