// Package live is the client engine: a [Session] holds one HTTP/1.x connection
// at a time to one target and publishes what happens on it as events.
//
//	Command ──► inbox ──► loop ──► queue ──► Event ──► record.Apply, a log, a test
//	                      │  ▲ ▲
//	             writer ◄─┘  │ └── timer: overdue, hold, settle, -m
//	                │        │
//	                ▼      reading: sleeps on the socket, stamps what comes
//	              one connection
//
// Two sealed types cross its boundary: a [session.Command] goes in, a
// [session.Event] comes out. One goroutine, the loop, owns all state of the
// connection, and every method that changes it takes now. Whoever reads sleeps on
// nothing but the socket, so that a FIN or a reset on an idle connection is seen
// at once: the loop itself on TCP and Unix sockets, where commands, timers and the
// writer wake it by a deadline in the past (inline); a reader goroutine elsewhere.
// The writer takes what the kernel does not, so that a request that is still being
// sent does not stop reading.
//
// Events are never dropped and never block the session: when the consumer lags,
// runs of content are merged, and nothing else. Times of events count from the
// start of the session, on the monotonic clock.
//
// What the bytes mean is for [linger/session/observe] to say: the loop shows it
// every request that it sends and every read, publishes its events, and acts on
// them (watch).
//
// Each file is one concern: order and send (what goes out), inline, reader and
// socket (reads and writes), watch (what comes in), settle, close and motive (the end), work (repeat, hold, wait), dial,
// network, proxy and tls (the beginning), path (round trips).
package live
