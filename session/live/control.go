package live

import (
	"errors"
	"time"

	"linger/session"
)

// The functions in this file carry out the commands that act on the connection itself.

// reconnect closes the open connection, if there is one, and starts to make a new one. If
// linger is already connecting, reconnect declines the command.
func (l *loop) reconnect(now time.Duration) {
	if l.dialing != nil {
		l.decline(now, "linger is already connecting: cancel that attempt first.")
		return
	}
	if l.conn != nil {
		l.close(now, byClient(session.HowFIN, session.MotiveReconnect))
	}
	if l.dialing == nil {
		l.dial(now)
	}
}

// retarget closes the connection, or cancels the attempt to make one, and starts to
// connect to c.Target. It declines waiting requests that were meant for the previous
// target, and ends a long-running command.
func (l *loop) retarget(now time.Duration, c session.Retarget) {
	waiting := l.waiting
	l.waiting = nil
	if l.dialing != nil {
		l.giveUp(now, c.Target.String()+" was requested instead.")
	}
	for range waiting {
		l.decline(now, "Nothing was sent: the request was not meant for "+c.Target.String()+".")
	}
	if l.conn != nil {
		for _, o := range l.conn.out.orders {
			o.reconnect = false
		}
		e := byClient(session.HowFIN, session.MotiveRetarget)
		e.Target = c.Target.String()
		l.close(now, e)
	}
	l.workCut(now, session.WorkCutRetarget)
	l.cfg.Target, l.cfg.TLS.ServerName = c.Target, ""
	if c.Dialer != nil {
		l.cfg.Dialer = c.Dialer
	}
	l.dial(now)
}

func (l *loop) closeNow(now time.Duration) {
	switch {
	case l.dialing != nil:
		l.giveUp(now, "Canceled before the connection was made.")
		l.workCut(now, session.WorkCutStopped)
	case l.conn != nil:
		l.close(now, byClient(session.HowFIN, ""))
	default:
		l.decline(now, "Not connected.")
	}
}

// halfClose shuts down the write side. It does so at once or, if AfterSending is set,
// after everything in the outbox has been sent.
func (l *loop) halfClose(now time.Duration, cmd session.HalfClose) {
	c := l.conn
	switch {
	case c == nil:
		l.decline(now, "Not connected.")
		return
	case c.halfClosed != never:
		l.decline(now, "The write side is shut already.")
		return
	}
	if cmd.AfterSending && c.out.active() {
		c.shutAfter = true
		return
	}
	unsent := l.stopSending(now, c)
	c.obs.Stop(now)
	l.reportProgress()
	l.unsent(now, c, unsent)
	if err := c.shutWrite(); err != nil {
		l.decline(now, "The write side cannot be shut: "+cause(err)+".")
		return
	}
	c.halfClosed = now
	c.obs.HalfClosed(now)
}

// shutWrite sends a FIN. Under TLS it sends a closure alert first.
func (c *conn) shutWrite() error {
	type halfCloser interface{ CloseWrite() error }
	if c.tls {
		if h, ok := c.nc.(halfCloser); ok {
			_ = c.nc.SetWriteDeadline(time.Now().Add(time.Second))
			if err := h.CloseWrite(); err != nil {
				return err
			}
		}
	}
	h, ok := c.tap.Conn.(halfCloser)
	if !ok {
		return errors.ErrUnsupported
	}
	return h.CloseWrite()
}

func (l *loop) reset(now time.Duration) {
	c := l.conn
	if c == nil {
		l.decline(now, "Not connected.")
		return
	}
	if _, ok := c.tap.Conn.(interface{ SetLinger(int) error }); !ok {
		l.decline(now, "This kind of connection cannot be reset.")
		return
	}
	l.close(now, byClient(session.HowReset, ""))
}

// check tests whether the peer is still connected, without sending a request.
// It can report only what the kernel knows: a peer that vanished without a FIN
// looks connected until something is sent.
func (l *loop) check(now time.Duration) {
	c := l.conn
	switch {
	case c == nil:
		l.emit(session.Checked{At: now, Conn: l.conns, Text: "Not connected."})
	case c.socket != nil && c.socket.peerGone():
		l.emit(session.Checked{At: now, Conn: c.id, Text: "The peer has closed the connection: a FIN or a reset has arrived."})
	default:
		c.path.asked = 0
		l.measurePath(now, c)
		l.emit(session.Checked{At: now, Conn: c.id, Alive: true, Text: "No FIN or reset has arrived: the server seems to be connected. Only sending can prove it."})
	}
}

// timedOut closes the connection because an exchange took longer than Config.MaxTime. In
// a pipeline, the time of each exchange is measured from the end of the previous one.
func (l *loop) timedOut(now time.Duration, c *conn) {
	e := byClient(session.HowTimeout, session.MotiveTime)
	e.Allowed.Time = l.cfg.MaxTime
	if at, ok := c.obs.OldestStarted(); ok && c.giveUpAt-l.cfg.MaxTime > at {
		e.Allowed.Response = true
	}
	l.close(now, e)
}
