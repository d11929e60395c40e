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
// Commands ([session.Command]) go in, events ([session.Event]) come out. One
// goroutine, the loop, owns all state of the connection; every method that changes
// it takes the time, now.
//
// One goroutine always waits in a Read of the socket, so that a FIN or a reset on an
// idle connection is seen at once. On TCP and Unix sockets that is the loop itself;
// commands, timers and the writer end its Read by a deadline in the past (inline).
// On other transports it is a reader goroutine. Bytes that the kernel does not take
// at once go to a writer goroutine, so that sending never delays reading.
//
// Events are never dropped and never block the session: if the consumer lags, runs
// of content are merged, and nothing else is. Times of events count from the
// start of the session, on the monotonic clock.
//
// Package [linger/session/observe] decides what the bytes mean. The loop passes it
// every request and every read, publishes its events, and acts on them (watch).
//
// Each file is one concern: order and send (what goes out), inline, reader and
// socket (reads and writes), watch (what comes in), settle, close and motive (the
// end), work (repeat, hold, wait), dial, network, proxy and tls (the beginning),
// path (round trips).
package live
