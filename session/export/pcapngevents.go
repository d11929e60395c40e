package export

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire/format"
)

// queue makes the packets of ev. While linger does not know how many bytes of an earlier
// request were sent, queue stores ev in c.later instead.
func (c *tcpConn) queue(ev session.Event) {
	if c.asked == nil {
		c.happened(ev)
		return
	}
	size := eventSize
	switch ev := ev.(type) {
	case *session.RequestData: // only connections between other programs have this event; all of its bytes were sent
		if ev.Exchange == c.asked.Exchange {
			c.emitRequest(nil)
			c.happened(ev)
			return
		}
	case *session.Received:
		size += len(ev.Data)
	}
	c.waits(size)
	c.later = append(c.later, ev)
	if c.waiting > mostWaiting || c.w.waiting > mostInAll {
		c.emitRequests()
	}
}

// waits adds n to the number of waiting bytes, for this connection and in total.
func (c *tcpConn) waits(n int) {
	c.waiting += n
	c.w.waiting += n
}

// done handles the end of an exchange. If the request of that exchange is still waiting,
// done makes its packets. It also sets the time of the last byte of the response to
// ev.At, because a busy session merges several reads into one event that has the time of
// the first read.
func (c *tcpConn) done(ev *session.ExchangeDone) {
	if c.asked != nil && c.asked.Exchange == ev.Exchange {
		c.emitRequest(nil)
	}
	p := c.newestContent()
	switch {
	case p == nil || p.at >= ev.At:
	case p.length == 1:
		p.at = ev.At
	default:
		last := *p
		last.at, last.comments = ev.At, nil
		last.length, last.off, last.seq = 1, p.off+int64(p.length)-1, p.seq+uint32(p.length)-1
		last.data = p.data[min(len(p.data), p.length-1):]
		p.data = p.data[:min(len(p.data), p.length-1)]
		p.length--
		c.w.pending = append(c.w.pending, last)
	}
}

// newestContent returns the newest unwritten packet that carries data from the server, or
// nil if there is none.
func (c *tcpConn) newestContent() *packet {
	for i := len(c.w.pending) - 1; i >= 0; i-- {
		if p := &c.w.pending[i]; p.conn == c.id && p.src == c.server.addr && p.length > 0 {
			return p
		}
	}
	return nil
}

// newest returns the index in c.w.pending of the newest packet of this connection, or -1
// if there is none.
func (c *tcpConn) newest() int {
	for i := len(c.w.pending) - 1; i >= 0; i-- {
		if c.w.pending[i].conn == c.id {
			return i
		}
	}
	return -1
}

// emitRequest makes the packets of the waiting request and then those of the events in
// c.later. sent reports how many bytes of the request were written; if sent is nil, all
// of them were. If sent belongs to another exchange, emitRequest only queues it.
func (c *tcpConn) emitRequest(sent *session.RequestSent) {
	ask := c.asked
	switch {
	case ask == nil:
		return
	case sent != nil && sent.Exchange != ask.Exchange:
		c.queue(sent)
		return
	}
	c.ask(ask, sent)
	later := c.later
	c.waits(-c.waiting)
	c.asked, c.later = nil, nil
	for i, ev := range later {
		if c.asked != nil { // the previous event was a request, which is waiting now
			c.requeue(later[i:])
			return
		}
		c.happened(ev)
	}
}

// ask makes the packets of a request. sent reports how many of its bytes were written; if
// sent is nil, all of them were.
func (c *tcpConn) ask(ask *session.RequestStarted, sent *session.RequestSent) {
	n, at := ask.Len, ask.At
	if sent != nil {
		n, at = min(n, sent.Len), max(at, sent.At)
	}
	c.request(ask, n, at)
}

// emitRequests makes the packets of all waiting requests and of the events in c.later.
func (c *tcpConn) emitRequests() {
	if c.asked == nil {
		return
	}
	waiting, written := append([]session.Event{c.asked}, c.later...), map[int]*session.RequestSent{}
	for _, ev := range c.later {
		if sent, ok := ev.(*session.RequestSent); ok {
			written[sent.Exchange] = sent
		}
	}
	c.waits(-c.waiting)
	c.asked, c.later = nil, nil
	for _, ev := range waiting {
		if ask, ok := ev.(*session.RequestStarted); ok {
			c.ask(ask, written[ask.Exchange])
			continue
		}
		c.happened(ev)
	}
}

func (c *tcpConn) requeue(evs []session.Event) {
	for _, ev := range evs {
		if sent, ok := ev.(*session.RequestSent); ok {
			c.emitRequest(sent)
		} else {
			c.queue(ev)
		}
	}
}

