package words

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/session/servers"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// Section returns the section of the standard that applies to an end.
func Section(e *session.Ending) string {
	switch {
	case e.Instead != "":
		return "9112 §4"
	case e.Motive == session.MotiveLimit:
		return "9112 §2.2"
	case e.Motive == session.MotiveFraming, e.EndsContent() && !e.Goodbye():
		return "9112 §6.3"
	case e.Motive == session.MotiveData, e.Motive == session.MotiveResponses:
		return "9112 §9.2"
	case e.By == session.ByClient, ending.Unannounced(e) && !e.Goodbye(), e.Barred():
		return "9112 §9.6"
	case e.Goodbye() && e.Notice.Status == 408:
		return "9110 §15.5.9"
	case e.How == session.HowCloseNotify && e.Phase == session.PhaseIdle && ending.Against(e) == ending.StandingNone:
		return "9112 §9.8"
	case e.Unreached, e.Silent():
		return "1122 §4.2.3.5"
	case len(e.Lost) > 0:
		return "9110 §9.2.2"
	case e.Phase == session.PhaseResponse:
		return "9112 §8"
	case e.Announced(), e.How == session.HowReset, e.Shut():
		return "9112 §9.6"
	}
	return "9112 §9.5"
}

const free = "Either side may close an idle connection at any time. This is not an error. "

// MeaningOf returns what the end of a connection means. If the connection was out of
// step, the text says only that. Otherwise it is the text of Meaning, followed by what
// linger knows about this server.
func MeaningOf(c *record.Connection, measured string) string {
	if !ending.OutOfStep(&c.Close.Ending) || c.Close.Instead != "" {
		return sentences(sentences(Meaning(&c.Close.Ending, measured), misspelt(c)), Guessed(c))
	}
	return "The connection was out of step before it ended: " + text.Safe(outOfStep(c)) + ". It could not be reused, whatever its hints said."
}

// Guessed returns a sentence that compares an idle close with the default of the server
// that the Server field names. It returns "" if linger does not know that default, or if
// the server advertised a timeout.
func Guessed(c *record.Connection) string {
	e := &c.Close.Ending
	d, ok := servers.Guess(c.Server())
	if !ok || c.State != record.Ended || e.HasAdvertised || e.Phase != session.PhaseIdle || !ending.IdleClose(e) {
		return ""
	}
	if (e.Idle - d.Idle).Abs() <= ending.LateBy {
		return "That is the default of " + d.Name + "."
	}
	return "The guess (" + d.Name + ", " + format.Seconds(d.Idle) + ") was wrong: " + d.Option + " is set to another value here."
}

// outOfStep returns a clause about what caused a connection to be out of step.
func outOfStep(c *record.Connection) string {
	if n, f, ok := c.Misframed(); ok {
		return "request " + strconv.Itoa(n) + " does not end where it says, " + f.Detail
	}
	n, f, ok := c.LeftOver()
	why := "unsolicited data came"
	switch {
	case ok && f.Code == wire.CodeLengthShort:
		why, _, _ = strings.Cut(f.Detail, ";") // the Wire tab shows the offset of a status-line that follows
	case ok:
		why = session.TextOf(f)
	}
	if n == 0 {
		return why
	}
	return "response " + strconv.Itoa(n) + " does not end where it says (" + why + ")"
}

