package cli

import (
	"fmt"
	"slices"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
)

// The columns of a listing: offset, bytes, what they are.
const (
	offsetWidth = 5
	bytesWidth  = 43 // of the bytes of one row, at most
	labelWidth  = 30 // of most labels
)

// room is how many cells the bytes of one row take at most.
func (p *printer) room() int {
	return max(20, min(bytesWidth, p.width-offsetWidth-4-labelWidth))
}

// listingColumns are those of what is said below the rows.
var listingColumns = columns{indent: 6, words: 20, width: 62}

// shownChunks is how many chunks of one body are listed; the rest is one row.
const shownChunks = 16

// A listing prints annotated bytes of one stretch: a row for each line.
type listing struct {
	*printer
	stretch  *record.Stretch
	findings []wire.Finding
	facts    *wire.Facts // nil where the bytes belong to no exchange
	content  int64       // bytes of content listed so far
	chunks   int64
	hidden   hiddenChunks
}

// hiddenChunks are those between the last one listed and the end of the body.
type hiddenChunks struct {
	off, chunks, bytes int64
}

func (l *listing) print() {
	lines := l.stretch.Lines()
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch line.Kind {
		case wire.ChunkLine, wire.ChunkData, wire.ChunkEnd:
			i += l.chunkLine(line, lines[i+1:])
		case wire.Chunks:
			l.run(line)
		default:
			l.reveal()
			l.row(line, line.Len)
		}
	}
	l.reveal()
}

// chunkLine prints one line of a chunk and says how many lines after it it
// took along: the CRLF after the data stands in the same row.
func (l *listing) chunkLine(line wire.Line, rest []wire.Line) (took int) {
	if line.Kind == wire.ChunkLine {
		l.chunks++
	}
	if l.chunks > shownChunks {
		if line.Kind == wire.ChunkLine {
			l.hide(line.Off, 1, 0)
		}
		if line.Kind == wire.ChunkData {
			l.hide(line.Off, 0, line.Len)
		}
		return 0
	}
	width := line.Len
	if line.Kind == wire.ChunkData && len(rest) > 0 && rest[0].Kind == wire.ChunkEnd {
		width, took = line.Len+rest[0].Len, 1
	}
	l.row(line, width)
	return took
}

// run prints the chunks of a run, as far as they are to be listed.
func (l *listing) run(line wire.Line) {
	if l.chunks >= shownChunks {
		l.hide(line.Off, int64(line.A), int64(line.B))
		l.chunks += int64(line.A)
		return
	}
	lines := line.Explain(l.stretch.Bytes(line.Off, line.Len))
	for i := 0; i < len(lines); i++ {
		i += l.chunkLine(lines[i], lines[i+1:])
	}
}

func (l *listing) hide(off, chunks, bytes int64) {
	if l.hidden.chunks == 0 && l.hidden.bytes == 0 {
		l.hidden.off = off
	}
	l.hidden.chunks += chunks
	l.hidden.bytes += bytes
	l.content += bytes
}

func (l *listing) reveal() {
	h := l.hidden
	if h.chunks == 0 && h.bytes == 0 {
		return
	}
	l.hidden = hiddenChunks{}
	what := fmt.Sprintf("%s %s more chunks, %s bytes", l.t.Glyphs.Cut, text.Number(h.chunks), text.Number(h.bytes))
	l.line(l.margin(h.off, l.t.Content), l.t.Muted.Render(what))
}

func (l *listing) margin(off int64, s theme.Style) string {
	return l.t.Muted.Render(text.Right(fmt.Sprint(off), offsetWidth)) + " " + s.Render(l.t.Glyphs.Bar) + " "
}

