package capture

import (
	"bytes"
	"encoding/binary"
	"testing"

	"linger/session/traffic"

	"github.com/gopacket/gopacket/layers"
)

// FuzzRead reads hostile files. It checks that the events of each connection are in order
// and agree with the counts.
func FuzzRead(f *testing.F) {
	t := &testing.T{}
	k := newTalk(t).handshake().exchange("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")
	k.send(Server, ".", "lost")
	k.send(Server, "R", "")
	f.Add(k.pcap())
	f.Add(handmade(binary.BigEndian, 0xa1b23c4d, 101, k.packets, func(p *packet) []byte { return p.bytes() }))
	f.Add(handmade(binary.LittleEndian, 0xa1b2c3d4, 276, k.packets[3:], func(p *packet) []byte {
		return append([]byte{8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0}, p.bytes()...)
	}))
	f.Add(pcapng(t, layers.LinkTypeEthernet, k.packets, (*packet).ethernet))
	f.Add(zipped(k.pcap()))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Open(bytes.NewReader(data))
		if err != nil {
			return
		}
		c := checker{t: t, conns: map[int]*checked{}}
		err = file.Read(c.note)
		c.finish()
		if err != nil && err.Error() == "" {
			t.Error("Read returned an error with an empty message, want a description")
		}
	})
}

// FuzzTracker passes segments to a tracker in arbitrary order and with arbitrary sequence
// numbers.
func FuzzTracker(f *testing.F) {
	f.Add([]byte("\x02\x00\x00\x00\x82\x00\x00\x00\x08\x00\x01\x05\x88\x01\x01\x05"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := checker{t: t, conns: map[int]*checked{}}
		tr := NewTracker(c.note)
		ends := [2]addrPort{addr("10.0.0.1:51511"), addr("10.0.0.2:80")}
		at := sameCopy
		for ; len(data) >= 4; data = data[4:] {
			from := data[0] >> 7
			at += sameCopy * 100
			payload := []byte("GET / HTTP/1.1\r\n\r\n")[:min(int(data[3]&0x0f), 18)]
			tr.add(&segment{
				at: at, src: ends[from], dst: ends[1-from], flags: flags(data[0] & 0x0f), window: uint16(data[0]),
				seq: uint32(int8(data[1])), ack: uint32(int8(data[2])), data: payload, length: len(payload) + int(data[3]>>7),
			})
		}
		tr.Finish()
		c.finish()
		if tr.held != 0 || tr.kept != 0 || len(tr.conns) != 0 {
			t.Errorf("after Finish, the tracker holds %d waiting bytes, %d kept bytes and %d connections; want none", tr.held, tr.kept, len(tr.conns))
		}
	})
}

// A checker asserts the order of each connection's events.
type checker struct {
	t     *testing.T
	conns map[int]*checked
}

type checked struct {
	last   *traffic.Event
	bytes  [2]int64
	closed [2]bool
	reset  [2]bool
	done   bool
}

func (c *checker) note(ev *traffic.Event) {
	s := c.conns[ev.Conn.ID]
	switch {
	case s == nil && ev.Kind != traffic.KindOpen:
		c.t.Fatalf("connection %d begins with %v, want %v", ev.Conn.ID, ev.Kind, traffic.KindOpen)
	case s == nil:
		s = &checked{}
		c.conns[ev.Conn.ID] = s
	case ev.Kind == traffic.KindOpen:
		c.t.Fatalf("connection %d was opened twice, want once", ev.Conn.ID)
	case ev.At < s.last.At:
		c.t.Fatalf("%v at %v follows %v at %v, want a time that is not earlier", ev.Kind, ev.At, s.last.Kind, s.last.At)
	case s.done:
		c.t.Fatalf("%v follows %v, want no event after it", ev.Kind, traffic.KindDone)
	}
	switch ev.Kind {
	case traffic.KindData, traffic.KindGap:
		if n := int64(len(ev.Data)) + ev.Len; n <= 0 || s.closed[ev.Side] {
			c.t.Fatalf("%v has %d bytes (after a FIN: %t); want at least one byte, and none after a FIN", ev.Kind, n, s.closed[ev.Side])
		}
		s.bytes[ev.Side] += int64(len(ev.Data)) + ev.Len
	case traffic.KindFIN:
		if s.closed[ev.Side] {
			c.t.Fatal("one side sent two FINs, want at most one")
		}
		s.closed[ev.Side] = true
	case traffic.KindReset:
		if s.reset[ev.Side] {
			c.t.Fatal("one side sent two RSTs, want at most one")
		}
		s.closed[ev.Side], s.reset[ev.Side] = true, true
	case traffic.KindDone:
		s.done = true
		for side := range s.bytes {
			if got := ev.Conn.Sides[side].Bytes; got != s.bytes[side] {
				c.t.Fatalf("%v: Sides counts %d bytes, but the events have %d", traffic.Side(side), got, s.bytes[side])
			}
		}
	}
	last := *ev
	s.last = &last
}

func (c *checker) finish() {
	for id, s := range c.conns {
		if !s.done {
			c.t.Errorf("connection %d has no event %v, want one as the last event", id, traffic.KindDone)
		}
	}
}
