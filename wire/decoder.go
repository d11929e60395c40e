package wire

import (
	"math"
)

// An Event is the reason why [Decoder.Feed] returned.
type Event uint8

// Events that Feed and Close return.
const (
	EventNeedMore    Event = iota // all bytes have been read: call Feed with more, or Close
	EventInterimHead              // the header section of an interim response (1xx) is complete
	EventFinalHead                // the header section of a final response is complete: framing is decided
	EventMessageEnd               // the message is complete, or the connection ended inside it: persistence is decided
	EventFramingLost              // message boundaries are no longer known: all later lines have kind [KindLost]
	EventResumed                  // a response begins here, after bytes that belong to no response: see [Decoder.Resume]

	goOn Event = 0xff // a step returns this to Feed if the state has changed and there is nothing to report
)

// Limits holds the limits of a decoder. For a field that is 0, the decoder uses the
// default.
type Limits struct {
	Head      int // maximum size in bytes of a header section, of a trailer section, or of all interim responses to one request (default 1 MiB)
	Lines     int // maximum number of lines in all header sections of one response, including interim responses, or in its trailer section (default 20,000)
	ChunkLine int // maximum size in bytes of a chunk line (default 16 KiB)
	Interim   int // maximum number of interim responses to one request (default 100)
}

// A Decoder reads the responses on one connection. Its zero value is not
// ready: use [NewDecoder].
//
// The only input that it stores is an incomplete line, and the lines of the previous
// header section, which it compares with the next ones. It makes decisions only when a
// line is complete, so the result does not depend on how the input is split among calls
// of [Decoder.Feed].
type Decoder struct {
	limits  Limits
	request bool // true if the decoder reads requests; see [RequestDecoder]
	state   state
	input
	pipeline
	facts Facts
	fieldState
	connection
	body
	ledger
	memo memo

	lines   []Line
	extents []Extent
}

// An input holds the position of the decoder in its input, and the bytes of an incomplete
// line.
type input struct {
	base      int64  // offset of the first byte of the current Feed
	off       int64  // number of bytes read by earlier Feeds
	carry     []byte // the current line, if it began in an earlier Feed
	unit      int64  // offset of the current line
	eol       bool   // carry holds a whole field line that the next line may continue
	leaving   bool   // the capture ends here, not the connection
	resumes   bool   // see Resume
	skipsLine bool   // do not look for a response before the next LF
}

// A pipeline holds the requests that await their responses.
type pipeline struct {
	queue   []Request // the outstanding requests are queue[next:], in order
	next    int
	assumed []Request // see Assume
	answers int       // number of requests assumed so far
}

// A fieldState holds the data about a section's field lines that is not in Facts.
type fieldState struct {
	begun     int64 // offset at which the header or trailer section began
	nth       int   // number of field lines of the header section so far
	linesLeft int   // number of lines left until the limit
	codings   codings
	lengthAt  int64 // offset of the first Content-Length field line; Facts has that of the last one
	seen      roleSet
	upgradeAt int64  // offset of the Upgrade field line
	encodedAt int64  // offset of the last Content-Encoding field line
	upgrade   string // the value of the Upgrade field
	rangeLen  int64  // length in bytes of the range in Content-Range, or -1 if there is no such field
}

// A connection is a summary of the bytes received before the current message.
type connection struct {
	messages   int   // number of complete final responses
	interims   int   // number of interim responses to the current request
	interimLen int64 // size in bytes of these interim responses
	interimBad bool  // one of these interim responses had a framing error
	endsByWord bool  // the last final response said that the connection ends
	tunnel     bool  // the last final response said that the connection becomes a tunnel
	empty      bool  // an empty line was reported since the last message
	adrift     bool  // unsolicited bytes precede the next response
	early      int64 // length in bytes of an empty line before the first request, until it is reported
}

// A body records how far the current message body has been read.
type body struct {
	left   int64 // number of bytes left in the content or, if chunked, in the current chunk
	chunk  int64 // number of chunks begun
	run    int64 // number of chunks in the current run; 0 outside a run
	inRun  bool  // the current chunk belongs to a run
	begins bool  // the next piece of a run is the first piece of that run
	excess int64 // number of bytes by which chunk lines have exceeded their allowance
}

