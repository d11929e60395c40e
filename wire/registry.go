package wire

// Codes of the findings that depend only on the bytes.
const (
	CodeTEAndCL            Code = "te-and-cl"
	CodeTEHTTP10           Code = "te-http10"
	CodeTENotFinal         Code = "te-chunked-not-final"
	CodeTETwice            Code = "te-chunked-twice"
	CodeTEUnknown          Code = "te-unknown"
	CodeTEEmpty            Code = "te-empty"
	CodeTEEmptyElement     Code = "te-empty-element"
	CodeTEParams           Code = "te-chunked-params"
	CodeTERemains          Code = "te-remains"
	CodeTEUnregistered     Code = "te-unregistered"
	CodeTEOnBodiless       Code = "te-on-bodiless"
	CodeCLOnBodiless       Code = "cl-on-bodiless"
	CodeContentIn205       Code = "content-in-205"
	CodeCLInvalid          Code = "cl-invalid"
	CodeCLMismatch         Code = "cl-mismatch"
	CodeCLDuplicate        Code = "cl-duplicate"
	CodeCLEmptyElement     Code = "cl-empty-element"
	CodeChunkSize          Code = "chunk-size-invalid"
	CodeChunkOverflow      Code = "chunk-size-overflow"
	CodeChunkData          Code = "chunk-data-unterminated"
	CodeChunkExt           Code = "chunk-ext"
	CodeChunkExtInvalid    Code = "chunk-ext-invalid"
	CodeChunkSpace         Code = "chunk-size-space"
	CodeChunkDigits        Code = "chunk-size-long"
	CodeChunkLine          Code = "chunk-line-too-long"
	CodeChunkOverhead      Code = "chunk-overhead"
	CodeTrailerForbidden   Code = "trailer-forbidden"
	CodeTrailerField       Code = "trailer-field-invalid"
	CodeTruncated          Code = "truncated"
	CodeCloseDelimited     Code = "close-delimited"
	CodeUnsolicited        Code = "unsolicited-bytes"
	CodeUnsolicitedResp    Code = "unsolicited-response"
	CodeOutOfStep          Code = "out-of-step"
	CodeAfterClose         Code = "bytes-after-close"
	CodeStatusLine         Code = "status-line-invalid"
	CodeStatusSpace        Code = "status-line-whitespace"
	CodeStatusRange        Code = "status-out-of-range"
	CodeVersion            Code = "version-unsupported"
	CodeReasonSpace        Code = "reason-missing-space"
	CodeReasonInvalid      Code = "reason-invalid"
	CodeLeadingCRLF        Code = "leading-crlf"
	CodeBareLF             Code = "bare-lf"
	CodeBareCR             Code = "bare-cr"
	CodeObsFold            Code = "obs-fold"
	CodeSpaceBeforeColon   Code = "space-before-colon"
	CodeLeadingSpace       Code = "whitespace-before-field"
	CodeMissingColon       Code = "header-missing-colon"
	CodeFieldName          Code = "field-name-invalid"
	CodeFieldValue         Code = "field-value-invalid"
	CodeHeadTooLarge       Code = "head-too-large"
	CodeTooManyLines       Code = "too-many-lines"
	CodeTooManyInterim     Code = "too-many-interim"
	CodeUpgradeNotAsked    Code = "upgrade-not-asked"
	CodeUpgradeNotOffered  Code = "upgrade-not-offered"
	CodeUpgradeMissing     Code = "upgrade-missing"
	CodeUpgradeOption      Code = "upgrade-without-option"
	CodeUpgradeIgnored     Code = "upgrade-ignored"
	CodeOptionMisspelt     Code = "connection-option-misspelt"
	CodeOptionInvalid      Code = "connection-option-invalid"
	CodeFieldScrambled     Code = "field-name-scrambled"
	CodeFieldRepeated      Code = "field-repeated"
	CodeFieldMissing       Code = "field-missing"
	CodeEncodingChunked    Code = "content-encoding-chunked"
	CodeEncodingEmpty      Code = "content-encoding-empty"
	CodeEncodingWrong      Code = "content-encoding-wrong"
	CodeRangeMismatch      Code = "content-range-mismatch"
	CodeAuthBound          Code = "authentication-bound"
	CodeAuthInterrupted    Code = "authentication-interrupted"
	CodeKeepAliveParam     Code = "keep-alive-param-invalid"
	CodeKeepAliveAlone     Code = "keep-alive-without-connection"
	CodeCloseAndKeep       Code = "close-and-keep-alive"
	CodeProxyConnection    Code = "proxy-connection"
	CodeOtherProtocol      Code = "other-protocol"
	CodeResumed            Code = "resumed"
	CodeBytesUnknown       Code = "bytes-unrecognised"
	CodeSizeBeforeStatus   Code = "chunk-size-before-status-line"
	CodeLeftChunks         Code = "left-over-chunks"
	CodeLeftLastChunk      Code = "left-over-last-chunk"
	CodeLeftContent        Code = "left-over-content"
	CodeLengthShort        Code = "content-length-short"
	CodeLengthLong         Code = "content-length-long"
	CodeHalfCRLF           Code = "half-crlf"
	CodeLastChunkMissing   Code = "last-chunk-missing"
	CodeNotChunked         Code = "content-not-chunked"
	CodeChunkLineEmpty     Code = "chunk-line-empty"
	CodeByteOrderMark      Code = "byte-order-mark"
	CodeHeadEndMissing     Code = "head-end-missing"
	CodeChunkDecimal       Code = "chunk-size-decimal"
	CodeChunkSizeWrong     Code = "chunk-size-wrong"
	CodeLengthUncompressed Code = "content-length-uncompressed"
	CodeChunksInContent    Code = "chunks-in-content"
	CodePlainOnTLS         Code = "plain-http-on-tls"
	CodeRequestLine        Code = "request-line-invalid"
	CodeRequestTE          Code = "request-te-not-chunked"
	CodeProxyHeader        Code = "proxy-header"
)

