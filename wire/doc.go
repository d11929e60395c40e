// Package wire turns bytes into HTTP/1.x messages and messages into bytes, and
// explains every byte on the way. It does no I/O, reads no clock and starts no
// goroutine.
//
// # Theory of operation
//
// A [Decoder] reads the bytes that a server sends on one connection. Its caller reports
// which requests are outstanding ([Decoder.Expect]) and feeds it bytes as they arrive
// ([Decoder.Feed]), however they are split among calls. The decoder stops at each event
// that the caller may need:
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
// Lines tile the input: every byte fed belongs to exactly one [Line], and offsets count
// from the first byte the server sent on the connection. [Line.Parts] divides a line into
// name, colon, whitespace, value and so on.
//
// [Facts] holds everything that framing (RFC 9112 §6.3) and persistence (RFC
// 9112 §9.3) depend on. Each decision and its explanation come from the same
// table of rules, so they cannot differ.
//
// The result does not depend on how the bytes are split among calls, once adjacent lines
// of one run are joined ([AppendLine]). Small chunks are reported in runs, which
// [Line.Explain] separates again.
//
// The decoder reads a malformed response as far as a lenient client could, and
// reports a [Finding] that points at the bytes. When framing is lost, it
// reports that and stops decoding. [Lookup] returns what a finding's code
// means, why it matters and what to do. [Readers] returns how other programs
// read the same bytes.
//
// A [RequestDecoder] reads the bytes that the client sends, in the same way.
//
// [Decoder.Assume], [Decoder.Resume] and [Decoder.Leave] are for captures that
// are incomplete. [Diagnose] returns the most likely causes of a message's
// findings. [AppendRequest] writes a request exactly as given, and
// [DecodeRequests] reads requests back.
//
// # Where to look
//
//	decoder.go      the decoder and its states (a table)
//	assemble.go     joins the pieces of lines that were fed
//	message.go      between messages: which request, unsolicited bytes, the end
//	proxyheader.go  a PROXY protocol header before the first request
//	statusline.go   the status-line
//	field.go        field lines, folds, and lines that are not field lines
//	head.go         the header section and its end
//	role.go         what a field is for, by its name
//	interpret.go    the values of fields that decide framing
//	connection.go   connection options
//	upgrade.go      upgrades
//	contentfields.go   fields about the content, and fields that are missing
//	memo.go         the previous header section, stored for comparison
//	framing.go      how the end of a body is determined: a table of rules
//	persistence.go  whether the connection persists: a table of rules
//	body.go         content by length and until close
//	chunk.go        chunks and the trailer section
//	chunkline.go    chunk-size and extensions
//	run.go          reads many small chunks at once
//	hint.go, list.go, char.go, text.go   values of fields, lists, bytes, text
//	finding.go, registry.go              findings and their rules
//	fields.go, parts.go, explain.go, label.go   details of lines
//	request.go                           writes requests
//	requestdecoder.go, requestline.go    reads requests
//	resume.go       where decoding of a capture resumes after an error
//	diagnose.go     the causes of a message's findings, with
//	                leftover.go, chunkfault.go, protocols.go, contentcheck.go
//	readers.go      how other programs read a message
//
// The fixtures in testdata are documents, one topic in each file. The nested module peers
// compares the decoder with other implementations and measures its speed.
package wire
