package wire

import (
	"math"
)

// An Event is why [Decoder.Feed] stopped.
type Event uint8

// The events.
const (
	EventNeedMore    Event = iota // all bytes are taken: feed more, or Close
	EventInterimHead              // the header section of an interim response (1xx) is complete
	EventFinalHead                // the header section of a final response is complete: framing is decided
	EventMessageEnd               // the message is complete, or the connection ended inside it: persistence is decided
	EventFramingLost              // where messages begin is no longer known: what follows is lines of kind [KindLost]
	EventResumed                  // a response begins here, after bytes that belong to none: see [Decoder.Resume]

	goOn Event = 0xff // a step's word to Feed: the state has changed, nothing to report
)

// Limits bound what a decoder accepts. The zero value means the defaults.
type Limits struct {
	Head      int // bytes of a header section, of a trailer section, or of all interim responses to one request (default 1 MiB)
	Lines     int // lines of all header sections of one response, interim responses included, or of its trailer section (default 20,000)
	ChunkLine int // bytes of a chunk line (default 16 KiB)
	Interim   int // interim responses to one request (default 100)
}

// A Decoder reads the responses on one connection. Its zero value is not
// ready: use [NewDecoder].
//
// It keeps no byte but those of a line that is not complete yet. What it
// decides it decides when a line is complete, whatever the segmentation: so
// that the result does not depend on it.
type Decoder struct {
	limits  Limits
	request bool // reads requests instead: see [RequestDecoder]
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

// An input is where the decoder is among the bytes it is fed.
type input struct {
	base      int64  // offset of the first byte of this Feed
	off       int64  // bytes taken by the Feeds before
	carry     []byte // the line under way, when it began in an earlier Feed
	unit      int64  // offset of the line under way
	eol       bool   // carry holds a whole field line, but the next may continue it
	leaving   bool   // the capture ends here, not the connection
	resumes   bool   // see Resume
	skipsLine bool   // no response is looked for up to the next LF
}

// A pipeline is the requests that responses answer.
type pipeline struct {
	queue   []Request // outstanding, queue[next] first
	next    int
	assumed []Request // see Assume
	answers int       // requests assumed so far
}

// A fieldState is what the field lines of a header section say beside the facts.
type fieldState struct {
	begun     int64 // offset at which the header or trailer section began
	nth       int   // field lines of the header section so far
	linesLeft int   // lines that the section may still have
	codings   codings
	lengthAt  int64 // of the first Content-Length field line; Facts has the last
	seen      roleSet
	upgradeAt int64  // of the Upgrade field line
	encodedAt int64  // of the last Content-Encoding field line
	upgrade   string // the value of the Upgrade field
	rangeLen  int64  // bytes that Content-Range speaks of, -1 without
}

// A connection is what came before the message at hand.
type connection struct {
	messages   int   // complete final responses
	interims   int   // interim responses to the request at hand
	interimLen int64 // their bytes
	interimBad bool  // the framing of one of them was in error
	endsByWord bool  // the last final response said that the connection ends
	tunnel     bool  // and that it becomes a tunnel
	empty      bool  // an empty line was reported since that message
	adrift     bool  // unsolicited bytes stand before the next answer
	early      int64 // bytes of the empty line that begins a client's bytes, until it is clear what follows it
}

// A body is how far the body at hand is read.
type body struct {
	left   int64 // bytes of content to come: of the message, or of the chunk
	chunk  int64 // chunks begun
	run    int64 // chunks in the run under way, 0 outside one
	inRun  bool  // the chunk at hand belongs to a run
	begins bool  // the next piece of a run is its first
	excess int64 // what the chunk lines cost beyond their allowance
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

// Expect adds an outstanding request: responses answer them in order (RFC
// 9112 §9.2).
//
// After unsolicited bytes it makes the decoder look for a response again: the
// connection goes on, out of step.
func (d *Decoder) Expect(r Request) {
	if d.next > len(d.queue)/2 { // a pipeline that never runs dry must not grow without bound
		d.queue, d.next = append(d.queue[:0], d.queue[d.next:]...), 0
	}
	d.queue = append(d.queue, r)
	if d.state == stray {
		d.state, d.adrift = between, true
	}
}

// Assume sets the requests of a capture that lacks them: when no request is outstanding and a response begins ("HTTP/"), it answers
// the next of rs, the last of them again and again. Bytes that begin no
// response stay unsolicited, but for the very first of the connection.
func (d *Decoder) Assume(rs ...Request) {
	d.assumed = append(d.assumed[:0], rs...)
	d.answers = 0
}

// Outstanding counts the requests whose final response is not complete.
func (d *Decoder) Outstanding() int { return len(d.queue) - d.next }

// Offset counts the bytes taken since the connection began.
func (d *Decoder) Offset() int64 { return d.off }

// Facts returns the facts of the message at hand. They stay valid until the next message
// begins; copy it to keep it.
func (d *Decoder) Facts() *Facts { return &d.facts }

// Lines returns the lines of the last Feed or Close. They stay valid until the next.
// A line is reported once it is complete, so that a part of one may wait in
// the decoder between two Feeds; content never waits.
func (d *Decoder) Lines() []Line { return d.lines }

// Content returns where the content is in the bytes of the last Feed.
func (d *Decoder) Content() []Extent { return d.extents }

// Findings returns the findings of the last Feed or Close, in order of offset. Those of a
// header or trailer section come with the event that ends it.
//
// Of one code 31 are reported for one message as they are found. Those that
// come after them are one finding, after all others of the header section or
// of the message: [Finding.More] counts what it stands for.
func (d *Decoder) Findings() []Finding { return d.findings }

// Feed reads p until something worth stopping for, says how many bytes it
// took and what it was. Call it again with the rest, even an empty one, until
// it says [EventNeedMore].
//
// After [EventFramingLost] the message stands as it is: no [EventMessageEnd] follows,
// and all bytes to come are lines of kind [KindLost].
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

// Close reports to the decoder that no byte will follow: the end of a
// close-delimited body, or a truncated message ([Facts.Truncated]). It says
// [EventNeedMore] when no message was under way.
func (d *Decoder) Close() Event {
	d.begin()
	ev := stages[d.state].end(d)
	d.flush()
	d.reportSurplus()
	d.state = over
	return ev
}

// Leave ends a capture while the connection is open: it reports
// what is under way, as [Decoder.Close] would, but calls nothing truncated. It
// says [EventMessageEnd] when a message was under way, [Facts.Complete] being false
// then.
func (d *Decoder) Leave() Event {
	if d.state == untilClose {
		d.state = inContent // only a close would complete it
	}
	d.leaving = true
	return d.Close()
}

// ContentAhead returns how many of the next bytes are content, whatever they are:
// what is left of length-delimited content or of a chunk, and all of them where the
// close ends the content. It is 0 everywhere else. A capture that lacks no more
// bytes than that can be read on behind them.
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
	ending                  // the message is complete: say so
	inContent               // inside length-delimited content
	untilClose              // inside close-delimited content
	chunkLine               // a chunk-size is expected
	chunkData               // inside chunk-data
	chunkEnd                // CRLF after chunk-data is expected
	inTrailers              // inside the trailer section
	inTunnel                // no longer HTTP/1.x
	switching               // it becomes a tunnel: say so of the line under way
	unreadable              // the length cannot be read: say so
	stray                   // bytes that answer no request
	lost                    // framing is lost
	over                    // closed
)

// A stage is what the decoder does in one state: with bytes, and with the end
// of the connection.
type stage struct {
	name string
	step func(d *Decoder, p []byte, i int) (int, Event) // takes p[i:n]
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
	inContent:  {"content", (*Decoder).inContent, (*Decoder).cutShort},
	untilClose: {"content until close", (*Decoder).untilClose, (*Decoder).endUntilClose},
	chunkLine:  {"chunk-size", (*Decoder).chunkLine, (*Decoder).endChunkLine},
	chunkData:  {"chunk-data", (*Decoder).chunkData, (*Decoder).cutShort},
	chunkEnd:   {"end of chunk", (*Decoder).chunkEnd, (*Decoder).endChunkEnd},
	inTrailers: {"trailer section", (*Decoder).trailerSection, (*Decoder).endSection},
	inTunnel:   {"tunnel", restIs(KindTunnel), nothing},
	switching:  {"switch to a tunnel", (*Decoder).switching, (*Decoder).endSwitching},
	unreadable: {"unreadable length", (*Decoder).unreadable, (*Decoder).endUnreadable},
	stray:      {"unsolicited bytes", restOrResume(KindUnsolicited), restUnresumed(KindUnsolicited)},
	lost:       {"framing lost", restOrResume(KindLost), restUnresumed(KindLost)},
	over:       {"closed", restIs(KindLost), nothing},
}

// String names the state.
func (s state) String() string { return stages[s].name }

func nothing(*Decoder) Event { return EventNeedMore }

// restIs takes all that comes as lines of one kind.
func restIs(k Kind) func(d *Decoder, p []byte, i int) (int, Event) {
	return func(d *Decoder, p []byte, i int) (int, Event) {
		d.piece(k, i, len(p))
		return len(p), EventNeedMore
	}
}
