package capture

import (
	"encoding/binary"
	"errors"
	"io"
)

// mostInterfaces is the maximum memory for the descriptions of the interfaces in a section
// of a pcapng file, in bytes. pcapgo keeps all of them.
const mostInterfaces = 16 << 20

// interfaceSize is the memory for an interface besides the text of its options.
const interfaceSize = 512

var errInterfaces = errors.New("it describes too many interfaces")

// An interfaceLimit passes on the bytes of a file. If they are a pcapng file, it returns
// errInterfaces soon after a section describes too many interfaces.
type interfaceLimit struct {
	r     io.Reader
	order binary.ByteOrder
	head  []byte // the beginning of the current block, up to headSize bytes
	left  int64  // number of bytes of the current block after head
	held  int64  // memory for the interfaces of the current section
	done  bool   // the file is not pcapng, or a block is too short; pcapgo reports that
}

// headSize is the number of bytes of a block that its type, its length and its byte order
// need. Every block is at least that long.
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

// scan reads bytes of the current block, and returns the remaining ones.
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

// block handles the head of a block.
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
