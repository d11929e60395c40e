package words

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A SideState is the state of one side of a connection between two other programs.
type SideState struct {
	Sign  Sign
	Words string // "open", "FIN first", "RST passed on"
}

// A Sign is the mark before the text of a state.
type Sign uint8

// The signs of the states of a side.
const (
	SignNone Sign = iota // the state is unknown
	SignOpen
	SignClosed
	SignWaiting
	SignError
)

// Glyph returns the glyph of the sign in the theme, and its style.
func (s Sign) Glyph(th *theme.Theme) (string, theme.Style) {
	switch s {
	case SignOpen:
		return th.Glyphs.Open, th.OK
	case SignClosed:
		return th.Glyphs.Closed, th.Muted
	case SignWaiting:
		return th.Glyphs.Waiting, th.Muted
	case SignError:
		return th.Glyphs.Error, th.Race
	}
	return th.Glyphs.NotAsked, th.Muted
}

// A Pair holds a connection between two other programs and a time. Its methods return
// texts about the connection at that time.
type Pair struct {
	Conn  *record.Connection
	Now   time.Duration
	Relay bool // linger relays the connection
}

// Side returns the state of one side of the connection.
func (p Pair) Side(side session.Party) SideState {
	c := p.Conn
	switch c.State {
	case record.Connecting, record.Failed:
		return p.making(side)
	}
	if end, ok := c.Passing.EndOf(side); ok {
		return p.ended(end)
	}
	return p.open(side)
}

// making returns the state of a side while the connection to the server is being made or
// has failed.
func (p Pair) making(side session.Party) SideState {
	c := p.Conn
	switch {
	case c.State == record.Connecting && side == session.ByClient:
		return SideState{SignOpen, "open"}
	case c.State == record.Connecting:
		return SideState{SignWaiting, "connecting"}
	case side == session.ByClient && p.Relay:
		return SideState{SignError, "RST by relay"}
	case side == session.ByClient:
		return SideState{SignNone, "SYN sent"}
	}
	return SideState{SignError, failed(c.Failure.Kind)}
}

// failed returns, in one or two words, why the connection to the server failed.
func failed(k session.DialFailure) string {
	switch k {
	case session.DialRefused:
		return "refused"
	case session.DialTimeout:
		return "no response"
	}
	return "not reached"
}

// ended returns the state of a side that ended its direction.
func (p Pair) ended(end session.SideEnded) SideState {
	s := SideState{SignClosed, How(end.How)}
	if end.How == session.HowReset {
		s.Sign = SignError
	}
	ends := p.Conn.Passing.Ends
	first, again := ends[0].Side == end.Side, false
	for _, e := range ends {
		again = again || e.Side == end.Side && e.How != end.How
	}
	switch {
	case end.Relay:
		s.Words += " by relay"
	case again:
		s = SideState{SignError, s.Words + ", then RST"}
	case first && len(ends) == 1 && p.Conn.State != record.Ended:
		s.Words += ", " + format.Idle(p.Now-end.At) + " ago"
	case first:
		s.Words += " first"
	}
	return s
}

// open returns the state of a side that has not ended.
func (p Pair) open(side session.Party) SideState {
	c := p.Conn
	server := side == session.ByServer
	if c.State == record.Ended {
		return p.cut()
	}
	if c.Passing.Unfollowed {
		return SideState{SignNone, "not followed"}
	}
	switch {
	case c.Passing.Opaque && server:
		if protocol := c.Passing.Passed.Protocol; protocol != "" {
			return SideState{SignOpen, "open, " + text.Safe(protocol)}
		}
		return SideState{SignOpen, "open"}
	case c.OutOfStep && server:
		return SideState{SignError, "out of step"}
	case c.State == record.Sending && !server:
		return SideState{SignOpen, "sending"}
	case c.State == record.Awaiting && server:
		if e := c.Last(); e != nil && e.HasByte() {
			switch {
			case e.FramingLost():
				return SideState{SignError, "framing lost"}
			case e.Stalled(p.Now):
				return SideState{SignWaiting, "stalled"}
			}
			return SideState{SignWaiting, "receiving"}
		}
		return SideState{SignWaiting, "awaiting"}
	case c.State == record.Tunneling && server:
		return SideState{SignOpen, "tunnel"}
	}
	return SideState{SignOpen, "open"}
}

