package live

import (
	"math"
	"time"

	"linger/session"
	"linger/session/observe"
)

// never is a moment that does not come.
const never time.Duration = math.MaxInt64

// A loop is the state of a session. One goroutine owns it; every method that
// changes it takes now.
//
//	inbox ──► do ─────┐
//	reader ─► read ───┤
//	writer ─► wrote ──┼──► state ──► proceed ──► events
//	dialler ► dialled ┤
//	timer ──► expire ─┘
type loop struct {
	cfg    Config
	start  time.Time
	events *queue
	fresh  []session.Event // of this turn, not yet in events
	page   int             // size of the page they stand on

	dialling  *dialling
	conn      *conn    // the open connection, or nil
	waiting   []*order // to be sent once connected
	conns     int      // connections numbered so far
	obs       *observe.Observer
	prepare   preparer
	work      work
	tls       tlsState
	ending    bool
	teardowns chan struct{} // a token for each connection being closed
	closing   int           // how many of them

	timer *time.Timer
	armed time.Duration
}

func newLoop(c Config, start time.Time, events *queue) *loop {
	l := &loop{cfg: c, start: start, events: events, armed: never, teardowns: make(chan struct{})}
	l.obs = observe.New(l.observed)
	l.timer = time.NewTimer(time.Hour)
	l.timer.Stop()
	l.emit(session.Started{
		At: l.now(), Wall: start.Round(0), Program: "linger", Version: l.cfg.Version,
		Target: c.Target.String(), Label: c.Label, Verify: !c.TLS.Insecure,
	})
	return l
}

func (l *loop) now() time.Duration { return time.Since(l.start) }

// emit tells an event at the end of this turn, or before where a turn has more
// to tell than fits a page.
func (l *loop) emit(ev session.Event) {
	if len(l.fresh) == cap(l.fresh) {
		l.turnPage()
	}
	l.fresh = append(l.fresh, ev)
}

// flush hands on what this turn had to tell.
func (l *loop) flush() {
	n := len(l.fresh)
	if n == 0 {
		return
	}
	l.events.add(l.fresh[:n:n])
	l.fresh = l.fresh[n:]
	if n < l.page/8 && l.page > smallestPage {
		l.page, l.fresh = l.page/2, nil
	}
}

// Pages are what batches of events are cut from, in events. They grow with
// what a turn has to tell, and shrink with it: as long as a page is in use all
// events on it are kept in memory.
const (
	smallestPage = 16
	largestPage  = 1024
)

func (l *loop) turnPage() {
	if len(l.fresh) == l.page {
		l.page = min(max(2*l.page, smallestPage), largestPage)
	}
	l.flush()
	l.fresh = make([]session.Event, 0, l.page)
}

func (l *loop) run(in *inbox, quit <-chan struct{}) {
	l.flush()
	for !l.ending {
		l.arm()
		var reads chan read
		var wrote chan wrote
		if l.conn != nil {
			reads, wrote = l.conn.reads, l.conn.wrote
		}
		select {
		case r := <-reads:
			l.catchUp()
			l.read(r)
		case w := <-wrote:
			l.wrote(w)
		case <-in.ready:
			l.drain()
			for _, c := range in.take() {
				l.do(l.now(), c)
			}
		case s := <-l.dialSteps():
			l.emit(s)
		case d := <-l.dialled():
			l.connected(l.now(), d)
		case <-l.timer.C:
			l.armed = never
		case <-l.teardowns:
			l.closing--
		case <-quit:
			l.ending = true
		}
		l.expire(l.now())
		l.proceed(l.now())
		l.tellWaiting(l.now())
		l.flush()
	}
	l.finish()
}

// drain takes what the reader has already seen, so that a close that came
// before a command is known when the command is carried out.
func (l *loop) drain() {
	for l.conn != nil {
		select {
		case r := <-l.conn.reads:
			l.read(r)
		default:
			return
		}
	}
}

