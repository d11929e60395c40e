package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire/format"
)

// A dialing is a connection that is being made.
type dialing struct {
	id     int
	cancel context.CancelFunc
	done   chan dialed

	steps   chan session.DialStep
	waiting int // number of waiting requests in the last report
}

type dialed struct {
	nc    net.Conn // the TLS connection or, without TLS, tap
	tap   *tap
	times session.DialTimes
	tls   *session.TLS
	err   error
}

func (l *loop) dialed() chan dialed {
	if l.dialing == nil {
		return nil
	}
	return l.dialing.done
}

// dial starts a goroutine that makes a connection. The loop receives the result from
// dialing.done.
func (l *loop) dial(now time.Duration) {
	limit := l.cfg.ConnectTimeout
	if l.cfg.MaxTime > 0 {
		limit = min(limit, l.cfg.MaxTime)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	l.conns++
	d := &dialing{id: l.conns, cancel: cancel, done: make(chan dialed, 1), steps: make(chan session.DialStep, maxSteps)}
	l.dialing = d
	ctx = withSteps(ctx, d.report(l.start))
	l.emit(session.Dialing{At: now, Conn: d.id, Address: l.cfg.Dialer.Address(l.cfg.Target), Target: l.cfg.Target.String()})
	go func() {
		defer cancel()
		out := dialed{err: context.Canceled}
		l.events.guard(func() { out = l.cfg.open(ctx, &l.tls) })
		d.done <- out
	}()
}

// open makes the transport connection and, for https, the TLS connection over it.
func (c Config) open(ctx context.Context, ts *tlsState) dialed {
	nc, times, err := c.Dialer.Dial(ctx, c.Target)
	if err != nil {
		return dialed{err: err, times: times}
	}
	t := &tap{Conn: nc}
	if !c.Target.TLS {
		return dialed{nc: t, tap: t, times: times}
	}
	dialStep(ctx, session.DialHandshake, addr(nc.RemoteAddr()))
	tc, facts, err := ts.handshake(ctx, t, c.Target, c.TLS)
	if err != nil {
		nc.Close()
		return dialed{err: err, times: times}
	}
	return dialed{nc: tc, tap: t, times: times, tls: facts}
}

// connected puts the new connection into use, and queues the waiting requests on it. If
// dialing has failed, it reports the error instead.
func (l *loop) connected(now time.Duration, d dialed) {
	id := l.dialing.id
	l.dialing = nil
	l.tunnelled(id, d.times.Tunnel)
	if d.err != nil {
		l.dialFailed(now, id, d.err)
		return
	}
	c := newConn(id, d.nc, d.tap, l.obs.Open(now, id, observe.Options{
		Limits: l.cfg.Limits, Content: l.cfg.Content, Target: l.cfg.Target.String(),
		RoundTrip: d.times.Connect, IgnoredAfter: min(ignoredAfter, l.cfg.Settle),
	}))
	if d.tls != nil {
		c.cert, c.awaitFIN = d.tls.ClientCert, l.cfg.AwaitFIN
	}
	l.conn = c
	l.emit(session.Connected{
		At: now, Conn: id, Local: addr(d.nc.LocalAddr()), Remote: addr(d.nc.RemoteAddr()),
		Resolve: d.times.Resolve, Connect: d.times.Connect, TCPAlive: d.times.TCPAlive,
		Passed: d.times.Passed, PassedFor: d.times.PassedFor,
		TLS: d.tls, RoundTrip: c.obs.RoundTrip(),
	})
	l.measurePath(now, c)
	c.startIO(l.start, l.events.guard, l.bell.ring)
	for _, o := range l.waiting {
		c.out.push(o)
	}
	l.waiting = nil
}

// tunnelled emits the CONNECT exchange with the proxy through which the connection was
// made, if Config.TellProxy is set. The offsets of the bytes in the tunnel start again at
// 0.
func (l *loop) tunnelled(id int, said *session.Tunnel) {
	if said == nil || said.Sent.IsZero() || !l.cfg.TellProxy {
		return
	}
	at := said.Sent.Sub(l.start)
	c := l.obs.Open(at, id, observe.Options{Limits: l.cfg.Limits, Tunnel: true})
	r := observe.ParseRequest(said.Request)
	c.Begin(at, r)
	c.Wrote(at, len(r.Data))
	if len(said.Response) > 0 {
		at = said.Answered.Sub(l.start)
		c.Received(at, said.Response)
	}
	c.Leave(at, true)
}

func (l *loop) dialFailed(now time.Duration, id int, err error) {
	kind, text := l.cfg.explain(err)
	ev := session.DialFailed{At: now, Conn: id, Kind: kind, Text: text}
	if he := (*HandshakeError)(nil); errors.As(err, &he) {
		ev.Cure = he.Cure
	}
	l.emit(ev)
	l.waiting = nil
	l.workCut(now, session.WorkCutNotConnected)
}

// giveUp cancels dialing and drops the waiting requests. It reports text as the reason.
func (l *loop) giveUp(now time.Duration, text string) {
	d := l.dialing
	d.cancel()
	if r := <-d.done; r.err == nil {
		r.nc.Close()
	}
	l.dialing = nil
	l.waiting = nil
	l.emit(session.DialFailed{At: now, Conn: d.id, Kind: session.DialGivenUp, Text: text})
}

func addr(a net.Addr) string {
	if a == nil {
		return ""
	}
	return a.String()
}

// explain returns the kind of a dial error, and a sentence that explains it.
func (c Config) explain(err error) (session.DialFailure, string) {
	where := c.Dialer.Address(c.Target)
	var dns *net.DNSError
	var pe *ProxyError
	var he *HandshakeError
	switch {
	case errors.As(err, &pe):
		return session.DialOther, pe.Error()
	case errors.As(err, &he) && errors.Is(err, context.DeadlineExceeded):
		return session.DialTLS, fmt.Sprintf("%s accepted the connection, but the TLS handshake did not complete within %s.", c.Target.Address(), format.Seconds(c.patience()))
	case errors.As(err, &he):
		return session.DialTLS, he.Text
	case errors.As(err, &dns) && dns.IsNotFound:
		return session.DialNotFound, fmt.Sprintf("The name %s has no address.", dns.Name)
	case errors.As(err, &dns) && (dns.IsTimeout || errors.Is(err, context.DeadlineExceeded)):
		return session.DialTimeout, fmt.Sprintf("The name %s could not be looked up within %s.", dns.Name, format.Seconds(c.patience()))
	case errors.As(err, &dns):
		return session.DialNotFound, fmt.Sprintf("The name %s could not be looked up: %s.", dns.Name, dns.Err)
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return session.DialTimeout, fmt.Sprintf("No connection to %s within %s: it did not answer.", where, format.Seconds(c.patience()))
	case isRefused(err):
		return session.DialRefused, fmt.Sprintf("Nothing listens on %s.", where)
	case isUnreachable(err):
		return session.DialUnreachable, fmt.Sprintf("Cannot reach %s: %s.", where, cause(err))
	case errors.Is(err, syscall.ENOENT) && c.Target.Unix != "":
		return session.DialOther, fmt.Sprintf("There is no socket %s.", c.Target.Unix)
	}
	return session.DialOther, fmt.Sprintf("Cannot connect to %s: %s.", where, cause(err))
}

func (c Config) patience() time.Duration {
	if c.MaxTime > 0 {
		return min(c.MaxTime, c.ConnectTimeout)
	}
	return c.ConnectTimeout
}

func isTimeout(err error) bool {
	var ne net.Error
	return errors.As(err, &ne) && ne.Timeout()
}

// cause returns the text of the innermost error that err wraps.
func cause(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
