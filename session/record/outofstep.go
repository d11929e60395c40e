package record

import (
	"slices"

	"linger/session"
	"linger/wire"
)

// loseStep records that the bytes from off on answer no request, so that the connection
// cannot be used again after the exchange before them.
func (c *Connection) loseStep(off int64) {
	if c.followedAt > 0 || off <= 0 {
		return
	}
	c.followedAt = off
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		c.outOfStep(e)
		if e.Response.Len > 0 && e.Response.Off < off {
			return
		}
	}
}

// Misframed returns the number of the exchange with the first request that does not end
// where its framing says, and the finding about it. The server misreads every request
// after it. ok is false if there is no such finding.
func (c *Connection) Misframed() (exchange int, f wire.Finding, ok bool) {
	if e := c.Exchange(c.misframed); e != nil {
		for _, f := range e.Findings {
			if session.Misframes(f.Code) {
				return e.ID, f, true
			}
		}
	}
	return c.misframed, f, false
}

// OtherProtocol returns the finding that names the protocol that the server speaks
// instead of HTTP/1.x. ok is false if there is none.
func (c *Connection) OtherProtocol() (f wire.Finding, ok bool) {
	other := func(f wire.Finding) bool { return f.Code == wire.CodeOtherProtocol }
	if i := slices.IndexFunc(c.Findings, other); i >= 0 {
		return c.Findings[i], true
	}
	for _, e := range c.Exchanges {
		if i := slices.IndexFunc(e.Findings, other); i >= 0 {
			return e.Findings[i], true
		}
		if len(e.Heads) > 0 { // the server does speak HTTP/1.x
			break
		}
	}
	return f, false
}

// LeftOver returns the number of the exchange whose response put the connection out of
// step because it does not end where its framing says, and the finding that explains the
// bytes after it. exchange is 0 if there is no such response; ok is false if there is no
// such finding.
func (c *Connection) LeftOver() (exchange int, f wire.Finding, ok bool) {
	if c.followedAt == 0 {
		return 0, f, false
	}
	found := c.Findings
	for _, e := range slices.Backward(c.Exchanges) {
		if e.Response.Len > 0 && e.Response.Off < c.followedAt {
			exchange, found = e.ID, slices.Concat(found, e.Findings)
			break
		}
	}
	for _, f := range found {
		if f.Offset >= c.followedAt && f.Code != wire.CodeUnsolicited && f.Code != wire.CodeOutOfStep {
			return exchange, f, true
		}
	}
	return exchange, f, false
}

// LeftOverLines returns the lines of st, which has bytes left over. If a finding explains
// the bytes, the lines follow that explanation: see [wire.LeftOver].
func (c *Connection) LeftOverLines(st *Stretch) (lines []wire.Line) {
	for _, l := range st.Lines() {
		if l.Kind == wire.KindUnsolicited || l.Kind == wire.KindLost {
			if code, ok := c.readingAt(l.Off); ok {
				raw := st.Bytes(l.Off, l.Len)
				lines = append(lines, wire.LeftOver(code, raw, l.Off)...)
				l.Off, l.Len = l.Off+int64(len(raw)), l.Len-int64(len(raw))
			}
		}
		if l.Len > 0 {
			lines = append(lines, l)
		}
	}
	return lines
}

// readingAt returns the code of the last finding that explains the bytes at off. ok is
// false if there is none.
func (c *Connection) readingAt(off int64) (code wire.Code, ok bool) {
	for _, f := range c.Findings {
		if f.Offset == off && wire.IsLeftOver(f.Code) {
			code, ok = f.Code, true
		}
	}
	return code, ok
}

// Promised returns the reason why the connection persists or ends if only this exchange
// is considered. Unlike Reason, it ignores that the connection is out of step.
func (e *Exchange) Promised() wire.Reason {
	f := e.Facts()
	if f.FollowedAt == 0 && !f.RequestMisread {
		return e.Reason
	}
	f.FollowedAt, f.RequestMisread = 0, false
	return f.Persistence()
}

// outOfStep corrects the reason of an exchange on a connection that is out of step.
func (c *Connection) outOfStep(e *Exchange) {
	misread := c.misframed > 0 && e.ID >= c.misframed
	if (c.followedAt > 0 || misread) && e.Done && e.Facts().Framing() != wire.FramingTunnel {
		f := e.change()
		f.FollowedAt, f.RequestMisread = c.followedAt, misread
		e.Reason = e.Facts().Persistence()
	}
}
