// Package relay relays between other programs: clients connect to it instead of
// to a server, and it passes on all bytes and the ends of both sides.
//
//	client ──► accept ─┐             ┌─ dial ──► server
//	                   └── a pair ───┘
//	                         │ what passed, with its time
//	                         ▼
//	                       inbox ──► one goroutine ──► traffic.Event
//
// # Copy first, explain afterwards
//
// Bytes are passed on at once and in order; decoding them does not delay them.
// A pair has one goroutine for each direction, which reads bytes, adds a note
// of them to the inbox, and writes them. Another goroutine takes the notes of
// all pairs and publishes them as events.
//
// The note is made before the bytes are passed on. Therefore a request is always
// published before its response, and a response before the next request.
//
// # Ends
//
// A FIN is passed on as a FIN, separately in each direction. An RST is passed on
// as an RST when the peer has acknowledged all earlier bytes, because the kernel
// would drop unsent ones. If the server cannot be reached, the client gets a
// RST.
package relay
