// Package live is the client engine: a [Session] holds one HTTP/1.x connection
// at a time to one target and publishes what happens on it as events.
//
//	Command ──► inbox ──► loop ──► queue ──► Event ──► record.Apply, a log, a test
//	                      │  ▲ ▲
//	             writer ◄─┘  │ └── timer: overdue, hold, settle, -m
//	                │        │
//	                ▼      reading: sleeps on the socket, records times
//	              one connection
//
// Commands ([session.Command]) go in, events ([session.Event]) come out. One goroutine,
// the loop, owns all state of the connection. Each method that changes this state takes
// the current time, now.
//
// One goroutine always waits in a Read of the socket, so that linger sees a FIN or a
// reset on an idle connection at once. On TCP and Unix sockets the loop itself reads;
// commands, timers and the writer interrupt its Read with a deadline in the past (see
// inline.go). On other transports a reader goroutine reads. Bytes that the kernel does
// not accept at once go to a writer goroutine, so that sending never delays reading.
//
// The session never drops an event and never waits for the consumer. If the consumer is
// slow, the session merges consecutive events of content, but no other events. The times
// of events are measured from the start of the session, by the monotonic clock.
//
// Package [linger/session/observe] explains the bytes. The loop passes it every request
// and every read, publishes its events and acts on them (see watch.go).
//
// Each file handles one concern: order and send (outgoing requests), inline, reader and
// socket (reads and writes), watch (incoming bytes), dial, network, proxy and tls (the
// beginning of a connection), settle, close and motive (its end), work (repeat, hold,
// wait), path (round trips).
package live
