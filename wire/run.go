package wire

// A body may have hundreds of thousands of small chunks, and one line for each of their
// three parts would take more memory than their content. So in each body, only the first
// runAfter chunks have separate lines. After them, a chunk of at most runChunk bytes is
// added to a run, a line of kind [KindChunks]; larger chunks still have three lines.
// After runMany chunks, larger ones are added to runs as well, so that the number of
// lines of a body is limited. A run has at most runLength chunks. All of this depends
// only on the bytes, not on how they are split among calls to Feed. [Line.Explain]
// separates the chunks of a run again.
const (
	runAfter     = 256
	runChunk     = 256
	runLength    = 256
	runMany      = 4096
	runManyChunk = 64 << 10
)

// plainChunks reads the whole plain chunks in p from i on. again reports whether the
// state has changed because part of a chunk or the last-chunk follows.
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
			d.beginChunk(Line{Off: d.unit, Len: int64(j + 2 - i), A: uint32(j - i), Kind: KindChunkLine}, int64(size))
			return j + 2, true
		}
		d.reportContent(j+2, end)
		d.facts.ChunkCount++
		if d.excess > 0 {
			d.checkChunk(j+2-i, int64(size))
		}
		if d.enterRun(int64(size)) {
			d.extendRun(i, end+2, size, 1)
		} else {
			off := d.base + int64(i)
			head, body := int64(j+2-i), int64(size)
			d.lines = append(d.lines,
				Line{Off: off, Len: head, A: uint32(j - i), Kind: KindChunkLine},
				Line{Off: off + head, Len: body, Kind: KindChunkData},
				Line{Off: off + head + body, Len: 2, Kind: KindChunkEnd})
		}
		i = end + 2
	}
}

// plainRun reads all whole small chunks in p that belong to runs. For a body of small
// chunks, the decoder spends most of its time in this loop.
func (d *Decoder) plainRun(p []byte, i int) int {
	if d.facts.ContentBytes == 0 || d.limits.ChunkLine < len("100\r\n") {
		return i // the first content is handled outside this loop
	}
	extents := d.extents
	last := len(p) - len("\r\n")
	size, line := 0, 0                 // the size of the previous chunk and the length of its chunk line
	same, mask := uint32(1), uint32(0) // the chunk line of the previous chunk; at first, it matches no chunk line
	for {
		begin := i
		var ends, bytes int64
		room := runLength - d.run
		if room == 0 {
			room = runLength
		}
		for ends < room && i+4 < last {
			// The chunk-size has one to three digits, most often those of the previous
			// chunk.
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
		d.enterRun(1)
		d.chunk += ends - 1
		d.run += ends - 1
		d.runPiece(d.base+int64(begin), int64(i-begin), int(bytes), uint32(ends))
		d.facts.ContentBytes += bytes
		d.facts.ChunkCount += ends
	}
	d.extents = extents
	return i
}

// enterRun counts a chunk and reports whether it goes into a run.
func (d *Decoder) enterRun(size int64) bool {
	d.chunk++
	if d.chunk <= runAfter || size > runChunk && (d.chunk <= runMany || size > runManyChunk) {
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

// extendRun adds p[from:to] to the current run. size is the number of bytes of content in
// p[from:to], and ends is the number of chunks that end there.
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
	l := Line{Off: off, Len: n, A: ends, B: uint32(size), Kind: KindChunks}
	if d.begins {
		l.Flags = FlagRunBegin
		d.begins = false
	}
	d.lines = append(d.lines, l)
}
