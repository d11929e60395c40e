package ui

import "time"

// A notice stands in the row now for a while: why a key cannot be used, what
// was copied.
type notice struct {
	text  string
	until time.Duration // on the session's clock
}

const noticeFor = 3 * time.Second

func (m *Model) say(s string) {
	if m.opt.Recording { // its clock stands still: the next key takes the notice away
		m.notice = notice{s, m.now + 1}
		return
	}
	m.notice = notice{s, m.now + noticeFor}
}

// noticed is the notice, while it stands.
func (m *Model) noticed() string {
	if m.now >= m.notice.until {
		m.notice = notice{}
	}
	return m.notice.text
}