// Meaning returns what an end means for a program that uses the connection. measured is a
// sentence about the idle timeout that several closes showed, or "".
func Meaning(e *session.Ending, measured string) string {
	switch {
	case e.Instead != "":
		return "The server sent " + text.Safe(e.Instead) + ". No HTTP/1.x client can use this port: check the port and the scheme."
	case e.Refusal != "":
		return Refused(e)
	case e.Unreached:
		return "The server acknowledged no byte of the request. A NAT, load balancer or firewall on the path probably forgot the connection. The request probably did not arrive."
	case e.Silent():
		return "The server's host no longer answers TCP: the path is gone, or the host is. The server is not slow. " + silentLoss(e)
	case e.Barred():
		return "Connection: close came first, so the server did not process what followed. It may be repeated, even a POST."
	case e.By == session.ByRelay:
		return "The relay did this because it was asked to. It says nothing about the client or the server."
	case e.By == session.ByClient:
		return meaningOfClient(e)
	case len(e.Lost) > 0:
		return "A request was in transit when the connection ended. Whether it was processed is unknown; repeat only what is idempotent."
	case e.Goodbye():
		return meaningOfGoodbye(e)
	case e.EndsContent() && e.Moment.Silence > 0:
		return "Only the close ends this content, and the server closed " + format.Exactly(e.Moment.Silence) + " after the last byte. Every client waits that long, even an HTTP/1.0 client: the server should close at once, or send a length."
	case e.EndsContent():
		return "Only the close ends this content, so an incomplete transfer can look complete. A length or chunks would show it."
	case e.Moment.Kind == session.MomentInLength && e.How == session.HowFIN:
		return "Content-Length announces " + format.Count(e.Moment.Of, "byte") + "; " + format.Number(e.Moment.N) + " came before the close: the length is too large, or the server stopped early. Do not treat what arrived as complete."
	case e.Phase == session.PhaseResponse:
		return "Do not treat what arrived as complete. Look for the cause on the server."
	case e.How == session.HowReset:
		return "A reset discards data in transit. A server that only timed out sends FIN; one that crashed, or left bytes unread, resets."
	case e.Shut():
		return clientFirst(e) + " half-closed first, and the server closed, which is allowed. Its idle limit is still unknown."
	case ending.Unannounced(e):
		return "The last response said the connection would stay open. A request sent then would have been lost. A server should announce the close with Connection: close."
	case e.Announced():
		return "The server had announced the close, so nothing was sent and nothing was lost. This is how a connection should end."
	}
	return meaningOfIdle(e, measured)
}

// silentLoss returns a sentence about what happened to the request when TCP keepalive
// probes were not answered.
func silentLoss(e *session.Ending) string {
	if len(e.Lost) == 0 {
		return "Nothing was lost."
	}
	return "It had received the request; repeat only what is idempotent."
}

// meaningOfGoodbye returns what an end means if the last message was an unsolicited
// response.
func meaningOfGoodbye(e *session.Ending) string {
	n := strconv.Itoa(e.Notice.Of)
	s := "The server sent an unsolicited response (" + n + ") and closed. "
	if e.Notice.Status == 408 {
		s = "The server waited " + format.Exactly(e.Notice.Waited) + ", then sent an unsolicited 408 (response " + n + ") and closed. "
	}
	if ending.Against(e) == ending.StandingEarly {
		s += "It advertised " + format.Seconds(e.Advertised) + ". "
	}
	return s + "Nothing was lost. A client that sends at that moment takes that response for its own."
}

// meaningOfIdle returns what the close of an idle connection means if nothing announced
// the close, apart from a timeout.
func meaningOfIdle(e *session.Ending, measured string) string {
	advertised := format.Seconds(e.Advertised)
	switch ending.Against(e) {
	case ending.StandingEarly:
		if n := ending.InMilliseconds(e); n > 0 {
			return "The server most likely advertised milliseconds, but timeout counts seconds. A client that trusts " + advertised + " sends into a closed connection. Send timeout=" + strconv.FormatInt(n, 10) + "."
		}
		s := free + "A client that trusted " + advertised + " would have sent into a closed connection. "
		if measured == "" {
			measured = "Stay below " + format.Seconds(max(0, e.Idle.Truncate(100*time.Millisecond))) + "."
		}
		return s + measured
	case ending.StandingLate:
		s := free + "The connection stayed open longer than advertised. That is harmless."
		if measured != "" {
			s += " " + measured
		}
		return s
	case ending.StandingOnTime:
		return "An idle timeout ran out. " + free + meaningOfHint(e, measured)
	}
	if measured != "" {
		return free + "No timeout advertised. " + measured
	}
	return free + "No timeout was advertised; only a measurement shows the limit."
}

// meaningOfHint returns what an advertised timeout means if the server closed as
// advertised.
func meaningOfHint(e *session.Ending, measured string) string {
	safe := e.Advertised - time.Second
	switch {
	case measured != "":
		return measured
	case safe <= 0:
		return "The hint was true, but too short to reuse safely."
	case e.Advertised-e.Idle > ending.Punctual:
		return "Timeouts are whole seconds: do not rely on the last one."
	}
	said := "The hint held. Clients should stop at " + format.Seconds(safe) + ": the last second of a hint is not safe."
	return sentences(said, likeNode(e))
}

