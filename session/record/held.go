package record

import (
	"unsafe"

	"linger/wire"
)

// A held counts the memory of a record: for the bytes, the lines and the findings of its
// exchanges, and for everything else. For bytes, lines and findings, an index says from
// which exchange on they are still stored. The newest exchange always keeps its data.
type held struct {
	bytes, lines, findings             int64
	rest                               int64 // memory of exchanges and connections, excluding such data
	bytesFrom, linesFrom, findingsFrom int   // indexes of exchanges
	from                               int   // index of the first exchange that was not released to limit memory
	discarded                          Discarded

	status *kept    // the last result of statusLine
	bared  [2]*kept // the last two results of bare, usually one for a request and one for a response
	lacks  [2]*lack // the two most recent, for sharing: an exchange first loses its bytes, then its lines
}

// Discarded counts the data that the record has dropped to limit memory.
type Discarded struct {
	Bytes    int64 // number of bytes of messages
	Lines    int
	Findings int
}

func (d *Discarded) add(o Discarded) {
	d.Bytes += o.Bytes
	d.Lines += o.Lines
	d.Findings += o.Findings
}

// Discarded returns the total counts of the data dropped from exchanges and connections.
func (r *Record) Discarded() Discarded { return r.held.discarded }

// Sizes in memory, in bytes.
const (
	lineSize    = int64(unsafe.Sizeof(wire.Line{}))
	findingSize = int64(unsafe.Sizeof(wire.Finding{}))
	segmentSize = int64(unsafe.Sizeof(Segment{}))
	headSize    = int64(unsafe.Sizeof(Head{}))
	roomSize    = int64(unsafe.Sizeof(room{})+unsafe.Sizeof(outcome{})+unsafe.Sizeof(limits{})) + 64 // with its digest and its place in two slices
	connSize    = int64(unsafe.Sizeof(Connection{})) + 256                                           // with its addresses
)

// restHeld returns the memory of e in bytes. It does not include the bytes, lines and
// findings.
func (e *Exchange) restHeld() int64 {
	return roomSize + int64(len(e.Method)+len(e.Target)+len(e.Proto))
}

// grow adds n bytes to the memory of c, unless c is not part of the record.
func (r *Record) grow(c *Connection, n int64) {
	if c.ID > 0 {
		c.size += n
		r.held.rest += n
	}
}

// full reports whether the record uses more memory than KeepTotal allows.
func (r *Record) full() bool {
	h := &r.held
	return h.bytes+h.lines+h.findings+h.rest+r.loose > KeepTotal>>r.Halved
}

// bytesKept returns the number of bytes that are kept.
func (s *Stretch) bytesKept() (n int64) {
	for p := range s.pieces() {
		n += int64(len(p.data))
	}
	return n
}

// linesHeld returns the memory that the lines and the reads occupy, in bytes.
func (s *Stretch) linesHeld() int64 {
	n := int64(len(s.keeps().lines)) * lineSize
	if s.more != nil {
		n += int64(len(s.more.segments)) * segmentSize
	}
	return n
}

// A tip holds the newest stretch of one direction of a connection, and the one before
// it.
type tip struct{ newest, before *Stretch }

// advance returns the stretch before s, or nil if s is not the newest one. It makes s the
// newest if it has no reads so far.
func (t *tip) advance(s *Stretch) (before *Stretch) {
	switch {
	case s.Reads == 0 && t.newest != s:
		t.newest, t.before = s, t.newest
	case t.newest != s:
		return nil
	}
	return t.before
}

// forget removes a released stretch.
func (t *tip) forget(s *Stretch) {
	if t.newest == s {
		t.newest = nil
	}
	if t.before == s {
		t.before = nil
	}
}

// add adds a part to a stretch of e and counts its memory. If bytes or lines of e have
// been dropped, it also drops the new ones.
func (r *Record) add(c *Connection, e *Exchange, s *Stretch, p part) {
	i, h := e.ID-1, &r.held
	if i < h.bytesFrom {
		r.discard(e, Discarded{Bytes: int64(len(p.data))})
		s.Dropped = s.Dropped || len(p.data) > 0
		p.data = nil
	}
	t := &c.received
	if s == &e.Request {
		t = &c.sent
	}
	before := t.advance(s)
	h.countHere(s)
	h.bytes += int64(len(p.data))
	h.lines -= s.linesHeld()
	p.before = before
	s.add(p)
	if i < h.linesFrom {
		r.discard(e, Discarded{Lines: len(p.lines)})
		s.dropLines(h.statusLine)
	}
	h.lines += s.linesHeld()
	if before != nil {
		h.countLater(before, s)
	}
	r.trim()
}

