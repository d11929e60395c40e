// Package wire turns bytes into HTTP/1.x messages and messages into bytes, and
// explains every byte on the way. It does no I/O, reads no clock and starts no
// goroutine.
//
// # Theory of operation
//
// A [Decoder] reads what a server sends on one connection. It is told which
// requests are outstanding ([Decoder.Expect]), is fed bytes as they come
// ([Decoder.Feed]), in any segmentation, and stops at each event worth a
// caller's attention:
//
//	Expect(GET)   Feed("HTTP/1.1 200 OK\r\n…\r\n\r\nhello")
//	    │             │
//	    ▼             ▼
//	 outstanding ─► Decoder ─► Event     FinalHead, MessageEnd, …
//	                  │   └──► Facts     what decides framing and persistence
//	                  ├──────► []Line    tile the input exactly
//	                  ├──────► []Extent  where the content is
//	                  └──────► []Finding what is wrong, and where
//
// Lines tile the input: every byte fed belongs to exactly one [Line], and
// offsets count from the first byte the server sent on the connection. A line
// parts further ([Line.Parts]) into name, colon, whitespace, value and so on.
//
// [Facts] is all that framing (RFC 9112 §6.3) and persistence (RFC 9112 §9.3)
// depend on. The decision and its explanation come from the same table of
// rules, so that they cannot differ.
//
// The result is the same however the input was cut, once adjacent lines of one
// run are joined ([AppendLine]).
package wire
