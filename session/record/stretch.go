package record

import (
	"slices"
	"time"

	"linger/wire"
)

// A Segment is one read (or write) of the socket.
type Segment struct {
	At       time.Duration
	Off, Len int64
}

// A Stretch is a run of bytes in one direction, and the lines they consist of. Not
// all of the bytes are kept: see [Stretch.Bytes].
type Stretch struct {
	Off, Len int64
	Segments []Segment     // the reads or writes that brought them; later ones are joined to the last
	Reads    int           // how many reads or writes there were
	Pause    time.Duration // the longest between two of them
	Dropped  bool          // bytes were dropped to bound memory

	last   time.Duration // when the last of them was
	lines  []wire.Line   // offsets count from Off
	shared bool          // lines are an event's
	pieces []piece
	until  int64 // where the message ends, by its length; 0: not known
	body   int   // index of the first line of a chunked body, as far as there is one
}

type piece struct {
	off  int64
	data []byte
}

// Lines returns a copy of the lines, in order. Their offsets count from the first
// byte of the connection.
func (s *Stretch) Lines() []wire.Line { return s.at(s.lines) }

// TrailerLines returns how many lines of a trailer section the stretch ends with,
// the empty line that ends it included: 0 before the last-chunk.
func (s *Stretch) TrailerLines() int {
	n := 0
	for _, l := range slices.Backward(s.lines) {
		switch l.Kind {
		case wire.KindTrailerLine, wire.KindFoldLine, wire.KindOddLine, wire.KindTrailerEnd:
			n++
		default:
			return n
		}
	}
	return n
}

func (s *Stretch) at(lines []wire.Line) []wire.Line {
	out := slices.Clone(lines)
	wire.ShiftLines(out, s.Off)
	return out
}

// Between returns the part of the stretch whose lines begin in [from, to); ok is
// false if no line does.
func (s *Stretch) Between(from, to int64) (part Stretch, ok bool) {
	part = *s
	part.lines = nil
	for _, l := range s.Lines() {
		if l.Off >= from && l.Off < to {
			part.lines = append(part.lines, l)
		}
	}
	n := len(part.lines)
	if n == 0 {
		return part, false
	}
	part.Off = part.lines[0].Off
	part.Len = part.lines[n-1].End() - part.Off
	part.shared = false
	wire.ShiftLines(part.lines, -part.Off)
	part.Segments = slices.DeleteFunc(slices.Clone(s.Segments), func(g Segment) bool {
		return g.Off+g.Len <= part.Off || g.Off >= part.End()
	})
	part.Reads = len(part.Segments)
	return part, true
}

// Bytes returns at most n bytes from off on; fewer, or none, if the rest was not
// kept.
func (s *Stretch) Bytes(off, n int64) []byte {
	for _, p := range s.pieces {
		if off >= p.off && off < p.off+int64(len(p.data)) {
			b := p.data[off-p.off:]
			return b[:min(int64(len(b)), n)]
		}
	}
	return nil
}

// End returns the offset of the byte after the last.
func (s *Stretch) End() int64 { return s.Off + s.Len }

// A part is what one read or write adds to a stretch.
type part struct {
	at     time.Duration
	off, n int64
	data   []byte
	lines  []wire.Line // offsets count from off
	reads  int         // 0: it goes on where the part before it ended
}

func (s *Stretch) add(p part) {
	if s.Len == 0 {
		s.Off = p.off
	}
	if s.Reads > 0 {
		s.Pause = max(s.Pause, p.at-s.last)
	}
	s.Len += p.n
	s.Reads += p.reads
	s.last = p.at
	switch k := len(s.Segments); {
	case k > 0 && p.reads == 0:
		s.Segments[k-1].Len += p.n
	case k < maxSegments:
		s.Segments = append(s.Segments, Segment{p.at, p.off, p.n})
	default:
		s.Segments[k-1].Len += p.n
	}
	s.addLines(p.lines, p.off-s.Off)
	s.addBytes(p.off, p.data)
}

