package record

import (
	"iter"
	"slices"
	"time"

	"linger/wire"
)

// A Segment is one read (or write) of the socket.
type Segment struct {
	At       time.Duration
	Off, Len int64
}

// A Stretch is a run of bytes in one direction, with its lines. Some of the bytes may not
// be kept: see [Stretch.Bytes].
type Stretch struct {
	Off, Len int64
	Reads    int  // number of reads or writes
	Dropped  bool // bytes were dropped to limit memory

	alone      bool // all bytes are from one read or write; last is its time
	shared     bool // the lines also belong to an event
	common     bool // other stretches share kept
	dataLater  bool // the data is counted for a later stretch that shares it
	linesLater bool // the lines are counted for a later stretch that shares them

	last time.Duration // time of the last read or write
	kept *kept         // nil: nothing
	more *more         // data that few stretches have
}

// A kept holds the lines of a stretch and the first run of its bytes. To save memory,
// consecutive messages on a connection share one kept if they are equal: a record may
// hold hundreds of thousands of messages.
type kept struct {
	lines []wire.Line // offsets count from Stretch.Off
	data  []byte      // the bytes from Stretch.Off on
	body  int         // index of the first line of a chunked body; the number of lines if there is none
}

// keeps returns the kept of s, which is empty if s has none.
func (s *Stretch) keeps() kept {
	if s.kept == nil {
		return kept{}
	}
	return *s.kept
}

// own returns the kept of s for modification. If other stretches share it, s gets a copy
// first.
func (s *Stretch) own() *kept {
	switch {
	case s.kept == nil:
		s.kept = new(kept)
	case s.common:
		k := *s.kept
		s.kept = &k
	}
	s.common = false
	return s.kept
}

// more holds data of a Stretch with several reads or writes, or with bytes in the middle
// that are not kept. A record may have hundreds of thousands of stretches, and most of
// them have no such data, so a separate type saves memory.
type more struct {
	segments []Segment
	pause    time.Duration
	pieces   []piece // the kept runs of bytes after kept.data
}

type piece struct {
	off  int64
	data []byte
}

// Segments returns the reads or writes of the bytes. If there were more than maxSegments,
// the last segment includes all later ones.
func (s *Stretch) Segments() []Segment {
	switch {
	case s.alone:
		return []Segment{{s.last, s.Off, s.Len}}
	case s.more != nil:
		return s.more.segments
	}
	return nil
}

// Pause returns the longest time between two consecutive reads or writes.
func (s *Stretch) Pause() time.Duration {
	if s.more == nil {
		return 0
	}
	return s.more.pause
}

// extra returns s.more for modification. It creates s.more if it is nil.
func (s *Stretch) extra() *more {
	if s.more == nil {
		s.more = new(more)
	}
	return s.more
}

// pieces returns the runs of bytes that are kept, in order.
func (s *Stretch) pieces() iter.Seq[piece] {
	return func(yield func(piece) bool) {
		if len(s.keeps().data) > 0 && !yield(piece{s.Off, s.keeps().data}) || s.more == nil {
			return
		}
		for _, p := range s.more.pieces {
			if !yield(p) {
				return
			}
		}
	}
}

// Lines returns a copy of the lines, in order. Their offsets count from the first
// byte of the connection.
func (s *Stretch) Lines() []wire.Line { return s.at(s.keeps().lines) }

// statusLine returns the first status-line, or nil. Its offset counts from s.Off.
func (s *Stretch) statusLine() *wire.Line {
	if s.kept != nil {
		for i := range s.kept.lines {
			if l := &s.kept.lines[i]; l.Kind == wire.KindStatusLine {
				return l
			}
		}
	}
	return nil
}