// tookTime is the minimum time between the first and the last byte of a request if the
// last byte is to have a separate packet.
const tookTime = time.Millisecond

// request makes the packets of the first n bytes of a request. last is the time at which
// byte n was written.
func (c *tcpConn) request(ask *session.RequestStarted, n int64, last time.Duration) {
	data := ask.Data[:min(n, int64(len(ask.Data)))]
	if n < 2 || last-ask.At < tookTime || int64(len(data)) < n {
		c.sent(&c.client, ask.At, ask.Off, data, n)
		return
	}
	c.sent(&c.client, ask.At, ask.Off, data[:n-1], n-1)
	c.send(&c.client, last, data[n-1:], 1)
}

// happened makes the packets of ev. If ev begins a request, happened stores it in c.asked
// instead.
func (c *tcpConn) happened(ev session.Event) {
	switch ev := ev.(type) {
	case *session.RequestStarted:
		c.asked = ev
	case *session.RequestData:
		c.sent(&c.client, ev.At, ev.Off, ev.Data, ev.Len)
	case *session.Received:
		c.sent(&c.server, ev.At, ev.Off, ev.Data, ev.Len)
	case session.Missed:
		from := c.side(ev.Side)
		from.gap, from.gapAt = from.gap+ev.Len, ev.At
	case session.KeptAlive:
		c.probe(ev)
	case session.HalfClosed:
		c.end(&c.client, ev.At, session.HowFIN)
	case session.SideEnded:
		if c.watched = c.made; c.made { // false if the server refused the handshake
			c.end(c.side(ev.Side), ev.At, ev.How)
		}
	case session.Found:
		c.found(ev)
	case session.Closed:
		c.closed(ev)
	}
}

func (c *tcpConn) side(p session.Party) *tcpSide {
	if p == session.ByClient {
		return &c.client
	}
	return &c.server
}

// probe makes the packet of a TCP keepalive probe. The probe repeats the last sequence
// number, which the other side has already acknowledged (RFC 9293 §3.8.4).
func (c *tcpConn) probe(ev session.KeptAlive) {
	from := c.side(ev.Side)
	c.flag(c.other(from), ev.At, tcpACK)
	from.seq--
	c.flag(from, ev.At, tcpACK)
	from.seq++
}

// found adds a finding as a comment. If the packet with the byte at the finding's offset
// is not written yet, found adds the comment to that packet. Otherwise, it adds the
// comment to the newest packet. A finding that belongs to no exchange waits for the next
// packet, which ends the connection.
func (c *tcpConn) found(ev session.Found) {
	text := findingComment(ev.Finding)
	if ev.Exchange == 0 {
		c.remark(text)
		return
	}
	at := c.newest()
	if at < 0 {
		c.remark(text)
		return
	}
	for i := range c.w.pending {
		p := &c.w.pending[i]
		if p.conn == c.id && p.src == c.server.addr && ev.Finding.Offset >= p.off && ev.Finding.Offset < p.off+int64(p.length) {
			at = i
			break
		}
	}
	c.w.pending[at].comment(text)
}

// closed makes the packets that end the connection. If the server closed with FIN, closed
// also makes the FIN that linger sends in return.
func (c *tcpConn) closed(ev session.Closed) {
	if p := c.passed; p.Conn > 0 {
		protocol := p.Protocol
		if protocol == "" {
			protocol = "an unknown protocol"
		}
		c.remark(fmt.Sprintf("linger: %s, which linger does not decode: %s from the client, %s from the server", protocol,
			format.Count(p.Sent, "byte"), format.Count(p.Received, "byte")))
	}
	c.remark(fmt.Sprintf("linger: connection %d: %s", c.id, c.w.options.Sentence(&ev.Ending)))
	switch {
	case c.watched:
		c.onNewest()
	case ev.By == session.ByServer && ev.How != session.HowTimeout && ev.How != session.HowError:
		c.end(&c.server, ev.At, ev.How)
		if ev.How != session.HowReset {
			c.end(&c.client, ev.At, session.HowFIN)
		}
	case ev.By == session.ByClient:
		c.end(&c.client, ev.At, ev.How)
	}
	if len(c.comments) > 0 { // no packet took the comments: none ended the connection, or the client had already ended its side
		c.flag(&c.client, ev.At, tcpACK)
	}
}

// onNewest adds all comments in c.comments to the newest packet of the connection. If
// that packet is already written, the comments stay in c.comments.
func (c *tcpConn) onNewest() {
	if i := c.newest(); i >= 0 {
		for _, text := range c.comments {
			c.w.pending[i].comment(text)
		}
		c.comments = nil
	}
}
