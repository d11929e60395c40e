package words

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/wire/format"
)

// Title returns the title of the page about an end, in at most w cells: "The server
// closed the idle connection, as advertised".
func Title(e *session.Ending, w int) string {
	t := titleForms(e)
	return Fit(w, t[Long], t.at(Medium), t.at(Short))
}

func titleForms(e *session.Ending) forms {
	if e.Instead != "" && !e.Hushed {
		return forms{Long: "The server does not speak HTTP/1.x on this port", Short: "Not HTTP/1.x on this port"}
	}
	if t, ok := motiveTitle(e); ok && !e.Hushed {
		return t
	}
	who := "The server"
	switch {
	case e.By == session.ByClient:
		who = clientFirst(e)
	case e.By == session.ByRelay:
		return same("The relay ended the connection, as it was asked to")
	case e.By != session.ByServer:
		return networkTitle(e)
	case e.Refusal != "":
		return same("The server refused the TLS handshake")
	}
	verb, object := verbOf(e.How)
	if ending.OutOfStep(e) && e.Phase == session.PhaseIdle && !e.Broken() {
		return forms{Long: who + verb + " the connection, which was out of step", Short: who + verb + ": out of step"}
	}
	re := "response " + strconv.Itoa(e.Moment.Exchange)
	switch {
	case e.Hushed && e.Phase == session.PhaseIdle:
		return same(who + verb + " the connection")
	case e.EndsContent() && !e.Goodbye():
		return forms{Long: who + verb + ": this ends the content of " + re, Medium: who + verb + ", to end " + re}
	case e.Barred():
		return forms{Long: who + verb + " the connection, as announced", Short: who + verb + ", as announced"}
	case e.Goodbye():
		return forms{Long: who + " sent a last response to the idle connection and closed", Medium: who + " sent a last response and closed"}
	case e.Phase != session.PhaseIdle, e.Moment.Kind == session.MomentTunnel:
		return same(who + verb + object + inUse(e))
	case e.Shut():
		return same(who + verb + object + " after " + client(e) + " half-closed")
	case e.By == session.ByClient && e.How != session.HowTimeout:
		return same(who + verb + " the connection")
	case e.By == session.ByClient:
		return same(who + verb)
	}
	return idleTitle(e, who+verb)
}

// verbOf returns the verb of a title, such as "closed", and the object to use if a moment
// follows.
func verbOf(h session.How) (verb, object string) {
	switch h {
	case session.HowReset:
		return " reset", " the connection"
	case session.HowError:
		return " aborted", " the connection"
	case session.HowTimeout:
		return " stopped waiting", ""
	}
	return " closed", ""
}

// motiveTitle returns the title if linger ended the connection for a known reason, and
// false otherwise.
func motiveTitle(e *session.Ending) (forms, bool) {
	s := map[session.Motive]string{
		session.MotiveLimit:     linger + " stopped: its limit was reached",
		session.MotiveData:      linger + " stopped: too much unsolicited data",
		session.MotiveResponses: linger + " stopped: too many unsolicited responses",
		session.MotiveContent:   linger + " stopped: the content of the request could not be read",
		session.MotiveStuck:     linger + " stopped: the server no longer reads",
	}[e.Motive]
	switch {
	case e.Motive == session.MotiveFraming && e.OutOfStep.After > 0:
		return forms{Long: linger + " closed the connection: " + misstep(e), Medium: linger + " closed: " + misstep(e), Short: linger + " closed: out of step"}, true
	case e.Motive == session.MotiveFraming && e.Moment.Exchange > 0:
		re := "response " + strconv.Itoa(e.Moment.Exchange)
		return forms{Long: linger + " closed the connection: the end of " + re + " cannot be found", Short: linger + " closed: the end of " + re + " is unknown"}, true
	case e.Motive == session.MotiveFraming:
		return same(linger + " closed the connection: framing was lost"), true
	case e.Motive == session.MotiveDue:
		return same(clientFirst(e) + " closed the connection, as announced"), true
	}
	return same(s), s != ""
}

