package record

import (
	"sort"
	"time"

	"linger/session"
	"linger/wire"
)

// Limits on the data that a record keeps. Counts and digests always cover everything.
const (
	// KeepTotal is the maximum total memory, in bytes. If it is exceeded, the oldest data
	// is dropped: first bytes, then lines, then findings, then exchanges.
	KeepTotal = 256 << 20
	// KeepContent is the maximum number of content bytes of one message that are kept.
	// The session enforces it.
	KeepContent = 1 << 20
	// KeepAll is the maximum number of bytes of all messages together that are kept,
	// including requests. The oldest are dropped first.
	KeepAll = 128 << 20
	// KeepLines is the maximum memory for the lines of all messages, in bytes. If lines
	// are dropped, their bytes are dropped as well.
	KeepLines = 64 << 20
	// KeepExchanges is the maximum number of exchanges that are kept. The oldest are
	// released first.
	KeepExchanges = 100_000
	// KeepConnections is the maximum number of connections that are kept. The oldest are
	// forgotten first, with their exchanges; up to 1000 open ones are spared as long as
	// possible.
	KeepConnections = 50_000
	// KeepFindings is the maximum memory for the findings of all exchanges, in bytes.
	KeepFindings = 32 << 20
	// KeepLoose is the maximum number of bytes outside exchanges that are kept. The first
	// ones are kept.
	KeepLoose = 32 << 20
)

// A Record holds the state of a session. The zero value is an empty record.
type Record struct {
	Halved uint // how many times each limit in bytes is halved, for programs that need several records

	Start     session.Started
	Conns     []*Connection // Conns[i].ID == i+1; ID is 0 if the number has been skipped so far or the connection was forgotten
	Exchanges []*Exchange   // the newest ones with consecutive numbers, from the oldest one that is kept; Conn is 0 if the number has been skipped so far or the exchange was released
	Work      session.Working
	Declined  session.Declined // the most recent command that was not carried out
	Checked   session.Checked  // the most recent result of a check
	Marks     []session.Marked
	Captured  session.CapturedAt // where the packets of a capture were recorded
	Faults    string             // what the relay does to new connections at the user's request
	Ended     bool
	Applied   int // number of events applied; the record changes only if this number changes

	held     held
	loose    int64 // number of kept bytes that belong to no exchange
	changed  time.Duration
	earlier  int // number of exchanges before Exchanges[0], all of which were released
	rooms    slab[room]
	outcomes outcomes
	budgets  budgets
	released int // number of exchanges that were released
	queue    queue
	past     Forgotten
	moved    bool
	measured map[string]measured // measured ranges by target: see [session.Measured]

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

// Exchange returns the exchange with the given number, or nil if there was no event about
// it or it was released.
func (r *Record) Exchange(id int) *Exchange {
	if id < 1 || id > r.Count() || r.numbered(id).Conn == 0 {
		return nil
	}
	return r.numbered(id)
}

// numbered returns exchange id, where id is from 1 to r.Count(). If the number has been
// skipped so far, the exchange has no connection. For a released exchange it returns
// gone.
func (r *Record) numbered(id int) *Exchange {
	if id <= r.earlier {
		return gone
	}
	return r.Exchanges[id-1-r.earlier]
}

// Count returns the number of exchanges, including released ones. It is also the number of
// the newest exchange.
func (r *Record) Count() int { return r.earlier + len(r.Exchanges) }

// After returns the part of Exchanges that follows exchange n. The part may be empty.
func (r *Record) After(n int) []*Exchange {
	return r.Exchanges[min(max(0, n-r.earlier), len(r.Exchanges)):]
}

// Newest returns the connection that was dialed last, or nil if there is none. Older ones
// may still be open.
func (r *Record) Newest() *Connection { return r.Conn(len(r.Conns)) }

// Target returns the origin of the newest connection, to which the next request would be
// sent. If there is no connection yet, it returns the target in [session.Started].
func (r *Record) Target() string { return r.TargetOf(r.Newest()) }

// TargetOf returns the origin of a connection. If c is nil, it returns the target in
// [session.Started].
func (r *Record) TargetOf(c *Connection) string {
	if c != nil {
		return c.Target
	}
	return r.Start.Target
}

// Moved reports whether connections were made to more than one target.
func (r *Record) Moved() bool { return r.moved }

// Label returns the name to show for a target instead of its URL: "the practice server".
// It returns "" for every target except the one in [session.Started].
func (r *Record) Label(target string) string {
	if target != r.Start.Target {
		return ""
	}
	return r.Start.Label
}

// Now returns the time of the newest event.
func (r *Record) Now() time.Duration { return r.changed }

// A State is the state of a connection.
type State uint8

// The states of a connection.
const (
	Connecting State = iota
	Failed           // the connection was not made
	Unused           // open, no request sent yet
	Sending          // a request is being written
	Awaiting         // a request is outstanding
	Idle             // open, between exchanges
	Closing          // idle, and a message announced the close
	Tunneling        // no longer HTTP/1.x
	Ended            // closed by either side, or lost
)

// Open reports whether the connection has been made and has not ended.
func (s State) Open() bool { return s >= Unused && s <= Tunneling }

// A Connection holds the state of one connection, from dialing to its end.
type Connection struct {
	ID         int
	Target     string // the origin: "https://shop.example:8443"
	Address    string // the dialed address, as shown to the user
	State      State
	Dialed     time.Duration
	Step       session.DialStep // the last step of dialing; zero if it was not reported
	Waiting    int              // number of requests that wait for the connection
	Opened     time.Duration    // time at which the connection was made
	Info       session.Connected
	Failure    session.DialFailed
	Close      session.Closed // valid once State is Ended
	Budget     session.Budget
	Version    wire.Version // version of the last response; the zero Version if there is none yet
	Path       session.PathMeasured
	Exchanges  []*Exchange   // the exchanges that are kept, oldest first
	Past       Past          // counts of the exchanges that were released
	IdleSince  time.Duration // time of the last byte of the last response, or Opened
	Overdue    bool          // the advertised timeout has passed
	OverdueAt  time.Duration // when the timeout passed; valid while Overdue
	HalfClosed bool
	followedAt int64         // offset of the first received bytes that answer no request, or 0
	misframed  int           // ID of the exchange with the first request that does not end where its framing says, or 0
	OutOfStep  bool          // bytes were received that answer no request, or a request does not end where its framing says, so that the next message may be misread (RFC 9112 §9.2)
	ShutAt     time.Duration // when the client shut down its write side; valid once HalfClosed
	Sent       int64         // number of bytes sent
	Received   int64         // number of bytes received
	Findings   []wire.Finding
	Loose      Stretch // bytes that belong to no exchange
	Passing    Passing // facts that only a relay or a capture shows

	found int   // number of findings of Exchanges
	spent bool  // a response said that the connection will not be used again
	size  int64 // memory of the connection without its exchanges, in bytes

	sent, received tip
}

// Count returns the number of exchanges, including released ones.
func (c *Connection) Count() int { return c.Past.Exchanges + len(c.Exchanges) }

// Unframed reports whether the framing of the newest response is invalid. The end of the
// message is then unknown, and its fields about the connection are ignored.
func (c *Connection) Unframed() bool {
	e := c.Last()
	switch {
	case e == nil:
		return false
	case !e.Done || e.Reason != wire.ReasonFramingError:
		return e.FramingLost()
	}
	f := e.Facts()
	return f.FollowedAt == 0 && !f.RequestMisread
}

// Last returns the newest exchange, or nil if there is none yet.
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
