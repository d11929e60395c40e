package export

import (
	"fmt"
	"time"

	"linger/session"
	"linger/wire/format"
)

// queue handles an event. While the sent length of an earlier request is unknown, it
// holds the event back.
func (c *tcpConn) queue(ev session.Event) {
	if c.asked == nil {
		c.happened(ev)
		return
	}
	size := eventSize
	switch ev := ev.(type) {
	case *session.RequestData: // in connections between other programs, all bytes of an event were sent
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

// waits adds n to the numbers of waiting bytes of this connection and of all connections.
func (c *tcpConn) waits(n int) {
	c.waiting += n
	c.w.waiting += n
}

// done handles the end of an exchange. It makes the packets of the request. It also sets
// the time of the last byte of the response, because a busy session merges reads of
// content into one event with the time of the first read.
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

// newestContent returns the newest packet with content of the server, or nil.
func (c *tcpConn) newestContent() *packet {
	for i := len(c.w.pending) - 1; i >= 0; i-- {
		if p := &c.w.pending[i]; p.conn == c.id && p.src == c.server.addr && p.length > 0 {
			return p
		}
	}
	return nil
}

// newest returns the index of the newest packet of the connection that is not
// written yet, or -1 if there is none.
func (c *tcpConn) newest() int {
	for i := len(c.w.pending) - 1; i >= 0; i-- {
		if c.w.pending[i].conn == c.id {
			return i
		}
	}
	return -1
}

// emitRequest makes the packets of the waiting request, of which sent bytes
// were written, and then those of the events held back since.
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
		if c.asked != nil { // that event is the next request, which waits now
			c.requeue(later[i:])
			return
		}
		c.happened(ev)
	}
}

// ask makes the packets of a request, for the bytes that were written according to sent.
func (c *tcpConn) ask(ask *session.RequestStarted, sent *session.RequestSent) {
	n, at := ask.Len, ask.At
	if sent != nil {
		n, at = min(n, sent.Len), max(at, sent.At)
	}
	c.request(ask, n, at)
}

// emitRequests makes the packets of all waiting requests and of the events since them.
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

// tookTime is the minimum duration of a request whose last byte gets a separate packet
// with its own time.
const tookTime = time.Millisecond

// request makes the packets of n bytes of a request. Its last byte was written at the
// time last.
func (c *tcpConn) request(ask *session.RequestStarted, n int64, last time.Duration) {
	data := ask.Data[:min(n, int64(len(ask.Data)))]
	if n < 2 || last-ask.At < tookTime || int64(len(data)) < n {
		c.sent(&c.client, ask.At, ask.Off, data, n)
		return
	}
	c.sent(&c.client, ask.At, ask.Off, data[:n-1], n-1)
	c.send(&c.client, last, data[n-1:], 1)
}

// happened makes the packets of an event.
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
		if c.watched = c.made; c.made { // otherwise the server refused the handshake
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

// probe makes a TCP keepalive probe: it repeats the last sequence number, of bytes
// that the other side has acknowledged (RFC 9293 §3.8.4).
func (c *tcpConn) probe(ev session.KeptAlive) {
	from := c.side(ev.Side)
	c.flag(c.other(from), ev.At, tcpACK)
	from.seq--
	c.flag(from, ev.At, tcpACK)
	from.seq++
}

// found adds a finding as a comment. The comment belongs to the packet with the byte that
// the finding is about if that packet is not yet written, otherwise to the newest packet.
// A finding about the connection goes to the packet that ends it.
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

// closed makes the packets that end the connection. linger closes its own side
// when the server has closed.
func (c *tcpConn) closed(ev session.Closed) {
	if p := c.passed; p.Conn > 0 {
		protocol := p.Protocol
		if protocol == "" {
			protocol = "an unknown protocol"
		}
		c.remark(fmt.Sprintf("linger: %s, which linger does not decode: %s by the client, %s by the server", protocol,
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
	if len(c.comments) > 0 { // no packet ended the connection, or the client had already ended its side
		c.flag(&c.client, ev.At, tcpACK)
	}
}

// onNewest adds a comment to the newest packet of the connection, if that packet is not
// written yet.
func (c *tcpConn) onNewest() {
	if i := c.newest(); i >= 0 {
		for _, text := range c.comments {
			c.w.pending[i].comment(text)
		}
		c.comments = nil
	}
}