// countLater counts the memory that s shares with later, the next stretch, only as memory
// of later. A message that equals the previous one shares its bytes and lines. They stay
// in memory as long as the newest exchange that has them, because the oldest exchanges
// lose theirs first.
func (h *held) countLater(s, later *Stretch) {
	h.countHere(s)
	if s.dataLater = isSame(s.keeps().data, later.keeps().data); s.dataLater {
		h.bytes -= int64(len(s.keeps().data))
	}
	if s.linesLater = isSame(s.keeps().lines, later.keeps().lines); s.linesLater {
		h.lines -= int64(len(s.keeps().lines)) * lineSize
	}
}

// countHere undoes countLater: the bytes and lines that s shares count as memory of s
// again.
func (h *held) countHere(s *Stretch) {
	if s.dataLater {
		h.bytes += int64(len(s.keeps().data))
	}
	if s.linesLater {
		h.lines += int64(len(s.keeps().lines)) * lineSize
	}
	s.dataLater, s.linesLater = false, false
}

// isSame reports whether a and b are the same part of the same array.
func isSame[T any](a, b []T) bool { return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] }

// addHead stores the position of a header section. If lines of the exchange have been
// dropped, it keeps only the newest position.
func (r *Record) addHead(e *Exchange, h Head) {
	e.Heads = append(e.Heads, h)
	r.held.lines += headSize
	if e.ID-1 < r.held.linesFrom {
		r.dropHeads(e)
	}
	r.trim()
}

func (r *Record) dropHeads(e *Exchange) {
	if n := len(e.Heads) - 1; n > 0 {
		e.Heads = []Head{e.Heads[n]}
		r.held.lines -= int64(n) * headSize
	}
}

// trim drops data beyond the limits, beginning with that of the oldest exchanges: first
// bytes, then lines, then findings, then the exchanges.
func (r *Record) trim() {
	h, newest := &r.held, r.Count()-1
	for ; (h.bytes > KeepAll>>r.Halved || r.full()) && h.bytesFrom < newest; h.bytesFrom++ {
		r.dropBytes(r.numbered(h.bytesFrom + 1))
	}
	for ; (h.lines > KeepLines>>r.Halved || r.full()) && h.linesFrom < newest; h.linesFrom++ {
		if h.bytesFrom == h.linesFrom {
			r.dropBytes(r.numbered(h.bytesFrom + 1))
			h.bytesFrom++
		}
		r.dropLines(r.numbered(h.linesFrom + 1))
	}
	for ; (h.findings > KeepFindings>>r.Halved || r.full()) && h.findingsFrom < newest; h.findingsFrom++ {
		r.dropFindings(r.numbered(h.findingsFrom + 1))
	}
	for ; h.from < newest && r.full(); h.from++ {
		r.drop(r.numbered(h.from + 1))
	}
}

func (r *Record) dropBytes(e *Exchange) {
	if e == gone {
		return
	}
	n := int64(0)
	for _, s := range []*Stretch{&e.Request, &e.Response} {
		if s.dataLater {
			r.held.bytes += int64(len(s.keeps().data))
			s.dataLater = false
		}
		n += s.dropBytes(r.held.bare)
	}
	r.held.bytes -= n
	r.discard(e, Discarded{Bytes: n})
}

func (r *Record) dropLines(e *Exchange) {
	if e == gone {
		return
	}
	n := 0
	for _, s := range []*Stretch{&e.Request, &e.Response} {
		r.held.countHere(s)
		n += len(s.keeps().lines)
		r.held.lines -= s.linesHeld()
		s.dropLines(r.held.statusLine)
		r.held.lines += s.linesHeld()
		n -= len(s.keeps().lines)
	}
	r.discard(e, Discarded{Lines: n})
	r.dropHeads(e)
}

// statusLine returns a kept that holds only l, for a stretch whose other lines are
// dropped. For the same line as last time it returns the same kept, because many
// responses have the same status.
func (h *held) statusLine(l *wire.Line) *kept {
	if h.status == nil || h.status.lines[0] != *l {
		h.status = &kept{lines: []wire.Line{*l}}
	}
	return h.status
}

// bare returns a kept with the lines of k but without its bytes. Stretches that shared
// one kept share the result as well.
func (h *held) bare(k *kept) *kept {
	for _, b := range h.bared {
		if b != nil && isSame(b.lines, k.lines) {
			return b
		}
	}
	b := &kept{lines: k.lines, body: k.body}
	h.bared = [2]*kept{h.bared[1], b}
	return b
}

func (r *Record) discard(e *Exchange, d Discarded) {
	if d.Bytes == 0 && d.Lines == 0 && d.Findings == 0 {
		return
	}
	if r.Exchange(e.ID) == e { // the data of a released exchange counts only in the total
		l := e.lacks()
		l.discarded.add(d)
		r.held.setLack(e, l)
	}
	r.held.discarded.add(d)
}

// setLack sets the counts of the missing data of e. Exchanges with equal counts share
// them.
func (h *held) setLack(e *Exchange, l lack) {
	for _, p := range h.lacks {
		if p != nil && *p == l {
			e.lack = p
			return
		}
	}
	e.lack = new(lack)
	*e.lack = l
	h.lacks = [2]*lack{h.lacks[1], e.lack}
}
