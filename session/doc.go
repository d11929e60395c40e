// Package session holds one live HTTP/1.x connection to one target and tells
// the truth about its life. It owns the socket; it knows no screen.
//
//	Command ──► inbox ──► loop ──► queue ──► Event ──► record.Apply, a log, a test
//	                      │  ▲ ▲
//	             writer ◄─┘  │ └── timer: overdue, hold, settle, -m
//	                │        │
//	                ▼      reader: sleeps on the socket, stamps what it reads
//	              one connection
//
// Two sealed types cross its boundary: a [Command] goes in, an [Event] comes
// out. One goroutine, the loop, owns all state of the connection, and every
// method that changes it takes now. The reader sleeps on nothing but the
// socket, so that a FIN or a reset that comes while the connection is idle is
// seen at once; the writer takes what the kernel does not, so that a request
// still being sent does not stop reading.
//
// The life of an exchange is told as
//
//	RequestStarted  RequestSent  Received…  ResponseHead…  Found…  ExchangeDone  BudgetChanged
//
// with a Received for each read, or part of one, and a ResponseHead for each
// interim response and the final one. Bytes that answer nothing have Exchange
// 0, save a whole response that nobody asked for: it is an exchange without a
// RequestStarted. When a connection ends, every exchange under way gets its
// ExchangeDone, then what was found about the end is told, then [Closed].
//
// Events are never dropped and never block the session: when the consumer
// lags, runs of content are merged, nothing else. What needs a clock is decided
// here and becomes an event. Times of events count from the session's start, on
// the monotonic clock.
//
// A file is a concern: order and send (what goes out), receive and exchange
// (what comes in), budget (what is left), settle, close, verdict and told (the
// end), work (repeat, hold, wait), dial, network, proxy and tls (how it
// begins), path (round trips).
package session
