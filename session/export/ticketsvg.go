package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"linger/wire/format"
)

// These are the dimensions of the picture, in pixels.
const (
	svgWidth  = 900
	svgLeft   = 90
	svgRight  = 20
	svgLane   = 34
	svgTop    = 56
	svgHeight = svgTop + 4*svgLane + 44
)

// svgHead is the beginning of the picture. It has a background, so that the picture is
// legible on a dark page.
const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" role="img" font-family="ui-sans-serif, system-ui, sans-serif" font-size="12">
<title>%[3]s</title>
<rect width="%[1]d" height="%[2]d" rx="6" fill="#ffffff" stroke="#d0d7de"/>
`

// svg writes the timeline as an SVG picture with the given title.
func (k *chart) svg(w io.Writer, title string) error {
	var b strings.Builder
	text := func(x, y int, anchor, fill, words string) {
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, fill, xmlText(words))
	}
	lane := func(n int) int { return svgTop + n*svgLane }
	fmt.Fprintf(&b, svgHead, svgWidth, svgHeight, xmlText(title))
	text(svgLeft, 24, "start", "#1f2328", k.begin+" UTC")
	text(svgWidth/2, 24, "middle", "#59636e", format.Duration(k.to-k.from))
	text(svgWidth-svgRight, 24, "end", "#1f2328", k.end+" UTC")
	for i, name := range []string{"request", "response", "idle", "end"} {
		text(svgLeft-12, lane(i)+16, "end", "#59636e", name)
		fmt.Fprintf(&b, `<line x1="%d" y1="%[3]d" x2="%[2]d" y2="%[3]d" stroke="#eaeef2"/>`+"\n", svgLeft, svgWidth-svgRight, lane(i)+26)
	}
	for _, s := range k.spans {
		y, fill := lane(1), "#d4a72c"
		switch s.kind {
		case spanResponse:
			fill = "#2da44e"
		case spanIdle:
			y, fill = lane(2), "#afb8c1"
		}
		x := k.x(s.from)
		fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="14" fill="%s"/>`+"\n", x, y+5, max(1.5, k.x(s.to)-x), fill)
	}
	if s := k.longestIdle(); k.x(s.to)-k.x(s.from) > 70 {
		text(int(k.x(s.from)+k.x(s.to))/2, lane(2)+16, "middle", "#1f2328", format.Exactly(s.to-s.from))
	}
	last := -100.0
	for _, r := range k.requests {
		x := k.x(r.at)
		fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="2" height="14" fill="#0969da"/>`+"\n", x, lane(0)+5)
		if x-last > 24 { // omit numbers that would overlap
			text(int(x)+5, lane(0)+16, "start", "#0969da", fmt.Sprint(r.id))
			last = x
		}
	}
	for _, m := range k.marks {
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%d" x2="%.1[1]f" y2="%[3]d" stroke="#8250df" stroke-dasharray="3 3"/>`+"\n", k.x(m), svgTop-12, lane(4))
	}
	if k.ends != "" {
		fill := "#1f2328"
		if k.faulty {
			fill = "#cf222e"
		}
		x := k.x(k.to)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%d" x2="%.1[1]f" y2="%[3]d" stroke="%[4]s" stroke-width="2"/>`+"\n", x, svgTop-12, lane(3)+20, fill)
		text(int(x)-8, lane(3)+16, "end", fill, k.ends)
	}
	k.legend(&b, lane(4)+26)
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// x returns the horizontal position of a time, in pixels.
func (k *chart) x(at time.Duration) float64 {
	if k.to <= k.from {
		return svgLeft
	}
	part := float64(at-k.from) / float64(k.to-k.from)
	return svgLeft + max(0, min(1, part))*(svgWidth-svgLeft-svgRight)
}

func (k *chart) legend(b *strings.Builder, y int) {
	x := svgLeft
	for _, l := range []struct{ fill, words string }{
		{"#0969da", "request sent"}, {"#d4a72c", "waiting for the response"}, {"#2da44e", "response"}, {"#afb8c1", "idle"}, {"#8250df", "mark"},
	} {
		if l.words == "mark" && len(k.marks) == 0 {
			continue
		}
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="10" height="10" fill="%s"/><text x="%d" y="%d" fill="#59636e">%s</text>`+"\n", x, y-9, l.fill, x+16, y, l.words)
		x += 34 + 7*len(l.words)
	}
}

// xmlText returns words with markup escaped, and with replacements for the characters
// that XML does not allow.
func xmlText(words string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(visible(words))) // writing to a Builder does not fail
	return b.String()
}
