package peers

import (
	"flag"

	"linger/wire"
)

var update = flag.Bool("update", false, "write the table of differences")

const preamble = `# Where readers differ

For each fixture of wire, this table compares the content that wire reads from the first response with the content that
net/http (go1.26.8) and fasthttp (1.77.0) read. It lists the differences only. "refuses" means an error instead of a
complete message; two readers that both find the message incomplete do not differ. The last column gives the rule that
settles the difference. The test that compares the readers writes this table.

| fixture | reader | wire | reader | settled by |
|---|---|---|---|---|
`

// sentences holds, for each finding that causes a difference, the rule that settles it. A
// client may nearly always refuse the message; an inspector continues if the standard
// says how.
var sentences = map[wire.Code]string{
	wire.CodeBareLF:           `9112 §2.2: "a recipient MAY recognize a single LF as a line terminator"; for chunk lines §7.1 allows only CRLF, and a client may refuse LF`,
	wire.CodeBareCR:           `9112 §2.2: "MUST consider that element to be invalid or replace each bare CR with SP": wire replaces it`,
	wire.CodeLeadingCRLF:      `9112 §9.2: data that "consists only of one or more CRLF (which can be discarded per Section 2.2)"`,
	wire.CodeStatusLine:       `9112 §4: it is not a status-line; a client may refuse it, an inspector shows the fields after it and does not reuse the connection`,
	wire.CodeStatusSpace:      `9112 §4: "recipients MAY instead parse on whitespace-delimited word boundaries"`,
	wire.CodeLeadingSpace:     `9112 §2.2: "MUST either reject the message as invalid or consume each whitespace-preceded line without further processing": wire ignores the line`,
	wire.CodeMissingColon:     `9112 §5: it is not a field-line; a client may refuse it, an inspector shows it and continues`,
	wire.CodeFieldName:        `9110 §5.1: field-name = token; a client may refuse it, an inspector shows it and continues`,
	wire.CodeFieldValue:       `9110 §5.5: "MUST either reject the message or replace each of those characters with SP": wire replaces them`,
	wire.CodeCLDuplicate:      `9112 §6.3: invalid "unless the field value can be successfully parsed as a comma-separated list, all values in the list are valid, and all values in the list are the same"`,
	wire.CodeCLEmptyElement:   `9110 §5.6.1: "A recipient MUST parse and ignore a reasonable number of empty list elements"`,
	wire.CodeCLInvalid:        `9112 §6.3: "If a message is received with both a Transfer-Encoding and a Content-Length header field, the Transfer-Encoding overrides the Content-Length", whatever that says`,
	wire.CodeSpaceBeforeColon: `9112 §5.1: "A proxy MUST remove any such whitespace from a response message before forwarding the message downstream": the line is the field that it names`,
	wire.CodeCLOnBodiless:     `9112 §6.3: "A client MUST ignore any Content-Length or Transfer-Encoding header fields received in such a message"`,
	wire.CodeTEHTTP10:         `9112 §6.1: "MUST treat the message as if the framing is faulty … and close the connection after processing the message": wire decodes, and does not reuse`,
	wire.CodeTETwice:          `9112 §6.3: chunked is "the final encoding", so it is decoded, once`,
	wire.CodeTERemains:        `9112 §6.1: "the sender MUST either apply chunked as the final transfer coding or terminate the message by closing the connection": both can be framed`,
	wire.CodeTEUnregistered:   `9112 §6.3: chunked is "the final encoding", so it is decoded; its content stays encoded`,
	wire.CodeTENotFinal:       `9112 §6.3: "the chunked transfer coding is not the final encoding, the message body length is determined by reading the connection until it is closed by the server"`,
	wire.CodeTEUnknown:        `9112 §6.3: not chunked: "reading the connection until it is closed by the server"`,
	wire.CodeCloseDelimited:   `9112 §6.1: a sender may "terminate the message by closing the connection"`,
	wire.CodeTEEmpty:          `9112 §6.3: a Transfer-Encoding without chunked: "reading the connection until it is closed by the server"`,
	wire.CodeTEEmptyElement:   `9110 §5.6.1: "A recipient MUST parse and ignore a reasonable number of empty list elements"`,
	wire.CodeTEParams:         `9112 §7.1: "Their presence SHOULD be treated as an error": wire says so, decodes, and does not reuse`,
	wire.CodeTEOnBodiless:     `9112 §6.3: "A client MUST ignore any Content-Length or Transfer-Encoding header fields received in such a message"`,
	wire.CodeChunkDigits:      `9112 §7.1: chunk-size = 1*HEXDIG, with any number of digits`,
	wire.CodeChunkExt:         `9112 §7.1.1: chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ), and 9110 §5.6.3: "A recipient MUST parse for such bad whitespace and remove it"`,
	wire.CodeChunkOverhead:    `9112 §7.1.1: the reader has its own limit`,
	wire.CodeTrailerField:     `9110 §6.6.2: the field is only an announcement; it does not change the message`,
	wire.CodeTrailerForbidden: `9112 §7.1.2: "MAY selectively retain or discard the received trailer fields"`,
}

// exceptions holds, by fixture and reader, the rules that settle differences without a
// finding.
var exceptions = map[string]string{}
