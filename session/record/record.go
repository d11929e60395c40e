package record

import (
	"slices"
	"sort"
	"time"
	"unsafe"

	"linger/session"
	"linger/wire"
)

// Limits on what a record keeps. Counts and digests always cover everything.
const (
	// KeepContent is the most content of one message that is kept, in bytes
	// (the session enforces it).
	KeepContent = 1 << 20
	// KeepAll is the most bytes of all messages together that are kept,
	// including requests. The oldest are dropped first.
	KeepAll = 128 << 20
	// KeepLines is the most memory for the lines of all messages, in bytes.
	// Bytes are useless without their lines and are dropped with them.
	KeepLines = 64 << 20
	// KeepExchanges is the most exchanges that are kept. The oldest are
	// released first.
	KeepExchanges = 150_000
	// KeepConnections is the most connections that are kept. The oldest are
	// forgotten first, with their exchanges; open ones are forgotten last.
	KeepConnections = 50_000
	// KeepFindings is the most memory for the findings of all exchanges, in
	// bytes.
	KeepFindings = 32 << 20
	// KeepLoose is the most bytes that belong to no exchange that are kept. The
	// first bytes are kept.
	KeepLoose = 32 << 20
)

// A Record holds the state of a session. The zero value is an empty record.
type Record struct {
	Start     session.Started
	Conns     []*Connection // Conns[i].ID == i+1; ID is 0 if the number has been skipped so far or the connection was forgotten
	Exchanges []*Exchange   // Exchanges[i].ID == i+1; Conn is 0 if the number has been skipped so far or the exchange was released
	Work      session.Working
	Declined  session.Declined // the last command that was not carried out
	Checked   session.Checked  // the last answer to a check
	Marks     []session.Marked
	Captured  session.CapturedAt // where the packets of a capture were recorded
	Faults    string             // what the relay does to new connections on the user's request
	Ended     bool
	Applied   int // number of events folded; the record changes only when it does

	held     held
	loose    int64 // kept bytes that belong to no exchange
	changed  time.Duration
	rooms    []room
	released int // exchanges that were released
	queue    queue
	past     Forgotten
	moved    bool
	measured map[string]measured // measured ranges measured ranges by target: see [session.Measured]

	idle map[kind]idleCloses
	work work
}

// Conn returns the connection with the given number, or nil if there was no
// event about it or it was forgotten.
func (r *Record) Conn(id int) *Connection {
	if id < 1 || id > len(r.Conns) || r.Conns[id-1].ID == 0 {
		return nil
	}
	return r.Conns[id-1]
}

// Exchange returns the exchange with the given number, or nil if there was no
// event about it.
func (r *Record) Exchange(id int) *Exchange {
	if id < 1 || id > len(r.Exchanges) || r.Exchanges[id-1].Conn == 0 {
		return nil
	}
	return r.Exchanges[id-1]
}

// Newest returns the connection that was dialed last, or nil before the first.
// Older ones may still be open.
func (r *Record) Newest() *Connection { return r.Conn(len(r.Conns)) }

// Target returns the origin of the newest connection, to which the next request
// would go. Before the first connection it returns the target of
// [session.Started].
func (r *Record) Target() string { return r.TargetOf(r.Newest()) }

// TargetOf returns the origin of a connection. For nil it returns the target of
// [session.Started].
func (r *Record) TargetOf(c *Connection) string {
	if c != nil {
		return c.Target
	}
	return r.Start.Target
}

// Moved reports whether connections were made to more than one target.
func (r *Record) Moved() bool { return r.moved }

// Label returns the name to show for a target in place of its URL: "the
// practice server". It returns "" for every target except that of
// [session.Started].
func (r *Record) Label(target string) string {
	if target != r.Start.Target {
		return ""
	}
	return r.Start.Label
}

// Now returns the time of the newest event.
func (r *Record) Now() time.Duration { return r.changed }

// A State is what a connection is doing.
type State uint8

// The states of a connection.
const (
	Connecting State = iota
	Failed           // the connection was not made
	Unused           // open, no request sent yet
	Sending          // a request is being written
	Awaiting         // a request is outstanding
	Idle             // open, between exchanges
	Closing          // idle, and a message said that it will close
	Tunneling        // no longer HTTP/1.x
	Ended            // closed by either side, or lost
)

// Open reports whether the connection has been made and has not ended.
func (s State) Open() bool { return s >= Unused && s <= Tunneling }

