package detail

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// faulty says whether the end is one that somebody has to look into.
func faulty(s *scene) bool {
	c := s.conn.Close
	return s.conn.Broken() || c.Phase != session.PhaseIdle && c.By != session.ByClient && !endsContent(s)
}

// endsContent says whether the close is the end of close-delimited content: the
// response is whole then (RFC 9112 §6.3).
func endsContent(s *scene) bool {
	e, c := s.conn.Last(), s.conn.Close
	return e != nil && e.Facts.Complete && e.Facts.Framing() == wire.CloseDelimited && c.Phase == session.PhaseResponse && len(c.Lost) == 0
}

// unannounced says whether the connection was closed right after a response
// that promised to persist.
func unannounced(s *scene) bool {
	return slices.ContainsFunc(s.conn.Findings, func(f wire.Finding) bool { return f.Code == session.CodeCloseUnannounced })
}

// A verdict compares an idle close with the advertised timeout.
type verdict uint8

const (
	untold verdict = iota
	early
	onTime
	late
)

// The bounds are those of the findings closed-early and closed-late.
func against(c session.Closed) verdict {
	if c.Advertised == nil || c.Phase != session.PhaseIdle {
		return untold
	}
	switch d := c.Idle - *c.Advertised; {
	case d < -500*time.Millisecond:
		return early
	case d > 1500*time.Millisecond:
		return late
	}
	return onTime
}

// endTitle is the end in one line.
func endTitle(s *scene) string {
	c := s.conn.Close
	if c.By == session.ByClient && lostFraming(s) {
		return "We ended it: where the message ends was lost"
	}
	subject := map[session.Party]string{session.ByServer: "The server ended it", session.ByClient: "We ended it", session.ByNetwork: "The network ended it"}[c.By]
	if subject == "" {
		subject = "It ended"
	}
	switch {
	case c.Refused != "":
		return "The server refused the TLS handshake"
	case c.Phase == session.PhaseRequest:
		return subject + " while a request was being sent"
	case endsContent(s):
		return subject + ", to end the content of response " + lastID(s)
	case c.Phase == session.PhaseResponse:
		return subject + " before the response was complete"
	}
	subject += ", while idle"
	switch {
	case c.By == session.ByClient:
		return subject
	case unannounced(s):
		return subject + ", unannounced"
	case c.Announced:
		return subject + ", as it had announced"
	}
	return subject + ", " + compared(c)
}

// punctual is how near to its deadline a close is as it had been advertised: what
// is left is scheduling, on either side.
const punctual = 10 * time.Millisecond

// compared holds the end against the advertised timeout.
func compared(c session.Closed) string {
	if against(c) == untold {
		return "without having said when"
	}
	switch d := c.Idle - *c.Advertised; {
	case d < -punctual:
		return apart(-d) + " earlier than advertised"
	case d > punctual:
		return apart(d) + " later than advertised"
	}
	return "as it had advertised"
}

func who(by session.Party) string {
	switch by {
	case session.ByServer:
		return "the server"
	case session.ByClient:
		return "linger, on your behalf"
	}
	return "the network: no end of the connection said so"
}

func how(c session.Closed) string {
	switch c.How {
	case session.HowFIN:
		if c.By == session.ByClient {
			return "FIN: we send nothing more"
		}
		return "FIN: it will send nothing more"
	case session.HowReset:
		return "reset (RST): what was on its way is thrown away"
	case session.HowCloseNotify:
		return "TLS closure alert: it will send nothing more, and nothing was cut off"
	case session.HowTimeout:
		return "a wait that ran out"
	}
	return "an error of the connection"
}

func when(s *scene) string {
	c := s.conn.Close
	switch {
	case c.Phase == session.PhaseRequest:
		return "while request " + lastID(s) + " was being sent"
	case endsContent(s):
		return "where the content of response " + lastID(s) + " ends"
	case c.Phase == session.PhaseResponse:
		return "while response " + lastID(s) + " was awaited or coming in"
	}
	for i := len(s.conn.Exchanges) - 1; i >= 0; i-- {
		if e := s.conn.Exchanges[i]; e.Requested { // what nobody asked for does not start the clock again
			return text.Exact(c.Idle) + " after the last byte of exchange " + strconv.Itoa(e.ID)
		}
	}
	return text.Exact(c.Idle) + " after it was connected"
}

