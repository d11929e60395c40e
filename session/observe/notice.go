package observe

import (
	"linger/session"
	"linger/wire"
)

// A notice is what announced the end, and the exchange whose message did.
type notice struct {
	kind  session.NoticeKind
	of    int
	asked bool // the exchange has a request
}

// noticed says what announced that the connection would end. What a message
// says for itself comes before a count.
func (c *Conn) noticed() notice {
	id, asked, f, ok := c.decider()
	n := notice{of: id, asked: asked}
	if ok {
		n.kind = noticeIn(f)
	}
	if n.kind != session.NoticeResponseClose && n.kind != session.NoticeRequestClose && c.budget.announces() {
		return notice{kind: session.NoticeMax, of: c.budget.Source, asked: true}
	}
	if n.kind == "" {
		return notice{}
	}
	return n
}

// decider is the exchange whose messages say whether the connection goes on,
// and the facts of its response.
func (c *Conn) decider() (id int, asked bool, f *wire.Facts, ok bool) {
	if c.spent() && noticeIn(&c.last.facts) != "" {
		return c.last.id, c.last.asked, &c.last.facts, true // what was said once holds
	}
	if len(c.outstanding) > 0 && c.outstanding[0].answer != nil {
		ex := c.outstanding[0]
		return ex.id, ex.solicited, ex.answer, true
	}
	if ex := c.underWay(); ex != nil && ex.final {
		return ex.id, ex.solicited, c.dec.Facts(), true
	}
	return c.last.id, c.last.asked, &c.last.facts, c.last.any
}

func noticeIn(f *wire.Facts) session.NoticeKind {
	old := wire.Version{Major: 1, Minor: 0}
	switch {
	case f.Close:
		return session.NoticeResponseClose
	case f.Request.Close:
		return session.NoticeRequestClose
	case f.Version == old && !f.KeepAlive:
		return session.NoticeHTTP10
	case f.Answers && f.Request.Version == old && !f.Request.KeepAlive:
		return session.NoticeHTTP10Request
	}
	return ""
}

// announced says whether something told of the end before.
func (v *verdict) announced() bool { return v.notice.kind != "" }

// goodbye says whether the end was announced by a response that nobody had
// asked for, such as a 408 (RFC 9110 §15.5.9): what it came after was idle time.
func (v *verdict) goodbye() bool { return v.announced() && !v.notice.asked }

// closes says whether a close option forbids that what was sent after that
// exchange be processed.
//
// "The server MUST NOT process any further requests received on that
// connection", be it that it sent the option or received it (RFC 9112 §9.6).
func (n *notice) closes() bool {
	return n.asked && (n.kind == session.NoticeResponseClose || n.kind == session.NoticeRequestClose)
}
