package wire

import (
	"bytes"
	"iter"
)

// Explain separates the chunks of a run: it yields the lines of kinds [KindChunkLine],
// [KindChunkData] and [KindChunkEnd] that a line of kind [KindChunks] stands for. raw
// holds the line's own bytes, from the beginning of the run. If a run arrived in several
// reads, join it first, as [AppendLine] does. If raw holds fewer bytes than the line,
// Explain yields only the lines within raw. It yields a line of any other kind unchanged.
// It allocates nothing for the lines, because a run may have millions of chunks.
func (l Line) Explain(raw []byte) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		if l.Kind != KindChunks {
			yield(l)
			return
		}
		raw, off := raw[:min(int64(len(raw)), max(0, l.Len))], l.Off
		for len(raw) > 0 {
			for _, x := range explainChunk(raw) {
				if x.Len == 0 {
					continue
				}
				x.Off = off
				if !yield(x) {
					return
				}
				raw, off = raw[x.Len:], off+x.Len
			}
		}
	}
}

// explainChunk returns the chunk line, the data and the line end of the chunk
// at the beginning of raw. A part that raw does not hold is empty.
func explainChunk(raw []byte) [3]Line {
	line, size := explainChunkLine(raw)
	raw = raw[line.Len:]
	data := Line{Len: min(max(0, size), int64(len(raw))), Kind: KindChunkData} // a log may claim any size
	raw = raw[data.Len:]
	end := Line{Len: int64(min(len("\r\n"), len(raw))), Kind: KindChunkEnd}
	switch {
	case len(raw) > 0 && raw[0] == '\n':
		end.Len, end.Flags = 1, FlagBareLF
	case len(raw) == 1:
		end.Flags = FlagCut
	}
	return [3]Line{line, data, end}
}

// explainChunkLine returns the chunk line at the beginning of raw, and the chunk-size in
// it. The decoder has already accepted this line.
func explainChunkLine(raw []byte) (l Line, size int64) {
	line := raw
	if i := bytes.IndexByte(raw, '\n'); i >= 0 {
		line = raw[:i+1]
	}
	n, bareLF, _ := split(line)
	b := line[:n]
	i := 0
	for i < n && class[b[i]]&hexdig != 0 {
		size = size<<4 | int64(hexValue[b[i]])
		i++
	}
	l = Line{Len: int64(len(line)), A: uint32(i), Kind: KindChunkLine}
	if bareLF {
		l.Flags |= FlagBareLF
	}
	if invalid, _ := readExt(b, i); invalid >= 0 || i < n && bytes.IndexByte(b[i:], ';') < 0 || bytes.IndexByte(b, '\r') >= 0 {
		l.Flags |= FlagInvalid
	}
	return l, size
}
