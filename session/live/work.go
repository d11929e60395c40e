package live

import (
	"time"

	"linger/session"
)

// reportEvery is the shortest time between two reports of the progress of a long-running
// command.
const reportEvery = 100 * time.Millisecond

// margin is the length of the caution zone, which is the last part of an advertised
// timeout. Hints are whole seconds, so the server may close during the last second.
const margin = time.Second

// work is the state of a long-running command: Pipeline, Repeat, Hold or Wait. At most
// one of them runs at a time.
type work struct {
	kind     session.Work // empty: none
	conn     int
	total    int // 0: unlimited
	done     int
	placed   int // number of requests put into the outbox
	flying   int // number of placed requests whose exchange has not ended
	req      *prepared
	every    time.Duration   // Repeat: time from the end of one exchange to the beginning of the next
	anew     bool            // Repeat: whether to make a new connection if there is none
	last     time.Duration   // Repeat: time at which the previous exchange ended
	next     time.Duration   // Repeat: time at which the next request is due
	until    time.Duration   // Wait: time at which it ends; never if unlimited
	reported time.Duration   // time of the last progress report
	stop     bool            // whether the work sends nothing more
	within   time.Duration   // Hold: the shortest idle time after which the server closed; 0: unknown
	cut      session.WorkCut // why the work ends early
	doneAt   time.Duration   // end of the last exchange if it was not reported yet, otherwise 0
}

// due returns the next time at which the work has something to do, or never.
func (w *work) due() time.Duration {
	at := never
	switch w.kind {
	case session.WorkWait:
		at = w.until
	case session.WorkRepeat, session.WorkHold:
		at = w.next
	}
	if w.doneAt != 0 {
		at = min(at, w.reported+reportEvery)
	}
	return at
}

// waitsUntil returns the time at which a Wait ends. Until then linger does not close the
// connection. ok is false if the work is not a Wait.
func (w *work) waitsUntil() (until time.Duration, ok bool) {
	return w.until, w.kind == session.WorkWait
}

// over records the end of one exchange of the work.
func (w *work) over(complete bool) {
	w.flying--
	if complete {
		w.done++
	}
}

// atLeisure reports whether no long-running command is active. If one is active, it
// declines the new command. It ends a Wait, because a Wait does not prevent other
// commands.
func (l *loop) atLeisure(now time.Duration) bool {
	l.stopWaiting(now)
	if l.work.kind != "" {
		l.decline(now, "A "+string(l.work.kind)+" is running: stop it first.")
	}
	return l.work.kind == ""
}

func (l *loop) beginWork(now time.Duration, w work) {
	w.conn = l.conns
	l.work = w
	l.reportWork(now, true)
}

// reportWork emits Working with the state of the current work.
func (l *loop) reportWork(now time.Duration, active bool) {
	l.work.reported = now
	ev := session.Working{At: now, Conn: l.work.conn, Kind: l.work.kind, Done: l.work.done, Total: l.work.total, Active: active}
	if !l.work.whole() {
		ev.Cut = l.work.cut
	}
	l.emit(ev)
}

// whole reports whether all requests of the work have been sent and answered.
func (w *work) whole() bool { return w.kind == session.WorkWait || w.total > 0 && w.done >= w.total }

// reportProgress reports the progress of the work if one of its exchanges has ended since
// the last report: after each exchange if exchanges are slow, otherwise at intervals.
// After the last exchange it reports nothing, because workEnded does.
func (l *loop) reportProgress() {
	w := &l.work
	switch at := w.doneAt; {
	case at == 0:
	case w.flying == 0 && (w.stop || w.total > 0 && w.placed >= w.total):
		w.doneAt = 0
	case w.kind == session.WorkHold || w.every >= reportEvery || at-w.reported >= reportEvery:
		w.doneAt = 0
		l.reportWork(at, true)
	}
}

