package live

import (
	"errors"
	"io"
	"time"

	"linger/session"
	"linger/session/observe"
)

// byClient returns the End of a connection that linger ends. m is "" if the user
// requested it.
func byClient(h session.How, m session.Motive) observe.End {
	return observe.End{By: session.ByClient, How: h, Motive: m}
}

// ended returns who ended the connection and how. err is the error that Read returned.
// The system reports a reset only once: if a write has already failed because of it, Read
// returns io.EOF.
//
// Under TLS, io.EOF means that a closure alert arrived, unless the transport itself ended
// (RFC 9112 §9.8).
func (c *conn) ended(err error) observe.End {
	switch {
	case isReset(err), c.out.err != nil && isReset(c.out.err) && errors.Is(err, io.EOF):
		return observe.End{By: session.ByServer, How: session.HowReset}
	case errors.Is(err, io.EOF) && c.tls && !c.tap.sawFIN():
		return observe.End{By: session.ByServer, How: session.HowCloseNotify, Followed: c.followed}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return observe.End{By: session.ByServer, How: session.HowFIN, Bare: c.tls}
	case isSilence(err):
		return observe.End{By: session.ByNetwork, How: session.HowTimeout, Cause: cause(err)}
	case c.tls && !isUnreachable(err):
		refusal, alert := c.refused(err)
		return observe.End{By: session.ByServer, How: session.HowError, Cause: cause(err), Refusal: refusal, Alert: alert}
	}
	return observe.End{By: session.ByNetwork, How: session.HowError, Cause: cause(err)}
}

// close ends the open connection. The observer emits the end of each exchange, the
// findings about the end, and Closed. Requests that were not sent wait for the next
// connection or are declined.
func (l *loop) close(now time.Duration, e observe.End) {
	c := l.conn
	if _, answered := c.obs.AnsweredWhileSending(); answered {
		l.lastWrite(c)
	}
	if c.tls && e.By == session.ByClient && e.How == session.HowFIN {
		e.How = session.HowCloseNotify // tearDown sends a closure alert before the FIN
	}
	c.path.asked = 0
	l.measurePath(now, c) // the bytes acknowledged and retransmitted before the end
	e.Delivery = c.path.delivery
	unsent := l.stopSending(now, c)
	ev := c.obs.End(now, e)
	l.reportProgress()
	l.tearDown(c, e)
	l.conn = nil
	if !l.work.survives(&ev.Ending) {
		l.workCut(now, cut(&ev.Ending))
	}
	l.unsent(now, c, unsent)
	if len(l.waiting) > 0 && l.dialing == nil && !l.ending {
		l.dial(now)
	}
}

// lastWrite waits briefly for the writer goroutine to report that it has written a
// request that was already answered. Usually, the request was written in full, and only
// the report is late.
func (l *loop) lastWrite(c *conn) {
	if !c.out.busy {
		return
	}
	t := time.NewTimer(lastMoment)
	defer t.Stop()
	select {
	case w := <-c.wrote:
		l.wrote(w)
	case <-t.C:
	}
}

// tearDown starts a goroutine that closes the socket and waits for the goroutines of the
// connection. teardowns counts this goroutine.
func (l *loop) tearDown(c *conn, e observe.End) {
	close(c.gone)
	l.teardowns.Go(func() {
		if e.How == session.HowReset && e.By == session.ByClient {
			if s, ok := c.tap.Conn.(interface{ SetLinger(int) error }); ok {
				_ = s.SetLinger(0)
			}
			c.tap.Conn.Close()
		} else {
			c.nc.Close()
		}
		c.io.Wait()
	})
}

// cut returns the reason to report if a long task ends because its connection ended.
func cut(e *session.Ending) session.WorkCut {
	switch e.Motive {
	case session.MotiveReconnect:
		return session.WorkCutReconnect
	case session.MotiveRetarget:
		return session.WorkCutRetarget
	}
	return session.WorkCutEnded
}
