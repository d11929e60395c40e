package relay

import (
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"linger/session/traffic"
)

// A pair is a client connection and the server connection that the relay made for it.
type pair struct {
	relay   *Relay
	id      int
	faults  Faults
	full    bool            // true if there are already too many pairs; the server is then not dialed
	info    *traffic.Conn   // never modified; replaced when the server is connected
	conns   [2]*net.TCPConn // by side
	filter  *filter         // nil if no fault depends on messages
	shapers [2]*shaper      // by the sending side; nil if nothing is delayed
	idle    *time.Timer     // timer of the close-idle fault; nil if the fault is not set

	writing [2]sync.Mutex // by side: held during a write to the side
	refused [2]bool       // by side: a write to the side failed because it had reset the connection

	mu       sync.Mutex
	stopped  bool          // a fault has ended the pair, so no more bytes are passed on
	over     bool          // both connections are being closed, so later events are not published
	finished [2]bool       // by side: the side's FIN was passed on
	closed   chan struct{} // closed when both connections are closed
}

func newPair(r *Relay, id int, client *net.TCPConn, f Faults) *pair {
	p := &pair{
		relay: r, id: id, faults: f, closed: make(chan struct{}),
		info: &traffic.Conn{ID: id, Begin: r.now(), Client: addrPort(client.RemoteAddr())},
	}
	p.conns[traffic.Client] = client
	return p
}

// run connects to the server, relays all bytes, and returns when both
// connections are closed.
func (p *pair) run() {
	defer p.relay.forget(p)
	p.report(traffic.Event{Kind: traffic.KindOpen, At: p.info.Begin})
	if p.dial() {
		var wg sync.WaitGroup
		p.interfere(&wg)
		wg.Go(func() { p.copy(traffic.Server) })
		p.copy(traffic.Client)
		wg.Wait()
		<-p.closed
	}
	p.report(traffic.Event{Kind: traffic.KindDone, At: p.relay.now()})
}

// report adds an event of this pair to the inbox.
func (p *pair) report(ev traffic.Event) {
	ev.Conn = p.info
	p.relay.inbox.add(ev)
}

// reportUnlessOver adds an event of this pair to the inbox and returns true, unless the
// pair is over.
func (p *pair) reportUnlessOver(ev traffic.Event) (reported bool) {
	p.mu.Lock()
	over := p.over
	p.mu.Unlock()
	if !over {
		p.report(ev)
	}
	return !over
}

// dial connects to the server. If that fails, it resets the client and returns false.
func (p *pair) dial() bool {
	c, err := p.connect()
	at := p.relay.now()
	if err == nil && !p.connected(c.(*net.TCPConn), at) {
		return false
	}
	if err != nil {
		p.reportUnlessOver(traffic.Event{Kind: traffic.KindNotDialed, At: at, Text: dialText(err)})
		p.reportUnlessOver(traffic.Event{Kind: traffic.KindReset, At: at, Side: traffic.Server, Relay: true})
		_ = abort(p.conns[traffic.Client])
		return false
	}
	p.report(traffic.Event{Kind: traffic.KindEstablished, At: at, Side: traffic.Server})
	return true
}

var errFull = errors.New("linger cannot relay more connections at once; raise the limit with ulimit -n")

func (p *pair) connect() (net.Conn, error) {
	if p.full {
		return nil, errFull
	}
	d := net.Dialer{KeepAlive: -1, Timeout: p.relay.opt.Dial}
	return d.DialContext(p.relay.ctx, "tcp", p.relay.opt.Server)
}

// connected stores c, the server connection. If the pair is already over, connected
// closes c and returns false.
func (p *pair) connected(c *net.TCPConn, at time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		c.Close()
		return false
	}
	info := *p.info
	info.Server, info.Accepted = addrPort(c.RemoteAddr()), at
	p.info = &info
	p.conns[traffic.Server] = c
	return true
}

// dialText returns the reason for err, a failure to connect, without the address.
func dialText(err error) string {
	var sys syscall.Errno
	var op *net.OpError
	switch {
	case errors.As(err, &sys):
		return sys.Error()
	case errors.As(err, &op) && op.Err != nil:
		return op.Err.Error()
	}
	return err.Error()
}

