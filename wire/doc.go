// Package wire turns bytes into HTTP/1.x messages and messages into bytes, and
// explains every byte on the way. It does no I/O, reads no clock and starts no
// goroutine.
//
// # Theory of operation
//
// A [Decoder] reads what a server sends on one connection. Its caller
// says which requests are outstanding ([Decoder.Expect]) and feeds it bytes as
// they come ([Decoder.Feed]), in any segmentation. It stops at each event worth
// the caller's attention:
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
// run are joined ([AppendLine]). Small chunks come in runs, which
// [Line.Explain] separates again.
//
// A response that is wrong is read on where a lenient client could, with a
// [Finding] that points at the bytes; where framing is lost the decoder says so
// and stops. [Lookup] knows what each code means, why it matters and what to do.
// [Readers] says what other programs make of the same bytes.
//
// A [RequestDecoder] reads what the client sends, in the same way.
//
// For captures that lack the requests there are [Decoder.Assume],
// [Decoder.Resume] and [Decoder.Leave]. [Diagnose] says what most likely caused
// the findings of a message that went wrong. Requests are written by
// [AppendRequest], exactly as given, and read back by [DecodeRequests].
//
// # Where to look
//
//	decoder.go      the decoder and its states (a table)
//	assemble.go     lines, put together from the pieces that were fed
//	message.go      between messages: which request, unsolicited bytes, the end
//	proxyheader.go  a PROXY protocol header before the first request
//	statusline.go   the status-line
//	field.go        field lines, folds and lines that are none
//	head.go         the header section and what follows it
//	role.go         what a field is for, by its name
//	interpret.go    what framing fields say
//	connection.go   connection options
//	upgrade.go      upgrades
//	contentfields.go   fields about the content, and fields that are missing
//	memo.go         the last header section, known by heart
//	framing.go      how a body is delimited: a table of rules
//	persistence.go  whether the connection stays: a table of rules
//	body.go         content by length and until close
//	chunk.go        chunks and the trailer section
//	chunkline.go    chunk-size and extensions
//	run.go          small chunks, many at once
//	hint.go, list.go, char.go, text.go   values, lists, bytes, text
//	finding.go, registry.go              findings and what is known of them
//	fields.go, parts.go, explain.go, label.go   lines, looked at closer
//	request.go                           requests, written
//	requestdecoder.go, requestline.go    requests, read
//	resume.go       where a capture is read on after an error
//	diagnose.go     what caused the findings of a message: with
//	                leftover.go, chunkfault.go, protocols.go, contentcheck.go
//	readers.go      what other readers make of a message
//
// The fixtures in testdata are documents, a topic a file; peers, a module of
// its own, compares and measures.
package wire
