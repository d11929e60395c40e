package wire

// A Version is an HTTP version, as the number it stands for (RFC 9110 §2.5).
type Version struct{ Major, Minor uint8 }

// A Request is what the framing and persistence of a response depend on in
// the request it answers.
type Request struct {
	Method    string  `json:"method"`
	Protocols string  `json:"protocols,omitempty"` // the value of Upgrade: the protocols offered
	Version   Version `json:"version"`
	Close     bool    `json:"close,omitempty"`      // sent the close connection option
	KeepAlive bool    `json:"keep_alive,omitempty"` // sent the keep-alive connection option
	Upgrade   bool    `json:"upgrade,omitempty"`    // sent an Upgrade field
	Expect    bool    `json:"expect,omitempty"`     // sent Expect: 100-continue
}

// A Hint is what a Keep-Alive field says (RFC 2068 §19.7.1.1,
// draft-thomson-hybi-http-timeout-03). Both numbers are hints, never promises.
type Hint struct {
	Present bool  `json:"present,omitempty"`
	Applies bool  `json:"applies,omitempty"` // Connection: keep-alive stands beside it
	Timeout int64 `json:"timeout"`           // seconds; -1 when not given
	Max     int64 `json:"max"`               // further exchanges; -1 when not given
}

// A Framing says how the length of a body is known (RFC 9112 §6.3).
type Framing uint8

// The framings.
const (
	FramingUndecided       Framing = iota // the header section is not complete
	FramingNoBody                         // ends with the header section
	FramingLengthDelimited                // Content-Length
	FramingChunked                        // the chunked transfer coding
	FramingCloseDelimited                 // ends with the connection
	FramingTunnel                         // the connection became a tunnel
	FramingInvalid                        // a length that cannot be read
)

// A Reason names the rule that decided persistence.
type Reason uint8

// The reasons, in the order in which they are tried (RFC 9112 §9.3); the last
// two keep the connection open.
const (
	ReasonUndecided Reason = iota
	ReasonTunnel
	ReasonFramingError
	ReasonTruncated
	ReasonCloseDelimited
	ReasonResponseClose
	ReasonRequestClose
	ReasonHTTP10Default
	ReasonHTTP10Request
	ReasonHTTP10KeepAlive
	ReasonHTTP11Default
)

// Persistent reports whether the connection stays open.
func (r Reason) Persistent() bool { return r >= ReasonHTTP10KeepAlive }

// A Step is one row of an explanation: what was asked, what the bytes said,
// and where the rule stands.
type Step struct {
	OK       bool   // the rule leaves the connection, or the search for a rule, going on, and what comes cannot change that
	Decides  bool   // this rule decided
	Asked    bool   // false: never reached, a rule before it decided
	Claim    string // "the body's end is known"
	Evidence string // "chunked, 5 chunks"
	Ref      string // "RFC 9112 §7.1"
	Offset   int64  // of the bytes that say so; -1 where none do
}

// Facts is everything about one response that decides its framing and whether
// the connection persists. It holds no bytes: offsets point at them.
type Facts struct {
	Request     Request `json:"request"`
	Answers     bool    `json:"answers"` // false: no request was outstanding
	Version     Version `json:"version"`
	Close       bool    `json:"close,omitempty"`        // received the close connection option
	KeepAlive   bool    `json:"keep_alive,omitempty"`   // received the keep-alive connection option
	LengthError bool    `json:"length_error,omitempty"` // invalid or conflicting Content-Length
	Coded       bool    `json:"coded,omitempty"`        // a Transfer-Encoding is there
	ChunkedLast bool    `json:"chunked_last,omitempty"` // and its final coding is chunked
	FramingBad  bool    `json:"framing_bad,omitempty"`  // an error finding about framing
	InterimBad  bool    `json:"interim_bad,omitempty"`  // and an interim response before this one had one
	Complete    bool    `json:"complete,omitempty"`     // the message came to its end
	Truncated   bool    `json:"truncated,omitempty"`    // the connection ended inside it
	Resumed     bool    `json:"resumed,omitempty"`      // decoding resumed here: see [Decoder.Resume]
	ByteRanges  bool    `json:"byteranges,omitempty"`   // Content-Type: multipart/byteranges
	Gzip        bool    `json:"gzip,omitempty"`         // Content-Encoding: gzip, and no other coding

	// RequestMisread is true where the request, or one before it on the connection,
	// does not end where its framing says: the server does not read the next one from
	// its beginning.
	RequestMisread bool `json:"request_misread,omitempty"`

	Status int   `json:"status"`
	Hint   Hint  `json:"hint"`
	Length int64 `json:"length"` // the Content-Length, -1 when there is none

	ContentBytes int64 `json:"content_bytes"` // after the chunked coding is removed
	ChunkCount   int64 `json:"chunks"`        // without the last-chunk

	Off    int64 `json:"offset"`  // of the message's first byte, -1 when no byte of it came
	BodyAt int64 `json:"body_at"` // of the first byte after the header section, -1 before its end

	// Offsets of the field lines that say so, -1 where there is none.
	LengthAt     int64 `json:"length_at"`
	CodingAt     int64 `json:"coding_at"`
	ConnectionAt int64 `json:"connection_at"`
	HintAt       int64 `json:"hint_at"`

	// Of bytes that answer no request and put the connection out of step; 0: none came.
	FollowedAt int64 `json:"followed_at,omitempty"`
}

// forget makes f the facts of a message at off of which nothing is known yet.
func (f *Facts) forget(off int64) {
	*f = Facts{}
	f.Off, f.BodyAt, f.Length = off, -1, -1
	f.Hint.Timeout, f.Hint.Max = -1, -1
	f.LengthAt, f.CodingAt, f.ConnectionAt, f.HintAt = -1, -1, -1, -1
}
