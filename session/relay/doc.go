// Package relay stands between other programs: they connect to it instead of to
// a server, and it passes on what they send, and how they end.
//
//	client ──► accept ─┐             ┌─ dial ──► server
//	                   └── a pair ───┘
//	                         │ what passed, with its time
//	                         ▼
//	                       inbox ──► one goroutine ──► traffic.Event
//
// # Copy first, explain after
//
// Bytes leave in the order in which they came, and as promptly: nothing that
// explains them stands in their way. A pair has one goroutine for each direction.
// It notes what it read, writes it, and reads on. One other goroutine takes the
// notes of all pairs and publishes them as events.
//
// What one side sent is noted before it is passed on. So a request is always
// published before its response, and a response before the request that follows it.
//
// # Ends
//
// A FIN is passed on as a FIN, in each direction by itself. A RST is passed on as
// a RST, once the peer has acknowledged everything before it: the kernel would
// drop what it has not sent yet. A server that cannot be reached is a RST for the
// client.
package relay
