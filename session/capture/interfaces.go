package capture

import (
	"encoding/binary"
	"errors"
	"io"
)

// mostInterfaces is the maximum memory, in bytes, for the interface descriptions in one
// section of a pcapng file. pcapgo keeps all of them in memory.
const mostInterfaces = 16 << 20

// interfaceSize is the memory for one interface, in bytes, without the text of its
// options.
const interfaceSize = 512

var errInterfaces = errors.New("it describes too many interfaces")

// An interfaceLimit reads a file from r. If the file is pcapng, Read returns
// errInterfaces soon after a section has described too many interfaces.
type interfaceLimit struct {
	r     io.Reader
	order binary.ByteOrder
	head  []byte // the beginning of the current block, up to headSize bytes
	left  int64  // number of bytes of the current block after head
	held  int64  // memory for the interfaces of the current section
	done  bool   // counting has stopped, because the file is not pcapng or a block is too short; pcapgo reports a short block
}

// headSize is the length of the head of a block, in bytes: its type, its length and, in a
// section header, the byte order. Every block is at least that long.
const headSize = 12

// Values in pcapng files.
const (
	blockSection   = 0x0a0d0d0a // the same in both byte orders
	blockInterface = 1
	orderMark      = 0x1a2b3c4d
)

// Read implements [io.Reader].
func (l *interfaceLimit) Read(p []byte) (int, error) {
	if l.held > mostInterfaces {
		return 0, errInterfaces
	}
	n, err := l.r.Read(p)
	for b := p[:n]; len(b) > 0 && !l.done; {
		b = l.scan(b)
	}
	return n, err
}

// scan consumes bytes of the current block from b and returns the remaining bytes.
func (l *interfaceLimit) scan(b []byte) []byte {
	if l.left > 0 {
		k := min(l.left, int64(len(b)))
		l.left -= k
		return b[k:]
	}
	k := min(headSize-len(l.head), len(b))
	l.head = append(l.head, b[:k]...)
	if len(l.head) == headSize {
		l.block()
		l.head = l.head[:0]
	}
	return b[k:]
}

// block processes the head of a block: it sets the byte order, counts interfaces, and
// sets the number of bytes after the head.
func (l *interfaceLimit) block() {
	if binary.LittleEndian.Uint32(l.head) == blockSection {
		l.order, l.held = binary.BigEndian, 0
		if binary.LittleEndian.Uint32(l.head[8:]) == orderMark {
			l.order = binary.LittleEndian
		}
	}
	if l.order == nil {
		l.done = true
		return
	}
	n := int64(l.order.Uint32(l.head[4:]))
	if l.order.Uint32(l.head) == blockInterface {
		l.held += n + interfaceSize
	}
	l.left, l.done = n-headSize, n < headSize
}