func (s *Stretch) addBytes(off int64, data []byte) {
	if len(data) == 0 {
		return
	}
	if k := len(s.pieces); k > 0 && s.pieces[k-1].off+int64(len(s.pieces[k-1].data)) == off {
		s.pieces[k-1].add(data, s.until)
		return
	}
	was := s.pieces
	s.pieces = append(s.pieces, piece{off, data[:len(data):len(data)]})
	if len(s.pieces) > cap(was) {
		clear(was) // moved elsewhere: nothing is kept by what it left behind
	}
}

// add joins data to a piece of a message that ends at until, as far as that is known.
// Memory doubles up to there: a length that is announced takes none before bytes come.
func (p *piece) add(data []byte, until int64) {
	n := int64(len(p.data) + len(data))
	if left := until - p.off; n > int64(cap(p.data)) && left >= n {
		p.data = append(make([]byte, 0, min(2*n, left)), p.data...)
	}
	p.data = append(p.data, data...)
}

// addLines adds lines whose offsets count from by bytes after Off.
func (s *Stretch) addLines(lines []wire.Line, by int64) {
	if len(s.lines) == 0 && by == 0 {
		s.lines, s.shared = lines, true
	} else {
		s.own()
		for _, l := range lines {
			l.Off += by
			s.lines = wire.AppendLine(s.lines, l)
		}
	}
	for s.body < len(s.lines) && chunkStart(s.lines[s.body:s.body+1], 0) == 1 {
		s.body++
	}
	s.thin()
}

// own makes the lines the stretch's own: those of an event are never changed.
func (s *Stretch) own() {
	if s.shared {
		s.lines, s.shared = slices.Clone(s.lines), false
	}
}

const (
	maxSegments = 512
	maxLines    = 2048 // of one stretch: the first and the last few hundred chunks among them
)

// thin folds the chunks in the middle of a long body into one run, so that
// lines cost bounded memory. A header section is bounded already.
func (s *Stretch) thin() {
	if len(s.lines)-s.body <= maxLines {
		return
	}
	s.own()
	body := s.lines[s.body:]
	first := chunkStart(body, maxLines/4)
	last := chunkStart(body, len(body)-maxLines/4)
	if last <= first {
		return
	}
	run := wire.Line{Off: body[first].Off, Kind: wire.KindChunks}
	for _, l := range body[first:last] {
		run.Len += l.Len
		switch l.Kind {
		case wire.KindChunks:
			run.A += l.A
			run.B += l.B
		case wire.KindChunkLine:
			run.A++
		case wire.KindChunkData:
			run.B += uint32(l.Len)
		}
	}
	body[first] = run
	n := copy(body[first+1:], body[last:])
	s.lines = s.lines[:s.body+first+1+n]
	if cap(s.lines) > 2*len(s.lines)+maxLines {
		s.lines = slices.Clone(s.lines)
	}
}

// chunkStart returns the index of the first line from i on where a chunk begins.
func chunkStart(lines []wire.Line, i int) int {
	for i < len(lines) && lines[i].Kind != wire.KindChunkLine && lines[i].Kind != wire.KindChunks {
		i++
	}
	return i
}

// dropBytes discards the bytes that are kept.
func (s *Stretch) dropBytes() {
	clear(s.pieces) // they stand in the exchange's room, which stays
	s.Dropped = s.Dropped || len(s.pieces) > 0
	s.pieces = nil
}

// dropLines discards the lines and the reads. What is left is the size, and one
// line where the stretch begins with a status line.
func (s *Stretch) dropLines() {
	if i := slices.IndexFunc(s.lines, func(l wire.Line) bool { return l.Kind == wire.KindStatusLine }); i >= 0 {
		s.lines = []wire.Line{s.lines[i]}
	} else {
		s.lines = nil
	}
	s.shared, s.body = false, 0
	clear(s.Segments)
	s.Segments = nil
}
