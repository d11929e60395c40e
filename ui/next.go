package ui

import (
	"bytes"
	"slices"
	"strings"

	"linger/session"
	"linger/ui/composer"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// nextRow returns the row of the request that enter sends, or of the filter while the
// user types it.
func (d *desk) nextRow() string {
	if d.search != nil {
		return d.filterRow()
	}
	if d.watching() {
		return d.placeRow()
	}
	th := d.th
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	line := text.Masked(d.next.Target+" "+d.next.Proto, room)
	method := th.Cut(text.Safe(d.next.Method), room/2)
	line = th.Cut(line, room-text.Width(method)-1)
	used := text.Width(method) + 1 + text.Width(line)
	marked := d.markedWords()
	about, style := marked+d.contents(room-used-3-text.Width(marked)), th.Muted
	if why := d.judged.why; why != "" {
		about, style = words.Fit(room-used-3, th.Glyphs.Warning+" Malformed. "+why, th.Glyphs.Warning+" malformed"), th.Caution
	}
	if about != "" {
		about = "   " + about
	}
	return " " + th.Muted.Render(text.Pad("next", x-1)) + th.Strong.Render(method) + " " + th.Text.Render(line) +
		style.Render(th.Fit(about, room-used)) + " "
}

// A judged holds a request and the result of checking it.
type judged struct {
	request wire.RequestMessage
	known   bool
	why     string // a sentence about why the request is malformed, or "" if it is well-formed
}

// malformed returns a sentence about what is wrong with the next request, or "" if it is
// well-formed.
func (d *desk) malformed() string {
	j, r := &d.judged, &d.next
	if !j.known || !sameMessage(&j.request, r) {
		*j = judged{*r, true, composer.Fault(*r)}
	}
	return j.why
}

func sameMessage(a, b *wire.RequestMessage) bool {
	return a.Method == b.Method && a.Target == b.Target && a.Proto == b.Proto && a.Chunked == b.Chunked && a.ChunkSize == b.ChunkSize && a.Unframed == b.Unframed &&
		slices.Equal(a.Fields, b.Fields) && slices.Equal(a.Trailers, b.Trailers) && bytes.Equal(a.Content, b.Content)
}

// markedWords returns words about the marked requests, which p sends instead of the next
// request.
func (d *desk) markedWords() string {
	n := len(d.marks)
	switch {
	case n == 0 || d.silent() != "":
		return ""
	case n == 1:
		return "p sends the marked one   "
	}
	return "p sends the " + itoa(n) + " marked   "
}

// contents returns a summary of the next request in at most w cells: the names of its
// fields, or their number, and what it says about the connection.
func (d *desk) contents(w int) string {
	r := session.Framed(d.next)
	names, option := "", "no Connection field"
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, "Connection") {
			option = f.Name + ": " + f.Value
			continue
		}
		names += f.Name + ", "
	}
	content := ""
	if n := len(r.Content); n > 0 {
		content = "; " + format.Amount(int64(n)) + " of content"
	}
	option = text.SafeUpTo(option, 60)
	return words.Fit(w, text.SafeUpTo(names, 200)+option+content, format.Count(len(r.Fields), "field")+", "+option+content, option, "")
}

// toggleVersion switches the next request between HTTP/1.1 and HTTP/1.0. The HTTP/1.0
// request does not ask for keep-alive, to show what that version does by default. When
// toggleVersion switches back to HTTP/1.1, it restores Connection: keep-alive.
func (d *desk) toggleVersion() {
	old, asks := d.next.Proto == "HTTP/1.0", session.AsksToPersist(d.next)
	if !old && asks || old && d.persists && !asks {
		d.next = session.TogglePersist(d.next)
	}
	d.persists = !old && asks
	d.next = session.ToggleVersion(d.next)
}