// finish ends the session: an open connection in order, then the stream.
func (l *loop) finish() {
	l.stopWork(l.now())
	if l.dialling != nil {
		l.giveUp(l.now(), "The session ended first.")
	}
	l.lastLook()
	if l.conn != nil {
		l.close(l.now(), byClient(session.HowFIN, ""))
	}
	for ; l.closing > 0; l.closing-- {
		<-l.teardowns
	}
	l.timer.Stop()
	l.emit(session.Ended{At: l.now()})
	l.flush()
}

// A close that comes right after the last response is the server's, although
// linger, too, is about to close: lastLook waits so long for it.
const (
	lastMoment = 50 * time.Millisecond  // after the last response
	readerLate = 100 * time.Millisecond // for the reader to tell of a FIN that is there
)

// lastLook lets the server's close come first where it is under way.
func (l *loop) lastLook() {
	c := l.conn
	if c == nil {
		return
	}
	wait := readerLate
	if c.raw == nil || !peerGone(c.raw) {
		wait = c.obs.IdleSince() + lastMoment - l.now()
	}
	t := time.NewTimer(max(0, wait))
	defer t.Stop()
	for l.conn == c && c.idle() {
		select {
		case r := <-c.reads:
			l.read(r)
		case <-t.C:
			return
		}
	}
}

// abandon lets go of a connection that a defect left behind; there is none after
// an end in order.
func (l *loop) abandon() {
	if c := l.conn; c != nil {
		close(c.gone)
		c.nc.Close()
	}
}

// arm sets the timer to the next moment at which something is due. A timer
// that is due earlier is left to fire for nothing: that is cheaper than moving
// it with every exchange.
func (l *loop) arm() {
	at := l.work.due()
	if c := l.conn; c != nil {
		at = min(at, c.due(), c.stuckAt(l.cfg.Settle))
	}
	if at < l.armed {
		l.armed = at
		l.timer.Reset(max(0, at-l.now()))
	}
}

// expire carries out what has fallen due.
func (l *loop) expire(now time.Duration) {
	if c := l.conn; c != nil && now >= c.obs.Due() {
		c.obs.Advance(now)
	}
	if c := l.conn; c != nil && now >= c.settle.at {
		l.settle(now, c)
	}
	if c := l.conn; c != nil && now >= c.giveUpAt {
		l.timedOut(now, c)
	}
	if c := l.conn; c != nil && now >= c.stuckAt(l.cfg.Settle) {
		l.close(now, byClient(session.HowFIN, session.MotiveStuck))
	}
	if c := l.conn; c != nil && now >= c.out.brokenAt {
		l.close(now, observe.End{By: session.ByNetwork, How: session.HowError, Cause: cause(c.out.err)})
	}
	l.expireWork(now)
}

// proceed goes on with what is to be sent, as far as it can.
func (l *loop) proceed(now time.Duration) {
	for l.stepWork(now) {
		now = l.now()
	}
	l.pump(now)
}

// do carries out a command.
func (l *loop) do(now time.Duration, c session.Command) {
	switch c := c.(type) {
	case session.Send:
		l.place(now, l.prepare.requestOrder(c))
	case session.SendRaw:
		l.place(now, rawOrder(c))
	case session.Pipeline:
		l.startPipeline(now, c)
	case session.Repeat:
		l.startRepeat(now, c)
	case session.Hold:
		l.startHold(now, c)
	case session.Wait:
		l.startWait(now, c)
	case session.Stop:
		l.dropWaiting(now)
		l.stopWork(now)
	case session.Reconnect:
		l.reconnect(now)
	case session.Retarget:
		l.retarget(now, c)
	case session.Close:
		l.closeNow(now)
	case session.HalfClose:
		l.halfClose(now)
	case session.Reset:
		l.reset(now)
	case session.Check:
		l.check(now)
	case session.Learn:
		c.Measured.At = now
		l.emit(c.Measured)
	}
}

func (l *loop) decline(now time.Duration, why string) {
	id := 0
	if l.conn != nil {
		id = l.conn.id
	}
	l.emit(session.Declined{At: now, Conn: id, Why: why})
}
