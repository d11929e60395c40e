package cli

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
	"linger/wire/format"
)

// The widths of the columns of a listing: offsets, bytes and labels.
const (
	offsetWidth = 5
	bytesWidth  = 43 // maximum for the bytes of one row
	labelWidth  = 30 // enough for most labels
)

// room returns the maximum width in cells of the bytes of one row.
func (p *printer) room() int {
	return max(20, min(bytesWidth, p.width-offsetWidth-4-labelWidth))
}

// listingColumns is the layout of the statements below the rows.
var listingColumns = columns{indent: 6, words: 20, width: 62}

// shownChunks is the number of chunks of one body that a listing shows. One row stands
// for the others.
const shownChunks = 16

// A listing prints the bytes of one stretch with labels, one row for each line.
type listing struct {
	*printer
	stretch  *record.Stretch
	from     int64 // offset of the first byte to list
	findings []wire.Finding
	facts    *wire.Facts // nil if the bytes belong to no exchange
	content  int64       // number of bytes of content listed so far
	read     []wire.Line // lines to list instead of those of the stretch: extra bytes, parsed as what they most likely are
	chunks   int64
	hidden   hiddenChunks
	secrets  bool // show secrets
	masks    session.SecretLines
}

// hiddenChunks describes the chunks after the last listed chunk.
type hiddenChunks struct {
	off, chunks, bytes int64
}

func (l *listing) print() {
	lines := l.stretch.Lines()
	if l.read != nil {
		lines = l.read
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if line.Off < l.from {
			continue
		}
		switch line.Kind {
		case wire.KindChunkLine, wire.KindChunkData, wire.KindChunkEnd:
			i += l.chunkLine(line, lines[i+1:])
		case wire.KindChunks:
			l.run(line)
		default:
			l.reveal()
			l.row(line, line.Len)
		}
	}
	l.reveal()
}

// chunkLine prints one line of a chunk and returns how many of the following lines it
// included in the row: the CRLF after the data.
func (l *listing) chunkLine(line wire.Line, rest []wire.Line) (took int) {
	if line.Kind == wire.KindChunkLine {
		l.chunks++
	}
	if l.chunks > shownChunks {
		if line.Kind == wire.KindChunkLine {
			l.hide(line.Off, 1, 0)
		}
		if line.Kind == wire.KindChunkData {
			l.hide(line.Off, 0, line.Len)
		}
		return 0
	}
	width := line.Len
	if line.Kind == wire.KindChunkData && len(rest) > 0 && rest[0].Kind == wire.KindChunkEnd {
		width, took = line.Len+rest[0].Len, 1
	}
	l.row(line, width)
	return took
}

// run prints the chunks of a run, up to the maximum number.
func (l *listing) run(line wire.Line) {
	if l.chunks >= shownChunks {
		l.hide(line.Off, int64(line.A), int64(line.B))
		l.chunks += int64(line.A)
		return
	}
	lines := slices.Collect(line.Explain(l.stretch.Bytes(line.Off, line.Len)))
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
	what := fmt.Sprintf("%s %s more chunks, %s bytes", l.t.Glyphs.Cut, format.Number(h.chunks), format.Number(h.bytes))
	l.line(l.margin(h.off, l.t.Content), l.t.Muted.Render(what))
}

func (l *listing) margin(off int64, s theme.Style) string {
	return l.t.Muted.Render(text.Right(fmt.Sprint(off), offsetWidth)) + " " + s.Render(l.t.Glyphs.Bar) + " "
}

// row prints one row: the first n bytes of a line, and the label of the line.
func (l *listing) row(line wire.Line, n int64) {
	raw := l.masked(line, l.stretch.Bytes(line.Off, n))
	style := l.style(line)
	shown, cells := l.bytes(line, raw, n, style)
	label := l.t.Text.Render(l.label(line, raw))
	switch line.Kind {
	case wire.KindHeadEnd, wire.KindEmptyLine:
		label = l.t.Muted.Render(l.label(line, raw))
	case wire.KindTrailerEnd:
		label = l.t.OK.Render(l.label(line, raw))
	}
	if line.Kind == wire.KindChunkData || line.Kind == wire.KindContent {
		l.content += line.Len
	}
	l.line(l.margin(line.Off, style), shown, text.Spaces(l.room()+1-cells), label)
}

// masked returns the bytes of a line with stars in place of secrets.
func (l *listing) masked(line wire.Line, raw []byte) []byte {
	if l.secrets || session.IsContent(line.Kind) {
		return raw
	}
	spans := l.masks.In(raw, false)
	if len(spans) == 0 {
		return raw
	}
	raw = slices.Clone(raw)
	for _, s := range spans {
		for i := s.From; i < s.To; i++ {
			raw[i] = '*'
		}
	}
	return raw
}

