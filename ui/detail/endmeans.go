package detail

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// sectionOf is where the end is dealt with.
func sectionOf(s *scene) string {
	c := s.conn.Close
	switch {
	case s.conn.Close.Motive == session.MotiveLimit:
		return "9112 §2.2"
	case s.conn.Close.Motive == session.MotiveFraming, endsContent(s) && goodbye(s) == nil:
		return "9112 §6.3"
	case s.conn.Close.Motive == session.MotiveData, s.conn.Close.Motive == session.MotiveResponses:
		return "9112 §9.2"
	case c.By == session.ByClient, unannounced(s), s.conn.Barred:
		return "9112 §9.6"
	case goodbye(s) != nil && goodbye(s).Facts.Status == 408:
		return "9110 §15.5.9"
	case c.How == session.HowCloseNotify && c.Phase == session.PhaseIdle && against(c) == untold:
		return "9112 §9.8"
	case len(c.Lost) > 0:
		return "9110 §9.2.2"
	case c.Phase == session.PhaseResponse:
		return "9112 §8"
	case c.Announced || c.How == session.HowReset || afterOurs(s):
		return "9112 §9.6"
	}
	return "9112 §9.5"
}

const free = "Either side may close an idle connection at any time, without notice: this is no error. "

// meansOf is what the end means for whoever uses such connections.
func meansOf(s *scene) string {
	c := s.conn.Close
	switch {
	case c.Refused != "":
		return c.Refused
	case s.conn.Barred:
		return "A close option had come first: the server must not process what it receives after that. So whatever was lost did not take effect, and any of it may be sent again on a new connection, a POST as well."
	case c.By == session.ByClient:
		return meansOurs(s)
	case len(c.Lost) > 0:
		return "A request was on its way when the connection ended. Nobody on this side can know whether the server acted on it: only what is idempotent may be sent again without asking."
	case goodbye(s) != nil:
		return meansGoodbye(s, goodbye(s))
	case endsContent(s):
		return "Nothing else says where such content ends: only the close does, so a broken transfer can pass for a whole one. A length, or the chunked coding, would tell them apart and let the connection stay open."
	case c.Phase == session.PhaseResponse:
		return "The message is incomplete: what came must not pass for the whole. Look for the reason where the server is."
	case c.How == session.HowReset:
		return "A reset throws away what is on its way in either direction. A server that has only finished waiting sends a FIN; one that crashed, or was handed bytes it never read, resets."
	case afterOurs(s):
		return "linger had shut the write side first. To the server that says that no request will follow, and it closed, as it may. This tells nothing about how long it would have waited: for that, send again and wait."
	case unannounced(s):
		return "The response before it had promised that the connection stays open. Any request sent at that moment would have been lost without a sign: a server should say Connection: close in its last response."
	case c.Announced:
		return "It had said so before: no request was sent into it, and nothing was lost. This is how a connection ought to end."
	}
	return meansIdle(s)
}

// meansGoodbye is what it means that the server ended the connection with a
// response that nobody had asked for.
func meansGoodbye(s *scene, e *record.Exchange) string {
	n := strconv.Itoa(e.ID)
	words := "The server had a last word that nobody had asked for, response " + n + ". "
	if e.Facts.Status == 408 {
		words = "The server waited " + format.Exactly(max(0, e.FirstByte-s.conn.IdleSince)) + " for a request, and then said so: response " + n + " is a 408 that nobody had asked for. "
	}
	if c := s.conn.Close; against(c) == early {
		words += "It had advertised " + format.Seconds(*c.Advertised) + " of idle time. "
	}
	return words + "Nothing was lost here; but a client that sends at this moment takes it for the answer to its own request."
}

// meansIdle is what the end of an idle connection means, of which nothing was
// said before but a time, perhaps.
func meansIdle(s *scene) string {
	c := s.conn.Close
	measured, known := limit(s)
	switch v := against(c); {
	case v == early && known:
		return free + "But a client that trusted the hint of " + format.Seconds(*c.Advertised) + " would have sent into a closed connection. " + measured
	case v == early:
		return free + "But a client that trusted the hint of " + format.Seconds(*c.Advertised) + " would have sent into a closed connection: keep to " + format.Seconds(max(0, c.Idle.Truncate(100*time.Millisecond))) + " less a round trip."
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
		n := strings.TrimSuffix(format.Seconds(*c.Advertised), " s")
		honest := "Here the hint was honest"
		if *c.Advertised-c.Idle > punctual {
			honest = "A hint is no finer than a second, and its last one does not count"
		}
		return "An idle timeout ran out. " + free + honest + ": reuse was safe for " + format.Seconds(safe) + " of the " + n + "."
	}
	if known {
		return free + "It gives no time. " + measured
	}
	return free + "It had given no time, so the limit is known only by measuring it."
}

// meansOurs is what it means that this side ended the connection.
func meansOurs(s *scene) string {
	c := s.conn.Close
	switch s.conn.Close.Motive {
	case session.MotiveLimit:
		reached, _, _ := strings.Cut(c.Compared, ";")
		return "linger gave up by itself: " + text.Safe(reached) + ". What comes without end has to be stopped somewhere, or it fills the memory; with a larger limit linger would have read on."
	case session.MotiveFraming:
		return "Where the message ends cannot be known, so nothing after it could be read. linger closed the connection rather than guess."
	case session.MotiveResponses:
		return "More than 100 responses came that nobody had asked for, and linger puts up with no more. They answer nothing: a client that uses such a connection takes them for its own answers, and ought to close at the first."
	case session.MotiveData:
		return "More than 1 MiB came that answers nothing, and linger puts up with no more. A client ought to close at the first byte of it."
	case session.MotiveStuck:
		return "The server had answered, and read no more of the request: what was left of it could be sent neither whole nor not at all."
	case session.MotiveCutShort:
		return "The server answered before it had the whole request, and the rest was not sent. Nothing could follow on this connection, so linger closed it. The response is whole."
	}
	switch {
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
