package detail

import (
	"strconv"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

func (w *wireRows) append(b []byte, i int, cursor bool) []byte {
	r, part := w.at(i)
	switch r.kind {
	case runHeading:
		return w.appendHeading(b, r)
	case runNext:
		return w.appendNext(b, r)
	case runHead:
		return w.across(b, []span{own(muted, text.Right("offset", w.offW)+"   "), own(muted, "bytes")}, []span{own(muted, "what it is")}, "", false)
	case runFolded:
		return w.appendFolded(b, r, cursor)
	case runGap:
		left := []span{own(muted, text.Right(strconv.FormatInt(r.off, 10), w.offW)), gap(1), own(caution, w.s.th.Glyphs.Gap), gap(1)}
		return w.across(b, append(left, own(caution, format.Count(int(r.n), "byte")+" passed, not captured")), nil, "", cursor)
	case runWords:
		line := row{left: []span{own(muted, r.words)}}
		return line.append(b, w.s.th, w.s.w, false)
	}
	return w.appendBytes(b, r, part, cursor)
}

func (w *wireRows) appendHeading(b []byte, r *run) []byte {
	t, glyph, word := key, w.s.th.Glyphs.Sent, " sent"
	if !r.sent {
		t, glyph, word = content, w.s.th.Glyphs.Received, " received"
	}
	facts := format.Number(r.n) + " bytes"
	if r.n == 1 {
		facts = "1 byte"
	}
	if n := r.from.Reads; n > 1 && !r.sent {
		facts += " in " + format.Number(int64(n)) + " reads"
	}
	switch {
	case r.loose:
		t, glyph, word, facts = race, w.s.th.Glyphs.Error, " no request", facts+" left over"
	case r.again:
		word, facts = " found again at "+strconv.FormatInt(r.off, 10), facts+": a client must not use it"
	}
	facts += r.words
	at := format.Exactly(r.when - w.s.conn.Opened)
	stroke := w.s.w - 2 - text.Width(glyph+word+facts+at) - 7
	line := row{left: []span{own(t, glyph), own(t, word), gap(2), own(muted, facts), gap(2),
		own(rule, text.Repeat(w.s.th.Glyphs.Horizontal, stroke)), gap(2), own(muted, at)}}
	return line.append(b, w.s.th, w.s.w, false)
}

func (w *wireRows) appendNext(b []byte, r *run) []byte {
	at := "+" + format.Duration(r.when)
	stroke := w.s.w - 2 - text.Width(at) - 21
	g := w.s.th.Glyphs.Spent
	line := row{left: []span{gap(2), own(track, text.Repeat(g, 5)), own(muted, " next read "),
		own(track, text.Repeat(g, stroke)), gap(2), own(muted, at)}}
	return line.append(b, w.s.th, w.s.w, false)
}

func (w *wireRows) appendFolded(b []byte, r *run, cursor bool) []byte {
	words := w.s.th.Glyphs.Cut + " " + format.Count(int(r.chunks), "more chunk") + ", " + format.Count(int(r.n), "byte")
	return w.across(b, append(w.margin(r.off, rule), own(muted, words)), []span{own(muted, "enter expands")}, "", cursor)
}

// margin returns the spans for an offset and the thin bar beside it.
func (w *wireRows) margin(off int64, bar tok) []span {
	return []span{own(muted, text.Right(strconv.FormatInt(off, 10), w.offW)), gap(1), own(bar, w.s.th.Glyphs.Bar), gap(1)}
}

// across appends a row with an offset, bytes and a label. If the bytes are wider than
// their column, the label is shifted to the right, if it still fits there. Otherwise short
// replaces the label, unless short is empty.
func (w *wireRows) across(b []byte, left, label []span, short string, cursor bool) []byte {
	used := cellsUpTo(left, w.s.w)
	if over := used - (w.labelAt - 2); over > 0 && len(label) > 0 {
		room := w.s.w - 1 - w.labelAt - over
		if short != "" && cells(label) > room {
			label[0].text = short
		}
		if cells(label) > room {
			left, used = fitted(w.s.th, left, w.labelAt-2)
		}
	}
	left = append(left, gap(max(1, w.labelAt-1-used)))
	line := row{left: append(left, label...)}
	return line.append(b, w.s.th, w.s.w, cursor)
}

func (w *wireRows) appendBytes(b []byte, r *run, part int, cursor bool) []byte {
	t, bar := w.tokens(r)
	off, n := r.off, r.n
	if w.s.mode != asText {
		off += int64(part * w.perRow)
		n = min(int64(w.perRow), r.off+r.n-off)
	}
	left := w.margin(off, bar)
	if part == 0 && w.s.proves(r) {
		left[2] = own(accent, w.s.th.Glyphs.Mark)
	}
	if w.s.mode == asText {
		left = append(left, w.asText(r, t)...)
	} else {
		left = append(left, w.asHex(r, off, n, t)...)
	}
	var label []span
	short := ""
	if part == 0 {
		label = w.label(r)
		if r.line.Kind == wire.KindFieldLine {
			short = w.brief(r)
		}
	}
	return w.across(b, left, label, short, cursor)
}

// tokens returns the styles of the bytes of a run and of the bar beside them.
func (w *wireRows) tokens(r *run) (bytes, bar tok) {
	if r.line.Flags&wire.FlagInvalid != 0 {
		return caution, caution
	}
	switch r.line.Kind {
	case wire.KindRequestLine, wire.KindStatusLine:
		return strong, accent
	case wire.KindFieldLine, wire.KindFoldLine:
		switch r.line.Role {
		case wire.RoleContentLength, wire.RoleTransferEncoding, wire.RoleConnection, wire.RoleKeepAlive, wire.RoleProxyConnection:
			return framing, framing
		}
		return plain, plain
	case wire.KindChunkLine, wire.KindLastChunk:
		return framing, framing
	case wire.KindChunkData, wire.KindContent, wire.KindTunnel:
		return content, content
	case wire.KindTrailerLine:
		return strong, accent
	case wire.KindTrailerEnd:
		return muted, okay
	case wire.KindUnsolicited, wire.KindLost:
		return race, race
	case wire.KindOddLine, wire.KindEmptyLine, wire.KindProxyHeader:
		return caution, caution
	}
	return muted, rule
}

// asText returns a run as text. The line end is muted, and secrets are hidden.
func (w *wireRows) asText(r *run, t tok) []span {
	raw := r.from.Bytes(r.off, min(r.n, int64(4*w.bytesW+8)))
	if len(raw) == 0 && r.n > 0 {
		return []span{own(muted, w.s.th.Glyphs.Cut+" not kept")}
	}
	if hidden := w.hide(r); hidden != nil {
		return w.masked(r, hidden, t)
	}
	body, end := raw, raw[len(raw):]
	if int64(len(raw)) == r.n {
		body, end = lineEnd(r.line.Kind, raw)
	}
	if r.line.Flags&wire.FlagBareLF != 0 { // the byte that caused the finding stays visible when the line is cut
		return []span{own(t, w.s.th.Cut(text.SafeBytes(body), w.bytesW-2)), say(caution, string(end))}
	}
	out := []span{say(t, string(body)), say(muted, string(end))}
	if int64(len(raw)) < r.n && cells(out) <= w.bytesW {
		out = append(out, own(muted, w.s.th.Glyphs.Cut))
	}
	return out
}

// lineEnd splits a line into its body and its line end, which is CRLF or LF. Content has
// no line end.
func lineEnd(k wire.Kind, raw []byte) (body, end []byte) {
	switch k {
	case wire.KindChunkData, wire.KindContent, wire.KindTunnel, wire.KindUnsolicited, wire.KindLost, wire.KindChunks:
		return raw, nil
	}
	n := len(raw)
	if n > 0 && raw[n-1] == '\n' {
		n--
		if n > 0 && raw[n-1] == '\r' {
			n--
		}
	}
	return raw[:n], raw[n:]
}

// A secretPart is the range of offsets of a hidden part of a line.
type secretPart struct{ from, to int64 }

// A lineAt identifies a line of a stretch.
type lineAt struct {
	st  *record.Stretch
	off int64
}

// hide returns the parts of the line of a run that must not be shown, or nil if there are
// none. It caches the result for a long line, because every row of the line needs it.
func (w *wireRows) hide(r *run) []secretPart {
	if w.s.secrets || r.kind == runFolded || session.IsContent(r.line.Kind) {
		return nil
	}
	const long = 256
	if r.line.Len < long {
		return w.secretParts(r)
	}
	at := lineAt{r.from, r.line.Off}
	hidden, known := w.hidden[at]
	if !known {
		hidden = w.secretParts(r)
		if w.hidden == nil {
			w.hidden = map[lineAt][]secretPart{}
		}
		w.hidden[at] = hidden
	}
	return hidden
}

// secretParts returns the secrets in the line of a run.
func (w *wireRows) secretParts(r *run) (parts []secretPart) {
	if r.secret && r.line.Kind == wire.KindFoldLine {
		return []secretPart{{r.line.Off, r.line.End()}}
	}
	lines := session.SecretLines{Fields: w.s.fields}
	for _, s := range lines.In(r.from.Bytes(r.line.Off, r.line.Len), r.line.Kind == 0) {
		parts = append(parts, secretPart{r.line.Off + int64(s.From), r.line.Off + int64(s.To)})
	}
	return parts
}

// masked returns a run as text in which the given parts are hidden. Beside the mask of a
// field value, it shows the length of the value.
func (w *wireRows) masked(r *run, hidden []secretPart, t tok) (out []span) {
	shown := func(from, to int64) {
		raw := r.from.Bytes(from, min(to-from, int64(4*w.bytesW+8)))
		body, end := raw, raw[len(raw):]
		if from+int64(len(raw)) == r.line.End() {
			body, end = lineEnd(r.line.Kind, raw)
		}
		out = append(out, say(t, string(body)), say(muted, string(end)))
	}
	at, end := r.off, r.off+r.n
	for _, h := range hidden {
		from, to := max(h.from, at), min(h.to, end)
		if from >= to {
			continue
		}
		if from > at {
			shown(at, from)
		}
		stars := session.Mask
		if r.secret && !r.goesOn {
			stars = mask(h.to - h.from)
		}
		out = append(out, own(muted, stars))
		at = to
	}
	if at < end {
		shown(at, end)
	}
	return out
}

const hexDigits = "0123456789abcdef"

// asHex returns a row in hexadecimal. In the mode that shows both forms, the row also
// contains the bytes as characters.
func (w *wireRows) asHex(r *run, off, n int64, t tok) []span {
	raw := r.from.Bytes(off, n)
	if len(raw) == 0 && n > 0 {
		return []span{own(muted, w.s.th.Glyphs.Cut+" not kept")}
	}
	hidden := w.hide(r)
	hex, chars := make([]byte, 0, 3*w.perRow), make([]byte, 0, w.perRow)
	for i, c := range raw {
		if i > 0 {
			hex = append(hex, ' ')
		}
		at := off + int64(i)
		for len(hidden) > 0 && hidden[0].to <= at {
			hidden = hidden[1:]
		}
		if len(hidden) > 0 && hidden[0].from <= at {
			hex, chars = append(hex, "**"...), append(chars, '*')
			continue
		}
		hex = append(hex, hexDigits[c>>4], hexDigits[c&15])
		if c < ' ' || c >= 0x7f {
			c = '.'
		}
		chars = append(chars, c)
	}
	if w.s.mode == asHex {
		return []span{own(t, string(hex))}
	}
	return []span{own(t, text.Pad(string(hex), 3*w.perRow)), gap(1), own(t, string(chars))}
}

// label returns the words for a run and the first finding about the run.
func (w *wireRows) label(r *run) []span {
	t := plain
	switch r.line.Kind {
	case wire.KindHeadEnd, wire.KindChunkEnd:
		t = muted
	case wire.KindTrailerEnd:
		t = okay
	case wire.KindUnsolicited, wire.KindLost:
		t = race
	}
	room := w.s.w - 1 - w.labelAt
	words := w.words(r)
	var mark, sign []span // the finding with its code, and without its code
	for _, f := range r.finds {
		if f.Offset >= r.off && f.Offset < r.off+max(1, r.n) {
			tt, glyph, _ := severity(w.s.th, session.SeverityOf(f.Code))
			mark, sign = []span{gap(2), say(tt, glyph+" "+string(f.Code))}, []span{gap(2), say(tt, glyph)}
			break
		}
	}
	if text.Width(words)+cells(mark) > room { // the short label says what the line is for, but not what kind of line it is
		words = w.brief(r)
	}
	if text.Width(words)+cells(mark) > room {
		mark = sign
	}
	return append([]span{own(t, words)}, mark...)
}

// brief returns the short form of the words for a run.
func (w *wireRows) brief(r *run) string {
	switch {
	case r.line.Flags&wire.FlagLikely != 0, contentIn(r.line) > 0 || r.goesOn || r.line.Kind == 0:
		return w.words(r)
	case r.line.Kind == wire.KindTrailerEnd && r.line.Flags == 0:
		return "end of message"
	}
	return text.Safe(r.line.Brief(r.from.Bytes(r.line.Off, min(r.line.Len, 64)), r.at))
}

func (w *wireRows) words(r *run) string {
	if r.line.Flags&wire.FlagLikely != 0 {
		known := *r
		known.line.Flags &^= wire.FlagLikely
		return w.s.th.Glyphs.Likely + " " + w.words(&known)
	}
	switch {
	case contentIn(r.line) > 0:
		return text.Safe(wire.Line{Kind: wire.KindContent, Len: r.n}.Label(nil, r.at))
	case r.goesOn:
		return "continued"
	case r.line.Kind == 0:
		return "incomplete line"
	case r.line.Kind == wire.KindTrailerEnd && r.line.Flags == 0:
		return "end of message" + r.words
	}
	return text.Safe(r.line.Label(r.from.Bytes(r.line.Off, min(r.line.Len, 64)), r.at))
}
