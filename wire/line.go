package wire

// A Kind is the kind of element that a [Line] forms.
type Kind uint8

// Kinds of lines. Every byte of a direction belongs to a line of one of these kinds.
const (
	_               Kind = iota
	KindRequestLine      // method SP request-target SP HTTP-version (RFC 9112 §3)
	KindStatusLine       // HTTP-version SP status-code SP [reason-phrase] (RFC 9112 §4)
	KindFieldLine        // field-name ":" OWS field-value OWS (RFC 9112 §5)
	KindFoldLine         // a continuation of the field line before it (obs-fold, RFC 9112 §5.2)
	KindOddLine          // among field lines, but not a field line: kept and shown, but not interpreted
	KindHeadEnd          // the empty line that ends a header section
	KindChunkLine        // chunk-size [ chunk-ext ] CRLF (RFC 9112 §7.1)
	KindChunkData        // the content of one chunk
	KindChunkEnd         // the CRLF after chunk-data
	KindLastChunk        // 1*("0") [ chunk-ext ] CRLF
	KindTrailerLine      // a field line of the trailer section (RFC 9112 §7.1.2)
	KindTrailerEnd       // the empty line that ends a chunked body
	KindChunks           // a run of chunks, or part of one, not separated into lines: see [Line.Explain]
	KindContent          // length-delimited or close-delimited content
	KindTunnel           // bytes after a 101, or a 2xx to CONNECT: no longer HTTP/1.x
	KindEmptyLine        // CRLF between messages, one or several in a row (discarded, RFC 9112 §2.2)
	KindUnsolicited      // bytes that answer no request (RFC 9112 §9.2)
	KindLost             // bytes after the decoder lost framing
	KindProxyHeader      // a PROXY protocol header before the first request of a connection
)

// A Role is what a field line means for framing and persistence.
type Role uint8

// Roles of field lines.
const (
	RolePlain            Role = iota
	RoleContentLength         // Content-Length (RFC 9110 §8.6)
	RoleTransferEncoding      // Transfer-Encoding (RFC 9112 §6.1)
	RoleConnection            // Connection (RFC 9110 §7.6.1)
	RoleKeepAlive             // Keep-Alive (RFC 2068 §19.7.1.1)
	RoleTrailer               // Trailer (RFC 9110 §6.6.2)
	RoleUpgrade               // Upgrade (RFC 9110 §7.8)
	RoleProxyConnection       // Proxy-Connection, obsolete (RFC 9112 §C.2.2)
	RoleExpect                // Expect (RFC 9110 §10.1.1)
	RoleContentType           // Content-Type (RFC 9110 §8.3): older standards let multipart/byteranges delimit itself
	RoleContentEncoding       // Content-Encoding (RFC 9110 §8.4)
	RoleContentRange          // Content-Range (RFC 9110 §14.4)
	RoleAuthenticate          // WWW-Authenticate or Proxy-Authenticate (RFC 9110 §11.6.1, §11.7.1)
	RoleAllow                 // Allow (RFC 9110 §10.2.1)
	RoleScrambled             // the name of one of the fields above, with letters moved or replaced

	// Fields that may occur only once in a message (RFC 9110 §5.3).
	RoleAge
	RoleContentDisposition
	RoleContentLocation
	RoleDate
	RoleETag
	RoleExpires
	RoleHost
	RoleLastModified
	RoleLocation
	RoleRetryAfter
)

// Flags is a set of special properties of a line.
type Flags uint16

// Bits of Flags.
const (
	FlagBareLF   Flags = 1 << iota // the line ends with LF instead of CRLF
	FlagCut                        // the connection ended inside the line
	FlagFolded                     // a field line that a [KindFoldLine] continues
	FlagInvalid                    // the line breaks the grammar; a finding says how
	FlagRunBegin                   // the first piece of a run of chunks: nothing before it belongs to the run
	FlagLikely                     // the kind of the line is likely, not certain: see [LeftOver]
)

// A Line is a sequence of bytes that form one element, such as a start-line, a field line
// or the data of a chunk. Off is its offset in bytes from the first byte of its direction
// of the connection. Lines contain no pointers, so that the garbage collector does not
// have to scan them.
//
// A, B and C are positions inside the line, in bytes from Off. For a field line the name
// ends at A, the value begins at B and ends at C. For a status-line the version ends at
// A, the status code begins at B and ends at C. For a request-line the method ends at A,
// the target begins at B and ends at C. For a chunk line the chunk-size ends at A. For a
// run of chunks, A is the number of chunks that end in it, and B the number of bytes of
// content in it.
type Line struct {
	Off   int64  `json:"off"`
	Len   int64  `json:"len"`
	A     uint32 `json:"a,omitempty"`
	B     uint32 `json:"b,omitempty"`
	C     uint32 `json:"c,omitempty"`
	Kind  Kind   `json:"kind"`
	Role  Role   `json:"role,omitempty"`
	Flags Flags  `json:"flags,omitempty"`
}

// End returns the offset of the byte after the line.
func (l Line) End() int64 { return l.Off + l.Len }

// ShiftLines adds the given number to the offset of each line.
func ShiftLines(lines []Line, by int64) {
	for i := range lines {
		lines[i].Off += by
	}
}

// AppendLine appends l to lines. If l continues the last line, AppendLine joins the two:
// content that was read in two pieces is one line of content.
func AppendLine(lines []Line, l Line) []Line {
	if n := len(lines); n > 0 {
		p := &lines[n-1]
		if p.Kind == l.Kind && p.End() == l.Off && p.joinedBy(l) {
			p.Len += l.Len
			p.Flags |= l.Flags
			if p.Kind == KindChunks {
				p.A += l.A
				p.B += l.B
			}
			return lines
		}
	}
	return append(lines, l)
}

// joinedBy reports whether next, which follows l directly and has the same kind,
// continues l.
func (l Line) joinedBy(next Line) bool {
	switch l.Kind {
	case KindChunkData, KindChunks, KindContent, KindTunnel, KindUnsolicited, KindLost:
		return next.Flags&FlagRunBegin == 0
	case KindEmptyLine:
		return next.Flags&FlagCut == 0
	}
	return false
}

// An Extent is the position of a piece of content in the bytes passed to one
// call of [Decoder.Feed].
type Extent struct{ Off, Len int }