// A Connection holds the state of one connection, from dialing to its end.
type Connection struct {
	ID         int
	Target     string // the origin: "https://shop.example:8443"
	Address    string // what was dialed, in words for the user
	State      State
	Dialed     time.Duration
	Step       session.DialStep // the last step of making it; zero: not reported
	Waiting    int              // requests that wait for it to be made
	Opened     time.Duration    // time at which it was connected
	Info       session.Connected
	Failure    session.DialFailed
	Close      session.Closed // valid once State is Ended
	Budget     session.Budget
	Version    wire.Version // version version of the last response; the zero Version before the first
	Path       session.PathMeasured
	Exchanges  []*Exchange   // the exchanges that are kept, oldest first
	Past       Past          // counts of the exchanges that were released
	IdleSince  time.Duration // time of the time of the last byte of the last response, or Opened
	Overdue    bool          // the advertised timeout has passed
	OverdueAt  time.Duration // when it passed; valid while Overdue
	HalfClosed bool
	followedAt int64         // offset of the first bytes that answer no request; 0: none
	misframed  int           // the first request that does not end where it says; 0: none
	OutOfStep  bool          // bytes were received that answer no request, or a request does not end where it says, so that the next message may be misread (RFC 9112 §9.2)
	ShutAt     time.Duration // when the client shut its write side; valid once HalfClosed
	Sent       int64         // bytes
	Received   int64         // bytes
	Findings   []wire.Finding
	Loose      Stretch // bytes that belong to no exchange
	Passing    Passing // facts that only a relay or a capture shows

	spent bool // a response said that the connection will not be used again
}

// Count returns how many exchanges there were, released ones included.
func (c *Connection) Count() int { return c.Past.Exchanges + len(c.Exchanges) }

// Unframed reports whether the framing of the newest response is invalid: the end of the
// message is unknown, and what its fields say of the connection does not count.
func (c *Connection) Unframed() bool {
	e := c.Last()
	return e != nil && e.Done && e.Reason == wire.ReasonFramingError && e.Facts.FollowedAt == 0 && !e.Facts.RequestMisread
}

// Last returns the newest exchange, or nil before the first.
func (c *Connection) Last() *Exchange {
	if len(c.Exchanges) == 0 {
		return nil
	}
	return c.Exchanges[len(c.Exchanges)-1]
}

// Exchange returns the exchange with the given number, or nil if the connection
// has none.
func (c *Connection) Exchange(id int) *Exchange {
	i := sort.Search(len(c.Exchanges), func(i int) bool { return c.Exchanges[i].ID >= id })
	if i == len(c.Exchanges) || c.Exchanges[i].ID != id {
		return nil
	}
	return c.Exchanges[i]
}

// Oldest returns the oldest outstanding exchange, or nil if there is none.
func (c *Connection) Oldest() (oldest *Exchange) {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		if e.Done {
			break
		}
		if e.Requested {
			oldest = e
		}
	}
	return oldest
}

// An Exchange is a request, its interim responses and its final response.
type Exchange struct {
	ID        int
	Conn      int
	Requested bool // false: an unsolicited response
	Tunnel    bool // the dialer asked a proxy for a tunnel to the target
	Written   bool // no more bytes of the request will be written
	Done      bool
	Ended     bool // done, or its connection ended
	Reason    wire.Reason
	Method    string
	Target    string
	Proto     string
	Request   Stretch
	Response  Stretch // interim responses included
	Heads     []Head  // header sections of interim responses in order, then that of the final response
	Facts     wire.Facts
	Retry     session.Retry
	WireBytes int64 // the stretch of the responses
	SHA256    []byte
	Budget    session.Budget // the budget after this exchange
	Findings  []wire.Finding

	Started   time.Duration // first byte written
	SentAt    time.Duration // last byte written; valid once Written
	Sent      int64         // bytes of the request written by then: fewer than Request.Len if the request is incomplete
	FirstByte time.Duration // first byte received; see HasByte
	LastByte  time.Duration // last byte received
	Over      time.Duration // time of its end; an incomplete exchange ends with the connection; valid once Ended

	Barred int // the exchange whose close option forbade the server to process it (RFC 9112 §9.6); 0: none

	lack *lack
}

// A lack is what few exchanges have: something is missing of them.
type lack struct {
	discarded                     Discarded
	requestMissed, responseMissed int64
}

// extra returns what is missing of e, to be changed.
func (e *Exchange) extra() *lack {
	if e.lack == nil {
		e.lack = new(lack)
	}
	return e.lack
}

// Discarded returns what was dropped of e to bound memory.
func (e *Exchange) Discarded() Discarded {
	if e.lack == nil {
		return Discarded{}
	}
	return e.lack.discarded
}

// Missed returns how many bytes of the request and of the responses passed and were not
// captured.
func (e *Exchange) Missed() (request, response int64) {
	if e.lack == nil {
		return 0, 0
	}
	return e.lack.requestMissed, e.lack.responseMissed
}

// A room is an exchange and the header section that nearly every one has. Rooms are made
// many at a time: there may be hundreds of thousands.
type room struct {
	Exchange
	heads [1]Head
}