// row prints one line, and the n bytes from its beginning.
func (l *listing) row(line wire.Line, n int64) {
	raw := l.stretch.Bytes(line.Off, n)
	style := l.style(line)
	shown, cells := l.bytes(line, raw, n, style)
	label := l.t.Text.Render(l.label(line, raw))
	switch line.Kind {
	case wire.HeadEnd, wire.EmptyLine:
		label = l.t.Muted.Render(l.label(line, raw))
	case wire.TrailerEnd:
		label = l.t.OK.Render(l.label(line, raw))
	}
	if line.Kind == wire.ChunkData || line.Kind == wire.Content {
		l.content += line.Len
	}
	l.line(l.margin(line.Off, style), shown, text.Spaces(l.room()+1-cells), label)
}

// label is what the line is, in the words of the decoder, but for what the
// exchange around it tells.
func (l *listing) label(line wire.Line, raw []byte) string {
	switch {
	case line.Kind == wire.ChunkLine && line.Flags&wire.Cut == 0 && int(line.A) <= len(raw):
		return "chunk-size " + string(raw[:line.A])
	case line.Role == wire.ContentLength && l.facts != nil && l.facts.Framing() == wire.NoBody && l.facts.Request.Method == "HEAD":
		return "field line: length of the GET"
	}
	return line.Label(raw[:min(int64(len(raw)), line.Len)], l.content)
}

func (l *listing) style(line wire.Line) theme.Style {
	switch line.Kind {
	case wire.StatusLine:
		return l.t.Strong
	case wire.FieldLine, wire.FoldLine:
		switch line.Role {
		case wire.ContentLength, wire.TransferEncoding, wire.Connection, wire.KeepAliveHint:
			return l.t.Framing
		}
		return l.t.Text
	case wire.ChunkLine, wire.LastChunk:
		return l.t.Framing
	case wire.ChunkData, wire.Content, wire.Chunks, wire.Tunnel:
		return l.t.Content
	case wire.Unsolicited, wire.Lost:
		return l.t.Race
	case wire.OddLine:
		return l.t.Caution
	case wire.HeadEnd, wire.EmptyLine, wire.ChunkEnd:
		return l.t.Muted
	case wire.TrailerEnd:
		return l.t.OK
	}
	return l.t.Text
}

// bytes are the line's bytes as they are shown: controls written out, the line
// end muted, what a finding points at marked; and how many cells that takes.
func (l *listing) bytes(line wire.Line, raw []byte, n int64, style theme.Style) (string, int) {
	room, end := l.room(), len(raw)-lineEnd(raw)
	var b strings.Builder
	used := 0
	for i := 0; i < len(raw); {
		s := style
		if i >= end {
			s = l.t.Muted
		}
		j := i + 1
		marked := l.marked(line.Off + int64(i))
		for j < len(raw) && j != end && j-i < room+1 && l.marked(line.Off+int64(j)) == marked {
			j++
		}
		if marked {
			s = l.t.CautionStrong
		}
		piece := text.SafeBytes(raw[i:j])
		if used+text.Width(piece) > room {
			piece = l.t.Cut(piece+l.t.Glyphs.Cut, room-used)
			b.WriteString(s.Render(piece))
			return b.String(), used + text.Width(piece)
		}
		b.WriteString(s.Render(piece))
		used += text.Width(piece)
		i = j
	}
	if int64(len(raw)) < n {
		b.WriteString(l.t.Muted.Render(l.t.Glyphs.Cut))
		used++
	}
	return b.String(), used
}

// lineEnd is how many bytes at the end of raw are CRLF or LF.
func lineEnd(raw []byte) int {
	switch {
	case len(raw) > 1 && raw[len(raw)-2] == '\r' && raw[len(raw)-1] == '\n':
		return 2
	case len(raw) > 0 && raw[len(raw)-1] == '\n':
		return 1
	}
	return 0
}

// marked says whether a finding points at a few bytes, this one among them.
func (l *listing) marked(off int64) bool {
	return slices.ContainsFunc(l.findings, func(f wire.Finding) bool {
		return f.Len <= 8 && off >= f.Offset && off < f.Offset+max(1, f.Len) && session.SeverityOf(f.Code) > wire.Note
	})
}