// networkTitle returns the title if neither side ended the connection.
func networkTitle(e *session.Ending) forms {
	s := "The connection ended"
	if e.By == session.ByNetwork {
		s = "The network ended the connection"
	}
	if e.Phase != session.PhaseIdle {
		s += inUse(e)
	}
	return same(s)
}

// inUse returns the part of a title that says what was in progress when a connection in
// use ended.
func inUse(e *session.Ending) string {
	n := strconv.Itoa(e.Moment.Exchange)
	switch e.Moment.Kind {
	case session.MomentTunnel:
		return " in the tunnel"
	case session.MomentInUnsolicited, session.MomentEndsUnsolicited:
		return " inside unsolicited response " + n
	case session.MomentSending, session.MomentSendingAnswered:
		return " while request " + n + " was being sent"
	case session.MomentNoByte, session.MomentNoFinalByte:
		return " before response " + n
	case session.MomentAfterClose:
		return " after response " + n
	case session.MomentAfterLost, "":
		return " while it was in use"
	}
	return " inside response " + n
}

// idleTitle returns the title if the server ended the idle connection.
func idleTitle(e *session.Ending, did string) forms {
	idle := did + " the idle connection"
	switch {
	case e.Announced():
		return forms{Long: did + " the connection, as announced", Short: did + ", as announced"}
	case ending.Unannounced(e):
		return forms{Long: did + " the connection without notice", Short: did + " without notice"}
	case ending.Against(e) == ending.StandingNone:
		return forms{Long: idle + "; no limit was advertised", Medium: did + "; no limit was advertised", Short: idle}
	case (e.Idle - e.Advertised).Abs() <= ending.Punctual:
		return forms{Long: idle + ", as advertised", Short: did + ", as advertised"}
	}
	at := " " + ending.Apart(e) + " the advertised " + format.Seconds(e.Advertised)
	return forms{Long: idle + at, Medium: did + at}
}

// Who returns the text of the row that says who ended a connection.
func Who(e *session.Ending) string {
	switch e.By {
	case session.ByServer:
		return "the server"
	case session.ByRelay:
		return "linger's relay, because it was asked to"
	case session.ByClient:
		if e.Foreign {
			return client(e)
		}
		if e.Motive != "" && e.Motive != session.MotiveRetarget {
			return linger + ", by itself"
		}
		return linger + ", as you asked"
	}
	return "the network; neither side closed it"
}

// Way returns the way in which a connection ended and what that means: "RST: data in
// transit is discarded".
func Way(e *session.Ending) string {
	who := "the server"
	if e.By == session.ByClient {
		who = client(e)
	}
	switch e.How {
	case session.HowFIN:
		if e.Bare {
			return "FIN without close_notify: a third party may have cut the connection"
		}
		return "FIN: " + who + " sends nothing more"
	case session.HowReset:
		return "RST: data in transit is discarded"
	case session.HowCloseNotify:
		return "TLS closure alert (close_notify): complete"
	case session.HowTimeout:
		if e.By == session.ByNetwork {
			return "no acknowledgement: TCP gave up"
		}
		return client(e) + "'s time limit"
	}
	return "a connection error"
}

// Advertised returns the text of the row about the server's hint: the hint, and when the
// connection ended relative to the advertised timeout.
func Advertised(c *record.Connection) string {
	e, b := &c.Close.Ending, &c.Budget
	hint := "timeout=" + strconv.FormatInt(b.Advertised(), 10)
	from := hint + " (response " + strconv.Itoa(b.Source) + ")"
	switch {
	case e.HasAdvertised && e.Phase != session.PhaseIdle:
		return "timeout=" + wholeSeconds(e) + ", but the connection ended while in use"
	case e.HasAdvertised:
		return "timeout=" + wholeSeconds(e) + ": closed " + closedAt(e)
	case !b.HasTimeout || !b.Applies:
		return withoutTimeout(c)
	case e.Shut():
		return hint + ", but " + client(e) + " half-closed first"
	case e.Notice.Kind == session.NoticeResponseClose, e.Notice.Kind == session.NoticeRequestClose:
		return from + ", but Connection: close came first"
	case e.Announced():
		return from + ", but another announcement came first"
	}
	return from
}

