package wire

import "bytes"

// Small chunks come by the hundred thousand, and a line for each of their
// three parts would outweigh their content. So, of one body, the first
// runAfter chunks are single lines; after them a chunk of at most runChunk
// bytes whose line is plain (digits and CRLF) goes into a run, a line of kind
// Chunks, and any other stays three lines. A run is at most runLength chunks
// long. All of that depends on the bytes alone, never on how they were cut.
// [Line.Explain] tells the chunks of a run apart again.
const (
	runAfter  = 256
	runChunk  = 256
	runLength = 256
)

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
		return n, NeedMore
	}
	if got == tooLong {
		d.fault(CodeChunkLine, d.unit+int64(d.limits.ChunkLine), 0, "")
		return d.lose(p, i)
	}
	l := Line{Off: d.unit, Len: int64(len(b)), Kind: ChunkLine}
	d.holding = true
	size, ok := d.chunkSize(&l, b)
	d.flush()
	if !ok {
		d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(b)), Kind: Lost})
		return d.lose(p, n)
	}
	d.beginChunk(l, size, plainChunkLine(b))
	return n, goOn
}

// plainChunks takes whole plain chunks, as many as there are. again says that
// the state has changed: part of a chunk is there, or the last-chunk.
func (d *Decoder) plainChunks(p []byte, i int) (n int, again bool) {
	for {
		if d.chunk >= runAfter && d.excess == 0 {
			i = d.plainRun(p, i)
		}
		size, j := 0, i
		for j < len(p) && j-i < 7 {
			v := hexValue[p[j]]
			if v == 0xff {
				break
			}
			size = size<<4 | int(v)
			j++
		}
		if j == i || j+1 >= len(p) || p[j] != '\r' || p[j+1] != '\n' || j+2-i > d.limits.ChunkLine {
			return i, false
		}
		end := j + 2 + size
		if size == 0 || end+2 > len(p) || p[end] != '\r' || p[end+1] != '\n' {
			d.unit = d.base + int64(i)
			d.beginChunk(Line{Off: d.unit, Len: int64(j + 2 - i), A: uint32(j - i), Kind: ChunkLine}, int64(size), true)
			return j + 2, true
		}
		d.content(j+2, end)
		d.facts.ChunkCount++
		if d.excess > 0 {
			d.weighChunk(j+2-i, int64(size))
		}
		if d.enterRun(int64(size), true) {
			d.extendRun(i, end+2, size, 1)
		} else {
			off := d.base + int64(i)
			head, body := int64(j+2-i), int64(size)
			d.lines = append(d.lines,
				Line{Off: off, Len: head, A: uint32(j - i), Kind: ChunkLine},
				Line{Off: off + head, Len: body, Kind: ChunkData},
				Line{Off: off + head + body, Len: 2, Kind: ChunkEnd})
		}
		i = end + 2
	}
}

// plainRun takes whole small chunks that go into runs, as many as there are.
// It is the loop that a body in small chunks spends its time in.
func (d *Decoder) plainRun(p []byte, i int) int {
	if d.facts.ContentBytes == 0 || d.limits.ChunkLine < len("100\r\n") {
		return i // the first content is looked at closer
	}
	extents := d.extents
	last := len(p) - len("\r\n")
	size, line := 0, 0                 // of the chunk before
	same, mask := uint32(1), uint32(0) // its line; nothing is the same at first
	for {
		begin := i
		var ends, bytes int64
		room := runLength - d.run
		if room == 0 {
			room = runLength
		}
		for ends < room && i+4 < last {
			// chunk-size: one to three digits; most often those of the chunk before.
			if w := half(p[i:]); w&mask != same {
				n, bad, j := 0, uint8(0), i
				for ; j < i+3 && p[j] != '\r'; j++ {
					v := hexValue[p[j]]
					n, bad = n<<4|int(v), bad|v
				}
				if bad > 0xf || n < 1 || n > runChunk || p[j] != '\r' || p[j+1] != '\n' {
					break
				}
				size, line = n, j+2-i
				if mask, same = 0, 1; line <= 4 {
					mask = 1<<(8*line) - 1
					same = w & mask
				}
			}
			end := i + line + size
			if end > last || p[end] != '\r' || p[end+1] != '\n' {
				break
			}
			extents = append(extents, Extent{i + line, size})
			bytes += int64(size)
			ends++
			i = end + 2
		}
		if ends == 0 {
			break
		}
		d.enterRun(1, true)
		d.chunk += ends - 1
		d.run += ends - 1
		d.runPiece(d.base+int64(begin), int64(i-begin), int(bytes), uint32(ends))
		d.facts.ContentBytes += bytes
		d.facts.ChunkCount += ends
	}
	d.extents = extents
	return i
}

