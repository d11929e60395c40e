// Package observe turns the bytes of HTTP/1.x connections, and the times at
// which they passed, into the events of a session. It is the only place that
// does. It has no socket, no clock and no goroutine: the client engine, a file
// that is decoded and a test all drive it in the same way.
//
//	 Begin, Wrote, Stop ──►┐          ┌─ wire.RequestDecoder ─┐
//	or Sent, HalfClosed ──►┤          │                       │
//	           Received ──►├── Conn ──┼─ wire.Decoder ────────┼──► emit(session.Event)
//	            Advance ──►┤    │     │                       │
//	       End or Leave ──►┘    │     └─ exchanges, budget ───┘
//	                            │
//	                            └─► Idle, Lost, Spent, Unsolicited, Due: asked after each call
//
// An [Observer] numbers the exchanges of one session, over any number of
// connections. Each connection is a [Conn], which receives what happened, in
// order. One goroutine owns an Observer and all its connections. The seam goes
// one way: the Observer emits events and keeps state that can be asked, but
// never calls its owner to decide anything.
//
// The client's direction is either known in advance (Begin, Wrote, Stop: the
// client engine and tests) or only seen (Sent: a relay, a capture). The caller owes
// one guarantee: a request is shown before its response.
//
// Each file is one concern: request (what the client is known to send), sent (what
// it is seen to send), joined (captures that begin in the middle), receive and
// batch (what the server sends), exchange and stall, budget (what the server still
// allows), end, moment and notice (the end of the connection), store, slab
// and digest (the memory behind events).
package observe
