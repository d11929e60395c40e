package capture

import (
	"net/netip"
	"time"
)

// A segment is one TCP segment as captured.
type segment struct {
	at       time.Duration
	src, dst netip.AddrPort
	seq, ack uint32
	flags    flags
	sent     bool // by the host on which the capture was taken, as the file marks it
	window   uint16
	id       uint16 // IPv4 identification; it distinguishes a duplicate from a retransmission
	data     []byte // what was captured of the segment's data
	length   int    // of the data as sent
}

// flags are the control bits that the tracker looks at.
type flags uint8

const (
	flagFIN flags = 1 << iota
	flagSYN
	flagRST
	flagACK
)

func (f flags) has(bits flags) bool { return f&bits == bits }

// A key identifies the two ends of a connection, whichever of them sent the
// segment.
type key struct {
	a, b         [16]byte
	portA, portB uint16
}

// keyOf returns the key of a segment and the index of its sender: 0 for a, 1
// for b.
func keyOf(s *segment) (key, int) {
	if s.src.Compare(s.dst) <= 0 {
		return key{s.src.Addr().As16(), s.dst.Addr().As16(), s.src.Port(), s.dst.Port()}, 0
	}
	return key{s.dst.Addr().As16(), s.src.Addr().As16(), s.dst.Port(), s.src.Port()}, 1
}
