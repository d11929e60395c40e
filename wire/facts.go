package wire

// A Version is an HTTP version, as a major and a minor number (RFC 9110 §2.5).
type Version struct{ Major, Minor uint8 }

// A Request holds the properties of a request that affect the framing of its response and
// whether the connection persists.
type Request struct {
	Method    string  `json:"method"`
	Protocols string  `json:"protocols,omitempty"` // the value of Upgrade: the protocols offered
	Version   Version `json:"version"`
	Close     bool    `json:"close,omitempty"`      // sent the close connection option
	KeepAlive bool    `json:"keep_alive,omitempty"` // sent the keep-alive connection option
	Upgrade   bool    `json:"upgrade,omitempty"`    // sent an Upgrade field
	Expect    bool    `json:"expect,omitempty"`     // sent Expect: 100-continue
}

// A Hint holds the parameters of a Keep-Alive field (RFC 2068 §19.7.1.1,
// draft-thomson-hybi-http-timeout-03). Both numbers are hints, never promises.
type Hint struct {
	Present bool  `json:"present,omitempty"`
	Applies bool  `json:"applies,omitempty"` // the message also has Connection: keep-alive
	Timeout int64 `json:"timeout"`           // seconds; -1 if not given
	Max     int64 `json:"max"`               // further exchanges; -1 if not given
}

// A Framing is what determines the length of a message body (RFC 9112 §6.3).
type Framing uint8

// Framings of a message body.
const (
	FramingUndecided       Framing = iota // the header section is not complete
	FramingNoBody                         // no message body: the message ends with the header section
	FramingLengthDelimited                // Content-Length
	FramingChunked                        // the chunked transfer coding
	FramingCloseDelimited                 // close-delimited: the message ends with the connection
	FramingTunnel                         // the connection became a tunnel
	FramingInvalid                        // the length is invalid
)

// A Reason names the rule that decided persistence.
type Reason uint8

// Reasons, in the order in which the rules are tried (RFC 9112 §9.3). The last two keep
// the connection open.
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

// A Step is one row of an explanation: the claim that was tested, the evidence
// in the bytes, and the section of the rule.
type Step struct {
	OK       bool   // this step ends neither the connection nor the search for a framing rule, whatever bytes follow
	Decides  bool   // this rule decided
	Asked    bool   // false: not tested, because an earlier rule decided
	Claim    string // "the body's end is known"
	Evidence string // "chunked, 5 chunks"
	Ref      string // "RFC 9112 §7.1"
	Offset   int64  // offset of the bytes that are the evidence; -1 if there are none
}

// Facts holds everything about one response that decides its framing and
// whether the connection persists. It contains no bytes, only offsets.
type Facts struct {
	Request     Request `json:"request"`
	Answers     bool    `json:"answers"` // false: no request was outstanding
	Version     Version `json:"version"`
	Close       bool    `json:"close,omitempty"`        // received the close connection option
	KeepAlive   bool    `json:"keep_alive,omitempty"`   // received the keep-alive connection option
	LengthError bool    `json:"length_error,omitempty"` // invalid or conflicting Content-Length
	Coded       bool    `json:"coded,omitempty"`        // the message has a Transfer-Encoding field
	ChunkedLast bool    `json:"chunked_last,omitempty"` // the final transfer coding is chunked
	FramingBad  bool    `json:"framing_bad,omitempty"`  // the message has an error finding about framing
	InterimBad  bool    `json:"interim_bad,omitempty"`  // an interim response before this one has an error finding about framing
	Complete    bool    `json:"complete,omitempty"`     // the message ended as its framing says
	Truncated   bool    `json:"truncated,omitempty"`    // the connection ended inside the message
	Resumed     bool    `json:"resumed,omitempty"`      // decoding resumed here: see [Decoder.Resume]
	ByteRanges  bool    `json:"byteranges,omitempty"`   // the message has Content-Type: multipart/byteranges
	Gzip        bool    `json:"gzip,omitempty"`         // Content-Encoding names gzip and no other coding

	// RequestMisread is true if the request, or an earlier one on the connection, does
	// not end where its framing says. The server then does not read the next request
	// from its beginning.
	RequestMisread bool `json:"request_misread,omitempty"`

	Status int   `json:"status"`
	Hint   Hint  `json:"hint"`
	Length int64 `json:"length"` // the Content-Length; -1 if there is none

	ContentBytes int64 `json:"content_bytes"` // number of bytes of content, without the chunked coding
	ChunkCount   int64 `json:"chunks"`        // number of chunks, without the last-chunk

	Off    int64 `json:"offset"`  // offset of the message's first byte; -1 if no byte was received
	BodyAt int64 `json:"body_at"` // offset of the first byte after the header section; -1 before its end

	// Offsets of the field lines with these meanings; -1 if there is none.
	LengthAt     int64 `json:"length_at"`
	CodingAt     int64 `json:"coding_at"`
	ConnectionAt int64 `json:"connection_at"`
	HintAt       int64 `json:"hint_at"`

	// FollowedAt is the offset of the bytes that answer no request and put the connection
	// out of step; 0 if there are none.
	FollowedAt int64 `json:"followed_at,omitempty"`
}

// Shift adds the given number to the offsets of the message and of its parts, except
// FollowedAt.
func (f *Facts) Shift(by int64) {
	for _, at := range [...]*int64{&f.Off, &f.BodyAt, &f.LengthAt, &f.CodingAt, &f.ConnectionAt, &f.HintAt} {
		if *at >= 0 {
			*at += by
		}
	}
}

// forget resets f for a message that begins at off.
func (f *Facts) forget(off int64) {
	*f = Facts{}
	f.Off, f.BodyAt, f.Length = off, -1, -1
	f.Hint.Timeout, f.Hint.Max = -1, -1
	f.LengthAt, f.CodingAt, f.ConnectionAt, f.HintAt = -1, -1, -1, -1
}
