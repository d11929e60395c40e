package live

import (
	"math"
	"sync"
	"time"

	"linger/session"
	"linger/session/observe"
)

// never is a time that is never reached.
const never time.Duration = math.MaxInt64

// A loop holds the state of a session. One goroutine owns it; every method that
// changes it takes the current time, now.
//
//	inbox ──► do ─────┐
//	reader ─► read ───┤
//	writer ─► wrote ──┼──► state ──► proceed ──► events
//	dialer ─► dialed ─┤
//	timer ──► expire ─┘
type loop struct {
	cfg    Config
	start  time.Time
	events *queue
	fresh  []session.Event // events of this turn (one pass through the loop of run), not yet published
	size   int             // memory of these events, in bytes
	page   int             // number of events that fit on the current page

	dialing   *dialing
	conn      *conn    // the open connection, or nil
	waiting   []*order // orders to be sent when a connection is made
	conns     int      // number of the last connection
	obs       *observe.Observer
	prepare   preparer
	work      work
	tls       tlsState
	ending    bool
	teardowns sync.WaitGroup // connections being closed
	spare     *order         // an order whose memory can be reused, or nil

	bell    bell
	doSend  func()        // sendReady; created once, so that a call needs no allocation
	wakeNow bool          // whether to wake the consumer at the end of this turn: see flush
	due     chan struct{} // has a token when the timer has fired
	timer   *time.Timer
	armed   time.Duration
}

func newLoop(c Config, start time.Time, events *queue) *loop {
	l := &loop{cfg: c, start: start, events: events, armed: never, due: make(chan struct{}, 1)}
	l.obs = observe.New(l.observed)
	l.doSend = l.sendReady
	l.timer = time.AfterFunc(time.Hour, l.fire)
	l.timer.Stop()
	l.emit(session.Started{
		At: l.now(), Wall: start.Round(0), Program: "linger", Version: l.cfg.Version,
		Target: c.Target.String(), Label: c.Label, Verify: !c.TLS.Insecure,
	})
	return l
}

func (l *loop) now() time.Duration { return time.Since(l.start) }

// emit queues ev. The loop publishes it at the end of this turn, or earlier if the events
// of the turn do not fit on a page.
func (l *loop) emit(ev session.Event) {
	if len(l.fresh) == cap(l.fresh) {
		l.turnPage()
	}
	l.fresh = append(l.fresh, ev)
	l.size += sizeOf(ev)
}

// fire notifies the loop that the timer has fired.
func (l *loop) fire() {
	select {
	case l.due <- struct{}{}:
	default:
	}
	l.bell.ring()
}

// flush publishes the events of this turn. While exchanges follow one another and nothing
// else happens, it does not wake the consumer for each exchange, because waking it would
// cost more than the exchange.
func (l *loop) flush() {
	c := l.conn
	l.publish(c == nil || c.inline == nil || l.wakeNow || c.obs.Outstanding() == 0)
	l.wakeNow = false
}

// publish moves the events to the queue. If now is set, it wakes the consumer at once.
func (l *loop) publish(now bool) {
	n := len(l.fresh)
	if n == 0 {
		return
	}
	if l.cfg.Publish != nil {
		l.cfg.Publish(l.fresh[:n:n])
	}
	if l.events.add(l.fresh[:n:n], l.size, now) {
		l.fresh = l.fresh[n:]
	} else {
		clear(l.fresh)
		l.fresh = l.fresh[:0]
	}
	l.size = 0
	if n < l.page/8 && l.page > smallestPage {
		l.page, l.fresh = l.page/2, nil
	}
}

// Sizes of pages, in events. Batches of events are slices of a page. Pages grow and
// shrink with the number of events in a turn, because a page stays in memory as long as
// one of its events is in use.
const (
	smallestPage = 16
	largestPage  = 1024
)

func (l *loop) turnPage() {
	if len(l.fresh) == l.page {
		l.page = min(max(2*l.page, smallestPage), largestPage)
	}
	l.publish(l.conn == nil || l.conn.inline == nil)
	l.fresh = make([]session.Event, 0, l.page)
}

func (l *loop) run(in *inbox, quit <-chan struct{}) {
	l.flush()
	for !l.ending {
		l.arm()
		now := l.wait(in, quit)
		l.expire(now)
		l.proceed(now)
		l.reportWaiting(now)
		if l.conn == nil || !l.conn.ready { // otherwise sendReady publishes the events, when it has sent the next request
			l.flush()
		}
	}
	l.finish()
}

// wait waits for something to do, and does it. It returns the time of the read if it has
// read bytes, and the current time otherwise.
func (l *loop) wait(in *inbox, quit <-chan struct{}) time.Duration {
	if c := l.conn; c != nil && c.inline != nil && !l.events.full() {
		return l.sleepInRead(c, in, quit)
	}
	l.writeReady()
	l.flush()
	l.sleep(in, quit)
	return l.now()
}

