package detail

import (
	"slices"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// A layer lays out the lines of a stretch as runs. It splits lines where a read ended,
// and folds long bodies.
type layer struct {
	w        *wireRows
	st       *record.Stretch
	segments []record.Segment // segments of st
	sent     bool
	finds    []wire.Finding
	gaps     []session.Missed // gaps that are not laid out yet
	content  int64            // number of bytes of content so far
	seg      int              // index of the segment that contains the next byte
	secret   bool             // the last field line has a secret value
}

func (w *wireRows) stretch(st *record.Stretch, sent bool, finds []wire.Finding, gaps []session.Missed) {
	l := &layer{w: w, st: st, segments: st.Segments(), sent: sent, gaps: gaps}
	for _, f := range finds {
		if f.Request == sent {
			l.finds = append(l.finds, f)
		}
	}
	l.lay(st.Lines())
}

// leftOver lays out unsolicited bytes according to what they most likely are, and adds
// sentences about them. content is the number of bytes of content before them.
func (w *wireRows) leftOver(st *record.Stretch, content int64) {
	h := run{kind: runHeading, loose: true, off: st.Off, n: st.Len, from: st}
	segments := st.Segments()
	if len(segments) > 0 {
		h.when = segments[0].At
	}
	w.list = append(w.list, h)
	l := &layer{w: w, st: st, segments: segments, content: content}
	for _, f := range w.s.conn.Findings {
		if !f.Request {
			l.finds = append(l.finds, f)
		}
	}
	l.lay(w.s.conn.LeftOverLines(st))
	for _, f := range l.finds {
		if f.Offset < st.Off || f.Offset >= st.End() || !isReading(f.Code) {
			continue
		}
		for _, words := range text.Wrap(text.Safe(sentenceOf(f)), max(20, w.s.w-w.offW-5)) {
			w.list = append(w.list, run{kind: runWords, words: text.Spaces(w.offW+1) + words})
		}
	}
}

// lay lays out lines, and the bytes of an incomplete line after them.
func (l *layer) lay(lines []wire.Line) {
	w, st := l.w, l.st
	w.list = slices.Grow(w.list, len(lines))
	end := st.Off
	if n := len(lines); n > 0 {
		end = lines[n-1].End()
	}
	for len(lines) > 0 {
		n := chunkLines(lines)
		if n == 0 {
			n = 1
			l.line(lines[0])
		} else {
			l.chunks(lines[:n])
		}
		lines = lines[n:]
	}
	if end < st.End() { // the bytes of an incomplete line
		l.line(wire.Line{Off: end, Len: st.End() - end})
	}
	for _, m := range l.gaps { // gaps in folded chunks, or after the last line
		l.w.list = append(l.w.list, run{kind: runGap, sent: l.sent, off: m.Off, n: m.Len})
	}
}

// chunkLines returns the number of lines at the beginning of lines that belong to chunks.
func chunkLines(lines []wire.Line) int {
	for i, l := range lines {
		switch l.Kind {
		case wire.KindChunkLine, wire.KindChunkData, wire.KindChunkEnd, wire.KindChunks:
		default:
			return i
		}
	}
	return len(lines)
}

// shownChunks is the number of a body's chunks that are shown one by one. The others are
// folded.
const shownChunks = 2

// chunks lays out the chunks of a body. If there are many, it folds all but the first
// few.
func (l *layer) chunks(lines []wire.Line) {
	total := int64(0)
	for _, c := range lines {
		total += chunksIn(c)
	}
	i, shown := 0, 0
	for ; i < len(lines) && (total <= shownChunks+1 || shown < shownChunks); i++ {
		if lines[i].Kind == wire.KindChunks {
			break
		}
		l.line(lines[i])
		shown += int(chunksIn(lines[i]))
	}
	for ; i < len(lines) && lines[i].Kind == wire.KindChunkEnd; i++ {
		l.line(lines[i])
	}
	rest := lines[i:]
	if len(rest) == 0 {
		return
	}
	if !l.w.s.open[rest[0].Off] {
		l.fold(rest)
		return
	}
	for _, c := range rest {
		if c.Kind != wire.KindChunks {
			l.line(c)
			continue
		}
		for part := range c.Explain(l.st.Bytes(c.Off, c.Len)) {
			l.line(part)
		}
	}
}

// chunksIn returns the number of chunks whose data is in the line c.
func chunksIn(c wire.Line) int64 {
	switch c.Kind {
	case wire.KindChunkData:
		return 1
	case wire.KindChunks:
		return int64(c.A)
	}
	return 0
}

func (l *layer) fold(lines []wire.Line) {
	r := run{kind: runFolded, sent: l.sent, off: lines[0].Off, from: l.st}
	for _, c := range lines {
		r.n += c.Len
		r.chunks += chunksIn(c)
		l.content += contentIn(c)
	}
	l.w.list = append(l.w.list, r)
	for l.seg < len(l.segments) && l.segEnd() <= r.off+r.n {
		l.seg++
	}
}

func contentIn(c wire.Line) int64 {
	switch c.Kind {
	case wire.KindChunkData, wire.KindContent:
		return c.Len
	case wire.KindChunks:
		return int64(c.B)
	}
	return 0
}

func (l *layer) segEnd() int64 {
	s := l.segments[l.seg]
	return s.Off + s.Len
}

// line lays out one line, and splits it where a read ended inside it.
func (l *layer) line(ln wire.Line) {
	if ln.Kind != wire.KindFoldLine {
		l.secret = l.hasSecret(ln)
	}
	off, left := ln.Off, ln.Len
	for left > 0 || off == ln.Off {
		for l.seg < len(l.segments)-1 && l.segEnd() <= off {
			l.next()
		}
		n := left
		if l.seg < len(l.segments)-1 {
			n = min(n, l.segEnd()-off)
		}
		if gap := l.gap(off, &n); gap > 0 {
			l.w.list = append(l.w.list, run{kind: runGap, sent: l.sent, off: off, n: gap})
			l.content += gap
			off, left = off+gap, left-gap
			if m := l.gaps[0]; m.Off+m.Len <= off {
				l.gaps = l.gaps[1:]
			}
			continue
		}
		l.w.list = append(l.w.list, run{kind: runBytes, sent: l.sent, goesOn: off > ln.Off, secret: l.secret, line: ln,
			off: off, n: n, at: l.content, from: l.st, finds: l.finds})
		if contentIn(ln) > 0 {
			l.content += n
		}
		off, left = off+n, left-n
		if n == 0 {
			return
		}
	}
}

// gap returns how many of the n bytes at off were not captured. If the byte at off was
// captured, gap returns 0 and reduces n to the number of bytes before the next gap.
func (l *layer) gap(off int64, n *int64) int64 {
	for len(l.gaps) > 0 && l.gaps[0].Off+l.gaps[0].Len <= off {
		l.gaps = l.gaps[1:]
	}
	if len(l.gaps) == 0 {
		return 0
	}
	switch m := l.gaps[0]; {
	case m.Off > off:
		*n = min(*n, m.Off-off)
		return 0
	default:
		return min(*n, m.Off+m.Len-off)
	}
}

func (l *layer) hasSecret(ln wire.Line) bool {
	switch ln.Kind {
	case wire.KindFieldLine, wire.KindTrailerLine, wire.KindOddLine:
		const longest = 1 << 10 // maximum length of a field name, in bytes
		secret, _, _ := l.w.s.fields.Begins(l.st.Bytes(ln.Off, min(ln.Len, longest)))
		return secret
	}
	return false
}

// next adds a mark where the next read begins.
func (l *layer) next() {
	before := l.segments[l.seg]
	l.seg++
	l.w.list = append(l.w.list, run{kind: runNext, sent: l.sent, when: l.segments[l.seg].At - before.At})
}