// TrailerLines returns the number of lines of the trailer section at the end of
// the stretch, including the empty line that ends it. It returns 0 before the
// last-chunk.
func (s *Stretch) TrailerLines() int {
	n := 0
	for _, l := range slices.Backward(s.keeps().lines) {
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
	part.kept, part.more, part.alone = nil, nil, false
	var lines []wire.Line
	for _, l := range s.Lines() {
		if l.Off >= from && l.Off < to {
			lines = append(lines, l)
		}
	}
	n := len(lines)
	if n == 0 {
		return part, false
	}
	part.Off = lines[0].Off
	part.Len = lines[n-1].End() - part.Off
	part.shared, part.common = false, false
	wire.ShiftLines(lines, -part.Off)
	part.kept = &kept{lines: lines}
	m := part.extra()
	m.pause = s.Pause()
	m.segments = slices.DeleteFunc(slices.Clone(s.Segments()), func(g Segment) bool {
		return g.Off+g.Len <= part.Off || g.Off >= part.End()
	})
	m.pieces = slices.Collect(s.pieces())
	part.Reads = len(m.segments)
	return part, true
}

// Bytes returns up to n bytes, beginning at offset off. It returns fewer bytes, or nil,
// if the rest was not kept in one piece.
func (s *Stretch) Bytes(off, n int64) []byte {
	for p := range s.pieces() {
		if off >= p.off && off < p.off+int64(len(p.data)) {
			b := p.data[off-p.off:]
			return b[:min(int64(len(b)), n)]
		}
	}
	return nil
}

// End returns the offset of the byte after the last.
func (s *Stretch) End() int64 { return s.Off + s.Len }

// A part holds what one read or write adds to a stretch.
type part struct {
	at     time.Duration
	off, n int64
	data   []byte
	lines  []wire.Line // offsets count from off
	reads  int         // number of reads or writes; 0 if the part continues the previous one
	until  int64       // offset of the end of the message according to its length; 0 if unknown
	before *Stretch    // the stretch before the one that the part is added to; may be nil
}

func (s *Stretch) add(p part) {
	s.addSegment(p)
	if s.Len == 0 {
		s.Off = p.off
	}
	s.Len += p.n
	s.Reads += p.reads
	s.last = p.at
	if b := p.before; s.kept == nil && s.Off == p.off && b != nil && isSame(b.keeps().lines, p.lines) && isSame(b.keeps().data, p.data) {
		s.kept, s.shared, s.common, b.common = b.kept, true, true, true
		return
	}
	s.addLines(p.lines, p.off-s.Off)
	s.addBytes(p)
}

// addSegment adds the read or write of a part. It must be called before the bytes of the
// part are counted.
func (s *Stretch) addSegment(p part) {
	if s.Reads > 0 && p.at > s.last {
		m := s.extra()
		m.pause = max(m.pause, p.at-s.last)
	}
	if s.Len == 0 && s.Reads == 0 && s.more == nil && !s.alone {
		s.alone = true
		return
	}
	if s.alone && p.reads == 0 && p.at == s.last {
		return
	}
	all := s.Segments()
	m := s.extra()
	m.segments, s.alone = all, false
	if k := len(m.segments); k > 0 && p.reads == 0 || k == maxSegments {
		m.segments[k-1].Len += p.n
		return
	}
	m.segments = append(m.segments, Segment{p.at, p.off, p.n})
}

func (s *Stretch) addBytes(p part) {
	if len(p.data) == 0 {
		return
	}
	off, data := p.off, p.data[:len(p.data):len(p.data)]
	switch {
	case s.more != nil && len(s.more.pieces) > 0:
		if last := &s.more.pieces[len(s.more.pieces)-1]; last.off+int64(len(last.data)) == off {
			last.add(data, p.until)
			return
		}
	case len(s.keeps().data) == 0 && off == s.Off:
		s.own().data = data
		return
	case len(s.keeps().data) > 0 && s.Off+int64(len(s.keeps().data)) == off:
		first := piece{s.Off, s.keeps().data}
		first.add(data, p.until)
		s.own().data = first.data
		return
	}
	m := s.extra()
	m.pieces = append(m.pieces, piece{off, data})
}

// add appends data to a piece of a message. until is the offset at which the message
// ends, or 0 if that is unknown. The capacity doubles up to that end, so that an
// announced length reserves no memory before its bytes arrive.
func (p *piece) add(data []byte, until int64) {
	n := int64(len(p.data) + len(data))
	if left := until - p.off; n > int64(cap(p.data)) && left >= n {
		p.data = append(make([]byte, 0, min(2*n, left)), p.data...)
	}
	p.data = append(p.data, data...)
}

// addLines adds lines whose offsets are relative to Off+by.
func (s *Stretch) addLines(lines []wire.Line, by int64) {
	switch {
	case len(lines) == 0:
		return
	case len(s.keeps().lines) == 0 && by == 0:
		s.own().lines, s.shared = lines, true
	default:
		k := s.ownLines()
		for _, l := range lines {
			l.Off += by
			k.lines = wire.AppendLine(k.lines, l)
		}
	}
	k := s.kept
	for k.body < len(k.lines) && chunkStart(k.lines[k.body:k.body+1], 0) == 1 {
		k.body++
	}
	s.thin()
}

// ownLines returns the kept of s for modification of its lines. It first copies lines
// that belong to an event.
func (s *Stretch) ownLines() *kept {
	k := s.own()
	if s.shared {
		k.lines, s.shared = slices.Clone(k.lines), false
	}
	return k
}

const (
	maxSegments = 512
	maxLines    = 2048 // maximum number of lines of a body; thin joins chunks in its middle
)

// thin joins the chunks in the middle of a long body into one run, to limit the memory
// for lines. The size of a header section is limited elsewhere.
func (s *Stretch) thin() {
	k := s.kept
	if len(k.lines)-k.body <= maxLines {
		return
	}
	k = s.ownLines()
	body := k.lines[k.body:]
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
	k.lines = k.lines[:k.body+first+1+n]
	if cap(k.lines) > 2*len(k.lines)+maxLines {
		k.lines = slices.Clone(k.lines)
	}
}

// chunkStart returns the index of the first line from i on where a chunk begins, or the
// number of lines if there is none.
func chunkStart(lines []wire.Line, i int) int {
	for i < len(lines) && lines[i].Kind != wire.KindChunkLine && lines[i].Kind != wire.KindChunks {
		i++
	}
	return i
}

// dropBytes discards the kept bytes and returns their number. bare returns a kept without
// the bytes.
func (s *Stretch) dropBytes(bare func(*kept) *kept) (n int64) {
	n = s.bytesKept()
	s.Dropped = s.Dropped || n > 0
	switch {
	case s.common:
		s.kept = bare(s.kept)
	case s.kept != nil:
		s.kept.data = nil
	}
	if s.more != nil {
		s.more.pieces = nil
	}
	return n
}

// dropLines discards the lines and the reads. It keeps the number of bytes, and what
// statusLine returns for the first status-line.
func (s *Stretch) dropLines(statusLine func(*wire.Line) *kept) {
	l := s.statusLine()
	s.kept = nil
	if l != nil {
		s.kept = statusLine(l)
	}
	s.shared, s.common, s.alone = l != nil, l != nil, false
	if s.more != nil {
		s.more.segments = nil
	}
}