// copy relays the bytes from one side until that side ends or the pair is interrupted.
func (p *pair) copy(from traffic.Side) {
	src := p.conns[from]
	var s slab
	for {
		n, err := src.Read(s.room())
		at := p.relay.now()
		if n > 0 {
			data := s.use(n)
			passes := p.reportUnlessOver(traffic.Event{Kind: traffic.KindData, At: at, Side: from, Data: data})
			if passes && !p.pass(from, data) {
				return
			}
		}
		if err != nil {
			p.readEnded(from, at, err)
			return
		}
	}
}

// deliver writes data, which side from has sent, to the other side. It returns false if
// the write fails. Unless linger itself has closed the connection, the receiving side has
// then reset it. deliver reports the reset, because a read may not: if a FIN came first,
// some systems do not report a later RST.
func (p *pair) deliver(from traffic.Side, data []byte) bool {
	to := from.Other()
	p.writing[to].Lock()
	_, err := p.conns[to].Write(data)
	p.refused[to] = errors.Is(err, syscall.ECONNRESET)
	p.writing[to].Unlock()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		p.reset(to, p.relay.now())
	}
	return err == nil
}

// tookReset reports whether a write to a side has already failed because the side had
// reset the connection. If so, a later read returns io.EOF, as after a FIN.
func (p *pair) tookReset(from traffic.Side) bool {
	if !p.writing[from].TryLock() {
		if !isOver(p.conns[from]) {
			return false // a write is waiting for buffer space
		}
		p.writing[from].Lock() // the writer is about to report the reset
	}
	defer p.writing[from].Unlock()
	return p.refused[from]
}

// readEnded reports that a side has sent a FIN or an RST, and passes it on. A side that
// has sent a FIN may still reset the connection later.
func (p *pair) readEnded(from traffic.Side, at time.Duration, err error) {
	src := p.conns[from]
	if !errors.Is(err, io.EOF) || p.tookReset(from) {
		p.reset(from, at)
		return
	}
	p.reportUnlessOver(traffic.Event{Kind: traffic.KindFIN, At: at, Side: from})
	p.passFIN(from)
	if awaitReset(src) && p.writes(from) {
		p.reset(from, p.relay.now())
	}
}

// deliverFIN sends a FIN to the side other than from. If both FINs have then been passed
// on, it closes the pair.
func (p *pair) deliverFIN(from traffic.Side) {
	both := p.finish(from)
	_ = p.conns[from.Other()].CloseWrite()
	if both {
		p.end(func() {}, (*net.TCPConn).Close)
	}
}

// writes reports whether the relay may still write to a side. It may not if the other
// side's FIN was passed on, a fault has ended the pair, or the pair is over.
func (p *pair) writes(to traffic.Side) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.over && !p.stopped && !p.finished[to.Other()]
}

// finish records that the FIN of a side is being passed on. It returns true if that is
// the second FIN of the pair. finish must be called before the FIN is passed on, because
// afterwards the ended connection looks like a connection that was reset.
func (p *pair) finish(from traffic.Side) (both bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished[from] = true
	return p.finished[from.Other()]
}

// reset reports that a side has reset its connection. When the other side has
// acknowledged all earlier bytes, it passes the RST on.
func (p *pair) reset(from traffic.Side, at time.Duration) {
	p.reportUnlessOver(traffic.Event{Kind: traffic.KindReset, At: at, Side: from})
	p.end(func() { awaitDelivery(p.conns[from.Other()], p.relay.ctx.Done()) }, abort)
}

// end calls before, and then calls closing for both connections. Only the first call has
// an effect.
func (p *pair) end(before func(), closing func(*net.TCPConn) error) {
	if p.claim() {
		before()
		p.close(closing)
	}
}

// claim marks the pair as over. It returns true on the first call; that caller must close
// the pair.
func (p *pair) claim() (first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	first = !p.over
	p.over = true
	return first
}

// close calls closing for both connections.
func (p *pair) close(closing func(*net.TCPConn) error) {
	p.mu.Lock()
	conns := p.conns
	p.mu.Unlock()
	if p.idle != nil {
		p.idle.Stop()
	}
	for _, c := range conns {
		if c != nil {
			_ = closing(c)
		}
	}
	close(p.closed)
}
