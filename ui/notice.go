package ui

import (
	"strings"
	"time"

	"linger/ui/layout"
	"linger/ui/text"
)

// A notice stands in the row now for a while: why a key cannot be used, what
// was copied.
type notice struct {
	text    string
	shorter []string      // the same in fewer words, for narrow screens
	until   time.Duration // on the session's clock
}

const noticeFor = 3 * time.Second

func (m *Model) say(s string, shorter ...string) {
	m.notice = notice{s, shorter, m.now + noticeFor}
	if m.opt.Recording { // its clock stands still: the next key takes the notice away
		m.notice.until = m.now + 1
	}
}

// noticed is the notice, while it stands, in words that the row has room for.
func (m *Model) noticed() string {
	if m.now >= m.notice.until {
		m.notice = notice{}
	}
	x, _ := layout.Bar(m.w)
	return firstThatFits(m.w-1-x, m.notice.text, m.notice.shorter...)
}

// firstThatFits is the first of some sentences, from the longest on, that fits
// in w cells. Where none does it is what fits of the last, up to the end of a
// sentence or a part of one; where not even one does, all of it.
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