// workEnded ends the current work, if there is any.
func (l *loop) workEnded(now time.Duration) {
	if l.work.kind == "" {
		return
	}
	l.reportWork(now, false)
	if c := l.conn; c != nil && l.work.kind == session.WorkWait {
		c.settle.resume(now)
	}
	l.work = work{}
}

// workCut ends the current work early, for the given reason.
func (l *loop) workCut(now time.Duration, why session.WorkCut) {
	if l.work.cut == "" {
		l.work.cut = why
	}
	l.workEnded(now)
}

// stopWork stops sending; responses to requests already sent are still read.
func (l *loop) stopWork(now time.Duration) {
	w := &l.work
	w.stop, w.cut = true, session.WorkCutStopped
	switch {
	case w.kind == "" || w.flying == 0 || l.conn == nil:
		l.workEnded(now)
	default:
		l.reportWork(now, true) // the report says that the work is being stopped
	}
}

// stopWaiting ends a Wait because a request is about to be sent.
func (l *loop) stopWaiting(now time.Duration) {
	if l.work.kind == session.WorkWait {
		l.workEnded(now)
	}
}

// usable reports whether requests can be sent on the open connection, and declines
// the command if they cannot.
func (l *loop) usable(now time.Duration) bool {
	switch {
	case l.conn == nil && l.dialing == nil:
		l.decline(now, "Not connected.")
	case l.conn != nil && l.conn.refuses() != "":
		l.decline(now, l.conn.refuses())
	default:
		return true
	}
	return false
}

func (l *loop) startPipeline(now time.Duration, c session.Pipeline) {
	if len(c.Requests) == 0 {
		l.decline(now, "There is no request to send.")
		return
	}
	o := l.prepare.pipelineOrder(c)
	if !l.atLeisure(now) || !l.place(now, o) {
		return
	}
	n := len(o.requests)
	l.beginWork(now, work{kind: session.WorkPipeline, total: n, placed: n, flying: n, next: never, until: never})
}

func (l *loop) startRepeat(now time.Duration, c session.Repeat) {
	if !c.Reconnect && !l.usable(now) || !l.atLeisure(now) {
		return
	}
	if l.conn != nil && l.conn.refuses() != "" {
		l.replace(now, l.conn)
	}
	l.beginWork(now, work{kind: session.WorkRepeat, total: c.N, req: l.prepare.prepare(c.Request), every: c.Every, anew: c.Reconnect, next: never, until: never})
}

func (l *loop) startHold(now time.Duration, c session.Hold) {
	if !l.usable(now) {
		return
	}
	if why := l.conn.cannotHold(c.Within); why != "" {
		l.decline(now, why)
		return
	}
	if l.atLeisure(now) {
		l.beginWork(now, work{kind: session.WorkHold, total: c.N, req: l.prepare.prepare(c.Request), within: c.Within, next: never, until: never})
	}
}

// cannotHold returns the reason why Hold cannot start, or "". within is the shortest idle
// time after which linger saw the server close; 0: unknown. c may be nil.
func (c *conn) cannotHold(within time.Duration) string {
	switch {
	case c == nil || c.obs.Answered() == 0:
		return "Hold starts after a first response: send a request first."
	case within > 0:
		return ""
	case !c.obs.Budget().HasTimeout:
		return "Hold needs a known idle timeout, and there is none yet. Nothing was sent."
	case !c.obs.Budget().Applies:
		return "Hold needs an idle timeout that applies, and the response lacks Connection: keep-alive. Nothing was sent."
	}
	return ""
}

func (l *loop) startWait(now time.Duration, c session.Wait) {
	if l.conn == nil {
		l.decline(now, "Not connected.")
		return
	}
	until := never
	if c.AtMost > 0 {
		until = now + c.AtMost
	}
	if l.atLeisure(now) {
		l.beginWork(now, work{kind: session.WorkWait, next: never, until: until})
	}
}

