package detail

import (
	"slices"
	"strings"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// requestView returns the Request tab: the request as it was sent, with the hop-by-hop
// fields in a separate section.
func requestView(s *scene) view {
	p := newPage(s)
	e := s.ex
	if !e.Requested {
		p.head(caution, p.th.Glyphs.Warning, "No request", "9112 §9.2")
		p.say(plain, "Unsolicited: no request was outstanding. Do not read it as the next response.")
		return p
	}
	p.startLine(s, &e.Request, wire.KindRequestLine, e.Request.Off, e.Request.End(), format.Count(int(e.Request.Len), "byte"), true)
	p.fieldLines(s, fieldsOf(e.RequestFields()), true)
	p.requestContent(e)
	return p
}

// responseView returns the Response tab: the interim responses, the final response and
// the trailer section, as they were received.
func responseView(s *scene) view {
	p := newPage(s)
	e := s.ex
	if len(e.Heads) == 0 {
		p.say(muted, "No header section yet.")
		return p
	}
	for _, h := range e.Heads {
		kind := "final response"
		if h.Status < 200 && h.Status != 101 {
			kind = "interim response"
		}
		p.startLine(s, &e.Response, wire.KindStatusLine, h.Off, h.End, kind, false)
		p.fieldLines(s, fieldsOf(e.Fields(h)), false)
	}
	if trailers := fieldsOf(e.TrailerFields()); len(trailers) > 0 {
		p.lead("Trailer section", "9112 §7.1.2")
		for _, f := range trailers {
			p.field(s, f, plain, false)
		}
	}
	return p
}

func fieldsOf(seq func(func(wire.Field) bool)) (out []wire.Field) {
	for f := range seq {
		out = append(out, f)
	}
	return out
}

// startLine adds the start-line of a message as it was sent.
func (p *page) startLine(s *scene, st *record.Stretch, kind wire.Kind, off, end int64, right string, sent bool) {
	p.blank()
	for _, l := range st.Lines() {
		if l.Kind != kind || l.Off < off || l.Off >= end {
			continue
		}
		raw := strings.TrimRight(string(st.Bytes(l.Off, min(l.Len, int64(text.Beginning(p.inner()))+1))), "\r\n")
		t, glyph := content, p.th.Glyphs.Received
		if sent {
			t, glyph = accent, p.th.Glyphs.Sent
		}
		r := p.add(own(t, glyph), gap(1), own(strong, s.beginning(raw, p.inner())))
		r.right = []span{own(muted, right)}
		r.to = &place{sent: sent, off: l.Off}
		return
	}
	p.add(own(muted, "no start-line"))
}

// fieldLines adds the fields of a header section: first the end-to-end fields, then the
// hop-by-hop fields.
func (p *page) fieldLines(s *scene, fields []wire.Field, sent bool) {
	var hop []wire.Field
	named := nominated(fields)
	p.list = slices.Grow(p.list, len(fields))
	p.soft()
	for _, f := range fields {
		if hopByHop(f.Name, named) {
			hop = append(hop, f)
			continue
		}
		p.field(s, f, plain, sent)
	}
	if len(hop) == 0 {
		return
	}
	p.lead("Connection-level fields", "9110 §7.6.1")
	for _, f := range hop {
		p.field(s, f, framing, sent)
	}
}

// fieldAt is the column where field values begin.
const fieldAt = 20

func (p *page) field(s *scene, f wire.Field, t tok, sent bool) {
	value := own(muted, mask(int64(f.Size)))
	if s.secrets || !s.fields.Has(f.Name) {
		value = say(t, s.shown(f.Value))
	}
	r := p.pairRow(fieldAt, sayUpTo(strong, f.Name+":", p.inner()), value)
	r.to = &place{sent: sent, off: f.Off}
}

// hopByHop reports whether a field is only for this connection: by definition, or because
// a Connection field names it (RFC 9110 §7.6.1).
func hopByHop(name string, named map[string]bool) bool {
	switch n := strings.ToLower(name); n {
	case "connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade":
		return true
	default:
		return named[n]
	}
}

func nominated(fields []wire.Field) map[string]bool {
	out := map[string]bool{}
	for _, f := range fields {
		if strings.EqualFold(f.Name, "connection") {
			for o := range strings.SplitSeq(f.Value, ",") {
				out[strings.ToLower(strings.TrimSpace(o))] = true
			}
		}
	}
	return out
}

// maxRequestRows is the maximum number of rows of request content on the Request tab. The
// Wire tab shows all the content.
const maxRequestRows = 200

func (p *page) requestContent(e *record.Exchange) {
	var raw []byte
	n := int64(0)
	for _, l := range e.Request.Lines() {
		if contentIn(l) > 0 && l.Kind != wire.KindChunks {
			n += l.Len
			raw = append(raw, e.Request.Bytes(l.Off, min(l.Len, 1<<16))...)
		}
	}
	if n == 0 {
		return
	}
	p.lead("Content", format.Count(int(n), "byte"))
	for i, line := range strings.Split(string(raw), "\n") {
		if i == maxRequestRows {
			p.say(muted, "… 6 Wire shows all "+format.Count(int(n), "byte"))
			return
		}
		p.add(gap(2), sayUpTo(content, strings.TrimSuffix(line, "\r"), p.inner()))
	}
}
