package export

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"linger/session"
	"linger/session/log"
	"linger/wire"
	"linger/wire/format"
)

// A PcapngWriter writes the connections of a session as a packet capture (pcapng) that
// Wireshark can dissect. The capture is reconstructed: linger generates the packets from
// the bytes, addresses, timestamps and connection ends in the session. Packet comments
// contain the findings and a sentence about how each connection ended.
//
//	Connected ──► SYN, SYN-ACK, ACK         Received   ──► a segment from the server
//	Request…  ──► segments from the client  Closed     ──► FIN or RST
//
// The memory that a PcapngWriter uses does not grow with the file.
type PcapngWriter struct {
	out     io.Writer
	options FileOptions
	mask    *log.Masker
	start   session.Started

	file    *pcapgo.NgWriter // nil before the first event
	build   builder
	conns   map[int]*tcpConn
	opened  []int    // keys of conns, oldest first; some of these connections may have been dropped
	waiting int      // number of waiting bytes in all connections: see [tcpConn.queue]
	tunnel  int      // ID of the latest exchange in which a dialer sent CONNECT to a proxy
	pending []packet // packets not yet written, because findings about them may follow
}

// NewPcapngWriter returns a PcapngWriter that writes to w.
func NewPcapngWriter(w io.Writer, o FileOptions) *PcapngWriter {
	return &PcapngWriter{out: w, options: o, mask: o.masker(), build: newBuilder(), conns: map[int]*tcpConn{}}
}

// Write adds evs, the next events of the session, in order.
func (p *PcapngWriter) Write(evs ...session.Event) error {
	for _, ev := range evs {
		if p.mask != nil {
			ev = p.mask.Event(ev)
		}
		if started, ok := ev.(session.Started); ok {
			p.start = started
		}
		if err := p.begin(); err != nil {
			return err
		}
		if !describes(ev) {
			if err := p.flush(); err != nil {
				return err
			}
		}
		p.take(ev)
	}
	if p.file == nil {
		return nil
	}
	return p.file.Flush()
}

// Finish writes the remaining packets. Call it after the last event.
func (p *PcapngWriter) Finish() error {
	if err := p.begin(); err != nil {
		return err
	}
	for _, c := range p.conns {
		c.emitRequests()
	}
	if err := p.flush(); err != nil {
		return err
	}
	return p.file.Flush()
}

// sectionComment states that the packets are reconstructed, because a user who opens the
// file may not know that.
const sectionComment = `Reconstructed by linger %s from its session with %s, not captured from a network.
Original: the bytes in both directions, addresses, ports, the times of reads and writes, who sent FIN or RST and when.
Generated: sequence numbers, acknowledgements, windows, segments (one for each read or write), the handshake packets.
TLS sessions are decrypted, and the server port is 80. Unix sockets and unknown addresses are written as 192.0.2.0/24.
For bytes that linger did not keep, the packets contain only headers.%s
Packet comments contain linger's findings and state how each connection ended.`

// begin writes the blocks that precede the packets, unless they are already written.
func (p *PcapngWriter) begin() error {
	if p.file != nil {
		return nil
	}
	secrets := ` Secrets are replaced by "*".`
	if p.options.KeepSecrets {
		secrets = ""
	}
	var err error
	p.file, err = pcapgo.NewNgWriterInterface(p.out,
		pcapgo.NgInterface{Name: "linger", LinkType: layers.LinkTypeRaw, TimestampResolution: 9},
		pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{
			Application: "linger " + visible(p.start.Version),
			Comment:     fmt.Sprintf(sectionComment, visible(p.start.Version), visible(p.start.Target), secrets),
		}})
	return err
}

// describes reports whether ev may change pending packets: it can add comments to them,
// or correct the timestamp of their last byte.
func describes(ev session.Event) bool {
	switch ev.(type) {
	case *session.RequestSent, *session.ResponseHead, *session.ExchangeDone, session.Found, *session.BudgetChanged, session.Closed:
		return true
	}
	return false
}