// cut returns the state of a side whose connection ended because the other side ended it.
func (p Pair) cut() SideState {
	for _, e := range p.Conn.Passing.Ends {
		switch {
		case e.Relay:
			return SideState{SignClosed, How(e.How) + " by relay"}
		case e.How == session.HowReset && p.Relay:
			return SideState{SignError, "RST passed on"}
		case e.How == session.HowReset:
			return SideState{SignError, "reset"}
		}
	}
	return SideState{SignNone, "no end seen"}
}

// Story returns texts, longest first, about what happened to the connection, such as
// "request 9 lost, 0.2 ms after the FIN". bad reports whether what happened is a fault.
func (p Pair) Story() (ways []string, bad bool) {
	c := p.Conn
	if e := newestLost(c); e != nil {
		return p.lost(e), true
	}
	switch {
	case c.State == record.Failed && p.Relay:
		return []string{"the relay could not connect", "relay: no server"}, true
	case c.State == record.Failed:
		return []string{"SYN: " + failed(c.Failure.Kind)}, true
	case c.Passing.Opaque:
		return p.opaque(), false
	case c.State == record.Ended:
		return p.howEnded(), ending.Faulty(&c.Close.Ending)
	case len(c.Passing.Ends) > 0:
		return p.half(), false
	case c.State == record.Awaiting || c.State == record.Sending:
		return p.underWay(), false
	}
	return p.remarks(), c.OutOfStep
}

func newestLost(c *record.Connection) *record.Exchange {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		switch e := c.Exchanges[i]; {
		case e.Lost():
			return e
		case e.Done && e.Facts().Complete:
			return nil
		}
	}
	return nil
}

// lost returns texts about a lost request: its number and how long after the FIN it was
// sent.
func (p Pair) lost(e *record.Exchange) []string {
	s := "request " + strconv.Itoa(e.ID) + " lost"
	if after, ok := p.Conn.AfterFIN(e); ok {
		return []string{s + ", " + format.Duration(after) + " after the FIN", s}
	}
	return []string{s + ", no response came", s}
}

// Race returns sentences, longest first, about a request that crossed the server's close
// and was lost. ok is false if there was no such request.
func (p Pair) Race() (ways []string, ok bool) {
	e := newestLost(p.Conn)
	if e == nil {
		return nil, false
	}
	after, ok := p.Conn.AfterFIN(e)
	if !ok {
		return nil, false
	}
	n, late := strconv.Itoa(e.ID), format.Duration(after)
	lost := "request " + n + " came " + late + " later and was lost."
	return []string{"the server closed the idle connection; " + lost + " A 502, usually.", "the server closed it; " + lost,
		"request " + n + " came " + late + " after the FIN and was lost."}, true
}

// opaque returns texts, longest first, about the bytes of a connection that linger cannot
// decode.
func (p Pair) opaque() []string {
	at := &p.Conn.Passing.Passed
	name := text.Safe(at.Protocol)
	if name == "" {
		name = "not HTTP/1.x"
	}
	if p.Conn.State.Open() { // the numbers of bytes are known only at the end
		return []string{name + ": content not shown", name}
	}
	sizes := format.Size(at.Sent) + " sent, " + format.Size(at.Received) + " received"
	return []string{name + ": " + sizes + ", content not shown", name + ": " + sizes, name}
}

// howEnded returns texts, longest first, about how the connection ended.
func (p Pair) howEnded() []string {
	c := p.Conn
	e := &c.Close.Ending
	who := string(e.By) + " first"
	switch {
	case e.By == session.ByRelay:
		return []string{"relay: " + text.Safe(c.Passing.Faults), "by relay"}
	case e.Announced():
		first := who
		if by := announcedBy(e.Notice.Kind); by != "" {
			first += ": " + by
		}
		return []string{first, who + ", announced", who}
	case len(c.Exchanges) == 0:
		return []string{who + ", unused", who}
	case c.Passing.EndedIdle && c.Passing.Idle <= ending.InUse:
		return []string{who + ", right after a response", who + ", after use", who}
	case c.Passing.EndedIdle:
		return []string{who + ", idle", who}
	}
	return []string{who + ", " + During(e), who + ", in use", who}
}