// expireWork ends a Wait that has reached its time limit, and emits a progress report
// that was postponed.
func (l *loop) expireWork(now time.Duration) {
	if l.work.doneAt != 0 && now >= l.work.reported+reportEvery {
		l.work.doneAt = 0
		l.reportWork(now, true)
	}
	if l.work.kind == session.WorkWait && now >= l.work.until {
		l.workEnded(now)
	}
}

// stepWork queues the next request of the work if it is due, and reports whether it did.
func (l *loop) stepWork(now time.Duration) bool {
	w, c := &l.work, l.conn
	w.next = never
	if w.kind == "" || w.kind == session.WorkWait || l.dialing != nil || w.flying > 0 {
		return false
	}
	if w.stop || w.total > 0 && w.placed >= w.total {
		l.workEnded(now)
		return false
	}
	if c == nil && w.anew {
		l.connectForWork(now)
		return false
	}
	if c == nil || c.refuses() != "" || !c.idle() {
		return false
	}
	at, ok := w.nextAt(now, c)
	if !ok {
		l.decline(now, "The server no longer advertises an idle timeout that applies: hold has ended.")
		l.workCut(now, session.WorkCutHint)
		return false
	}
	if now < at {
		w.next = at
		return false
	}
	w.placed++
	w.flying++
	c.out.push(l.workOrder(w.req))
	return true
}

// workOrder returns an order for one request of a long-running command. It reuses the
// memory of the last order if that order has been written.
func (l *loop) workOrder(p *prepared) *order {
	o := l.spare
	if o == nil {
		o = new(order)
	}
	l.spare = nil
	*o = order{
		requests: append(o.requests[:0], p), exchanges: o.exchanges[:0],
		data: p.Data, size: len(p.Data), work: true, reusable: true,
	}
	return o
}

// nextAt returns the time at which the next request is due. ok is false if that
// is unknown, because there is no hint.
func (w *work) nextAt(now time.Duration, c *conn) (at time.Duration, ok bool) {
	switch {
	case w.kind == session.WorkHold:
		return holdAt(c.obs.Budget(), c.obs.RoundTrip(), c.obs.IdleSince(), w.within)
	case w.placed == 0:
		return now, true
	case c.obs.Answered() == 0: // a new connection
		return w.last + w.every, true
	}
	return c.obs.IdleSince() + w.every, true
}

// connectForWork makes a new connection when the next request is due. A
// connection made earlier might be closed before that.
func (l *loop) connectForWork(now time.Duration) {
	w := &l.work
	if at := w.last + w.every; w.placed > 0 && now < at {
		w.next = at
		return
	}
	l.dial(now)
}

// survives reports whether the work continues on a new connection after its own has ended
// as e says.
func (w *work) survives(e *session.Ending) bool {
	return w.anew && !w.stop && (e.By != session.ByClient || e.Motive != "" && e.Motive != session.MotiveReconnect && e.Motive != session.MotiveRetarget)
}

// holdMargin is the time, in addition to a round trip, that Hold leaves between its
// request and the end of the safe zone, in which the server should not close.
const holdMargin = 100 * time.Millisecond

// holdAt returns the time at which Hold sends its next request: a round trip and
// holdMargin before the end of the safe zone. The safe zone ends margin before an
// advertised timeout. If linger saw the server close after an idle time of within, it
// ends at the latest a round trip before that time. If the safe zone is too short for
// Hold, holdAt returns the time at which half of the limit has passed. ok is false if no
// limit is known.
func holdAt(b *session.Budget, roundTrip, idleSince, within time.Duration) (at time.Duration, ok bool) {
	hinted := b.HasTimeout && b.Applies
	t, safe := b.Timeout, b.Timeout-margin
	switch {
	case !hinted && within == 0:
		return 0, false
	case !hinted:
		t, safe = within, within-roundTrip
	case within > 0:
		t = min(t, within)
		safe = min(safe, t-roundTrip)
	}
	before := roundTrip + holdMargin
	if safe <= before {
		return idleSince + t/2, true
	}
	return idleSince + safe - before, true
}