// take generates the packets for ev and adds them to pending. If it is unknown how many
// bytes of an earlier request were sent, take keeps ev until that is known.
func (p *PcapngWriter) take(ev session.Event) {
	if p.ofTunnel(ev) {
		return
	}
	switch ev := ev.(type) {
	case session.Dialing:
		p.add(&tcpConn{w: p, id: ev.Conn, dialed: ev.At, address: ev.Address})
	case session.DialStep:
		p.conn(ev.Conn).step(ev)
	case session.Connected:
		p.conn(ev.Conn).connected(ev)
	case session.DialFailed:
		p.conn(ev.Conn).emitRequests()
		p.conn(ev.Conn).failed(ev)
		delete(p.conns, ev.Conn)
	case *session.RequestStarted:
		p.conn(ev.Conn).queue(ev)
	case *session.RequestData:
		p.conn(ev.Conn).queue(ev)
	case *session.RequestSent:
		p.conn(ev.Conn).emitRequest(ev)
	case *session.Received:
		p.conn(ev.Conn).queue(ev)
	case *session.ExchangeDone:
		p.conn(ev.Conn).done(ev)
	case session.Found:
		p.conn(ev.Conn).queue(ev)
	case session.HalfClosed:
		p.conn(ev.Conn).queue(ev)
	case session.SideEnded:
		p.conn(ev.Conn).queue(ev)
	case session.Missed:
		p.conn(ev.Conn).queue(ev)
	case session.KeptAlive:
		p.conn(ev.Conn).queue(ev)
	case session.Passed:
		p.conn(ev.Conn).passed = ev
	case session.Unfollowed:
		p.conn(ev.Conn).emitRequests()
		delete(p.conns, ev.Conn)
	case session.Closed:
		p.conn(ev.Conn).emitRequests()
		p.conn(ev.Conn).queue(ev)
		delete(p.conns, ev.Conn)
	}
}

// ofTunnel reports whether ev belongs to an exchange in which a dialer sent CONNECT to a
// proxy. The connection's offsets do not count the bytes of that exchange: offset 0 is
// the first byte in the tunnel.
func (p *PcapngWriter) ofTunnel(ev session.Event) bool {
	id := 0
	switch ev := ev.(type) {
	case *session.RequestStarted:
		if id = ev.Exchange; ev.Tunnel {
			p.tunnel = id
		}
	case *session.RequestSent:
		id = ev.Exchange
	case *session.Received:
		id = ev.Exchange
	case *session.ExchangeDone:
		id = ev.Exchange
	case session.Found:
		id = ev.Exchange
	}
	return id > 0 && id == p.tunnel
}

// conn returns the connection with the given ID. If the log does not contain the
// connection's beginning, conn adds a connection without a handshake.
func (p *PcapngWriter) conn(id int) *tcpConn {
	c := p.conns[id]
	if c == nil {
		c = &tcpConn{w: p, id: id}
		p.add(c)
	}
	return c
}

// mostConns is the maximum number of connections kept at the same time. It limits memory,
// because a log may name any number of connections.
const mostConns = 20_000

// add adds c. If there are then more than mostConns connections, add generates the
// remaining packets for the oldest connection and drops that connection.
func (p *PcapngWriter) add(c *tcpConn) {
	if old := p.conns[c.id]; old != nil {
		old.emitRequests()
	} else {
		p.opened = append(p.opened, c.id)
	}
	p.conns[c.id] = c
	for len(p.conns) > mostConns {
		if oldest := p.conns[p.opened[0]]; oldest != nil {
			oldest.emitRequests()
			delete(p.conns, oldest.id)
		}
		p.opened = p.opened[1:]
	}
	if len(p.opened) > 2*mostConns {
		p.opened = slices.DeleteFunc(p.opened, func(id int) bool { return p.conns[id] == nil })
	}
}

// flush writes the pending packets.
func (p *PcapngWriter) flush() error {
	for i := range p.pending {
		if err := p.build.write(p.file, p.time(p.pending[i].at), &p.pending[i]); err != nil {
			return err
		}
	}
	clear(p.pending)
	p.pending = p.pending[:0]
	return nil
}

func (p *PcapngWriter) time(at time.Duration) time.Time {
	if p.start.Wall.IsZero() {
		return p.options.Wall.Add(at)
	}
	return p.start.Wall.Add(at)
}

// findingComment returns the packet comment for f: its severity, code, text, reference
// and, if f occurred more than once, its count.
func findingComment(f wire.Finding) string {
	rule, _ := session.Lookup(f.Code)
	text := fmt.Sprintf("linger: %s %s: %s (%s)", rule.Severity, f.Code, session.TextOf(f), rule.Ref)
	if n := f.Count(); n > 1 {
		text += ", " + format.Count(n, "time")
	}
	return text
}