// likeNode returns a sentence if a server closed one second after the advertised timeout,
// as Node does, and "" otherwise.
func likeNode(e *session.Ending) string {
	if e.HasAdvertised && ending.IdleClose(e) && (e.Idle-e.Advertised-time.Second).Abs() <= nodeSlack {
		return "Node closes a second later than it advertises, on purpose: this may be a Node server."
	}
	return ""
}

// Aside returns a remark about the server that the end of a connection suggests: a
// misspelt close option, or a timeout that is typical of a certain server. It returns ""
// if there is none.
func Aside(c *record.Connection) string {
	if s := misspelt(c); s != "" {
		return s
	}
	if s := Guessed(c); s != "" {
		return s
	}
	return likeNode(&c.Close.Ending)
}

// misspelt returns a sentence about an option of the last response that resembles close,
// if the server closed right after that response, and "" otherwise.
func misspelt(c *record.Connection) string {
	e := c.Last()
	if e == nil || !ending.Unannounced(&c.Close.Ending) {
		return ""
	}
	i := slices.IndexFunc(e.Findings, func(f wire.Finding) bool { return f.Code == wire.CodeOptionMisspelt && !f.Request })
	if i < 0 {
		return ""
	}
	return "The server most likely meant to announce the close: " + session.WithoutSecrets(e.Findings[i].Detail) + "."
}

// nodeSlack is the tolerance with which linger recognises a Node server, which closes one
// second after the advertised timeout.
const nodeSlack = 150 * time.Millisecond

// meaningOfClient returns what an end means if linger, or the client that it watches, ended
// the connection.
func meaningOfClient(e *session.Ending) string {
	switch e.Motive {
	case session.MotiveLimit:
		l := limit(e.Limit)
		return sentences(linger+" stopped: "+l[Long]+".", raise(e.Limit.Code))
	case session.MotiveFraming:
		return "The end of the message is unknown. " + linger + " closed the connection instead of guessing."
	case session.MotiveResponses:
		return "More than 100 unsolicited responses: that is " + linger + "'s limit. A client should close at the first one."
	case session.MotiveData:
		return "More than 1 MiB of unsolicited data: that is " + linger + "'s limit. A client should close at the first byte."
	case session.MotiveContent:
		return "The file with the content could not be read to its end; the rest of the request was not sent."
	case session.MotiveStuck:
		return "The server answered and stopped reading; the rest of the request was not sent."
	case session.MotiveCutShort:
		return "The server answered before it had read the whole request, so " + linger + " closed. The response is complete."
	}
	switch {
	case e.How == session.HowReset:
		return "A reset discards data in transit; the server sees an error."
	case e.How == session.HowTimeout:
		return linger + "'s time limit passed. The server may still hold the connection open."
	case e.Phase != session.PhaseIdle:
		return "A request was in transit; whether it was processed is unknown."
	case e.Announced():
		return "A message said close, so this was due. Either side may go first; the server did not."
	case e.Last.Reason == wire.ReasonFramingError:
		return "The framing of response " + strconv.Itoa(e.Last.Exchange) + " is invalid: clients disagree about where the next message starts. " + linger + " closed."
	}
	return clientFirst(e) + " read every response, then sent FIN. Nothing was lost."
}

// raise returns a sentence that names the command-line option that raises a limit, or ""
// if the limit is fixed.
func raise(code wire.Code) string {
	if code == wire.CodeHeadTooLarge {
		return "--max-head raises it."
	}
	return ""
}

// Probing returns the label of the key that probes the server. The label is a question
// that a probe would answer after such an end. wide says whether linger saw closes after
// different idle times.
func Probing(e *session.Ending, wide bool) string {
	switch {
	case !ending.IdleClose(e) || e.Goodbye():
		return "probe this server"
	case wide:
		return "probe: how wide is the range?"
	case ending.Against(e) == ending.StandingOnTime && (e.Idle-e.Advertised).Abs() <= ending.Punctual:
		return "probe: always " + format.Seconds(e.Advertised) + ", or a range?"
	}
	return "probe: always " + exact(e.Idle) + ", or a range?"
}
