package observe

import (
	"linger/session"
	"linger/session/ending"
	"linger/wire"
	"time"
)

// moment returns what was in progress on the connection when it ended.
func (v *verdict) moment(c *Conn) session.Moment {
	switch ex := v.oldest; {
	case c.tunnel != nil:
		return session.Moment{Kind: session.MomentTunnel, Exchange: c.tunnel.id}
	case v.Motive == session.MotiveResponses:
		return session.Moment{Kind: session.MomentAfterUnsolicited, N: int64(c.in.unsolicitedCount)}
	case ex == nil && c.in.lost:
		return session.Moment{Kind: session.MomentAfterLost}
	case v.unsolicited != nil && v.facts.Complete && v.inOrder():
		return session.Moment{Kind: session.MomentEndsUnsolicited, Exchange: v.unsolicited.id}
	case v.unsolicited != nil && ex == nil:
		return session.Moment{Kind: session.MomentInUnsolicited, Exchange: v.unsolicited.id}
	case ex == nil && (c.last.Exchange > 0 || c.opt.Joined): // if Joined is set, the connection had exchanges before the capture began
		return session.Moment{Kind: session.MomentIdle, Exchange: c.idleAfter}
	case ex == nil:
		return session.Moment{Kind: session.MomentUnused}
	case ex.barred > 0 && ex.bytes == 0:
		return session.Moment{Kind: session.MomentAfterClose, Exchange: ex.barred, After: v.at - c.idleSince}
	}
	m := v.inExchange(c)
	m.Exchange, m.Silence = v.oldest.id, v.silence(m.Kind)
	return m
}

// inExchange returns what was in progress in the oldest outstanding exchange. After an
// interim response, only the bytes of the next response count.
func (v *verdict) inExchange(c *Conn) session.Moment {
	ex, f, received := v.oldest, &v.facts, c.dec.Offset()
	switch {
	case v.Phase == session.PhaseRequest && ex.answer != nil:
		return session.Moment{Kind: session.MomentSendingAnswered}
	case v.Phase == session.PhaseRequest:
		return session.Moment{Kind: session.MomentSending}
	case ex.bytes == 0:
		return session.Moment{Kind: session.MomentNoByte, After: v.at - ex.startedAt}
	case f.FramingBad && !f.InterimBad && c.in.lostTo == wire.CodeHeadTooLarge:
		return session.Moment{Kind: session.MomentInHead}
	case f.FramingBad && !f.InterimBad:
		return session.Moment{Kind: session.MomentAfterLostIn}
	case !ex.final && received == f.Off:
		return session.Moment{Kind: session.MomentNoFinalByte, After: v.at - ex.startedAt}
	case !ex.final:
		return session.Moment{Kind: session.MomentHeadBytes, N: received - f.Off}
	case f.Framing() == wire.FramingLengthDelimited:
		return session.Moment{Kind: session.MomentInLength, N: f.ContentBytes, Of: f.Length}
	case f.Framing() == wire.FramingChunked:
		return session.Moment{Kind: session.MomentInChunks, N: f.ContentBytes}
	case v.inOrder():
		return session.Moment{Kind: session.MomentEndsContent}
	}
	return session.Moment{Kind: session.MomentInOpen, N: f.ContentBytes}
}

// silence returns how long a response in progress had been stalled. It returns 0 if the
// response was not stalled, or if the stall does not explain the end.
func (v *verdict) silence(k session.MomentKind) time.Duration {
	ex := v.oldest
	if k == session.MomentEndsContent { // the content was complete, and the client waited only for the close
		if d := v.at - ex.lastByte; d >= session.StalledAfter && v.By != session.ByClient {
			return d
		}
		return 0
	}
	if v.Motive == session.MotiveFraming || v.Motive == session.MotiveLimit || k == session.MomentNoFinalByte || ex.bytes == 0 || ex.answer != nil || v.facts.Complete {
		return 0
	}
	if d := v.at - ex.lastByte; d > ending.InUse {
		return d
	}
	return 0
}

// cut returns the facts of the response that the end left incomplete, or the zero Cut if
// there is none.
func (v *verdict) cut() session.Cut {
	switch {
	case v.oldest != nil && v.oldest.bytes > 0 && !v.facts.Complete:
		if len(v.Lost) > 0 && v.Lost[0] == v.oldest.id {
			return session.Cut{Exchange: v.oldest.id}
		}
		return session.Cut{Exchange: v.oldest.id, Status: v.facts.Status}
	case v.unsolicited != nil && !v.facts.Complete:
		return session.Cut{Exchange: v.unsolicited.id, Status: v.facts.Status}
	}
	return session.Cut{}
}