// NewDecoder returns a Decoder positioned at offset 0.
func NewDecoder(l Limits) *Decoder {
	if l.Head <= 0 {
		l.Head = 1 << 20
	}
	if l.Lines <= 0 {
		l.Lines = 20_000
	}
	if l.ChunkLine <= 0 {
		l.ChunkLine = 16 << 10
	}
	if l.Interim <= 0 {
		l.Interim = 100
	}
	d := &Decoder{limits: l}
	d.facts.forget(0)
	return d
}

// Expect adds an outstanding request. Responses answer the outstanding requests in order
// (RFC 9112 §9.2).
//
// After unsolicited bytes, Expect makes the decoder look for a response again. The
// connection is then out of step: see [CodeOutOfStep].
func (d *Decoder) Expect(r Request) {
	if d.next > len(d.queue)/2 { // drop answered requests, because a busy pipeline may never be empty
		d.queue, d.next = append(d.queue[:0], d.queue[d.next:]...), 0
	}
	d.queue = append(d.queue, r)
	if d.state == stray {
		d.state, d.adrift = between, true
	}
}

// Assume sets the requests for a capture that lacks them. When a response begins
// ("HTTP/") and no request is outstanding, the decoder treats the response as the answer
// to the next request of rs; after the last request of rs, it uses that request again for
// every response. Bytes that do not begin a response remain unsolicited, except the first
// bytes of the connection.
func (d *Decoder) Assume(rs ...Request) {
	d.assumed = append(d.assumed[:0], rs...)
	d.answers = 0
}

// Outstanding returns the number of requests whose final response is not
// complete.
func (d *Decoder) Outstanding() int { return len(d.queue) - d.next }

// Offset returns the number of bytes read since the connection began.
func (d *Decoder) Offset() int64 { return d.off }

// Facts returns the facts of the current message. They stay valid until the
// next message begins; copy them to keep them.
func (d *Decoder) Facts() *Facts { return &d.facts }

// Lines returns the lines of the last Feed or Close. They stay valid until the
// next call of either. A line is reported when it is complete: the decoder may
// store part of a line between two Feeds, but it never stores content.
func (d *Decoder) Lines() []Line { return d.lines }

// Content returns the extents of content in the bytes of the last Feed.
func (d *Decoder) Content() []Extent { return d.extents }

// Findings returns the findings of the last Feed or Close, in order of offset.
// The findings of a header or trailer section are reported with the event that
// ends the section.
//
// Within one HTTP message, the first 31 findings with the same code are reported one by
// one. The rest are combined into one finding (see [Finding.More]), which comes after all
// other findings about the header section or about the message.
func (d *Decoder) Findings() []Finding { return d.findings }

// Feed reads p up to the next event. It returns the number of bytes read and
// the event. Call it again with the rest of p, even if that is empty, until it
// returns [EventNeedMore].
//
// [EventFramingLost] ends the message: no [EventMessageEnd] follows, and all
// later bytes are lines of kind [KindLost].
func (d *Decoder) Feed(p []byte) (int, Event) {
	d.begin()
	for i := 0; ; {
		n, ev := stages[d.state].step(d, p, i)
		if ev != goOn {
			if ev != EventNeedMore {
				d.reportSurplus()
			}
			d.off = d.base + int64(n)
			return n, ev
		}
		i = n
	}
}

// Close records that the connection has ended. It returns [EventMessageEnd] if that
// completes a close-delimited message body or truncates a message ([Facts.Truncated]),
// and [EventNeedMore] if no message was in progress.
func (d *Decoder) Close() Event {
	d.begin()
	ev := stages[d.state].end(d)
	d.flush()
	d.reportSurplus()
	d.state = over
	return ev
}

// Leave records that a capture has ended while the connection was still open. It reports
// the lines in progress as [Decoder.Close] does, but marks nothing as truncated. It
// returns [EventMessageEnd] if a message was in progress; its [Facts.Complete] is false.
func (d *Decoder) Leave() Event {
	if d.state == untilClose {
		d.state = inContent // only a close would complete the content
	}
	d.leaving = true
	return d.Close()
}

