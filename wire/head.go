package wire

import (
	"bytes"
	"slices"
)

// headerSection reads the field lines up to the empty line that ends the
// section.
func (d *Decoder) headerSection(p []byte, i int) (int, Event) {
	if len(d.carry) == 0 {
		i = d.plainFields(p, i)
		if i+1 < len(p) && p[i] == '\r' && p[i+1] == '\n' && d.fits(i+2) {
			l := d.addLine()
			l.Off, l.Len, l.Kind = d.base+int64(i), 2, KindHeadEnd
			return d.headEnd(p, i+2)
		}
	}
	unit, n, got := d.fieldUnit(p, i)
	switch {
	case got == wait:
		return n, EventNeedMore
	case got == tooLong:
		return d.sectionTooLarge(p, unit, KindFieldLine)
	case isEmpty(unit):
		d.emptyUnit(unit, KindHeadEnd)
		return d.headEnd(p, n)
	case !d.countLines(unit):
		return d.tooManyLines(unit, p, n)
	}
	d.nth++
	d.fieldLines(unit, KindFieldLine)
	return n, goOn
}

// fits reports whether the section is within its limit if it ends before p[n].
func (d *Decoder) fits(n int) bool {
	return d.base+int64(n)-d.begun <= int64(d.limits.Head)
}

func isEmpty(unit []byte) bool { return unit[0] == '\n' || len(unit) == 2 && unit[0] == '\r' }

// emptyUnit handles the empty line that ends a section.
func (d *Decoder) emptyUnit(unit []byte, k Kind) {
	l := Line{Off: d.unit, Len: int64(len(unit)), Kind: k}
	d.endLine(&l, 0, len(unit) == 1, false)
	d.lines = append(d.lines, l)
}

// plainFields reads complete field lines without faults. Where a line has not changed
// since the previous header section, it takes the line from the memo. It reads a line
// only if the byte after it is available and does not fold it.
func (d *Decoder) plainFields(p []byte, i int) int {
	lines, known := d.lines, d.memo.fields
	nth, most := d.nth, d.nth+d.linesLeft
	last := len(p) - 1 // a line must end before this index
	if room := d.begun + int64(d.limits.Head) - d.base; room < int64(last) {
		last = int(room)
	}
	for i < last && p[i] != '\r' && nth < most {
		rest := p[i:]
		if len(lines) == cap(lines) {
			lines = slices.Grow(lines, 1)
		}
		lines = lines[:len(lines)+1]
		l := &lines[len(lines)-1] // filled in place, because copying each line would take time
		n := 0                    // the length of the line; reading l.Len back would take time
		if nth < len(known) {
			n = known[nth].read(rest, l)
		}
		if n == 0 {
			n = l.plainField(rest)
			known = d.memo.store(nth, rest[:n], l)
		}
		end := i + n
		if n == 0 || end > last || isSpace(p[end]) {
			lines = lines[:len(lines)-1]
			break
		}
		l.Off = d.base + int64(i)
		switch r := l.Role; {
		case r == RolePlain:
		case r > RoleScrambled && !d.seen.has(r): // the first occurrence of a field that may occur only once
			d.seen |= setOf(r)
		default:
			d.interpret(r, rest[l.B:l.C], l)
		}
		nth++
		i = end
	}
	d.lines, d.nth, d.linesLeft = lines, nth, most-nth
	return i
}

// countLines counts the lines of a unit and reports whether they are within the limit.
func (d *Decoder) countLines(unit []byte) bool {
	d.linesLeft -= bytes.Count(unit, []byte{'\n'})
	return d.linesLeft >= 0
}

// tooManyLines ends the decoding of a section that has too many lines. unit is the first
// unit over the limit, and ends before p[n].
func (d *Decoder) tooManyLines(unit, p []byte, n int) (int, Event) {
	d.fault(CodeTooManyLines, d.unit, 0, "")
	d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(unit)), Kind: KindLost})
	return d.lose(p, n)
}

