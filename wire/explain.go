package wire

// Explain tells the chunks of a run apart: the ChunkLine, ChunkData and
// ChunkEnd lines that a line of kind Chunks stands for. raw are the line's own
// bytes, from the beginning of the run (a piece of a run that came in several
// reads is to be joined first, as [AppendLine] does); when raw holds fewer, as
// many lines as it holds are told. Any other line explains itself.
func (l Line) Explain(raw []byte) []Line {
	if l.Kind != KindChunks {
		return []Line{l}
	}
	raw = raw[:min(int64(len(raw)), l.Len)]
	lines := make([]Line, 0, 3*int(l.A)+3)
	off := l.Off
	add := func(k Kind, n int64, a int, f Flags) {
		if n > 0 {
			lines = append(lines, Line{Off: off, Len: n, A: uint32(a), Kind: k, Flags: f})
			raw = raw[n:]
			off += n
		}
	}
	for len(raw) > 0 {
		size, digits := int64(0), 0
		for digits < len(raw) && class[raw[digits]]&hexdig != 0 {
			size = size<<4 | int64(hexValue[raw[digits]])
			digits++
		}
		add(KindChunkLine, int64(min(digits+len("\r\n"), len(raw))), digits, 0)
		add(KindChunkData, min(size, int64(len(raw))), 0, 0)
		switch {
		case len(raw) > 0 && raw[0] == '\n':
			add(KindChunkEnd, 1, 0, FlagBareLF)
		case len(raw) == 1:
			add(KindChunkEnd, 1, 0, FlagCut)
		default:
			add(KindChunkEnd, int64(min(len("\r\n"), len(raw))), 0, 0)
		}
	}
	return lines
}
