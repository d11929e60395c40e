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

// A SideState is the state of one side of a connection between other programs.
type SideState struct {
	Sign  Sign
	Words string // "open", "FIN first", "RST passed on"
}

// A Sign is a mark before a state.
type Sign uint8

// The signs.
const (
	SignNone Sign = iota // nothing is known
	SignOpen
	SignClosed
	SignWaiting
	SignError
)

// Glyph returns how a sign is drawn.
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

// A Pair makes the texts about a connection between other programs at one time.
type Pair struct {
	Conn  *record.Connection
	Now   time.Duration
	Relay bool // linger relays the connection
}

// Side returns the state of one end.
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

// making returns the state of an end before there is a connection.
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

// failed returns in a word why there is no connection.
func failed(k session.DialFailure) string {
	switch k {
	case session.DialRefused:
		return "refused"
	case session.DialTimeout:
		return "no answer"
	}
	return "not reached"
}

// ended returns how a side ended its direction.
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
			if e.Stalled(p.Now) {
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

// cut returns the state of a side that was ended by the other.
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

// Story returns texts about what happened to a connection, from the longest to
// the shortest, and whether that is a fault of the connection: "request 9 lost,
// 0.2 ms after the FIN".
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
		case e.Done && e.Facts.Complete:
			return nil
		}
	}
	return nil
}

// lost says which request was lost, and how long after the FIN it came.
func (p Pair) lost(e *record.Exchange) []string {
	s := "request " + strconv.Itoa(e.ID) + " lost"
	if after, ok := p.Conn.AfterFIN(e); ok {
		return []string{s + ", " + format.Duration(after) + " after the FIN", s}
	}
	return []string{s + ", no response came", s}
}

// Race returns sentences about the result of a close that crossed a request,
// from the longest to the shortest. ok is false if there was no such close.
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

// opaque returns a text about the bytes of a connection that linger cannot
// decode.
func (p Pair) opaque() []string {
	at := &p.Conn.Passing.Passed
	name := text.Safe(at.Protocol)
	if name == "" {
		name = "not HTTP/1.x"
	}
	if p.Conn.State.Open() { // the sums come with the end
		return []string{name + ": content not shown", name}
	}
	sizes := format.Size(at.Sent) + " sent, " + format.Size(at.Received) + " received"
	return []string{name + ": " + sizes + ", content not shown", name + ": " + sizes, name}
}

// howEnded says how a connection ended.
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

// announcedBy returns what had announced an end.
func announcedBy(k session.NoticeKind) string {
	switch k {
	case session.NoticeMax:
		return "max reached 0"
	case session.NoticeResponseClose, session.NoticeRequestClose:
		return "Connection: close"
	}
	return "HTTP/1.0"
}

// half says which side has ended, while the other has not.
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

// underWay says which request is outstanding, and since when.
func (p Pair) underWay() []string {
	e := p.Conn.Last()
	if e == nil {
		return []string{""}
	}
	s := "request " + strconv.Itoa(e.ID) + " sent"
	return []string{s + " " + format.Idle(p.Now-e.Started) + " ago", s}
}

// remarks returns further texts about an open connection.
func (p Pair) remarks() []string {
	c := p.Conn
	switch {
	case c.Passing.Faults != "":
		return []string{"relay: " + text.Safe(c.Passing.Faults), "fault"}
	case c.Passing.Missed > 0:
		return []string{format.Count(c.Passing.Missed, "byte") + " not captured", "gaps"}
	case c.Info.Connect == 0 && !p.Relay:
		return []string{"begins in the middle: no SYN captured", "no SYN"}
	}
	return []string{""}
}

// IdleFor returns how long a connection has been idle, or was idle before one side
// ended it; ok is false where it is, or was, in use.
func (p Pair) IdleFor() (d time.Duration, ok bool) {
	c := p.Conn
	switch {
	case c.State == record.Connecting || c.State == record.Failed:
		return 0, false
	case len(c.Passing.Ends) > 0:
		return c.Passing.Idle, c.Passing.EndedIdle && c.Passing.Idle > ending.InUse
	case c.Passing.Opaque:
		return max(0, p.Now-c.Passing.Passed.LastByte), c.State.Open()
	}
	return c.IdleFor(p.Now), c.State == record.Idle || c.State == record.Closing || c.State == record.Unused
}

// End returns how one side ended its direction, as a row of the story of a
// connection: the end with index i of those in the order in which they came.
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

// Why returns what explains the end of a connection, in sentences; none while it is
// open.
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