// enterRun counts a chunk and says whether it goes into a run.
func (d *Decoder) enterRun(size int64, plain bool) bool {
	d.chunk++
	if d.chunk <= runAfter || size > runChunk || !plain {
		d.run, d.inRun = 0, false
		return false
	}
	if d.begins = d.run == 0 || d.run == runLength; d.begins {
		d.run = 0
	}
	d.run++
	d.inRun = true
	return true
}

// extendRun reports p[from:to] as part of the run under way, with so many
// bytes of content, and ends chunks that end in it.
func (d *Decoder) extendRun(from, to, size int, ends uint32) {
	d.runPiece(d.base+int64(from), int64(to-from), size, ends)
}

func (d *Decoder) runPiece(off, n int64, size int, ends uint32) {
	if !d.begins && len(d.lines) > 0 {
		l := &d.lines[len(d.lines)-1]
		l.Len += n
		l.A += ends
		l.B += uint32(size)
		return
	}
	l := Line{Off: off, Len: n, A: ends, B: uint32(size), Kind: Chunks}
	if d.begins {
		l.Flags = RunBegin
		d.begins = false
	}
	d.lines = append(d.lines, l)
}

// weighChunk keeps an account of the bytes that chunk lines cost beyond 16 and
// twice the content they announce. A plain chunk line never adds to it.
func (d *Decoder) weighChunk(line int, size int64) {
	const allowance, most = 16, 16 << 10
	d.excess += int64(line+len("\r\n")-allowance) - 2*min(size, 1<<40)
	d.excess = max(d.excess, 0)
	if d.excess > most {
		d.find(CodeChunkOverhead, d.unit, int64(line), "")
		d.excess = 0
	}
}

// beginChunk enters a chunk whose line is l.
func (d *Decoder) beginChunk(l Line, size int64, plain bool) {
	if l.Len > 9 || d.excess > 0 {
		d.weighChunk(int(l.Len), size)
	}
	if size == 0 {
		l.Kind = LastChunk
		d.lines = append(d.lines, l)
		d.state, d.section, d.holding = trailers, l.End(), true
		return
	}
	d.left = size
	d.state = chunkData
	if d.enterRun(size, plain) {
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
		d.content(i, n)
		if d.inRun {
			d.extendRun(i, n, n-i, 0)
		} else {
			d.piece(ChunkData, i, n)
		}
	}
	if d.left -= int64(n - i); d.left > 0 {
		return n, NeedMore
	}
	d.state = chunkEnd
	return n, goOn
}

// chunkEnd reads the CRLF after chunk-data. LF alone will do, anything else
// means that the size was wrong.
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
	return i, NeedMore
}

// endChunk reports the terminator in carry.
func (d *Decoder) endChunk(cut Flags) {
	l := Line{Off: d.unit, Len: int64(len(d.carry)), Kind: ChunkEnd, Flags: cut}
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
		d.endChunk(Cut)
	}
	return d.truncated()
}

func (d *Decoder) endChunkLine() Event {
	b := d.carry
	if len(b) > 0 {
		l := Line{Off: d.unit, Len: int64(len(b)), Kind: ChunkLine}
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
		return n, NeedMore
	case got == tooLong:
		return d.headTooLarge(p, i)
	case !isEmpty(unit):
		d.fieldLines(unit, TrailerLine)
		return n, goOn
	}
	d.emptyUnit(unit, TrailerEnd)
	d.flush()
	return d.complete(p, n)
}

// plainChunkLine says whether a chunk line is digits and CRLF.
func plainChunkLine(b []byte) bool {
	n := len(b) - 2
	if n < 1 || b[n] != '\r' {
		return false
	}
	for _, c := range b[:n] {
		if class[c]&hexdig == 0 {
			return false
		}
	}
	return true
}