// sleep waits for work and does it. It does not read while the queue is full.
func (l *loop) sleep(in *inbox, quit <-chan struct{}) {
	var reads chan read
	var wrote chan wrote
	if l.conn != nil {
		reads, wrote = l.conn.reads, l.conn.wrote
	}
	if l.events.full() {
		reads = nil
	}
	select {
	case r := <-reads:
		l.catchUp()
		l.read(r)
	case w := <-wrote:
		l.wrote(w)
	case <-in.ready:
		l.doAll(in)
	case s := <-l.dialSteps():
		l.emit(s)
	case d := <-l.dialed():
		l.connected(l.now(), d)
	case <-l.events.room:
	case <-l.due:
		l.armed = never
	case <-quit:
		l.ending = true
	}
}

// doAll carries out the commands in the inbox. It first reads all bytes that have
// arrived, so that the commands find the connection closed if the server closed it before
// them.
func (l *loop) doAll(in *inbox) {
	l.drain()
	for _, c := range in.take() {
		l.do(l.now(), c)
	}
}

// drainAtMost is the maximum number of bytes that the loop reads before it carries out a
// command. It is about the size of a kernel's receive buffer. A server that never stops
// sending must not delay the command.
const drainAtMost = 8 << 20

// drain reads and observes all bytes that have arrived, at most drainAtMost.
func (l *loop) drain() {
	for total := 0; l.conn != nil && total < drainAtMost && !l.events.full(); {
		if c := l.conn; c.inline != nil {
			n, ok, err := c.inline.TryRead(c.buf)
			if !ok {
				return
			}
			total += n
			l.read(read{at: l.now(), data: c.buf[:n], err: err})
			continue
		}
		select {
		case r := <-l.conn.reads:
			total += len(r.data)
			l.read(r)
		default:
			return
		}
	}
}

// finish ends the session: it closes an open connection and then ends the
// stream of events.
func (l *loop) finish() {
	l.stopWork(l.now())
	if l.dialing != nil {
		l.giveUp(l.now(), "The session ended first.")
	}
	l.lastLook()
	if l.conn != nil {
		l.close(l.now(), byClient(session.HowFIN, ""))
	}
	l.teardowns.Wait()
	l.timer.Stop()
	l.emit(session.Ended{At: l.now()})
	l.flush()
}

// A server may close right after the last response. Then the server ended the connection,
// although linger was about to close it as well. These constants say how long lastLook
// waits for such a close.
const (
	lastMoment = 50 * time.Millisecond  // after the last response
	readerLate = 100 * time.Millisecond // until the reader reports a FIN that has arrived
)

// lastLook waits briefly for a close that the server may have sent already.
func (l *loop) lastLook() {
	c := l.conn
	if c == nil {
		return
	}
	wait := readerLate
	if c.socket == nil || !c.socket.peerGone() {
		wait = c.obs.IdleSince() + lastMoment - l.now()
	}
	if c.inline != nil {
		l.lastRead(c, wait)
		return
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

// lastRead does the work of lastLook if the loop itself reads.
func (l *loop) lastRead(c *conn, wait time.Duration) {
	for until := l.now() + wait; l.conn == c && c.idle(); {
		_ = c.nc.SetReadDeadline(time.Now().Add(until - l.now()))
		n, err := c.nc.Read(c.buf)
		switch {
		case err == nil || !isDeadline(err):
			l.read(read{at: l.now(), data: c.buf[:n], err: err})
		case l.now() >= until:
			return
		}
	}
}

// abandon closes the connection that a defect left open. If the loop has ended normally,
// it does nothing.
func (l *loop) abandon() {
	if c := l.conn; c != nil {
		close(c.gone)
		c.nc.Close()
	}
}

// arm sets the timer to the next time at which something is due. If the timer fires
// earlier, arm does not move it: one needless wake-up costs less than moving the timer in
// each exchange.
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

// expire handles everything that is due at now.
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

// proceed sends what can be sent now.
func (l *loop) proceed(now time.Duration) {
	for l.stepWork(now) {
	}
	l.pump(true)
}

// do carries out a command.
func (l *loop) do(now time.Duration, c session.Command) {
	switch c := c.(type) {
	case session.Send:
		l.send(now, c)
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
		if c.First != nil {
			l.do(now, c.First)
		}
	case session.Retarget:
		l.retarget(now, c)
	case session.Close:
		l.closeNow(now)
	case session.HalfClose:
		l.halfClose(now, c)
	case session.Reset:
		l.reset(now)
	case session.Check:
		l.check(now)
	case session.Learn:
		c.Measured.At = now
		l.emit(c.Measured)
	case session.Mark:
		l.emit(session.Marked{At: now, Text: c.Text})
	}
}

func (l *loop) decline(now time.Duration, why string) {
	id := 0
	if l.conn != nil {
		id = l.conn.id
	}
	l.emit(session.Declined{At: now, Conn: id, Why: why})
}