func lastID(s *scene) string {
	if len(s.conn.Close.Lost) > 0 {
		return strconv.Itoa(s.conn.Close.Lost[0])
	}
	if e := s.conn.Last(); e != nil {
		return strconv.Itoa(e.ID)
	}
	return ""
}

func advertised(c session.Closed) string {
	if c.Advertised == nil {
		return "no: no timeout that applies"
	}
	said := "timeout=" + strings.TrimSuffix(text.Seconds(*c.Advertised), " s") + ": "
	if c.Phase != session.PhaseIdle {
		return said + "it ended in use, not idle"
	}
	d := c.Idle - *c.Advertised
	switch {
	case d < 0:
		return said + "closed " + apart(-d) + " before it"
	default:
		return said + "closed " + apart(d) + " after it"
	}
}

// apart is a difference: milliseconds below a second, tenths above.
func apart(d time.Duration) string {
	if d = d.Round(time.Millisecond); d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return text.Clock(d.Round(100 * time.Millisecond))
}

func announced(s *scene) string {
	c := s.conn
	if !c.Close.Announced {
		return "no: no message said Connection: close"
	}
	e := c.Last()
	if e == nil {
		return "yes"
	}
	n := strconv.Itoa(e.ID)
	switch {
	case e.Facts.Close:
		return "yes: response " + n + " said Connection: close"
	case e.Facts.Request.Close:
		return "yes: request " + n + " said Connection: close"
	}
	switch e.Reason {
	case wire.ReasonHTTP10Default:
		return "yes: response " + n + " is HTTP/1.0, without keep-alive"
	case wire.ReasonHTTP10Request:
		return "yes: request " + n + " was HTTP/1.0, without keep-alive"
	case wire.ReasonCloseDelimited:
		return "yes: only the close ends the content of response " + n
	}
	return "yes: max was spent"
}

func lost(s *scene) string {
	ids := s.conn.Close.Lost
	switch {
	case len(ids) == 0 && s.conn.Close.Phase == session.PhaseIdle:
		return "nothing: no request was outstanding"
	case endsContent(s):
		return "nothing: the response is whole"
	case len(ids) == 0:
		return "no request, but the response is not whole"
	}
	names := make([]string, 0, min(len(ids), 5))
	for _, id := range ids[:min(len(ids), 5)] {
		names = append(names, strconv.Itoa(id))
	}
	if len(ids) == 1 {
		return "exchange " + names[0] + ": it may have been processed, or not"
	}
	words := "exchanges " + strings.Join(names, ", ")
	if len(ids) > 5 {
		words += " and " + strconv.Itoa(len(ids)-5) + " more"
	}
	return words + ": they may have been processed, or not"
}

func sectionOf(s *scene) string {
	c := s.conn.Close
	switch {
	case c.By == session.ByClient && lostFraming(s):
		return "§6.3"
	case endsContent(s):
		return "§6.3"
	case c.By == session.ByClient, unannounced(s):
		return "§9.6"
	case c.How == session.HowCloseNotify && c.Phase == session.PhaseIdle && against(c) == untold:
		return "§9.8"
	case c.Announced || c.How == session.HowReset:
		return "§9.6"
	case c.Phase == session.PhaseResponse && len(c.Lost) == 0:
		return "§8"
	}
	return "§9.5"
}