// label returns the name that the decoder gives the line, made more precise with the
// facts of the exchange.
func (l *listing) label(line wire.Line, raw []byte) string {
	if line.Flags&wire.FlagLikely != 0 {
		line.Flags &^= wire.FlagLikely
		return l.t.Glyphs.Likely + " " + l.label(line, raw)
	}
	switch {
	case line.Kind == wire.KindChunkLine && line.Flags&wire.FlagCut == 0 && int(line.A) <= len(raw):
		return "chunk-size " + string(raw[:line.A])
	case line.Role == wire.RoleContentLength && l.facts != nil && l.facts.Framing() == wire.FramingNoBody && l.facts.Request.Method == "HEAD":
		return "field line: length of the GET"
	}
	return line.Label(raw[:min(int64(len(raw)), line.Len)], l.content)
}

func (l *listing) style(line wire.Line) theme.Style {
	switch line.Kind {
	case wire.KindStatusLine:
		return l.t.Strong
	case wire.KindFieldLine, wire.KindFoldLine:
		switch line.Role {
		case wire.RoleContentLength, wire.RoleTransferEncoding, wire.RoleConnection, wire.RoleKeepAlive:
			return l.t.Framing
		}
		return l.t.Text
	case wire.KindChunkLine, wire.KindLastChunk:
		return l.t.Framing
	case wire.KindChunkData, wire.KindContent, wire.KindChunks, wire.KindTunnel:
		return l.t.Content
	case wire.KindUnsolicited, wire.KindLost:
		return l.t.Race
	case wire.KindOddLine, wire.KindProxyHeader:
		return l.t.Caution
	case wire.KindHeadEnd, wire.KindEmptyLine, wire.KindChunkEnd:
		return l.t.Muted
	case wire.KindTrailerEnd:
		return l.t.OK
	}
	return l.t.Text
}

// A piece is a part of a row with one style.
type piece struct {
	raw   []byte
	shown string
	style theme.Style
}

// bytes returns the bytes of the line as text, and its width in cells. Control characters
// are visible escapes, the line end is muted, and bytes with a finding are marked. A mark
// at the end shows that bytes do not fit or were not kept.
func (l *listing) bytes(line wire.Line, raw []byte, n int64, style theme.Style) (string, int) {
	pieces, cells := l.pieces(line, raw, style)
	var b strings.Builder
	if cells <= l.room() && int64(len(raw)) >= n {
		for _, p := range pieces {
			b.WriteString(p.style.Render(p.shown))
		}
		return b.String(), cells
	}
	mark := l.t.Glyphs.Cut
	left := l.room() - text.Width(mark)
	for _, p := range pieces {
		shown := p.upTo(left)
		b.WriteString(p.style.Render(shown))
		left -= text.Width(shown)
		if len(shown) < len(p.shown) {
			break
		}
	}
	b.WriteString(l.t.Muted.Render(mark))
	return b.String(), l.room() - left
}

// pieces splits a row where its style changes, and stops when the row is wider than the
// room. It returns the pieces and their width in cells.
func (l *listing) pieces(line wire.Line, raw []byte, style theme.Style) (pieces []piece, cells int) {
	room, end := l.room(), len(raw)-lineEnd(raw)
	for i := 0; i < len(raw) && cells <= room; {
		p := piece{style: style}
		if i >= end {
			p.style = l.t.Muted
		}
		marked := l.marked(line.Off + int64(i))
		if marked {
			p.style = l.t.CautionStrong
		}
		j := i + 1
		for j < len(raw) && j != end && l.marked(line.Off+int64(j)) == marked &&
			(j-i <= room || j-i < room+utf8.UTFMax && !utf8.RuneStart(raw[j])) {
			j++
		}
		p.raw, p.shown = raw[i:j], text.SafeBytes(raw[i:j])
		pieces = append(pieces, p)
		cells += text.Width(p.shown)
		i = j
	}
	return pieces, cells
}

// upTo returns the beginning of a piece that fits in the given width. It does not split
// an escape.
func (p piece) upTo(cells int) string {
	if text.Width(p.shown) <= cells {
		return p.shown
	}
	fits := ""
	for i := 0; i < len(p.raw); {
		_, n := utf8.DecodeRune(p.raw[i:])
		i += n
		s := text.SafeBytes(p.raw[:i])
		if text.Width(s) > cells {
			break
		}
		fits = s
	}
	return fits
}

// lineEnd returns the number of bytes of the CRLF or LF at the end of raw.
func lineEnd(raw []byte) int {
	switch {
	case len(raw) > 1 && raw[len(raw)-2] == '\r' && raw[len(raw)-1] == '\n':
		return 2
	case len(raw) > 0 && raw[len(raw)-1] == '\n':
		return 1
	}
	return 0
}

// marked reports whether a finding marks this byte. A finding about more than 8 bytes
// marks none of them.
func (l *listing) marked(off int64) bool {
	return slices.ContainsFunc(l.findings, func(f wire.Finding) bool {
		return f.Len <= 8 && off >= f.Offset && off < f.Offset+max(1, f.Len) && session.SeverityOf(f.Code) > wire.SeverityNote
	})
}
