package capture

import (
	"net/netip"
	"time"
)

// A segment is one captured TCP segment.
type segment struct {
	at       time.Duration
	src, dst netip.AddrPort
	seq, ack uint32
	flags    flags
	sent     bool // the file marks the packet as sent by the capturing host
	window   uint16
	id       uint16 // IPv4 identification; it distinguishes a duplicate from a retransmission
	data     []byte // the captured part of the segment's data
	length   int    // length of the segment's data on the wire, in bytes
}

// flags is the set of control bits that the tracker uses.
type flags uint8

const (
	flagFIN flags = 1 << iota
	flagSYN
	flagRST
	flagACK
)

func (f flags) has(bits flags) bool { return f&bits == bits }

// A key identifies the two endpoints of a connection. It is the same for both directions.
type key struct {
	a, b         [16]byte
	portA, portB uint16
}

// keyOf returns the key for s and the index of the sender in the key: 0 for a, 1 for b.
func keyOf(s *segment) (key, int) {
	if s.src.Compare(s.dst) <= 0 {
		return key{s.src.Addr().As16(), s.dst.Addr().As16(), s.src.Port(), s.dst.Port()}, 0
	}
	return key{s.dst.Addr().As16(), s.src.Addr().As16(), s.dst.Port(), s.src.Port()}, 1
}
