package detail

import (
	"math"
	"strconv"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// loose returns the unsolicited bytes between an exchange and the next exchange. They
// belong to the connection, but the pane shows them with the exchange that they follow.
func loose(c *record.Connection, e *record.Exchange) (record.Stretch, bool) {
	st := c.Loose
	if st.Len == 0 || e.Response.Len == 0 {
		return st, false
	}
	from, to := e.Response.End(), int64(math.MaxInt64)
	if next := after(c, e); next != nil && next.Response.Len > 0 {
		to = next.Response.Off
	}
	return st.Between(from, to)
}

// after returns the exchange after e on its connection, or nil.
func after(c *record.Connection, e *record.Exchange) *record.Exchange {
	if len(c.Exchanges) == 0 {
		return nil
	}
	if n := e.ID - c.Exchanges[0].ID + 1; n > 0 && n < len(c.Exchanges) {
		return c.Exchanges[n]
	}
	return nil
}

// unasked adds a warning if the response is unsolicited, or if unsolicited bytes follow
// it.
func (p *page) unasked(s *scene) {
	if !s.ex.Requested {
		p.head(race, p.th.Glyphs.Error, "No request asked for this response", "9112 §9.2")
		p.say(plain, "Do not read it as the next response. Close the connection.")
		return
	}
	st, ok := loose(s.conn, s.ex)
	if !ok || s.ex.Facts().Framing() == wire.FramingTunnel || onlyEmpty(st.Lines()) {
		return
	}
	p.head(race, p.th.Glyphs.Error, "The extra bytes", "9112 §9.2")
	const quoted = 24
	b := st.Bytes(st.Off, min(st.Len, quoted))
	words := strconv.Quote(string(b))
	if int64(len(b)) < st.Len {
		words += p.th.Glyphs.Cut
	}
	p.pair(9, own(muted, "  "+format.Number(st.Off)), own(plain, text.Safe(words)+"  "+format.Count(int(st.Len), "byte")))
	for _, f := range s.conn.Findings {
		if f.Offset >= st.Off && f.Offset < st.End() && isReading(f.Code) {
			p.sayAt(2, plain, text.Safe(sentenceOf(f)))
		}
	}
}

// isReading reports whether a finding with the given code says what the unsolicited bytes
// most likely are.
func isReading(c wire.Code) bool {
	return c != wire.CodeUnsolicited && c != wire.CodeOutOfStep && c != wire.CodeUnsolicitedResp
}

// sentenceOf returns a finding as a sentence, without the bytes that the Wire tab shows
// beside it.
func sentenceOf(f wire.Finding) string {
	f.Quote = ""
	return format.Sentence(session.TextOf(f))
}

// onlyEmpty reports whether the lines are all empty. linger ignores empty lines after a
// response.
func onlyEmpty(lines []wire.Line) bool {
	for _, l := range lines {
		if l.Kind != wire.KindEmptyLine {
			return false
		}
	}
	return true
}
