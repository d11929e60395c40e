package learned

import (
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
)

const (
	keptPeers = 1000
	retryTime = 5 * time.Second // an equal request within this time is a retry of a lost one
)

// A Fold builds a Summary from events. Its zero value is ready to use.
type Fold struct {
	sum    Summary
	begun  bool
	conns  map[int]*conn
	peers  map[string]bool // addresses of clients
	recent []lost
}

// A conn holds the state of an open connection.
type conn struct {
	made        bool
	exchanges   int
	outstanding map[int]request // nil if there are none
	answered    bool
	idleSince   time.Duration
	ends        [2]end // ends of the server and of the client
	opaque      bool
	faulted     bool
}

// A request is a request whose response is not complete.
type request struct {
	at             time.Duration
	idle           time.Duration // idle time of the connection before the request, or 0 if the connection was in use or new
	method, target string
}

// An end holds the facts about the end of one direction.
type end struct {
	seen bool
	at   time.Duration
	idle time.Duration // idle time of the connection before the end
	busy bool          // whether a request was outstanding
}

// A lost is a lost request that the client may still repeat.
type lost struct {
	at             time.Duration
	conn           int
	method, target string
	loss           int // number of its Loss in Summary.Losses, counted from 1, or 0 if it has none
}

// Summary returns the summary of the events that were applied so far.
func (f *Fold) Summary() Summary { return f.sum }

// Apply adds one event to the summary.
func (f *Fold) Apply(ev session.Event) {
	switch ev := ev.(type) {
	case session.Connected:
		f.at(ev.At)
		f.sum.Connections++
		c := f.conn(ev.Conn)
		c.made, c.idleSince = true, ev.At
		f.peer(ev.Local)
		f.sum.Open++
		f.sum.AtOnce = max(f.sum.AtOnce, f.sum.Open)
	case session.DialFailed:
		f.at(ev.At)
		f.sum.NotMade++
		delete(f.conns, ev.Conn)
	case *session.RequestStarted:
		f.at(ev.At)
		f.started(f.conn(ev.Conn), ev)
	case *session.ExchangeDone:
		f.at(ev.At)
		f.done(f.conn(ev.Conn), ev)
	case *session.BudgetChanged:
		if b := &ev.Budget; b.HasTimeout && b.Applies && b.Source == ev.Exchange {
			f.sum.Hint.add(b.Timeout)
		}
	case session.Interfered:
		if ev.Conn > 0 {
			f.conn(ev.Conn).faulted = true
			f.sum.Faulted++
		}
	case session.Passed:
		f.passed(f.conn(ev.Conn), ev)
	case session.Missed: // the connection was in use while the missing bytes passed
		c := f.conn(ev.Conn)
		c.idleSince = max(c.idleSince, ev.At)
	case session.SideEnded:
		f.at(ev.At)
		f.sideEnded(f.conn(ev.Conn), ev)
	case session.Closed:
		f.at(ev.At)
		f.closed(f.conn(ev.Conn), ev)
		f.sum.Open = max(0, f.sum.Open-1)
		delete(f.conns, ev.Conn)
	case session.Unfollowed:
		f.at(ev.At)
		f.sum.Unfollowed++
		if c := f.conns[ev.Conn]; c != nil && c.made {
			f.sum.Open = max(0, f.sum.Open-1)
		}
		delete(f.conns, ev.Conn)
	case session.Ended:
		f.at(ev.At)
		f.sum.Over = true
	}
}

func (f *Fold) at(t time.Duration) {
	if !f.begun {
		f.begun, f.sum.Begun = true, t
	}
	f.sum.Watched = max(f.sum.Watched, t-f.sum.Begun)
}

func (f *Fold) conn(id int) *conn {
	c := f.conns[id]
	if c == nil {
		c = &conn{}
		if f.conns == nil {
			f.conns = map[int]*conn{}
		}
		f.conns[id] = c
	}
	return c
}

// peer counts the address of a client, without its port. It counts each address once.
func (f *Fold) peer(local string) {
	host := local[:max(0, strings.LastIndexByte(local, ':'))]
	if host == "" || f.peers[host] || len(f.peers) >= keptPeers {
		return
	}
	if f.peers == nil {
		f.peers = map[string]bool{}
	}
	f.peers[host] = true
	f.sum.Addresses++
}

func (f *Fold) started(c *conn, ev *session.RequestStarted) {
	f.sum.Exchanges++
	if _, known := f.sum.Methods[ev.Method]; known || len(f.sum.Methods) < KeptMethods {
		if f.sum.Methods == nil {
			f.sum.Methods = map[string]int{}
		}
		f.sum.Methods[ev.Method]++
	}
	r := request{at: ev.At, method: ev.Method, target: ev.Target}
	if c.exchanges > 0 {
		f.sum.Reuses++
		if len(c.outstanding) == 0 {
			r.idle = ev.At - c.idleSince
		}
	}
	c.exchanges++
	if c.outstanding == nil {
		c.outstanding = map[int]request{}
	}
	c.outstanding[ev.Exchange] = r
	f.retried(ev)
}

