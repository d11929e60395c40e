package detail

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// faulty says whether the end is one that somebody has to look into.
func faulty(s *scene) bool {
	c := s.conn.Close
	return s.conn.Broken() || c.Phase != session.PhaseIdle && c.By != session.ByClient && !endsContent(s) && !s.conn.Barred
}

// endsContent says whether the close is the end of close-delimited content: the
// response is whole then (RFC 9112 §6.3).
func endsContent(s *scene) bool {
	e, c := s.conn.Last(), s.conn.Close
	return e != nil && e.Facts.Complete && e.Facts.Framing() == wire.FramingCloseDelimited && c.Phase == session.PhaseResponse && len(c.Lost) == 0
}

// unannounced says whether the connection was closed right after a response
// that promised to persist.
func unannounced(s *scene) bool {
	return slices.ContainsFunc(s.conn.Findings, func(f wire.Finding) bool { return f.Code == session.CodeCloseUnannounced })
}

// afterOurs says whether the server closed after the client had shut its write
// side: it was not the first to end the connection.
func afterOurs(s *scene) bool { return s.conn.HalfClosed && s.conn.Close.By == session.ByServer }

// goodbye is the response that nobody had asked for and that was the server's
// last word, or nil.
func goodbye(s *scene) *record.Exchange {
	if e := s.conn.Last(); e != nil && !e.Requested && e.Done && s.conn.Close.By == session.ByServer {
		return e
	}
	return nil
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

// ourTitles are the ends that linger itself made, by its motive.
var ourTitles = map[session.Motive]string{
	session.MotiveLimit:     "We gave up: a limit of our own was reached",
	session.MotiveFraming:   "We ended it: where the message ends was lost",
	session.MotiveData:      "We gave up: too much came that nobody asked for",
	session.MotiveResponses: "We gave up: too much came that nobody asked for",
	session.MotiveStuck:     "We gave up: the server reads no more",
	session.MotiveDue:       "We ended it, as it was due",
}

// endTitle is the end in one line.
func endTitle(s *scene) string {
	c := s.conn.Close
	subject := map[session.Party]string{session.ByServer: "The server ended it", session.ByClient: "We ended it", session.ByNetwork: "The network ended it"}[c.By]
	if subject == "" {
		subject = "It ended"
	}
	switch {
	case ourTitles[s.conn.Close.Motive] != "":
		return ourTitles[s.conn.Close.Motive]
	case c.Refused != "":
		return "The server refused the TLS handshake"
	case c.Phase == session.PhaseRequest:
		return subject + " while a request was being sent"
	case endsContent(s):
		return subject + ", to end the content of response " + lastID(s)
	case s.conn.Barred:
		return subject + ", as it had announced"
	case c.Phase == session.PhaseResponse && len(c.Lost) > 0 && cutResponse(s.conn) == nil:
		return subject + " before any response"
	case c.Phase == session.PhaseResponse:
		return subject + " before the response was complete"
	case afterOurs(s):
		return subject + ", after we had shut the write side"
	case goodbye(s) != nil:
		return subject + ", while idle, with a goodbye"
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

func how(s *scene) string {
	c := s.conn.Close
	switch c.How {
	case session.HowFIN:
		switch {
		case c.By == session.ByClient:
			return "FIN: we send nothing more"
		case c.By == session.ByServer && s.conn.Info.TLS != nil:
			return "FIN without close_notify: anybody on the path could have cut it off"
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
	if c.Moment != "" && (c.Phase != session.PhaseIdle || c.Motive == session.MotiveResponses) {
		return text.Safe(c.Moment) + stalled(s)
	}
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
			return format.Exactly(c.Idle) + " after the last byte of exchange " + strconv.Itoa(e.ID)
		}
	}
	return format.Exactly(c.Idle) + " after it was connected"
}

// stalled says how long nothing had come of the response that was cut short.
func stalled(s *scene) string {
	e := cutResponse(s.conn)
	if e == nil || s.conn.Close.At-e.LastByte < 250*time.Millisecond {
		return ""
	}
	return ", " + format.Exactly(s.conn.Close.At-e.LastByte) + " after its last byte"
}

// cutResponse is the exchange whose response was cut short by the end, or nil.
func cutResponse(c *record.Connection) *record.Exchange {
	n := len(c.Exchanges)
	if len(c.Close.Lost) > 0 { // it is the one before them, or the first of them
		n = sort.Search(n, func(i int) bool { return c.Exchanges[i].ID >= c.Close.Lost[0] })
		if n < len(c.Exchanges) && c.Exchanges[n].Response.Len > 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	if e := c.Exchanges[n-1]; e.Done && !e.Facts.Complete && e.Response.Len > 0 {
		return e
	}
	return nil
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

func advertised(s *scene) string {
	c, b := s.conn.Close, &s.conn.Budget
	if c.Advertised == nil {
		hint := "timeout=" + strconv.FormatInt(b.Advertised(), 10) + ", by exchange " + strconv.Itoa(b.Source)
		switch {
		case !b.HasTimeout || !b.Applies:
			return "no: no timeout that applies"
		case afterOurs(s):
			return hint + ": we shut the write side before it ran out"
		case c.Announced:
			return hint + ": what was announced came first"
		}
		return hint
	}
	said := "timeout=" + strings.TrimSuffix(format.Seconds(*c.Advertised), " s") + ": "
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
	return format.Clock(d.Round(100 * time.Millisecond))
}

func announced(s *scene) string {
	c := s.conn.Close
	n := strconv.Itoa(c.NoticeOf)
	e := s.rec.Notifier(s.conn)
	switch {
	case !c.Announced && afterOurs(s):
		return "no: no message said Connection: close; our FIN came first"
	case !c.Announced:
		return "no: no message said Connection: close"
	case e != nil && e.Reason == wire.ReasonCloseDelimited && !e.Facts.Close && !e.Facts.Request.Close:
		return "yes: only the close ends the content of response " + n
	}
	switch c.Notice {
	case session.NoticeResponseClose:
		if s.rec.Goodbye(s.conn) {
			n += ", which nobody had asked for,"
		}
		return "yes: response " + n + " said Connection: close"
	case session.NoticeRequestClose:
		return "yes: request " + n + " said Connection: close"
	case session.NoticeHTTP10:
		return "yes: response " + n + " is HTTP/1.0, without keep-alive"
	case session.NoticeHTTP10Request:
		return "yes: request " + n + " was HTTP/1.0, without keep-alive"
	case session.NoticeMax:
		return "yes: max was spent"
	}
	return "yes"
}

func lost(s *scene) string {
	ids := s.conn.Close.Lost
	switch {
	case len(ids) == 0 && s.conn.Close.Phase == session.PhaseIdle:
		return "nothing: no request was outstanding"
	case endsContent(s):
		return "nothing: the response is whole"
	}
	var parts []string
	if e := cutResponse(s.conn); e != nil && (len(ids) == 0 || ids[0] != e.ID) {
		parts = append(parts, "the rest of response "+strconv.Itoa(e.ID)+", whose status "+strconv.Itoa(e.Facts.Status)+" had come")
	}
	if words := lostRequests(s, ids); words != "" {
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		return "nothing that a request had asked for"
	}
	return strings.Join(parts, "; ")
}

// lostRequests are the exchanges of which no answer came, and what may have
// become of them.
func lostRequests(s *scene, ids []int) string {
	if len(ids) == 0 {
		return ""
	}
	names := make([]string, 0, min(len(ids), 5))
	for _, id := range ids[:min(len(ids), 5)] {
		names = append(names, strconv.Itoa(id))
	}
	words := "exchange " + names[0] + ": it"
	if len(ids) > 1 {
		words = "exchanges " + strings.Join(names, ", ")
		if len(ids) > 5 {
			words += " and " + strconv.Itoa(len(ids)-5) + " more"
		}
		words += ": they"
	}
	if s.conn.Barred {
		return words + " came after a close option, and must not have been processed"
	}
	return words + " may have been processed, or not"
}

func probeWords(s *scene) string {
	c := s.conn.Close
	if c.Phase == session.PhaseIdle && c.By == session.ByServer && !c.Announced && !unannounced(s) && !afterOurs(s) {
		if g := s.seen(); g.High-g.Low > punctual {
			return "probe: how wide is the range?"
		}
		if against(c) == onTime {
			return "probe: is the limit always " + format.Seconds(*c.Advertised) + ", or a range?"
		}
		return "probe: is the limit always " + format.Exactly(c.Idle) + ", or a range?"
	}
	return "probe: how this server treats connections"
}