// withoutTimeout returns the text of the row about the server's hint if no idle timeout
// is in force.
func withoutTimeout(c *record.Connection) string {
	h, of := c.IgnoredHint()
	switch {
	case of == 0 && c.Budget.HasMax && c.Budget.Applies:
		return "max only, no timeout (response " + strconv.Itoa(c.Budget.Source) + ")"
	case of == 0 && c.Budget.HasTimeout:
		return "timeout=" + strconv.FormatInt(c.Budget.Advertised(), 10) + " (response " + strconv.Itoa(c.Budget.Source) + "), not in force: no Connection: keep-alive"
	case of == 0:
		return "nothing"
	}
	var said []string
	if h.Timeout >= 0 {
		said = append(said, "timeout="+strconv.FormatInt(h.Timeout, 10))
	}
	if h.Max >= 0 {
		said = append(said, "max="+strconv.FormatInt(h.Max, 10))
	}
	if len(said) == 0 {
		return "nothing"
	}
	why := "no Connection: keep-alive"
	if h.Applies {
		why = "the response is incomplete"
	}
	return strings.Join(said, ", ") + " (response " + strconv.Itoa(of) + "), not in force: " + why
}

// closedAt returns the time of the end relative to the advertised timeout: "3 ms after
// it".
func closedAt(e *session.Ending) string {
	if s := ending.Apart(e); s != "at" {
		return s + " it"
	}
	return "at that time"
}

func wholeSeconds(e *session.Ending) string {
	return strconv.FormatInt(int64(e.Advertised/time.Second), 10)
}

// Announced returns the text of the row that says whether a message announced the end,
// and which one.
func Announced(e *session.Ending) string {
	n := strconv.Itoa(e.Notice.Of)
	re := "response " + n
	if e.Notice.Unsolicited {
		re = "unsolicited " + re
	}
	switch {
	case !e.Announced() && e.Shut():
		return "no: no message said Connection: close; " + client(e) + "'s FIN came first"
	case !e.Announced():
		return "no: no message said Connection: close"
	case e.Notice.ContentEnd:
		return "yes: only the close ends the content of " + re
	}
	switch e.Notice.Kind {
	case session.NoticeResponseClose:
		return "yes: " + re + " said Connection: close"
	case session.NoticeRequestClose:
		return "yes: request " + n + " said Connection: close"
	case session.NoticeHTTP10:
		return "yes: " + re + " is HTTP/1.0 without keep-alive"
	case session.NoticeHTTP10Request:
		return "yes: request " + n + " was HTTP/1.0 without keep-alive"
	}
	return "yes: max reached 0"
}

// Lost returns the text of the row that says what was lost when a connection ended:
// requests, and part of a response.
func Lost(e *session.Ending) string {
	switch {
	case len(e.Lost) == 0 && e.Phase == session.PhaseIdle:
		return "nothing: no request was outstanding"
	case e.EndsContent():
		return "nothing: the response is complete"
	}
	var parts []string
	if c := e.Cut; c.Exchange > 0 && c.Status > 0 {
		parts = append(parts, "the rest of response "+strconv.Itoa(c.Exchange)+" (its status, "+strconv.Itoa(c.Status)+", had arrived)")
	}
	if s := lostRequests(e); s != "" {
		parts = append(parts, s)
	}
	if len(parts) == 0 {
		return "nothing that a request asked for"
	}
	return strings.Join(parts, "; ")
}

// lostRequests returns the numbers of the exchanges without a response, with a remark on
// whether the server may have processed their requests. It returns "" if there are none.
func lostRequests(e *session.Ending) string {
	const most = 5
	ids := e.Lost
	if len(ids) == 0 {
		return ""
	}
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, strconv.Itoa(id))
	}
	s, was, it := "exchange "+names[0], "was", ": it"
	if len(ids) > 1 {
		s, was, it = "exchanges "+strings.Join(names, ", "), "were", ": they"
	}
	if n := len(ids) - most; n > 0 {
		s += " and " + format.Number(int64(n)) + " more"
	}
	if e.Instead != "" {
		return s + ": no HTTP/1.x response came"
	}
	if e.Barred() {
		return s + it + " came after Connection: close and " + was + " not processed"
	}
	return s + it + " may or may not have been processed"
}
