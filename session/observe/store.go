package observe

import (
	"bytes"
	"slices"

	"linger/wire"
)

const (
	smallestBlock = 256      // bytes; the first blocks are small, because a capture may have thousands of connections with one request each
	largestBlock  = 64 << 10 // bytes
	smallestLines = 8        // lines
	largestLines  = 2048     // lines
)

// A store holds the bytes and lines of events. Many short slices share a block, so that a
// short response needs no separate allocation. A store never changes a slice that it has
// returned.
type store struct {
	block []byte
	size  int // number of bytes in the next block
	ls    []wire.Line
	rows  int         // number of lines in the next block
	last  []byte      // the last result of again
	lined []wire.Line // the last result of linesAgain
}

// again returns a copy of p. If p is equal to the previous result, it returns that
// result, because a repeated request usually gets the same response.
func (s *store) again(p []byte) []byte {
	if len(s.last) == 0 || !bytes.Equal(p, s.last) {
		s.last = s.bytes(p)
	}
	return s.last
}

// bytes returns a copy of p.
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

// linesAgain returns a copy of ls. If ls is equal to the previous result, it returns that
// result.
func (s *store) linesAgain(ls []wire.Line) []wire.Line {
	if len(s.lined) == 0 || !slices.Equal(ls, s.lined) {
		s.lined = s.lines(ls)
	}
	return s.lined
}

// lines returns a copy of ls.
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
