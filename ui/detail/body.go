package detail

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"unicode/utf8"

	"linger/session/coding"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// bodyRows is the view of the Body tab: a summary of the response content, and the
// content itself below.
type bodyRows struct {
	*page
	below view
}

func (b *bodyRows) rows() int { return b.page.rows() + b.below.rows() }

func (b *bodyRows) append(out []byte, i int, cursor bool) []byte {
	if n := b.page.rows(); i >= n {
		return b.below.append(out, i-n, cursor)
	}
	return b.page.append(out, i, cursor)
}

func (b *bodyRows) stop(i int) bool { return i < b.page.rows() && b.page.stop(i) }

// whileComing is the maximum number of bytes that the tab shows while a body is still
// arriving. Laying out the whole body after every read would cost too much.
const whileComing = 64 << 10

// bodyView returns the view of the content, with the chunked coding and the content
// codings removed.
func bodyView(s *scene) view {
	p := newPage(s)
	b := s.decodedContent.of(s)
	if len(b.c.Data) == 0 {
		p.noContent(s, b.c)
		return p
	}
	kind := kindOf(b.d.Data)
	p.aboutContent(s, b.c, b.d, kind)
	p.soft()
	if s.h < comfortable {
		p.tighten(0)
	}
	return &bodyRows{p, s.pager(b.d.Data, kind)}
}

// A decodedContent holds the decoded content of one exchange. The content is decoded once,
// however often it is drawn.
type decodedContent struct {
	ex   *record.Exchange
	len  int64
	done bool
	c    record.Content
	d    coding.Decoded
}

func (u *decodedContent) of(s *scene) *decodedContent {
	e := s.ex
	if u.ex == e && u.len == e.Response.Len && u.done == e.Done && !e.Response.Dropped {
		return u
	}
	u.ex, u.len, u.done = e, e.Response.Len, e.Done
	bound := whileComing
	if e.Done {
		bound = math.MaxInt32
	}
	u.c = e.Content(bound)
	u.d = coding.Decoded{Data: u.c.Data}
	if e.Done {
		u.d = coding.Decode(u.c.Data, coding.Names(values(s.ex, "content-encoding")))
	}
	return u
}

// A contentKind says what the content is, which decides how the tab draws it.
type contentKind uint8

const (
	binary contentKind = iota
	prose
	jsonText
)

func (k contentKind) String() string { return [...]string{"binary", "text", "JSON"}[k] }

func kindOf(data []byte) contentKind {
	if t := bytes.TrimLeft(data, " \t\r\n"); len(t) > 0 && (t[0] == '{' || t[0] == '[') && json.Valid(data) {
		return jsonText
	}
	head := data[:min(len(data), 4096)]
	odd := 0
	for _, c := range head {
		switch {
		case c == 0:
			return binary
		case c < ' ' && c != '\n' && c != '\r' && c != '\t':
			odd++
		}
	}
	if odd*10 > len(head) || !utf8.Valid(data[:cutRune(data, len(head))]) && odd*50 > len(head) {
		return binary
	}
	return prose
}

// cutRune returns the largest length up to n that does not split a rune.
func cutRune(data []byte, n int) int {
	if n >= len(data) {
		return len(data)
	}
	for i := n; i > max(0, n-utf8.UTFMax); i-- {
		if utf8.RuneStart(data[i]) {
			return i
		}
	}
	return n
}

func (s *scene) pager(data []byte, k contentKind) view {
	switch {
	case s.mode != asText || k == binary:
		return newHexPager(s, data, s.mode == asHex)
	case k == jsonText:
		return newJSONPager(s, data)
	}
	return newTextPager(s, data)
}

// noContent adds a sentence that says why there is no content to show.
func (p *page) noContent(s *scene, c record.Content) {
	e := s.ex
	switch {
	case c.Total > 0:
		p.say(plain, format.Count(int(c.Total), "byte")+" of content not kept: the memory limit for bodies was reached.")
	case e.Facts().Framing() == wire.FramingNoBody:
		p.say(muted, framingSays(e.Facts()))
	case !e.Done:
		p.say(muted, "No content yet.")
	default:
		p.say(muted, "No content.")
	}
}

// aboutContent adds one line about the visible content, and warnings about missing
// content.
func (p *page) aboutContent(s *scene, c record.Content, d coding.Decoded, k contentKind) {
	about := format.Count(int(c.Total), "byte") + " of content"
	if n := len(d.Removed); n > 0 {
		about += ", " + strings.Join(d.Removed, " and ") + " removed: " + format.Count(len(d.Data), "byte")
	}
	r := p.add(own(muted, text.Safe(about)))
	r.right = []span{own(muted, k.String())}
	if !s.ex.Done {
		p.add(own(caution, p.th.Glyphs.Waiting+" incomplete so far"))
		return
	}
	if f := s.ex.Facts(); f.Truncated && f.Framing() == wire.FramingLengthDelimited {
		p.add(own(race, p.th.Glyphs.Error+" incomplete: "+format.Number(f.ContentBytes)+" of "+format.Count(int(f.Length), "byte")+" came"))
	} else if f.Truncated {
		p.add(own(race, p.th.Glyphs.Error+" incomplete: the connection ended inside it"))
	}
	if !c.Whole {
		p.add(own(caution, p.th.Glyphs.Warning+" only the first "+format.Count(len(c.Data), "byte")+" are kept"))
	}
	if d.Cut {
		p.add(own(caution, p.th.Glyphs.Warning+" decoding stops at "+format.Size(coding.Most)))
	}
	if d.Failed != "" {
		for _, l := range text.Wrap(p.th.Glyphs.Warning+" cannot decode "+brief(d.Failed), p.inner()) {
			p.add(own(caution, l))
		}
	}
}
