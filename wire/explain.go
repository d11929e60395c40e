package wire

import "bytes"

// Explain separates the chunks of a run: it returns the lines of kinds
// [KindChunkLine], [KindChunkData] and [KindChunkEnd] that a line of kind
// [KindChunks] stands for. raw are the line's own bytes, from the beginning of
// the run: join a run that came in several reads first, as [AppendLine] does.
// When raw holds fewer bytes, Explain returns as many lines as it holds. Any
// other line explains itself.
func (l Line) Explain(raw []byte) []Line {
	if l.Kind != KindChunks {
		return []Line{l}
	}
	raw = raw[:min(int64(len(raw)), l.Len)]
	lines := make([]Line, 0, 3*int(l.A)+3)
	off := l.Off
	add := func(x Line) {
		if x.Len > 0 {
			x.Off = off
			lines = append(lines, x)
			raw = raw[x.Len:]
			off += x.Len
		}
	}
	for len(raw) > 0 {
		line, size := explainChunkLine(raw)
		add(line)
		add(Line{Len: min(size, int64(len(raw))), Kind: KindChunkData})
		end := Line{Len: int64(min(len("\r\n"), len(raw))), Kind: KindChunkEnd}
		switch {
		case len(raw) > 0 && raw[0] == '\n':
			end.Len, end.Flags = 1, FlagBareLF
		case len(raw) == 1:
			end.Flags = FlagCut
		}
		add(end)
	}
	return lines
}

// explainChunkLine returns the chunk line that raw begins with and its size.
// The decoder has read it before, so that it can be read.
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