// chunkSize reads a chunk line, the hard way, into l. ok says that the size
// can be read.
//
//	chunk-size = 1*HEXDIG   (RFC 9112 §7.1)
//
// "recipients MUST anticipate potentially large hexadecimal numerals and
// prevent parsing errors due to integer conversion overflows" (RFC 9112 §7.1).
func (d *Decoder) chunkSize(l *Line, line []byte) (size int64, ok bool) {
	n, bareLF, cut := split(line)
	b := line[:n]
	i, over := 0, false
	for i < n && class[b[i]]&hexdig != 0 {
		over = over || size > (1<<63-1)>>4
		size = size<<4 | int64(hexValue[b[i]])
		i++
	}
	l.A = uint32(i)
	if i > 15 && !over {
		d.find(CodeChunkDigits, l.Off, int64(i), "")
	}
	if over {
		d.fault(CodeChunkOverflow, l.Off, int64(i), "")
		return 0, false
	}
	ext := i
	for ext < n && (isSpace(b[ext]) || b[ext] == '\r') {
		ext++
	}
	if i == 0 && !(cut && n == 0) || ext < n && b[ext] != ';' {
		d.fault(CodeChunkSize, l.Off+int64(i), 0, "")
		return 0, false
	}
	if cr := bytes.IndexByte(b, '\r'); cr >= 0 && !(cut && cr == n-1) {
		l.Flags |= Invalid
		d.find(CodeBareCR, l.Off+int64(cr), 1, "")
	}
	switch {
	case ext < n:
		d.chunkExt(l, b, i)
	case ext > i && !cut:
		l.Flags |= Invalid
		d.find(CodeChunkSpace, l.Off+int64(i), int64(ext-i), "")
	}
	d.endLine(l, n, bareLF, cut)
	return size, true
}

// chunkExt checks the extensions of a chunk line from at.
//
//	chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
//
// "A recipient MUST ignore unrecognized chunk extensions" (RFC 9112 §7.1.1).
func (d *Decoder) chunkExt(l *Line, b []byte, at int) {
	bad, detail := -1, ""
	extParts(b, at, func(label string, from, to int) {
		switch {
		case bad < 0 && label == extInvalid:
			bad = from
		case label == "whitespace":
			detail = withBWS
		}
	})
	if bad >= 0 {
		detail = ""
	}
	d.find(CodeChunkExt, l.Off+int64(at), int64(len(b)-at), detail)
	if bad >= 0 {
		l.Flags |= Invalid
		d.find(CodeChunkExtInvalid, l.Off+int64(bad), 0, "")
	}
}

const extInvalid = "invalid"

// extParts cuts the extensions of a chunk line, b from at, into parts; they
// tile it.
func extParts(b []byte, at int, part func(label string, from, to int)) {
	i := at
	blank := func() {
		from := i
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i > from {
			part("whitespace", from, i)
		}
	}
	token := func(label string) bool {
		from := i
		for i < len(b) && class[b[i]]&tchar != 0 {
			i++
		}
		if i > from {
			part(label, from, i)
		}
		return i > from
	}
	for i < len(b) {
		blank()
		if i == len(b) {
			part(extInvalid, i, i) // BWS belongs before ";" or "="
			return
		}
		if b[i] != ';' {
			break
		}
		part("semicolon", i, i+1)
		i++
		blank()
		if !token("chunk-ext-name") {
			break
		}
		mark := i
		for mark < len(b) && isSpace(b[mark]) {
			mark++
		}
		if mark == len(b) || b[mark] != '=' {
			continue
		}
		blank()
		part("equals", i, i+1)
		i++
		blank()
		if n := quotedLen(b[i:]); n > 0 {
			part("chunk-ext-value", i, i+n)
			i += n
		} else if !token("chunk-ext-value") {
			break
		}
		if i == len(b) {
			return
		}
	}
	if i < len(b) || i > at && b[i-1] == ';' || i > at && b[i-1] == '=' {
		part(extInvalid, i, len(b))
	}
}

// quotedLen is the length of the quoted-string that b begins with, 0 without.
func quotedLen(b []byte) int {
	if len(b) == 0 || b[0] != '"' {
		return 0
	}
	for i := 1; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			i++
			if i == len(b) || class[b[i]]&vchar == 0 {
				return 0
			}
		case class[c]&vchar == 0:
			return 0
		}
	}
	return 0
}