// meansOf is what the end means for whoever uses such connections.
func meansOf(s *scene) string {
	c := s.conn.Close
	const free = "Either side may close an idle connection at any time, without notice: this is no error. "
	switch {
	case c.Refused != "":
		return c.Refused
	case c.By == session.ByClient:
		return meansOurs(s)
	case len(c.Lost) > 0:
		return "A request was on its way when the connection ended. Nobody on this side can know whether the server acted on it: only what is idempotent may be sent again without asking."
	case endsContent(s):
		return "Nothing else says where such content ends: only the close does, so a broken transfer can pass for a whole one. A length, or the chunked coding, would tell them apart and let the connection stay open."
	case c.Phase == session.PhaseResponse:
		return "The message is incomplete: what came must not pass for the whole. Look for the reason where the server is."
	case c.How == session.HowReset:
		return "A reset throws away what is on its way in either direction. A server that has only finished waiting sends a FIN; one that crashed, or was handed bytes it never read, resets."
	case unannounced(s):
		return "The response before it had promised that the connection stays open. Any request sent at that moment would have been lost without a sign: a server should say Connection: close in its last response."
	case c.Announced:
		return "It had said so before: no request was sent into it, and nothing was lost. This is how a connection ought to end."
	}
	measured, known := limit(s)
	switch v := against(c); {
	case v == early && known:
		return free + "But a client that trusted the hint of " + text.Seconds(*c.Advertised) + " would have sent into a closed connection. " + measured
	case v == early:
		return free + "But a client that trusted the hint of " + text.Seconds(*c.Advertised) + " would have sent into a closed connection: keep to " + text.Seconds(max(0, c.Idle.Truncate(100*time.Millisecond))) + " less a round trip."
	case v == late && known:
		return free + "It was kept longer than the hint said, which does no harm. " + measured
	case v == late:
		return free + "It was kept longer than the hint said, which does no harm: the hint is what a client may count on."
	case v == onTime && known:
		return "An idle timeout ran out. " + free + measured
	case v == onTime:
		safe := *c.Advertised - record.CautionBefore
		if safe <= 0 {
			return "An idle timeout ran out. " + free + "Here the hint was honest, but too short to reuse the connection safely."
		}
		n := strings.TrimSuffix(text.Seconds(*c.Advertised), " s")
		honest := "Here the hint was honest"
		if *c.Advertised-c.Idle > punctual {
			honest = "A hint is no finer than a second, and its last one does not count"
		}
		return "An idle timeout ran out. " + free + honest + ": reuse was safe for " + text.Seconds(safe) + " of the " + n + "."
	}
	if known {
		return free + "It gives no time. " + measured
	}
	return free + "It had given no time, so the limit is known only by measuring it."
}

func probeWords(s *scene) string {
	c := s.conn.Close
	if c.Phase == session.PhaseIdle && c.By == session.ByServer && !c.Announced && !unannounced(s) {
		if g := s.seen(); g.High-g.Low > punctual {
			return "probe: how wide is the range?"
		}
		if against(c) == onTime {
			return "probe: is the limit always " + text.Seconds(*c.Advertised) + ", or a range?"
		}
		return "probe: is the limit always " + text.Exact(c.Idle) + ", or a range?"
	}
	return "probe: how this server treats connections"
}

// lostFraming says whether the last message's framing was lost.
func lostFraming(s *scene) bool {
	e := s.conn.Last()
	return e != nil && e.Reason == wire.ReasonFramingError && s.conn.Close.Phase != session.PhaseIdle
}

// meansOurs is what it means that this side ended the connection.
func meansOurs(s *scene) string {
	c := s.conn.Close
	switch {
	case lostFraming(s):
		return "Where the message ends cannot be known, so nothing after it could be read. linger closed the connection rather than guess."
	case c.How == session.HowReset:
		return "A reset throws away what is on its way in either direction. It is what a client does that wants no more, at once; the server sees an error."
	case c.How == session.HowTimeout:
		return "A wait ran out. The server had not closed, and may still think of the connection as open."
	case c.Phase != session.PhaseIdle:
		return "A request was still under way: what the server makes of it is not known here."
	case c.Announced:
		return "A message had said close, so this was due. Either side may be the first to do it: the server ought to, and had not."
	}
	if e := s.conn.Last(); e != nil && e.Reason == wire.ReasonFramingError {
		return "The framing of response " + strconv.Itoa(e.ID) + " was in error: what one reader takes for the next message may be content to another. So linger sent nothing more, and closed."
	}
	return "It was closed in order: all that was asked for had been read, then a FIN was sent. Nothing was lost."
}
