// Package session holds one live HTTP/1.x connection to one target and tells
// the truth about its life. It owns the socket; it knows no screen.
//
//	Command ──► Session ──► Event ──► record.Apply, a log, a test
//	            │     ▲
//	     write  ▼     │ read, stamped
//	          one connection
//
// Two sealed types cross its boundary: a [Command] goes in, an [Event] comes
// out. One goroutine owns all state of the connection; a reader sleeps on
// nothing but the socket, so that a FIN or a reset that comes while the
// connection is idle is seen at once. Events are never dropped and never block
// the session: when the consumer lags, runs of content are merged, nothing
// else.
//
// What needs a clock is decided here and becomes an event. Times of events
// count from the session's start, on the monotonic clock.
package session
