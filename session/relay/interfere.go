package relay

import (
	"net"
	"sync"
	"time"

	"linger/session/traffic"
)

// graceful is how long the relay waits for both sides to close after it has sent them a
// FIN because of a fault.
const graceful = time.Second

// interfere prepares the faults of a pair and reports them. It adds its goroutines to wg.
func (p *pair) interfere(wg *sync.WaitGroup) {
	f := p.faults
	if f.String() == "" {
		return
	}
	p.reportUnlessOver(traffic.Event{Kind: traffic.KindFault, At: p.relay.now(), Text: f.String()})
	if f.decodes() {
		p.filter = newFilter(f)
	}
	if f.shapes() {
		for side := range p.shapers {
			p.shapers[side] = newShaper(f, p.closed)
			wg.Go(p.shapers[side].run)
		}
	}
	if f.CloseIdle > 0 {
		p.mu.Lock()
		p.idle = time.AfterFunc(f.CloseIdle, p.idled)
		p.mu.Unlock()
	}
}

// pass applies the faults to data and passes the result on. from is the side that sent
// data. pass returns false if copying in this direction must stop.
func (p *pair) pass(from traffic.Side, data []byte) bool {
	v := pass
	if p.filter != nil {
		data, v = p.filtered(from, data)
	}
	if !p.send(from, data) {
		return false
	}
	if v == pass {
		return true
	}
	p.interrupt(v)
	return v == closeBoth
}

// filtered returns the bytes to pass on in place of data, and what to do after that.
func (p *pair) filtered(from traffic.Side, data []byte) ([]byte, verdict) {
	if p.idle != nil {
		p.idle.Reset(p.faults.CloseIdle)
	}
	p.mu.Lock()
	stopped := p.stopped
	p.mu.Unlock()
	if stopped {
		return nil, pass
	}
	if from == traffic.Client {
		p.filter.request(data)
		return data, pass
	}
	return p.filter.response(data)
}

// send delivers data at once, or after the delay that the faults cause. from is the side
// that sent data. send returns false if no fault delays data and the write failed.
func (p *pair) send(from traffic.Side, data []byte) bool {
	s := p.shapers[from]
	if s == nil || len(data) == 0 {
		return len(data) == 0 || p.deliver(from, data)
	}
	for len(data) > 0 {
		n := len(data)
		if p.faults.Bandwidth > 0 {
			n = min(n, shapedPiece)
		}
		piece := data[:n]
		s.put(n, func() { p.deliver(from, piece) })
		data = data[n:]
	}
	return true
}

// passFIN passes on a FIN at once, or after the delay that the faults cause. from is the
// side that sent the FIN.
func (p *pair) passFIN(from traffic.Side) {
	deliver := func() { p.deliverFIN(from) }
	if hold := p.faults.HoldFIN; hold > 0 && from == traffic.Server {
		deliver = func() { time.AfterFunc(hold, func() { p.deliverFIN(from) }) }
	}
	if s := p.shapers[from]; s != nil {
		s.put(0, deliver)
		return
	}
	deliver()
}

// idled closes the pair, unless an exchange is in progress. It is called when no bytes
// have arrived for the duration of the close-idle fault.
func (p *pair) idled() {
	if p.filter.idle() {
		p.interrupt(closeBoth)
	}
}

// interrupt ends the pair because of a fault. v determines whether the relay sends a FIN
// or an RST. The relay passes on no later bytes.
func (p *pair) interrupt(v verdict) {
	p.mu.Lock()
	first := !p.stopped && !p.over
	p.stopped = true
	p.mu.Unlock()
	if !first {
		return
	}
	at := p.relay.now()
	if v == resetBoth {
		p.reportUnlessOver(traffic.Event{Kind: traffic.KindReset, At: at, Side: traffic.Server, Relay: true})
		p.end(func() { awaitDelivery(p.conns[traffic.Client], p.relay.ctx.Done()) }, abort)
		return
	}
	p.reportUnlessOver(traffic.Event{Kind: traffic.KindFIN, At: at, Side: traffic.Server, Relay: true})
	shut := func() {
		for _, c := range p.conns {
			_ = c.CloseWrite()
		}
		time.AfterFunc(graceful, func() { p.end(func() {}, (*net.TCPConn).Close) })
	}
	if s := p.shapers[traffic.Server]; s != nil {
		s.put(0, shut)
		return
	}
	shut()
}
