package record

import (
	"unsafe"

	"linger/wire"
)

// A held counts the memory that the exchanges of a record occupy for bytes, lines and
// findings. Each index is that of the first exchange that still has such data; earlier
// ones have none. The newest exchange always keeps its data.
type held struct {
	bytes, lines, findings             int64
	bytesFrom, linesFrom, findingsFrom int // indexes of exchanges
	discarded                          Discarded
}

// Discarded counts the data that the record has dropped to limit memory.
type Discarded struct {
	Bytes    int64 // bytes of messages
	Lines    int
	Findings int
}

func (d Discarded) plus(o Discarded) Discarded {
	return Discarded{d.Bytes + o.Bytes, d.Lines + o.Lines, d.Findings + o.Findings}
}

// Discarded returns how much has been dropped of all exchanges together.
func (r *Record) Discarded() Discarded { return r.held.discarded }

// Memory that each value occupies, in bytes.
const (
	lineSize    = int64(unsafe.Sizeof(wire.Line{}))
	findingSize = int64(unsafe.Sizeof(wire.Finding{}))
	segmentSize = int64(unsafe.Sizeof(Segment{}))
	headSize    = int64(unsafe.Sizeof(Head{}))
)

// bytesHeld returns the number of bytes that are kept.
func (s *Stretch) bytesHeld() (n int64) {
	for p := range s.pieces() {
		n += int64(len(p.data))
	}
	return n
}

// linesHeld returns the memory that the lines and the reads occupy, in bytes.
func (s *Stretch) linesHeld() int64 {
	n := int64(len(s.lines)) * lineSize
	if s.more != nil {
		n += int64(len(s.more.segments)) * segmentSize
	}
	return n
}

// add adds a part to a stretch of e and counts its memory. If data of e has
// been dropped, it also drops the new data.
func (r *Record) add(e *Exchange, s *Stretch, p part) {
	i := e.ID - 1
	if i < r.held.bytesFrom {
		r.discard(e, Discarded{Bytes: int64(len(p.data))})
		s.Dropped = s.Dropped || len(p.data) > 0
		p.data = nil
	}
	r.held.bytes += int64(len(p.data))
	r.held.lines -= s.linesHeld()
	s.add(p)
	if i < r.held.linesFrom {
		r.discard(e, Discarded{Lines: len(p.lines)})
		s.dropLines()
	}
	r.held.lines += s.linesHeld()
	r.trim()
}

// addHead stores the position of a header section. If data of the exchange has
// been dropped, only the newest one is kept.
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

// sizeOf returns the memory that a finding occupies, in bytes.
func sizeOf(f wire.Finding) int64 { return findingSize + int64(len(f.Detail)+len(f.Quote)) }

func (r *Record) addFinding(e *Exchange, f wire.Finding) {
	if e.ID-1 < r.held.findingsFrom {
		r.discard(e, Discarded{Findings: f.Count()})
		return
	}
	e.Findings = append(e.Findings, f)
	r.held.findings += sizeOf(f)
	r.trim()
}

// trim drops data beyond the limits, beginning with that of the oldest exchanges: first
// bytes, then lines, then findings.
func (r *Record) trim() {
	h, newest := &r.held, len(r.Exchanges)-1
	for ; h.bytes > KeepAll && h.bytesFrom < newest; h.bytesFrom++ {
		r.dropBytes(r.Exchanges[h.bytesFrom])
	}
	for ; h.lines > KeepLines && h.linesFrom < newest; h.linesFrom++ {
		if h.bytesFrom == h.linesFrom {
			r.dropBytes(r.Exchanges[h.bytesFrom])
			h.bytesFrom++
		}
		r.dropLines(r.Exchanges[h.linesFrom])
	}
	for ; h.findings > KeepFindings && h.findingsFrom < newest; h.findingsFrom++ {
		r.dropFindings(r.Exchanges[h.findingsFrom])
	}
}

func (r *Record) dropBytes(e *Exchange) {
	for _, s := range []*Stretch{&e.Request, &e.Response} {
		n := s.bytesHeld()
		s.dropBytes()
		r.held.bytes -= n
		r.discard(e, Discarded{Bytes: n})
	}
}

func (r *Record) dropLines(e *Exchange) {
	for _, s := range []*Stretch{&e.Request, &e.Response} {
		was, n := s.linesHeld(), len(s.lines)
		s.dropLines()
		r.held.lines -= was - s.linesHeld()
		r.discard(e, Discarded{Lines: n - len(s.lines)})
	}
	r.dropHeads(e)
}

func (r *Record) dropFindings(e *Exchange) {
	n := 0
	for _, f := range e.Findings {
		r.held.findings -= sizeOf(f)
		n += f.Count()
	}
	e.Findings = nil
	r.discard(e, Discarded{Findings: n})
}

func (r *Record) discard(e *Exchange, d Discarded) {
	if d != (Discarded{}) && r.Exchange(e.ID) == e { // for a released exchange only the total is kept
		x := e.extra()
		x.discarded = x.discarded.plus(d)
	}
	r.held.discarded = r.held.discarded.plus(d)
}