// retried records that a lost request was retried, if ev repeats one.
func (f *Fold) retried(ev *session.RequestStarted) {
	for i, l := range f.recent {
		if l.method == ev.Method && l.target == ev.Target && l.conn != ev.Conn && ev.At-l.at <= retryTime {
			f.sum.Retried++
			if l.loss > 0 {
				f.sum.Losses[l.loss-1].Retried = true
			}
			f.recent = append(f.recent[:i], f.recent[i+1:]...)
			return
		}
	}
}

func (f *Fold) done(c *conn, ev *session.ExchangeDone) {
	r, asked := c.outstanding[ev.Exchange]
	if delete(c.outstanding, ev.Exchange); len(c.outstanding) == 0 {
		c.outstanding = nil // saves memory, because most connections are idle
	}
	if !ev.Facts.Complete || !asked {
		if asked && ev.Retry != "" && ev.Facts.Status == 0 {
			f.lost(c, ev, r)
		}
		return
	}
	c.answered, c.idleSince = true, max(c.idleSince, ev.At)
	if r.idle > 0 { // both sides kept the idle connection open until this request
		f.sum.ReusedAfter.add(r.idle)
		f.sum.LongestReuse = max(f.sum.LongestReuse, r.idle)
		f.sum.Server.Keeps = max(f.sum.Server.Keeps, r.idle)
		f.sum.Client.Keeps = max(f.sum.Client.Keeps, r.idle)
	}
}

// lost records a request for which no status was received.
func (f *Fold) lost(c *conn, ev *session.ExchangeDone, r request) {
	f.sum.Lost++
	if c.faulted {
		f.sum.OnFault++
	}
	l := Loss{Conn: ev.Conn, Exchange: ev.Exchange, Method: r.method, Target: r.target, Idle: r.idle, Retry: ev.Retry}
	if e := c.ends[server]; e.seen && r.at >= e.at {
		l.After = r.at - e.at
		f.sum.AfterFIN.add(l.After)
	} else {
		f.sum.Crossed++
	}
	if ev.Retry == session.RetryNotSafe {
		f.sum.Unsafe++
	}
	kept := 0
	if len(f.sum.Losses) < Kept {
		f.sum.Losses = append(f.sum.Losses, l)
		kept = len(f.sum.Losses)
	}
	if len(f.recent) >= Kept {
		f.recent = f.recent[1:]
	}
	f.recent = append(f.recent, lost{at: ev.At, conn: ev.Conn, method: r.method, target: r.target, loss: kept})
}

func (f *Fold) passed(c *conn, ev session.Passed) {
	if !c.opaque {
		c.opaque = true
		f.sum.Opaque++
	}
	c.idleSince = ev.LastByte
}

// The indexes of ends.
const (
	server = iota
	client
)

func (f *Fold) sideEnded(c *conn, ev session.SideEnded) {
	i := server
	if ev.Side == session.ByClient {
		i = client
	}
	if c.ends[i].seen || ev.Relay {
		return
	}
	c.ends[i] = end{seen: true, at: ev.At, idle: ev.At - c.idleSince, busy: len(c.outstanding) > 0}
}

// closed adds the end of a connection. If linger is the client, there are no events about
// the ends of the two directions, and closed uses the end in ev.
func (f *Fold) closed(c *conn, ev session.Closed) {
	f.sum.Ended++
	if !c.opaque {
		f.sum.PerConnection.add(c.exchanges)
	}
	var who, other *Side
	var e end
	switch ev.By {
	case session.ByServer:
		who, other, e = &f.sum.Server, &f.sum.Client, c.ends[server]
	case session.ByClient:
		who, other, e = &f.sum.Client, &f.sum.Server, c.ends[client]
	case session.ByRelay:
		f.sum.ByRelay++
		return
	default:
		return
	}
	if !e.seen {
		e = end{at: ev.At, idle: ev.Idle, busy: ev.Phase != session.PhaseIdle}
	}
	who.First++
	if ev.How == session.HowReset {
		who.Reset++
	}
	switch {
	case ev.Announced():
		who.Announced++
		who.Evidence.Announced = add(who.Evidence.Announced, ev.Conn)
	case c.opaque || !c.answered && !e.busy:
	case e.busy || e.idle <= ending.InUse:
		who.InUse++
		who.Evidence.InUse = add(who.Evidence.InUse, ev.Conn)
	case ev.By == session.ByClient && !e.seen && !ev.Foreign: // linger is the client, and it has no idle limit
		other.Keeps = max(other.Keeps, e.idle)
	default:
		who.Idle.add(e.idle)
		who.Evidence.Idle = add(who.Evidence.Idle, ev.Conn)
		other.Keeps = max(other.Keeps, e.idle)
	}
}