// headTooLarge ends the decoding of a section that exceeds its limit between
// two field lines.
func (d *Decoder) headTooLarge(p []byte, i int) (int, Event) {
	d.fault(CodeHeadTooLarge, d.begun+int64(d.limits.Head), 0, "")
	return d.lose(p, i)
}

// sectionTooLarge ends the decoding of a section that exceeds its limit inside
// a field line. The lines that have begun are kept, but the field is not
// interpreted, because it is incomplete.
func (d *Decoder) sectionTooLarge(p, begun []byte, kind Kind) (int, Event) {
	if len(begun) > 0 {
		d.readLines(begun, kind)
		d.unit += int64(len(begun))
	}
	d.skipsLine = true
	return d.headTooLarge(p, int(d.unit-d.base)) // negative if the line began in an earlier Feed
}

// headEnd handles the end of a header section and decides what follows.
func (d *Decoder) headEnd(p []byte, i int) (int, Event) {
	f := &d.facts
	f.BodyAt = d.base + int64(i)
	f.Coded, f.ChunkedLast = f.CodingAt >= 0, d.codings.final == chunkedCoding
	if f.Coded {
		d.checkCodings()
	}
	d.checkConnection()
	if d.request {
		return d.requestHead(i)
	}
	if f.Status != 200 {
		d.checkStatus()
	}
	if f.Coded || f.LengthAt >= 0 {
		d.checkLength()
	}
	if f.Interim() {
		return d.interim(p, i)
	}
	return d.final(i)
}

// interim ends an interim response, which consists of a header section only.
//
// "A client MUST be able to parse one or more 1xx responses received prior to
// a final response, even if the client does not expect one" (RFC 9110 §15.2).
func (d *Decoder) interim(p []byte, i int) (int, Event) {
	d.interims++
	d.interimLen += d.facts.BodyAt - d.begun
	d.interimBad = d.facts.FramingBad
	if d.interims > d.limits.Interim || d.interimLen > int64(d.limits.Head) {
		d.facts.Complete = false // the expected response was not received
		d.fault(CodeTooManyInterim, d.begun, 0, "")
		return d.lose(p, i)
	}
	d.facts.Complete, d.empty = true, false
	d.flush()
	d.state = between
	if !d.facts.Answers {
		d.state = ending // an unsolicited interim response: no final response follows
	}
	return i, EventInterimHead
}

// final ends the header section of a final response and begins its body.
func (d *Decoder) final(i int) (int, Event) {
	f := &d.facts
	t := f.traits()
	framing := f.framingOf(t)
	d.tunnel = t&opensTunnel != 0
	d.endsByWord = t&(saysClose|askedClose|isHTTP10|askedHTTP10) != 0
	if framing == FramingCloseDelimited {
		d.find(CodeCloseDelimited, f.BodyAt, 0, "")
	}
	d.turn(framing)
	d.flush()
	return i, EventFinalHead
}

// turn enters the state that reads a body with this framing.
func (d *Decoder) turn(framing Framing) {
	switch framing {
	case FramingLengthDelimited:
		d.state, d.left = inContent, d.facts.Length
		if d.left == 0 {
			d.state = ending
		}
	case FramingChunked:
		d.state, d.chunk, d.run, d.excess = chunkLine, 0, 0, 0
	case FramingCloseDelimited:
		d.state = untilClose
	case FramingInvalid:
		d.state = unreadable
	default:
		d.state = ending
	}
}

// endSection handles the end of the connection inside a header or trailer section. It
// reports the bytes in carry as an incomplete line.
func (d *Decoder) endSection() Event {
	kind := KindFieldLine
	if d.state == inTrailers {
		kind = KindTrailerLine
	}
	if b := d.carry; len(b) > 0 {
		d.carry = d.carry[:0]
		if len(b) == 1 && b[0] == '\r' {
			end := KindHeadEnd
			if kind == KindTrailerLine {
				end = KindTrailerEnd
			}
			d.lines = append(d.lines, Line{Off: d.unit, Len: 1, Kind: end, Flags: FlagCut})
		} else {
			d.fieldLines(b, kind)
		}
	}
	d.eol = false
	return d.truncated()
}