// ruleTable is the registry, with one row for each code, grouped by the part of
// the message.
var ruleTable = [...]Rule{
	// Transfer-Encoding and Content-Length.
	{CodeTEAndCL, SeverityError, "Transfer-Encoding and Content-Length in one message",
		"readers that use the length and readers that use the coding end this message at different bytes: attackers smuggle responses this way",
		"send one of them; linger reads the chunked coding and would not use the connection again", "RFC 9112 §6.3"},
	{CodeTEHTTP10, SeverityError, "an HTTP/1.0 message has Transfer-Encoding",
		"HTTP/1.0 has no transfer codings: an intermediary may have passed the field on without understanding it",
		"answer as HTTP/1.1, or without a transfer coding; linger decodes it and would not use the connection again", "RFC 9112 §6.1"},
	{CodeTENotFinal, SeverityError, "chunked is not the final transfer coding",
		"the coding applied last hides the chunks, so only the end of the connection ends the body",
		"apply chunked last", "RFC 9112 §6.3"},
	{CodeTETwice, SeverityError, "the chunked coding is listed twice",
		"one reader removes it once, another twice: they see different content",
		"list chunked once; linger removes it once and would not use the connection again", "RFC 9112 §6.1"},
	{CodeTEUnknown, SeverityError, "the final transfer coding is not registered",
		"only the end of the connection shows where such a body ends",
		"use chunked, or no transfer coding; identity is no longer a transfer coding", "RFC 9112 §7"},
	{CodeTEEmpty, SeverityError, "the Transfer-Encoding field names no coding",
		"some readers act as if the field were absent, others read until the connection ends",
		"leave the field out, or name chunked", "RFC 9112 §6.1"},
	{CodeTEEmptyElement, SeverityWarning, "the list of transfer codings has an empty element",
		"a recipient must ignore it, but strict readers refuse the message and others look only at its beginning",
		"send only chunked", "RFC 9110 §5.6.1"},
	{CodeTEParams, SeverityError, "the chunked coding carries parameters",
		"chunked has no parameters: some readers do not recognise it with one",
		"send only chunked", "RFC 9112 §7.1"},
	{CodeTERemains, SeverityNote, "the content still has a transfer coding other than chunked",
		"the content is still compressed, but only for this connection",
		"use Content-Encoding instead: few recipients decode transfer codings", "RFC 9112 §7.2"},
	{CodeTEUnregistered, SeverityWarning, "a transfer coding is not registered",
		"no recipient can remove it: most readers refuse the message, others return the encoded content",
		"send only chunked; compress with Content-Encoding", "RFC 9112 §7.3"},
	{CodeTEOnBodiless, SeverityWarning, "a response that cannot have a body has Transfer-Encoding",
		"a reader that looks at the field before the status waits for chunks that never come, or reads the next response as content",
		"leave it out of 1xx, of 204 and of a 2xx to CONNECT", "RFC 9112 §6.1"},
	{CodeCLOnBodiless, SeverityWarning, "a response that cannot have a body has Content-Length",
		"a reader that looks at the field before the status waits for content that never comes, or reads the next response as content",
		"leave it out of 1xx, of 204 and of a 2xx to CONNECT", "RFC 9110 §8.6"},
	{CodeContentIn205, SeverityWarning, "a 205 response has content",
		"205 asks the user agent to clear a form and promises no content",
		"send Content-Length: 0", "RFC 9110 §15.3.6"},
	{CodeCLInvalid, SeverityError, "Content-Length is not a number",
		"readers disagree: some stop, some read the digits they find, some read until the connection ends",
		"send only decimal digits, up to 2^63-1", "RFC 9112 §6.3"},
	{CodeCLMismatch, SeverityError, "Content-Length is given with different values",
		"each value ends the message at a different byte",
		"send one value", "RFC 9112 §6.3"},
	{CodeCLDuplicate, SeverityWarning, "Content-Length is given more than once, with the same value",
		"the value is clear, but strict readers refuse the message",
		"send it once", "RFC 9112 §6.3"},
	{CodeCLEmptyElement, SeverityWarning, "the list of Content-Length values has an empty element",
		"the value is clear, but strict readers refuse the message",
		"send a single number", "RFC 9110 §5.6.1"},

	// Chunks.
	{CodeChunkSize, SeverityError, "a chunk-size is not hexadecimal",
		"where the next chunk begins is unknown, and so is everything after it",
		"send only hexadecimal digits", "RFC 9112 §7.1"},
	{CodeChunkOverflow, SeverityError, "a chunk-size is over 2^63-1",
		"a reader whose integers overflow uses another size",
		"send smaller chunks", "RFC 9112 §7.1"},
	{CodeChunkData, SeverityError, "no CRLF follows the chunk's data",
		"the size and the data disagree, so the next chunk cannot be found",
		"set each chunk-size to the number of bytes of data", "RFC 9112 §7.1"},
	{CodeChunkExt, SeverityNote, "a chunk carries an extension",
		"a recipient ignores unknown extensions; few programs read them at all",
		"use extensions only where both ends agree on them", "RFC 9112 §7.1.1"},
	{CodeChunkExtInvalid, SeverityWarning, "a chunk extension breaks the grammar",
		"readers that detect the end of the line differently then read different chunks",
		"send ;name or ;name=value with a token or a quoted-string", "RFC 9112 §7.1.1"},
	{CodeChunkSpace, SeverityWarning, "whitespace follows a chunk-size",
		"the grammar has none there, and strict readers refuse it",
		"end the line right after the digits", "RFC 9112 §7.1"},
	{CodeChunkDigits, SeverityNote, "a chunk-size has more than 15 digits",
		"leading zeros are legal, but readers that limit the digits refuse them",
		"send no leading zeros", "RFC 9112 §7.1"},
	{CodeChunkLine, SeverityError, "a chunk line is too long",
		"an endless extension is a way to keep a reader busy",
		"shorten the extension", "RFC 9112 §7.1.1"},
	{CodeChunkOverhead, SeverityWarning, "the chunk lines are larger than the content",
		"the reader spends more time on chunk lines than on content: strict readers reject the message",
		"send larger chunks, and shorter extensions", "RFC 9112 §7.1.1"},
	{CodeTrailerForbidden, SeverityWarning, "a field in the trailer section belongs in the header section",
		"it comes too late to frame, route or describe the message, and is ignored",
		"send it before the content", "RFC 9110 §6.5.1"},
	{CodeTrailerField, SeverityWarning, "the Trailer field names a field that must not be in a trailer section",
		"it would be ignored there, and a few readers refuse the response because of the announcement",
		"name only fields that are meant for the trailer section", "RFC 9110 §6.6.2"},

	// Where a message ends.
	{CodeTruncated, SeverityError, "the connection closed before the message was complete",
		"part of the message is missing: it must not be used as if it were complete",
		"look for the reason on the server; repeat the request if it is idempotent", "RFC 9112 §8"},
	{CodeCloseDelimited, SeverityNote, "only the end of the connection ends the body",
		"a broken transfer looks like a complete one, and the connection cannot be used again",
		"send Content-Length, or chunked", "RFC 9112 §6.3"},
	{CodeUnsolicited, SeverityError, "unsolicited bytes arrived",
		"a client would read them as the next response",
		"close the connection: it is no longer certain where a message begins", "RFC 9112 §9.2"},
	{CodeUnsolicitedResp, SeverityWarning, "a response came without a request",
		"a client must not read it as the answer to its next request",
		"close the connection, and repeat the request on another", "RFC 9112 §9.2"},
	{CodeOutOfStep, SeverityError, "bytes follow the complete response",
		"the message before them does not end where it says: every later answer would be misread",
		"close the connection; correct the length that the server sends, or send no body where none is allowed", "RFC 9112 §6.3"},
	{CodeResumed, SeverityNote, "linger found a response here, after bytes that belong to no response",
		"it looks like a response, but may be part of another response's content",
		"treat it as a guess: a client must not use it", "RFC 9112 §9.2"},
	{CodeAfterClose, SeverityWarning, "bytes came after a response that said close",
		"nothing may follow on this connection: clients do not read them",
		"close after the response, as it said", "RFC 9112 §9.6"},

	// The start-line.
	{CodeStatusLine, SeverityError, "not a status-line",
		"without one there is no HTTP/1.x response to read",
		"begin with HTTP/1.1, a space, three digits and a space", "RFC 9112 §4"},
	{CodeStatusSpace, SeverityWarning, "the parts of the status-line are not separated by one space",
		"readers that split it differently see another status",
		"put exactly one space between them", "RFC 9112 §4"},
	{CodeStatusRange, SeverityWarning, "the status code is outside 100 to 599",
		"it has no class; clients treat it as a server error",
		"send a status code from 100 to 599", "RFC 9110 §15"},
	{CodeVersion, SeverityError, "the HTTP major version is not 1",
		"the bytes after it may be framed differently from HTTP/1.x",
		"answer as HTTP/1.1", "RFC 9110 §2.5"},
	{CodeReasonSpace, SeverityWarning, "no space follows the status code",
		"the space is required even when no reason phrase follows",
		"add it", "RFC 9112 §4"},
	{CodeReasonInvalid, SeverityWarning, "the reason phrase holds a control character",
		"it may reach a terminal or a log",
		"send visible characters, spaces and tabs", "RFC 9112 §4"},
	{CodeRequestLine, SeverityError, "not a request-line",
		"without one there is no HTTP/1.x request to read",
		"begin with a method, a space, the target, a space and HTTP/1.1", "RFC 9112 §3"},
	{CodeRequestTE, SeverityError, "the final transfer coding of a request is not chunked",
		"the end of the connection cannot end a request, so its length is unknown",
		"apply chunked last", "RFC 9112 §6.3"},

	{CodeProxyHeader, SeverityNote, "the bytes begin with a PROXY protocol header",
		"a proxy uses it to pass on the address of its client; a server that does not expect it rejects the request",
		"turn it on or off on both sides: send-proxy at the proxy, accept-proxy or proxy_protocol at the server", "PROXY protocol §2"},

	// Lines.
	{CodeLeadingCRLF, SeverityWarning, "there is an empty line between messages",
		"most clients discard it; strict clients read it as the beginning of an invalid response",
		"correct the length of the message before it", "RFC 9112 §2.2"},
	{CodeBareLF, SeverityWarning, "a line ends in LF instead of CRLF",
		"readers that wait for CRLF see another line, or none",
		"end lines with CRLF", "RFC 9112 §2.2"},
	{CodeBareCR, SeverityWarning, "a CR is inside a line",
		"readers that end the line there see other fields",
		"remove it", "RFC 9112 §2.2"},
	{CodeObsFold, SeverityWarning, "a field line is folded",
		"readers that do not join the lines lose part of the value",
		"send the value on one line", "RFC 9112 §5.2"},
	{CodeSpaceBeforeColon, SeverityWarning, "there is whitespace before a field line's colon",
		"some readers remove it and use the field, others ignore the field",
		"remove it", "RFC 9112 §5.1"},
	{CodeLeadingSpace, SeverityWarning, "there is whitespace before the first field line",
		"recipients may read the line as the end of the line before it, so they must ignore it",
		"remove the line", "RFC 9112 §2.2"},
	{CodeMissingColon, SeverityWarning, "a line of the header or trailer section has no colon",
		"it is not a field: some readers skip it, others refuse the message",
		"remove the line", "RFC 9112 §5"},
	{CodeFieldName, SeverityWarning, "a field name holds a byte that is not allowed",
		"the name is not a token: readers refuse it, or split it differently",
		"use letters, digits and hyphens", "RFC 9110 §5.1"},
	{CodeFieldValue, SeverityWarning, "a field value holds a control character",
		"it may end the value for one reader and not for another, or reach a terminal",
		"remove it, or encode it", "RFC 9110 §5.5"},

	// Limits.
	{CodeHeadTooLarge, SeverityError, "the header or trailer section is over the limit",
		"an endless section is a way to fill a reader's memory",
		"send a smaller section, or raise linger's limit", "RFC 9110 §5.4"},
	{CodeTooManyLines, SeverityError, "the header or trailer section has too many lines",
		"each line costs a reader more memory than its bytes: a million short lines are a way to fill it",
		"send fewer fields; linger reads 20,000 lines", "RFC 9110 §5.4"},
	{CodeTooManyInterim, SeverityError, "too many interim responses to one request",
		"a client would wait for the final response indefinitely",
		"send the final response", "RFC 9110 §15.2"},

	// The connection.
	{CodeUpgradeNotAsked, SeverityWarning, "101 answers a request that did not ask for an upgrade",
		"the bytes after it are no longer HTTP, although the client never agreed to another protocol",
		"switch only to a protocol that the request offered", "RFC 9110 §7.8"},
	{CodeUpgradeNotOffered, SeverityError, "101 switches to a protocol that the request did not offer",
		"the bytes after it belong to a protocol that the client never agreed to",
		"switch only to a protocol that the request offered", "RFC 9110 §7.8"},
	{CodeUpgradeMissing, SeverityWarning, "the Upgrade field is missing",
		"the client cannot know which protocol is meant, and fails the handshake; often a proxy removed the field",
		"send Upgrade and Connection: upgrade; let proxies pass both on", "RFC 9110 §7.8"},
	{CodeUpgradeOption, SeverityWarning, "Upgrade is sent without the upgrade connection option",
		"without the option, the field may have been meant for another connection, so it is ignored",
		"also send Connection: upgrade", "RFC 9110 §7.8"},
	{CodeUpgradeIgnored, SeverityNote, "the request asked for an upgrade, and the response does not switch",
		"the connection stays HTTP/1.x; a WebSocket client reports a failed handshake",
		"send the request to a server that speaks the protocol; let proxies pass Upgrade and Connection on", "RFC 9110 §7.8"},
	{CodeOptionMisspelt, SeverityWarning, "an unknown connection option resembles close or keep-alive",
		"recipients ignore it: the connection persists or ends as if the option were absent",
		"send close or keep-alive, exactly", "RFC 9110 §7.6.1"},
	{CodeOptionInvalid, SeverityWarning, "a connection option is not a token",
		"some clients find close inside it, others ignore it",
		"send options as tokens, separated by commas", "RFC 9110 §7.6.1"},
	{CodeFieldScrambled, SeverityWarning, "the field name is a scrambled Connection, Content-Length or Transfer-Encoding",
		"a middlebox renames a field to disable it: the client does not get the server's information about the connection",
		"look for a load balancer or an antivirus program between client and server", "RFC 9110 §7.6.1"},
	{CodeFieldRepeated, SeverityWarning, "a field that may occur only once occurs more than once",
		"some readers take the first value, some the last, and some refuse the message",
		"send it once", "RFC 9110 §5.3"},
	{CodeFieldMissing, SeverityWarning, "a field that the status requires is missing",
		"the client cannot act on the status without it",
		"send the field, or another status", "RFC 9110 §15"},
	{CodeEncodingChunked, SeverityWarning, "chunked is given as a content coding",
		"it is a transfer coding: readers return the chunk lines as content, or fail to decode it",
		"send Transfer-Encoding: chunked instead", "RFC 9112 §7.1"},
	{CodeEncodingEmpty, SeverityWarning, "Content-Encoding is given, and there is no content",
		"in that coding, even empty content has some bytes: clients that decode it report an unexpected end",
		"leave Content-Encoding out if there is no content", "RFC 9110 §8.4"},
	{CodeEncodingWrong, SeverityWarning, "the content contradicts Content-Encoding",
		"a client that decodes the content reports an error and shows nothing",
		"leave Content-Encoding out, or compress the content; a proxy on the path may decompress it and keep the field", "RFC 9110 §8.4"},
	{CodeRangeMismatch, SeverityWarning, "Content-Range and Content-Length differ",
		"the client cannot know which part of the content it received",
		"send the length of the part", "RFC 9110 §14.4"},
	{CodeAuthBound, SeverityNote, "the authentication is bound to the connection",
		"NTLM and Negotiate authenticate a connection: it must not be shared, and each new connection must authenticate again",
		"keep the connection open, and use it for only one user", "RFC 4559 §6"},
	{CodeAuthInterrupted, SeverityWarning, "the connection ends in the middle of an authentication",
		"the challenge is valid only on this connection, so the client can never answer it",
		"keep the connection open until the handshake is complete", "RFC 4559 §6"},
	{CodeKeepAliveParam, SeverityWarning, "a Keep-Alive parameter cannot be read",
		"clients that use the hint have to guess, and their guesses differ",
		"send timeout=5, max=100: name, =, whole number, separated by commas", "RFC 2068 §19.7.1.1"},
	{CodeKeepAliveAlone, SeverityWarning, "Keep-Alive without Connection: keep-alive is ignored",
		"it may have been meant for another connection, and a recipient should ignore it",
		"also send Connection: keep-alive", "RFC 2068 §19.7.1.1"},
	{CodeCloseAndKeep, SeverityWarning, "Connection says both close and keep-alive",
		"close wins, but some clients use the first option that they find",
		"send one of them", "RFC 9112 §9.3"},
	{CodeProxyConnection, SeverityNote, "the obsolete Proxy-Connection field is sent",
		"it has no meaning, but a few clients obey it",
		"leave it out", "RFC 9112 §C.2.2"},

	// Results of Diagnose: the most likely causes of the findings above.
	{CodeOtherProtocol, SeverityError, "the bytes are not HTTP/1.x",
		"no HTTP/1.x client can use this port with this scheme",
		"check the port and the scheme", "RFC 9112 §4"},
	{CodeBytesUnknown, SeverityNote, "the bytes are not recognised",
		"they do not begin a response and do not continue one that linger knows",
		"search the server's source and its log for them", "RFC 9112 §9.2"},
	{CodeSizeBeforeStatus, SeverityNote, "a chunk-size precedes the status-line",
		"a program treated a whole response as content and sent it as a chunk",
		"look for a module or a proxy that wraps responses: let it pass them on as they are", "RFC 9112 §7.1"},
	{CodeLeftChunks, SeverityNote, "the bytes left over are chunks of the same body",
		"a chunk of size 0 is the last-chunk: a sender that writes an empty part ends the body",
		"do not write chunks of size 0, for example on flush; end the body once", "RFC 9112 §7.1"},
	{CodeLeftLastChunk, SeverityNote, "the bytes left over are a last-chunk",
		"a client looks for the next response where the last-chunk is",
		"end the body once; write no chunks if the body is not chunked", "RFC 9112 §7.1"},
	{CodeLeftContent, SeverityNote, "the bytes left over are the content of a response that has none",
		"a client does not read it as content, whatever Content-Length says, but as the next response",
		"send only the header section", "RFC 9112 §6.3"},
	{CodeLengthShort, SeverityError, "the bytes left over most likely continue the content",
		"a client ends the content at Content-Length and reads the rest as the next response",
		"count bytes: Buffer.byteLength(s) in Node, len(s.encode()) in Python; or leave Content-Length to the server", "RFC 9110 §8.6"},
	{CodeLengthLong, SeverityNote, "the content includes the beginning of the next response",
		"a client waits for the rest of the content, and takes it from the answer to its next request",
		"count the bytes that are sent; or leave Content-Length to the server", "RFC 9110 §8.6"},
	{CodeHalfCRLF, SeverityNote, "the content ends between CR and LF: Content-Length is 1 too small",
		"the content lacks its last byte, and strict clients refuse the next response",
		"count both bytes of CRLF", "RFC 9110 §8.6"},
	{CodeLastChunkMissing, SeverityNote, "a status-line is where a chunk-size belongs: the last-chunk is missing",
		"the body never ends for a client, and the next response is lost",
		"end the body with a chunk of size 0 and an empty line", "RFC 9112 §7.1"},
	{CodeNotChunked, SeverityNote, "the content is not chunked, although Transfer-Encoding says so",
		"no client can read the content: each reads its first line as a chunk-size",
		"do not set Transfer-Encoding in the application; leave it to the server, which writes the chunks", "RFC 9112 §7.1"},
	{CodeChunkLineEmpty, SeverityNote, "an empty line is where a chunk-size belongs",
		"a client cannot find the next chunk, and the rest of the content is lost",
		"write one CRLF after the data of a chunk, and one after its size", "RFC 9112 §7.1"},
	{CodeByteOrderMark, SeverityNote, "a byte order mark precedes the status-line",
		"a client does not find the status-line, and reports an invalid response or HTTP/0.9",
		"save the script or template that writes the response without a byte order mark (BOM)", "RFC 9112 §4"},
	{CodeHeadEndMissing, SeverityNote, "the content begins in the header section: the empty line before it is missing",
		"a client reads the content as field lines, and waits for the content that Content-Length announces",
		"end the header section with an empty line: CRLF twice", "RFC 9112 §2.1"},
	{CodeChunkDecimal, SeverityNote, "the chunk-sizes are decimal",
		"they are read as hexadecimal: every size of more than one digit is wrong",
		"write them in hexadecimal", "RFC 9112 §7.1"},
	{CodeChunkSizeWrong, SeverityNote, "a chunk-size is wrong",
		"the size and the data disagree, so the next chunk cannot be found, or part of the line end becomes content",
		"set each chunk-size to the number of bytes of data, without their CRLF", "RFC 9112 §7.1"},
	{CodeLengthUncompressed, SeverityNote, "Content-Length is the length of the uncompressed content",
		"a client waits for bytes that never come, and reports a truncated response",
		"set Content-Length after compression, or let the program that compresses remove it", "RFC 9110 §8.6"},
	{CodeChunksInContent, SeverityNote, "the content itself consists of chunks",
		"the client returns chunk-sizes as part of the content",
		"apply the chunked coding once, in the server or in the application, and name it in Transfer-Encoding", "RFC 9112 §7.1"},
	{CodePlainOnTLS, SeverityNote, "the server says that it expects TLS on this port",
		"the request was sent unencrypted, and was not processed",
		"use https", "RFC 9110 §4.2.2"},
}

// IsCause reports whether a finding with this code is a result of [Diagnose]: the most
// likely cause of other findings.
func IsCause(code Code) bool {
	i, ok := ruleIndex[code]
	return ok && i >= ruleIndex[CodeOtherProtocol]
}

var ruleIndex = func() map[Code]int {
	m := make(map[Code]int, len(ruleTable))
	for i, r := range ruleTable {
		m[r.Code] = i
	}
	return m
}()