// announcedBy returns the announcement of an end: "Connection: close", for example.
func announcedBy(k session.NoticeKind) string {
	switch k {
	case session.NoticeMax:
		return "max reached 0"
	case session.NoticeResponseClose, session.NoticeRequestClose:
		return "Connection: close"
	}
	return "HTTP/1.0"
}

// half returns texts about the side that has ended while the other side is open, longest
// first.
func (p Pair) half() []string {
	s := string(p.Conn.Passing.Ends[0].Side) + " first"
	if p.Conn.Passing.EndedIdle {
		s += ", idle"
	}
	if p.Relay {
		return []string{s + "; FIN passed on", s}
	}
	return []string{s}
}

// underWay returns texts about the outstanding request: its number, and how long ago it
// was sent.
func (p Pair) underWay() []string {
	e := p.Conn.Last()
	if e == nil {
		return []string{""}
	}
	s := "request " + strconv.Itoa(e.ID) + " sent"
	return []string{s + " " + format.Idle(p.Now-e.Started) + " ago", s}
}

// remarks returns texts about what is unusual in an open connection, such as missing
// bytes, longest first.
func (p Pair) remarks() []string {
	c := p.Conn
	switch {
	case c.Passing.Unfollowed:
		return []string{"no longer followed, to limit memory", "not followed"}
	case c.Passing.Faults != "":
		return []string{"relay: " + text.Safe(c.Passing.Faults), "fault"}
	case c.Passing.Missed > 0:
		return []string{format.Count(c.Passing.Missed, "byte") + " not captured", "gaps"}
	case c.Info.Connect == 0 && !p.Relay:
		return []string{"begins in the middle: no SYN captured", "no SYN"}
	}
	return []string{""}
}

// IdleFor returns how long the connection has been idle, or was idle before one side
// ended it. ok is false if the connection is in use or was in use at its end.
func (p Pair) IdleFor() (d time.Duration, ok bool) {
	c := p.Conn
	switch {
	case c.State == record.Connecting || c.State == record.Failed:
		return 0, false
	case c.Passing.Unfollowed && c.State != record.Ended:
		return 0, false
	case len(c.Passing.Ends) > 0:
		return c.Passing.Idle, c.Passing.EndedIdle && c.Passing.Idle > ending.InUse
	case c.Passing.Opaque:
		return max(0, p.Now-c.Passing.Passed.LastByte), c.State.Open()
	}
	return c.IdleFor(p.Now), c.State == record.Idle || c.State == record.Closing || c.State == record.Unused
}

// End returns a row about how one side ended its direction. i is the index of that end in
// order of time. bad reports whether it was a reset.
func (p Pair) End(i int) (sign Sign, said string, bad bool) {
	c := p.Conn
	end := c.Passing.Ends[i]
	who := string(end.Side)
	if end.Relay {
		who = "relay, in place of the " + who
	}
	said, sign = who+": "+How(end.How), SignClosed
	if end.How == session.HowReset {
		sign, bad = SignError, true
	}
	switch {
	case i > 0:
	case c.Passing.EndedIdle && c.Passing.Idle <= ending.InUse:
		said += " right after a response"
	case c.Passing.EndedIdle:
		said += " after " + format.Exactly(c.Passing.Idle) + " idle"
	case len(c.Exchanges) > 0:
		said += " while in use"
	}
	if p.Relay && !end.Relay {
		said += "; passed on"
	}
	return sign, said, bad
}

// Why returns sentences that explain the end of the connection, or none while the
// connection is open.
func (p Pair) Why() []string {
	c := p.Conn
	if e := newestLost(c); e != nil {
		if _, late := c.AfterFIN(e); late {
			return []string{"Why a client reports 502 or ECONNRESET: the FIN was already on its way when request " + strconv.Itoa(e.ID) + " left the client (RFC 9112 §9.5)."}
		}
	}
	switch {
	case c.State == record.Failed:
		return []string{text.Safe(Failure(c.Failure))}
	case c.State != record.Ended:
		return nil
	}
	return []string{Title(&c.Close.Ending, 1<<10) + ". " + Meaning(&c.Close.Ending, "")}
}
