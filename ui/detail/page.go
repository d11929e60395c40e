package detail

import (
	"slices"
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A view is what a tab shows: rows, drawn on demand. Draw gives exactly the
// cells the view was built for.
type view interface {
	rows() int
	draw(i int, cursor bool) string
	stop(i int) bool // the cursor may stand on row i
}

// A page is a view that is short enough to be laid out whole.
type page struct {
	th   *theme.Theme
	w    int
	list []row
}

func newPage(s *scene) *page {
	p := &page{th: s.th, w: s.w}
	p.soft()
	return p
}

// comfortable is how many rows a screen needs so that a page that is longer
// keeps all its blanks.
const comfortable = 20

// tighten leaves the soft blanks out of a page that does not fit a screen of h
// rows, where rows are short.
func (p *page) tighten(h int) {
	if h < comfortable && len(p.list) > h {
		p.list = slices.DeleteFunc(p.list, func(r row) bool { return r.soft })
	}
}

func (p *page) rows() int                      { return len(p.list) }
func (p *page) draw(i int, cursor bool) string { return p.list[i].draw(p.th, p.w, cursor) }
func (p *page) stop(i int) bool                { return p.list[i].to != nil }

// inner returns how many cells a row has between its margins.
func (p *page) inner() int { return max(1, p.w-2) }

func (p *page) add(left ...span) *row {
	p.list = append(p.list, row{left: left})
	return &p.list[len(p.list)-1]
}

// blank separates claims; two never follow each other.
func (p *page) blank() {
	n := len(p.list)
	switch {
	case n == 0, n == 1 && p.list[0].soft:
	case p.list[n-1].soft:
		p.list[n-1].soft = false
	case len(p.list[n-1].left)+len(p.list[n-1].right) > 0:
		p.add()
	}
}

// soft adds a blank that goes when rows are short.
func (p *page) soft() {
	if n := len(p.list); n == 0 || len(p.list[n-1].left) > 0 {
		p.add().soft = true
	}
}

// head adds the heading of a claim: its glyph, its words, and at the right edge
// where it comes from. Its words are never cut: they go on below.
func (p *page) head(t tok, glyph, title, source string) {
	p.blank()
	lines := text.Wrap(title, p.inner()-2)
	r := p.add(own(t, glyph), gap(1), own(strong, lines[0]))
	if source != "" {
		r.right = []span{own(muted, source)}
	}
	for _, l := range lines[1:] {
		p.add(gap(2), own(strong, l))
	}
}

// lead adds a heading that leads on from the claim before it.
func (p *page) lead(title, source string) {
	p.head(accent, p.th.Glyphs.Sent, title, source)
	p.soft()
}

// say adds prose of linger, wrapped, indented below its heading. What it quotes
// has to be safe.
func (p *page) say(t tok, s string) { p.sayAt(2, t, s) }

func (p *page) sayAt(indent int, t tok, s string) {
	for _, line := range text.Wrap(s, p.inner()-indent) {
		p.add(gap(indent), own(t, line))
	}
}

// pair adds a label and what belongs to it, from column at on; what is too long
// goes on below itself, and below a label that takes its place.
func (p *page) pair(at int, label span, value ...span) {
	room := p.inner() - at
	if room < 12 {
		p.add(append([]span{gap(2), label, gap(1)}, value...)...)
		return
	}
	wide := text.WidthUpTo(label.text, p.inner())
	fill := gap(max(1, at-2-wide))
	if len(value) != 1 || text.WidthUpTo(value[0].text, room) <= min(room, p.inner()-3-wide) {
		p.add(append(append(make([]span, 0, 3+len(value)), gap(2), label, fill), value...)...)
		return
	}
	first := []span{gap(2), label, fill}
	if 2+wide >= at { // it has no room beside it
		p.add(gap(2), label)
		first = []span{gap(at)}
	}
	for i, line := range text.Wrap(value[0].text, room) {
		if i > 0 {
			first = []span{gap(at)}
		}
		p.add(append(first, own(value[0].tok, line))...)
	}
}

// section returns a reference as short as it can be written: "§6.3" for one of RFC
// 9112, "9110 §9.2.2" for another.
func section(ref string) string {
	if s, ok := strings.CutPrefix(ref, "RFC 9112 "); ok {
		return s
	}
	return strings.TrimPrefix(ref, "RFC ")
}

// source returns a reference as it stands beside a heading: "9112 §9.5".
func source(ref string) string { return strings.TrimPrefix(ref, "RFC ") }
