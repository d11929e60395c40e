package live

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"slices"

	"linger/session"
	"linger/wire"
)

const (
	smallestBlock = 4 << 10  // bytes; the first blocks are small, for those who send one request
	largestBlock  = 64 << 10 // bytes
	smallestLines = 64       // lines
	largestLines  = 2048     // lines
)

// A store keeps what is handed on in events: many short slices share a block,
// so that a short response costs no allocation of its own. What it has handed
// out is never written again.
type store struct {
	block []byte
	size  int // of the next block
	ls    []wire.Line
	rows  int         // of the next ls
	last  []byte      // what again handed out last
	lined []wire.Line // what linesAgain handed out last
}

// again is a copy of p, or the last one where it holds the same bytes: who asks
// again mostly gets what they got.
func (s *store) again(p []byte) []byte {
	if len(s.last) == 0 || !bytes.Equal(p, s.last) {
		s.last = s.bytes(p)
	}
	return s.last
}

// bytes is a copy of p.
func (s *store) bytes(p []byte) []byte {
	if len(p) == 0 {
		return nil
	}
	if len(p) > cap(s.block)-len(s.block) {
		s.size = min(max(2*s.size, smallestBlock), largestBlock)
		if len(p) > s.size/2 {
			return append([]byte(nil), p...)
		}
		s.block = make([]byte, 0, s.size)
	}
	n := len(s.block)
	s.block = append(s.block, p...)
	return s.block[n:len(s.block):len(s.block)]
}

// linesAgain is a copy of ls, or the last one where it says the same.
func (s *store) linesAgain(ls []wire.Line) []wire.Line {
	if len(s.lined) == 0 || !slices.Equal(ls, s.lined) {
		s.lined = s.lines(ls)
	}
	return s.lined
}

// lines is a copy of ls.
func (s *store) lines(ls []wire.Line) []wire.Line {
	if len(ls) == 0 {
		return nil
	}
	if len(ls) > cap(s.ls)-len(s.ls) {
		s.rows = min(max(2*s.rows, smallestLines), largestLines)
		if len(ls) > s.rows/2 {
			return append([]wire.Line(nil), ls...)
		}
		s.ls = make([]wire.Line, 0, s.rows)
	}
	n := len(s.ls)
	s.ls = append(s.ls, ls...)
	return s.ls[n:len(s.ls):len(s.ls)]
}

// A slab makes values that are told in events, many in one allocation: an
// exchange has one of each, and thousands may come in one read.
type slab[T any] struct {
	free []T
	size int // of the next block
}

const (
	largestSlab   = 256     // values
	largestShared = 8 << 10 // bytes that a value keeps in memory
)

// put is a copy of v that nobody else has. A value that keeps much in memory
// stands alone: what shares a block is kept as long as any of it is.
func (s *slab[T]) put(v T, keeps int) *T {
	if keeps > largestShared {
		p := new(T)
		*p = v
		return p
	}
	if len(s.free) == 0 {
		s.size = min(max(2*s.size, 1), largestSlab)
		s.free = make([]T, s.size)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	*p = v
	return p
}

// slabs are what the events of an exchange are cut from.
type slabs struct {
	started  slab[session.RequestStarted]
	sent     slab[session.RequestSent]
	received slab[session.Received]
	head     slab[session.ResponseHead]
	done     slab[session.ExchangeDone]
	budget   slab[session.BudgetChanged]
}

// A digest is the SHA-256 of content, made anew for each response. Content that
// comes in one piece, as most does, is digested in one go, and not at all when
// it is the same again: who asks again mostly gets what they got.
type digest struct {
	h     hash.Hash
	piece []byte // the first piece, lent until settled
	used  bool   // h holds content
	buf   []byte
	last  []byte // short content digested before, and
	known []byte // its digest
}

// shortContent is how much content is remembered to know it again, in bytes.
const shortContent = 1 << 10

func (d *digest) write(p []byte) {
	if d.piece == nil && !d.used {
		d.piece = p
		return
	}
	d.settle()
	d.h.Write(p)
}

// settle takes what was lent.
func (d *digest) settle() {
	if d.piece == nil {
		return
	}
	if d.h == nil {
		d.h = sha256.New()
	}
	d.h.Write(d.piece)
	d.piece, d.used = nil, true
}

var digestOfNothing = func() []byte { s := sha256.Sum256(nil); return s[:] }()

// sum ends the digest and begins the next.
func (d *digest) sum(s *store) []byte {
	switch p := d.piece; {
	case d.used:
		d.buf = d.h.Sum(d.buf[:0])
		d.h.Reset()
		d.used = false
		return s.bytes(d.buf)
	case p != nil:
		d.piece = nil
		if d.known != nil && bytes.Equal(p, d.last) {
			return d.known
		}
		sum := sha256.Sum256(p)
		made := s.bytes(sum[:])
		if len(p) <= shortContent {
			d.last, d.known = append(d.last[:0], p...), made
		}
		return made
	}
	return digestOfNothing
}
