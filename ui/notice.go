package ui

import (
	"math"
	"strings"
	"time"

	"linger/session"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
)

// A notice stands in the row now for a while: why a key cannot be used, what
// was copied.
type notice struct {
	text    string
	shorter []string      // the same in fewer words, for narrow screens
	until   time.Duration // on the session's clock
}

const (
	noticeFor = 3 * time.Second
	never     = time.Duration(math.MaxInt64)
)

func (d *desk) say(s string, shorter ...string) {
	d.notice = notice{s, shorter, d.now + noticeFor}
	if d.src.Recording { // its clock stands still, or is the recording's: the next key takes the notice away
		d.notice.until = never
	}
}

// summarize says what came of long work, until the next key, and at the foot of the
// list, until something else is sent.
func (d *desk) summarize() {
	if d.rec.Work.Kind == session.WorkWait {
		return
	}
	forms := words.Summary(d.rec)
	s, _ := d.rec.Summary()
	d.list.SetSummary(len(s.Lost) > 0, forms...)
	if len(forms) > 0 {
		d.say(forms[0], forms[1:]...)
		d.notice.until = never
	}
}

// expire takes the notice away once it has stood long enough.
func (d *desk) expire() {
	if d.now >= d.notice.until {
		d.notice = notice{}
	}
}

// fitting returns the notice in words that the row of a screen w cells wide has
// room for.
func (n *notice) fitting(w int) string {
	x, _ := layout.Bar(w)
	return firstThatFits(w-1-x, n.text, n.shorter...)
}

// firstThatFits returns the first of some sentences, from the longest on, that
// fits in w cells. Where none does, it returns what fits of the last, up to the
// end of a sentence or a part of one; where not even one does, all of it.
func firstThatFits(w int, s string, shorter ...string) string {
	for _, form := range append([]string{s}, shorter...) {
		if s = form; text.Width(s) <= w {
			return s
		}
	}
	for _, end := range []string{". ", "; "} {
		for i := strings.LastIndex(s, end); i > 0; i = strings.LastIndex(s[:i], end) {
			if part := s[:i] + "."; text.Width(part) <= w {
				return part
			}
		}
	}
	return s
}
