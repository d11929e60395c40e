package observe

import (
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/wire"
)

// noticed returns the message that announced the end of the connection. An announcement
// in a message takes precedence over linger's count of max. If an unsolicited response
// came immediately before the end, noticed returns that response even if it announced
// nothing.
func (c *Conn) noticed(now time.Duration) session.Notice {
	d := c.decider()
	n := session.Notice{Of: d.id, Unsolicited: d.unsolicited}
	if d.facts != nil {
		n.Kind = noticeIn(d.facts)
		n.ContentEnd = d.facts.Framing() == wire.FramingCloseDelimited && (n.Kind == session.NoticeHTTP10 || n.Kind == session.NoticeHTTP10Request)
	}
	if n.Kind != session.NoticeResponseClose && n.Kind != session.NoticeRequestClose && c.budget.announces() {
		return session.Notice{Kind: session.NoticeMax, Of: c.budget.Source}
	}
	if n.Kind == "" && (!n.Unsolicited || now-d.ended > ending.InUse) {
		return session.Notice{}
	}
	if n.Unsolicited {
		n.Status, n.Waited = d.status, max(0, d.began-c.idleSince)
	}
	return n
}

// A decider identifies the response that decides whether the connection persists.
type decider struct {
	id           int
	unsolicited  bool
	status       int
	facts        *wire.Facts // nil: no response decides
	began, ended time.Duration
}

// decider returns the response that announced the end. If there is none, decider returns
// a response that was complete before its request was sent, or one whose header section
// is complete. Otherwise it returns the last complete response.
func (c *Conn) decider() decider {
	last := decider{c.last.Exchange, c.last.unsolicited, c.last.Status, &c.last.facts, c.last.began, c.last.ended}
	if c.isSpent() && noticeIn(&c.last.facts) != "" {
		return last
	}
	if len(c.outstanding) > 0 && c.outstanding[0].answer != nil {
		return decides(c.outstanding[0], c.outstanding[0].answer)
	}
	if ex := c.underWay(); ex != nil && ex.final {
		return decides(ex, c.dec.Facts())
	}
	if last.id == 0 {
		last.facts = nil
	}
	return last
}

func decides(ex *exchange, f *wire.Facts) decider {
	return decider{ex.id, !ex.solicited, f.Status, f, ex.firstByte, ex.lastByte}
}

// noticeIn returns how a response or its request announces the end, or "" if neither
// does.
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
