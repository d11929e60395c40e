// Package relay relays connections between other programs. Clients connect to the relay
// instead of to a server, and the relay passes on all bytes and the ends of both sides.
//
//	client ──► accept ─┐             ┌─ dial ──► server
//	                   └── a pair ───┘
//	                         │ what passed, with its time
//	                         ▼
//	                       inbox ──► one goroutine ──► traffic.Event
//
// # Copy first, explain afterwards
//
// The relay passes bytes on at once and in order; decoding does not delay them. Each pair
// has one goroutine per direction, which reads bytes, adds an event about them to the
// inbox, and writes the bytes. Another goroutine publishes the events of all pairs.
//
// The relay adds the event before it passes the bytes on. Therefore, a request is always
// published before its response, and a response before the next request.
//
// # Ends
//
// The relay passes a FIN on as a FIN, separately in each direction. It passes an RST on
// as an RST, but waits until the receiver has acknowledged all earlier bytes, because the
// kernel drops unsent bytes on an RST. If the server cannot be reached, the client gets
// an RST.
package relay
