package live

import (
	"time"

	"linger/session"
	"linger/wire"
)

// This file connects the engine to session/observe. The observer passes its events to
// observed, which records the actions that they require. react carries out these actions
// when the observer has returned.

const (
	// maxUnsolicitedBytes is the number of unsolicited bytes above which linger closes
	// the connection.
	maxUnsolicitedBytes = 1 << 20
	// maxUnsolicitedResponses is the number of unsolicited responses above which linger
	// closes the connection. "The client SHOULD close the connection" after the first of
	// them (RFC 9112 §9.2), but linger keeps it open to observe the server.
	maxUnsolicitedResponses = 100
)

// observed receives the events of the observer, in order.
func (l *loop) observed(ev session.Event) {
	l.emit(ev)
	if l.conn == nil { // the event is about the CONNECT to a proxy
		return
	}
	switch ev := ev.(type) {
	case *session.ResponseHead:
		l.conn.headReceived(ev)
	case *session.ExchangeDone:
		l.exchangeDone(l.conn, ev)
	}
}

// headReceived decides whether linger still sends the rest of the request that this
// response answers.
//
// "If the client sees a response that indicates the server does not wish to
// receive the message body and is closing the connection, the client SHOULD
// immediately cease transmitting the body and close its side of the connection"
// (RFC 9112 §9.5). Content that waits for a 100 is then not sent either (RFC
// 9110 §10.1.1).
func (c *conn) headReceived(ev *session.ResponseHead) {
	o := c.sending(ev.Exchange)
	switch {
	case o == nil:
	case ev.Facts.Status == 100:
		o.await.at = 0
	case !ev.Facts.Interim() && (o.await.at != 0 || ev.Facts.Close):
		c.early = o
	}
}

// exchangeDone restarts the time limit (Config.MaxTime), counts the exchange for a
// long-running command, and begins to settle (see settle.go) if nothing can follow on the
// connection.
func (l *loop) exchangeDone(c *conn, ev *session.ExchangeDone) {
	f := &ev.Facts
	if work, solicited := c.begun.done(ev.Exchange); solicited {
		c.giveUpAt = never
		if l.cfg.MaxTime > 0 && !c.begun.empty() {
			c.giveUpAt = ev.At + l.cfg.MaxTime
		}
		if work {
			l.work.over(f.Complete)
			l.work.doneAt, l.work.last = ev.At, ev.At
		}
	}
	if !f.Complete || f.Interim() {
		return
	}
	switch {
	case ev.Reason == wire.ReasonTunnel:
	case c.out.unfinished && ev.Reason.Persistent():
		c.settle.begin(ev.At, l.cfg.Settle, false)
	case !ev.Reason.Persistent():
		c.settle.begin(ev.At, l.cfg.Settle, f.Close || f.Request.Close)
	}
}

// read handles one read: its bytes, and the end of the connection if the read failed.
func (l *loop) read(r read) {
	c := l.conn
	if len(r.data) > 0 && c.answersWaiting() {
		c.spoken = true
		l.pump(false)
		if l.conn != c {
			return
		}
	}
	if at, ok := c.obs.OldestStarted(); ok {
		r.at = max(r.at, at) // the reader may have returned before the request was begun
	}
	if len(r.data) > 0 {
		if c.obs.Outstanding() > 0 {
			l.measurePath(r.at, c) // a response may be complete, and its budget needs the latest round-trip time
		}
		c.obs.Received(r.at, r.data)
		l.react(r.at, c)
	}
	if l.conn != c {
		return
	}
	if r.err != nil {
		l.close(r.at, c.ended(r.err))
		return
	}
	c.giveBack(r.data)
}

// answersWaiting reports whether a request waits on a connection that has received no
// bytes yet. linger did not send the request, because it had detected a FIN that follows
// the first bytes. It sends the request now and reports these bytes as its response, as
// it would if the FIN arrived a moment later.
func (c *conn) answersWaiting() bool {
	return c.obs.BytesReceived() == 0 && c.obs.Outstanding() == 0 && c.out.active()
}

// react carries out the actions that the events of a read require.
func (l *loop) react(at time.Duration, c *conn) {
	if c.early != nil {
		l.stopEarly(at, c)
	}
	l.reportProgress()
	if _, lost := c.obs.Lost(); lost {
		c.settle.begin(at, l.cfg.Settle, false)
	}
	switch bytes, responses := c.obs.Unsolicited(); {
	case bytes > maxUnsolicitedBytes:
		l.close(at, byClient(session.HowFIN, session.MotiveData))
	case responses > maxUnsolicitedResponses:
		l.close(at, byClient(session.HowFIN, session.MotiveResponses))
	}
}

// stopEarly stops sending a request that was answered while it was being sent. If a part
// of the request was not sent, nothing can follow on the connection.
func (l *loop) stopEarly(now time.Duration, c *conn) {
	o := c.early
	c.early = nil
	if l.lastWrite(c); o.off == o.size {
		return
	}
	unsent := l.stopSending(now, c)
	c.out.unfinished = o.off < o.size
	c.obs.Stop(now)
	l.unsent(now, c, unsent)
}

// begun holds the exchanges that have begun on a connection but have not ended, oldest
// first. It also says which of them belong to a long-running command.
type begun struct {
	queue []begunExchange
	first int
}

type begunExchange struct {
	id   int
	work bool
}

func (b *begun) add(id int, work bool) {
	if b.empty() {
		b.queue, b.first = b.queue[:0], 0
	}
	b.queue = append(b.queue, begunExchange{id, work})
}

// done removes the exchange and reports whether it belongs to a long-running command. ok
// is false for an unsolicited response, which never began.
func (b *begun) done(id int) (work, ok bool) {
	if b.empty() || b.queue[b.first].id != id {
		return false, false
	}
	work = b.queue[b.first].work
	b.first++
	return work, true
}

func (b *begun) empty() bool { return b.first == len(b.queue) }
