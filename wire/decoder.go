package wire

// An Event is why [Decoder.Feed] stopped.
type Event uint8

// The events.
const (
	NeedMore    Event = iota // all bytes are taken: feed more, or Close
	InterimHead              // the header section of an interim response (1xx) is complete
	FinalHead                // the header section of a final response is complete: framing is decided
	MessageEnd               // the message is complete, or the connection ended inside it: persistence is decided
	FramingLost              // what follows cannot be told apart: it is reported as lines of kind Lost
)

// Limits bound what a decoder accepts. The zero value means the defaults.
type Limits struct {
	Head      int // bytes of a header section (default 1 MiB)
	ChunkLine int // bytes of a chunk line (default 16 KiB)
	Interim   int // interim responses to one request (default 100)
}

// A Decoder reads the responses on one connection. Its zero value is not
// ready: use [NewDecoder].
type Decoder struct {
	facts    Facts
	lines    []Line
	extents  []Extent
	findings []Finding
}

// NewDecoder is a decoder at the first byte of a connection.
func NewDecoder(l Limits) *Decoder { return &Decoder{} }

// Expect adds an outstanding request: responses answer them in order (RFC
// 9112 §9.2).
func (d *Decoder) Expect(r Request) {}

// Outstanding counts the requests whose final response is not complete.
func (d *Decoder) Outstanding() int { return 0 }

// Feed reads p until something worth stopping for, says how many bytes it
// took and what it was. Call it again with the rest until it says [NeedMore].
func (d *Decoder) Feed(p []byte) (int, Event) { return len(p), NeedMore }

// Close tells the decoder that no byte will follow: the end of a
// close-delimited body, or a truncated message ([Facts.Complete] false).
func (d *Decoder) Close() Event { return NeedMore }

// Offset counts the bytes taken since the connection began.
func (d *Decoder) Offset() int64 { return 0 }

// Facts is of the message at hand. It stays valid until the next message
// begins; copy it to keep it.
func (d *Decoder) Facts() *Facts { return &d.facts }

// Lines are those of the last Feed or Close. They stay valid until the next.
func (d *Decoder) Lines() []Line { return d.lines }

// Content is where the content is in the bytes of the last Feed.
func (d *Decoder) Content() []Extent { return d.extents }

// Findings are those of the last Feed or Close, in order of offset.
func (d *Decoder) Findings() []Finding { return d.findings }
