package detail

import (
	"slices"
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
)

// A view is the content of a tab: rows that are drawn on demand. append appends row i,
// which is exactly as wide as the view.
type view interface {
	rows() int
	append(b []byte, i int, cursor bool) []byte
	stop(i int) bool // reports whether the cursor can stop on row i
}

// A page is a view that is short enough to lay out all its rows in advance.
type page struct {
	th   *theme.Theme
	w    int
	list []row

	advice map[wire.Code][]row // the advice for each finding code that is already on the page
}

func newPage(s *scene) *page {
	p := &page{th: s.th, w: s.w}
	p.soft()
	return p
}

// comfortable is the minimum height, in rows, at which a page that does not fit keeps all
// its blank rows.
const comfortable = 20

// tighten removes the soft blank rows of a page that does not fit in h rows, if h is
// small.
func (p *page) tighten(h int) {
	if h < comfortable && len(p.list) > h {
		p.list = slices.DeleteFunc(p.list, func(r row) bool { return r.soft })
	}
}

func (p *page) rows() int       { return len(p.list) }
func (p *page) stop(i int) bool { return p.list[i].to != nil }

func (p *page) append(b []byte, i int, cursor bool) []byte {
	return p.list[i].append(b, p.th, p.w, cursor)
}

// inner returns the width of a row between its margins, in cells.
func (p *page) inner() int { return max(1, p.w-2) }

func (p *page) add(left ...span) *row {
	p.list = append(p.list, row{left: left})
	return &p.list[len(p.list)-1]
}

// blank adds a blank row between sections, unless there is one already.
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

// soft adds a blank row that is removed if the pane is too low: see tighten.
func (p *page) soft() {
	if n := len(p.list); n == 0 || len(p.list[n-1].left) > 0 {
		p.add().soft = true
	}
}

// head adds the heading of a section: a glyph, the title, and the source at the right
// edge. A long title is wrapped and never cut.
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

// lead adds the heading of a section that states what follows from the previous section.
func (p *page) lead(title, source string) {
	p.head(accent, p.th.Glyphs.Sent, title, source)
	p.soft()
}

// say adds text, wrapped and indented below its heading. The caller must make text that
// is not linger's own safe.
func (p *page) say(t tok, s string) { p.sayAt(2, t, s) }

func (p *page) sayAt(indent int, t tok, s string) {
	for _, line := range text.Wrap(s, p.inner()-indent) {
		p.add(gap(indent), own(t, line))
	}
}

// pair adds a label and its text. The text begins at column at. Long text is wrapped
// between that column and the right margin. If the label is too wide, the text begins
// below it.
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
	if 2+wide >= at { // there is no room for the text beside the label
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

// section returns the shortest form of a reference: "§6.3" for RFC 9112, "9110 §9.2.2"
// for other standards.
func section(ref string) string {
	if s, ok := strings.CutPrefix(ref, "RFC 9112 "); ok {
		return s
	}
	return strings.TrimPrefix(ref, "RFC ")
}

// source returns the form of a reference beside a heading: "9112 §9.5".
func source(ref string) string { return strings.TrimPrefix(ref, "RFC ") }
