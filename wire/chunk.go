package wire

// chunkLine reads a chunk line.
//
//	chunked-body = *chunk last-chunk trailer-section CRLF
//	chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
//	last-chunk   = 1*("0") [ chunk-ext ] CRLF   (RFC 9112 §7.1)
func (d *Decoder) chunkLine(p []byte, i int) (int, Event) {
	if len(d.carry) == 0 {
		var again bool
		if i, again = d.plainChunks(p, i); again {
			return i, goOn
		}
	}
	b, n, got := d.line(p, i, d.limits.ChunkLine)
	if got == wait {
		return n, EventNeedMore
	}
	if got == tooLong {
		d.fault(CodeChunkLine, d.unit+int64(d.limits.ChunkLine), 0, "")
		return d.lose(p, i)
	}
	l := Line{Off: d.unit, Len: int64(len(b)), Kind: KindChunkLine}
	d.sorting = true
	size, ok := d.chunkSize(&l, b)
	d.flush()
	if !ok {
		return d.loseLine(b, p, n)
	}
	d.beginChunk(l, size)
	return n, goOn
}

// checkChunk reports chunk lines that are much larger than their content. It adds up the
// bytes beyond an allowance: 16 bytes per line plus twice the content that the line
// announces. A plain chunk line never exceeds the allowance.
func (d *Decoder) checkChunk(line int, size int64) {
	const allowance, most = 16, 16 << 10
	d.excess += int64(line+len("\r\n")-allowance) - 2*min(size, 1<<40)
	d.excess = max(d.excess, 0)
	if d.excess > most {
		d.find(CodeChunkOverhead, d.unit, int64(line), "")
		d.excess = 0
	}
}

// beginChunk begins the chunk whose chunk line is l, or the trailer section if size is 0.
func (d *Decoder) beginChunk(l Line, size int64) {
	if l.Len > 9 || d.excess > 0 {
		d.checkChunk(int(l.Len), size)
	}
	if size == 0 {
		l.Kind = KindLastChunk
		d.lines = append(d.lines, l)
		d.state, d.begun, d.sorting = inTrailers, l.End(), true
		d.linesLeft = d.limits.Lines
		return
	}
	d.left = size
	d.state = chunkData
	if d.enterRun(size) {
		d.runPiece(l.Off, l.Len, 0, 0)
		return
	}
	d.lines = append(d.lines, l)
}

// chunkData reads the data of one chunk.
//
//	chunk-data = 1*OCTET ; a sequence of chunk-size octets
func (d *Decoder) chunkData(p []byte, i int) (int, Event) {
	n := len(p)
	if int64(n-i) > d.left {
		n = i + int(d.left)
	}
	if n > i {
		d.reportContent(i, n)
		if d.inRun {
			d.extendRun(i, n, n-i, 0)
		} else {
			d.piece(KindChunkData, i, n)
		}
	}
	if d.left -= int64(n - i); d.left > 0 {
		return n, EventNeedMore
	}
	d.state = chunkEnd
	return n, goOn
}

// chunkEnd reads the CRLF after chunk-data. It accepts LF alone; anything else
// means that the chunk-size was wrong.
func (d *Decoder) chunkEnd(p []byte, i int) (int, Event) {
	for i < len(p) {
		d.keep(p[:i+1], i)
		i++
		switch b := d.carry; {
		case b[len(b)-1] == '\n':
			d.endChunk(0)
			d.state = chunkLine
			return i, goOn
		case len(b) > 1 || b[0] != '\r':
			d.fault(CodeChunkData, d.unit, 0, "")
			return d.lose(p, i)
		}
	}
	return i, EventNeedMore
}

// endChunk reports the line end in carry. cut is FlagCut if the line end is incomplete,
// and otherwise 0.
func (d *Decoder) endChunk(cut Flags) {
	l := Line{Off: d.unit, Len: int64(len(d.carry)), Kind: KindChunkEnd, Flags: cut}
	if cut == 0 {
		d.facts.ChunkCount++
		d.endLine(&l, 0, len(d.carry) == 1, false)
	}
	d.carry = d.carry[:0]
	switch {
	case !d.inRun:
		d.lines = append(d.lines, l)
	case cut == 0:
		d.runPiece(l.Off, l.Len, 0, 1)
	default:
		d.runPiece(l.Off, l.Len, 0, 0)
	}
}

func (d *Decoder) endChunkEnd() Event {
	if len(d.carry) > 0 {
		d.endChunk(FlagCut)
	}
	return d.truncated()
}

func (d *Decoder) endChunkLine() Event {
	b := d.carry
	if len(b) > 0 {
		l := Line{Off: d.unit, Len: int64(len(b)), Kind: KindChunkLine}
		_, ok := d.chunkSize(&l, b)
		if !ok {
			_, ev := d.lose(nil, 0)
			return ev
		}
		d.carry = d.carry[:0]
		d.lines = append(d.lines, l)
	}
	return d.truncated()
}

// trailerSection reads the field lines after the last-chunk.
//
//	trailer-section = *( field-line CRLF )   (RFC 9112 §7.1.2)
func (d *Decoder) trailerSection(p []byte, i int) (int, Event) {
	unit, n, got := d.fieldUnit(p, i)
	switch {
	case got == wait:
		return n, EventNeedMore
	case got == tooLong:
		return d.sectionTooLarge(p, unit, KindTrailerLine)
	case !isEmpty(unit) && !d.countLines(unit):
		return d.tooManyLines(unit, p, n)
	case !isEmpty(unit):
		d.fieldLines(unit, KindTrailerLine)
		return n, goOn
	}
	d.emptyUnit(unit, KindTrailerEnd)
	d.flush()
	return d.complete(p, n)
}
