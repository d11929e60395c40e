// Package observe turns the bytes of HTTP/1.x connections, and the times at which the
// bytes were seen, into the events of a session. No other package does this. Package
// observe uses no sockets, clocks or goroutines, so the client engine, the decoder of
// capture files and tests all call it in the same way.
//
//	 Begin, Wrote, Stop ──►┐          ┌─ wire.RequestDecoder ─┐
//	or Sent, HalfClosed ──►┤          │                       │
//	           Received ──►├── Conn ──┼─ wire.Decoder ────────┼──► emit(session.Event)
//	            Advance ──►┤    │     │                       │
//	       End or Leave ──►┘    │     └─ exchanges, budget ───┘
//	                            │
//	                            └─► Idle, Lost, Spent, Unsolicited, Due: queried after each call
//
// An [Observer] numbers the exchanges of one session, on any number of connections. Each
// connection is a [Conn]. The caller calls its methods to report, in order, what happened
// on the connection. One goroutine owns an Observer and all its connections. An Observer
// emits events and has methods that return its state, but it never asks its owner to
// decide anything.
//
// Some callers know the client's requests in advance: the client engine and tests call
// Begin, Wrote and Stop. Others only see the bytes of the requests: a relay and a capture
// call Sent. In both cases the caller must report a request before its response.
//
// Each file handles one concern: request (requests known in advance), sent (requests
// known only from their bytes), joined (captures that begin in the middle), receive and
// batch (what the server sends), exchange and stall, budget (what the server still
// allows), end, moment and notice (the end of the connection), store, slab and digest
// (the memory behind events).
package observe