// largestBlock is how many rooms are made at a time. A block is cleared when it is made,
// and still in the processor's cache when it is filled. Its size is one of the
// allocator's size classes, less the header: six of them are cut from one span, where
// a block of 8 KiB takes a span of its own.
const largestBlock = (9472 - 8) / int(unsafe.Sizeof(room{}))

func (r *Record) newExchange() *Exchange {
	if len(r.rooms) == 0 {
		r.rooms = make([]room, min(1+len(r.Exchanges), largestBlock))
	}
	m := &r.rooms[0]
	r.rooms = r.rooms[1:]
	m.Heads = m.heads[:0]
	return &m.Exchange
}

// A Head is the position of a header section, in bytes received on the
// connection.
type Head struct {
	Off, End int64
	At       time.Duration
	Status   int
}

// BodySoFar returns the number of bytes of the message body received so far,
// including framing. ok is false if no final response is in progress.
func (e *Exchange) BodySoFar() (n int64, ok bool) {
	h, final := e.Final()
	if !final || e.Done {
		return 0, false
	}
	return e.Response.End() - h.End, true
}

// Silence returns the time since the last byte of a response in progress. It
// returns 0 before the first byte, after the last, and between an interim
// response and the next one.
func (e *Exchange) Silence(now time.Duration) time.Duration {
	if _, final := e.Final(); e.Done || e.Ended || !e.HasByte() || !final && len(e.Heads) > 0 {
		return 0
	}
	return max(0, now-e.LastByte)
}

// Stalled reports whether a response is in progress and no byte of it has
// arrived for [session.StalledAfter].
func (e *Exchange) Stalled(now time.Duration) bool { return e.Silence(now) >= session.StalledAfter }

// Final returns the header section of the final response; ok is false if it is
// not complete.
func (e *Exchange) Final() (h Head, ok bool) {
	if n := len(e.Heads); n > 0 && final(e.Heads[n-1].Status) {
		return e.Heads[n-1], true
	}
	return Head{}, false
}

// Begun returns the header section of the final response. If the connection ended
// inside it, or it exceeded the limit, Begun returns its complete lines; ok is
// false if there is not even a status line.
func (e *Exchange) Begun() (h Head, ok bool) {
	if h, ok := e.Final(); ok {
		return h, true
	}
	if f := &e.Facts; e.Done && f.BodyAt < 0 && f.Status > 0 && final(f.Status) {
		end := e.Response.End()
		if n := len(e.Response.lines); n > 0 && e.Response.lines[n-1].Flags&wire.FlagCut != 0 {
			end = e.Response.Off + e.Response.lines[n-1].Off
		}
		return Head{Off: f.Off, End: end, Status: f.Status}, true
	}
	return Head{}, false
}

// final reports whether a response with this status is the final one. A status
// outside the five classes is treated as 5xx (RFC 9110 §15).
func final(status int) bool { return status < 100 || status >= 200 || status == 101 }

// HasResponse reports whether a status line of a response, interim or final, has
// begun.
func (e *Exchange) HasResponse() bool {
	return slices.ContainsFunc(e.Response.lines, func(l wire.Line) bool { return l.Kind == wire.KindStatusLine })
}

// HasByte reports whether a byte of a response was received. FirstByte and
// LastByte are valid only then, because 0 is a valid time.
func (e *Exchange) HasByte() bool { return e.Response.Len > 0 }

// Took returns the time from the first byte written to the last byte received. An
// incomplete response lasts until the connection ends.
func (e *Exchange) Took() time.Duration {
	end := e.LastByte
	if e.Done && !e.Facts.Complete {
		end = max(end, e.Over)
	}
	return max(0, end-e.Started)
}

// Worst returns the highest severity among the findings of e; see [Worst].
func (e *Exchange) Worst() (wire.Severity, int) { return Worst(e.Findings) }

// About returns the findings about an exchange: its own, and those about
// unsolicited bytes after its response.
func (c *Connection) About(e *Exchange) []wire.Finding {
	fs := e.Findings
	if at := e.Facts.FollowedAt; at == 0 || at != e.Response.End() {
		return fs
	}
	for _, f := range c.Findings {
		if f.Offset == e.Facts.FollowedAt && !f.Request {
			fs = append(fs[:len(fs):len(fs)], f)
		}
	}
	return fs
}

// Worst returns the highest severity among fs and the number of findings with
// it, including repetitions. Without findings it returns 0 and 0.
func Worst(fs []wire.Finding) (s wire.Severity, n int) {
	for _, f := range fs {
		switch v := session.SeverityOf(f.Code); {
		case v > s:
			s, n = v, f.Count()
		case v == s:
			n += f.Count()
		}
	}
	return s, n
}