// ContentAhead returns how many of the next bytes are content, whatever their values: the
// rest of length-delimited content or of a chunk, [math.MaxInt64] for close-delimited
// content, and 0 in all other states. If a capture lacks at most that many bytes here,
// decoding can continue after the gap.
func (d *Decoder) ContentAhead() int64 {
	switch d.state {
	case inContent, chunkData:
		return d.left
	case untilClose:
		return math.MaxInt64
	}
	return 0
}

func (d *Decoder) begin() {
	d.base = d.off
	d.lines, d.extents, d.findings = d.lines[:0], d.extents[:0], d.findings[:0]
}

// A state is a row of [stages].
type state uint8

const (
	between    state = iota // a start-line may begin
	startLine               // inside a start-line
	inFields                // inside the header section
	ending                  // the message is complete: report that
	inContent               // inside length-delimited content
	untilClose              // inside close-delimited content
	chunkLine               // a chunk-size is expected
	chunkData               // inside chunk-data
	chunkEnd                // CRLF after chunk-data is expected
	inTrailers              // inside the trailer section
	inTunnel                // no longer HTTP/1.x
	switching               // the connection becomes a tunnel: report the current line
	unreadable              // the length is invalid: report that
	stray                   // bytes that answer no request
	lost                    // framing is lost
	over                    // closed
)

// A stage holds what the decoder does in one state: the step that reads bytes,
// and the step that handles the end of the connection.
type stage struct {
	name string
	step func(d *Decoder, p []byte, i int) (int, Event) // reads p[i:n]
	end  func(d *Decoder) Event
}

// stages is the state machine.
//
//	between ─► startLine ─► fields ─┬► ending ──────────────────────────┬─► between
//	   │  ▲                  │  ▲   ├► inContent ────────────────────────┤
//	   ▼  └── Expect         │  └───┤  (interim: back to between)       │
//	 stray                   │      ├► chunkLine ─► chunkData ─► chunkEnd
//	                         │      │      └─► trailers ────────────────┘
//	                         │      ├► untilClose ─► over
//	                         │      ├► inTunnel
//	                         ▼      └► unreadable
//	                        lost ◄──────────┘   (and from any chunk state)
var stages = [...]stage{
	between:    {"between messages", (*Decoder).between, (*Decoder).endBetween},
	startLine:  {"start-line", (*Decoder).startLine, (*Decoder).endStartLine},
	inFields:   {"header section", (*Decoder).headerSection, (*Decoder).endSection},
	ending:     {"end of message", (*Decoder).complete, (*Decoder).endComplete},
	inContent:  {"content", (*Decoder).inContent, (*Decoder).endInContent},
	untilClose: {"content until close", (*Decoder).untilClose, (*Decoder).endUntilClose},
	chunkLine:  {"chunk-size", (*Decoder).chunkLine, (*Decoder).endChunkLine},
	chunkData:  {"chunk-data", (*Decoder).chunkData, (*Decoder).endInContent},
	chunkEnd:   {"end of chunk", (*Decoder).chunkEnd, (*Decoder).endChunkEnd},
	inTrailers: {"trailer section", (*Decoder).trailerSection, (*Decoder).endSection},
	inTunnel:   {"tunnel", restIs(KindTunnel), nothing},
	switching:  {"switch to a tunnel", (*Decoder).switching, (*Decoder).endSwitching},
	unreadable: {"unreadable length", (*Decoder).unreadable, (*Decoder).endUnreadable},
	stray:      {"unsolicited bytes", restOrResume(KindUnsolicited), restUnresumed(KindUnsolicited)},
	lost:       {"framing lost", restOrResume(KindLost), restUnresumed(KindLost)},
	over:       {"closed", restIs(KindLost), nothing},
}

// String returns the name of the state.
func (s state) String() string { return stages[s].name }

func nothing(*Decoder) Event { return EventNeedMore }

// restIs returns a step that reports all further bytes as lines of kind k.
func restIs(k Kind) func(d *Decoder, p []byte, i int) (int, Event) {
	return func(d *Decoder, p []byte, i int) (int, Event) {
		d.piece(k, i, len(p))
		return len(p), EventNeedMore
	}
}
