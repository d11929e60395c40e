package observe

import (
	"io"
	"math"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/wire"
)

// never is a time that is never reached.
const never time.Duration = math.MaxInt64

// defaultPatience is how long a server may leave a connection open after a close option
// before linger reports close-ignored.
const defaultPatience = time.Second

// An Observer numbers the exchanges of one session, emits their events, and remembers the
// ages at which connections to each target ended.
type Observer struct {
	emit      func(session.Event)
	exchanges int                      // number of the last exchange
	spare     []*exchange              // ended exchanges, for reuse
	judges    map[string]*ending.Judge // by target
	slabs     slabs
}

// New returns an Observer that passes its events to emit, in order. emit must not call
// the Observer or its connections.
func New(emit func(session.Event)) *Observer {
	return &Observer{emit: emit, judges: make(map[string]*ending.Judge)}
}

// Options configures the observation of one connection. The zero value is ready for use.
type Options struct {
	Limits wire.Limits

	// Content receives the content of all responses, including the bytes that events do
	// not hold. If it is nil, the content is discarded. The Conn ignores errors returned
	// by Write.
	Content io.Writer

	// Target is the name of the connection's target. The Observer compares the ages at
	// which connections to the same target end.
	Target string

	// Assume is for captures that lack the client's direction. It lists the requests that
	// the responses answer, in order. The last request is assumed for all further
	// responses.
	Assume []Request

	// Joined is for captures that begin in the middle of a connection. The client's
	// direction is skipped up to the first read that begins with a request line, and then
	// the server's direction up to a read that begins with "HTTP/". Offsets count from
	// these reads.
	Joined bool

	Tunnel bool // whether the connection carries only the CONNECT that a dialer sends to a proxy: see [session.RequestStarted]

	Foreign bool // whether the client is another program: see [session.Ending]

	RoundTrip    time.Duration // initial estimate of the round trip, based on the time that connecting took; 0: unknown
	IgnoredAfter time.Duration // time from a close option to the finding close-ignored (default 1 s)
}

// Open returns a Conn for a connection that was opened at now. id is its number in
// events. The caller emits [session.Connected].
func (o *Observer) Open(now time.Duration, id int, opt Options) *Conn {
	if opt.IgnoredAfter <= 0 {
		opt.IgnoredAfter = defaultPatience
	}
	c := &Conn{
		o: o, id: id, opt: opt, dec: wire.NewDecoder(opt.Limits),
		opened: now, idleSince: now, ignoredAt: never, halfClosed: never,
	}
	if len(opt.Assume) > 0 {
		facts := make([]wire.Request, len(opt.Assume))
		for i := range opt.Assume {
			facts[i] = opt.Assume[i].Facts
		}
		c.dec.Assume(facts...)
		c.dec.Resume()
	}
	c.roundTrip.shortest = opt.RoundTrip
	c.budget.overdueAt, c.budget.RoundTrip = never, opt.RoundTrip
	return c
}

// judge returns the judge of the connections to a target, and creates it if there is none
// yet.
func (o *Observer) judge(target string) *ending.Judge {
	j := o.judges[target]
	if j == nil {
		j = new(ending.Judge)
		o.judges[target] = j
	}
	return j
}

// newExchange numbers the next exchange of a connection.
func (o *Observer) newExchange(now time.Duration) *exchange {
	o.exchanges++
	var ex *exchange
	if n := len(o.spare); n > 0 {
		ex = o.spare[n-1]
		o.spare = o.spare[:n-1]
	} else {
		ex = new(exchange)
	}
	*ex = exchange{id: o.exchanges, startedAt: now}
	return ex
}
