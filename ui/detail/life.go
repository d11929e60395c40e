package detail

import (
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
)

// lifeView tells how a connection ended, or how it stands.
func lifeView(s *scene) view {
	p := newPage(s)
	switch c := s.conn; {
	case c.State == record.Ended:
		p.ended(s)
	case c.State == record.Failed:
		p.failed(s)
	default:
		p.standing(s)
	}
	return p
}

// lifeAt is the column of values.
const lifeAt = 14

func (p *page) fact(label, value string) {
	p.pair(lifeAt, own(muted, label), own(plain, value))
}

// ended is who ended the connection, how, when, and how that compares with
// what was said.
func (p *page) ended(s *scene) {
	c := s.conn.Close
	t, glyph := muted, p.th.Glyphs.Closed
	if faulty(c) {
		t, glyph = race, p.th.Glyphs.Error
	}
	p.head(t, glyph, endTitle(c), "")
	p.soft()
	p.fact("who", who(c.By))
	p.fact("how", how(c))
	p.fact("when", when(s))
	p.fact("advertised", advertised(c))
	p.fact("announced", announced(s))
	p.fact("lost", lost(s))
	p.lead("What it means", "9112 "+sectionOf(c))
	p.say(plain, meansOf(c))
	p.lead("What to press", "")
	if e := s.conn.Last(); e != nil && e.Requested {
		p.pair(lifeAt, own(key, "enter"), own(plain, "connect again and send "+text.Safe(e.Method+" "+e.Target)))
	} else {
		p.pair(lifeAt, own(key, "enter"), own(plain, "connect again and send the next request"))
	}
	p.pair(lifeAt, own(key, "R"), own(plain, "connect again, send nothing"))
	p.pair(lifeAt, own(key, "P"), own(plain, probeWords(c)))
	p.pair(lifeAt, own(key, "y"), own(plain, "copy the sentence above for a ticket"))
	p.others(s)
}

func faulty(c session.Closed) bool {
	return c.How == session.HowReset || c.How == session.HowError || c.How == session.HowTimeout || len(c.Lost) > 0 ||
		c.Phase != session.PhaseIdle && c.By != session.ByClient
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

func endTitle(c session.Closed) string {
	subject := map[session.Party]string{session.ByServer: "The server ended it", session.ByClient: "We ended it", session.ByNetwork: "The network ended it"}[c.By]
	if subject == "" {
		subject = "It ended"
	}
	switch c.Phase {
	case session.PhaseRequest:
		return subject + " while a request was being sent"
	case session.PhaseResponse:
		return subject + " before the response was complete"
	}
	subject += ", while idle"
	switch {
	case c.By == session.ByClient:
		return subject
	case c.Announced:
		return subject + ", as it had announced"
	}
	return subject + map[verdict]string{untold: ", without having said when", early: ", earlier than it had advertised",
		onTime: ", as it had advertised", late: ", later than it had advertised"}[against(c)]
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
	switch c.Phase {
	case session.PhaseRequest:
		return "while request " + lastID(s) + " was being sent"
	case session.PhaseResponse:
		return "while response " + lastID(s) + " was awaited or coming in"
	}
	if s.conn.Last() == nil {
		return text.Exact(c.Idle) + " after it was connected"
	}
	return text.Exact(c.Idle) + " after the last byte of exchange " + lastID(s)
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
	if d < time.Second {
		return strconv.FormatInt(d.Round(time.Millisecond).Milliseconds(), 10) + " ms"
	}
	return text.Clock(d)
}

func announced(s *scene) string {
	c := s.conn
	if !c.Close.Announced {
		return "no: no message said Connection: close"
	}
	if e := c.Last(); e != nil && rulings[e.Reason].title != "" && !e.Reason.Persistent() {
		return "yes, by exchange " + strconv.Itoa(e.ID) + ": " + e.Reason.String()
	}
	return "yes: max was spent, or a message said so"
}

func lost(s *scene) string {
	ids := s.conn.Close.Lost
	switch {
	case len(ids) == 0 && s.conn.Close.Phase == session.PhaseIdle:
		return "nothing: no request was outstanding"
	case len(ids) == 0:
		return "no request, but the response is not whole"
	}
	names := make([]string, 0, min(len(ids), 5))
	for _, id := range ids[:min(len(ids), 5)] {
		names = append(names, strconv.Itoa(id))
	}
	words := "exchange " + strings.Join(names, ", ")
	if len(ids) > 5 {
		words += " and " + strconv.Itoa(len(ids)-5) + " more"
	}
	return words + ": it may have been processed, or not"
}

func sectionOf(c session.Closed) string {
	switch {
	case c.How == session.HowCloseNotify && c.Phase == session.PhaseIdle && against(c) == untold:
		return "§9.8"
	case c.Announced || c.How == session.HowReset:
		return "§9.6"
	case c.Phase == session.PhaseResponse && len(c.Lost) == 0:
		return "§8"
	}
	return "§9.5"
}

func meansOf(c session.Closed) string {
	const free = "Either side may close an idle connection at any time, without notice: this is no error. "
	switch {
	case c.By == session.ByClient:
		return "We closed it in order: what was sent was read first, then a FIN. The server need do nothing."
	case len(c.Lost) > 0:
		return "A request was on its way when the connection ended. Nobody on this side can know whether the server acted on it: only what is idempotent may be sent again without asking."
	case c.Phase == session.PhaseResponse:
		return "The message is incomplete: what came must not pass for the whole. Look for the reason where the server is."
	case c.How == session.HowReset:
		return "A reset throws away what is on its way in either direction. A server that has only finished waiting sends a FIN; one that crashed, or was handed bytes it never read, resets."
	case c.Announced:
		return "It had said so before: no request was sent into it, and nothing was lost. This is how a connection ought to end."
	}
	switch against(c) {
	case early:
		return free + "But a client that trusted the hint of " + text.Seconds(*c.Advertised) + " would have sent into a closed connection: keep to " + text.Seconds(max(0, c.Idle.Truncate(100*time.Millisecond))) + " less a round trip."
	case late:
		return free + "It was kept longer than the hint said, which does no harm: the hint is what a client may count on."
	case onTime:
		safe := *c.Advertised - record.CautionBefore
		if safe <= 0 {
			return "An idle timeout ran out. " + free + "Here the hint was honest, but too short to reuse the connection safely."
		}
		n := strings.TrimSuffix(text.Seconds(*c.Advertised), " s")
		return "An idle timeout ran out. " + free + "Here the hint was honest: reuse was safe for " + text.Seconds(safe) + " of the " + n + "."
	}
	return free + "It had given no time, so the limit is known only by measuring it."
}

func probeWords(c session.Closed) string {
	if c.Phase == session.PhaseIdle && c.By == session.ByServer {
		if c.Advertised != nil {
			return "probe: is the limit always " + text.Seconds(*c.Advertised) + ", or a range?"
		}
		return "probe: is the limit always " + text.Exact(c.Idle) + ", or a range?"
	}
	return "probe: measure what this server does with connections"
}

// others says how the session's other connections ended.
func (p *page) others(s *scene) {
	same, ended := 0, 0
	var times []string
	for _, c := range s.rec.Conns {
		if c.State != record.Ended {
			continue
		}
		ended++
		if a, b := c.Close, s.conn.Close; a.By == b.By && a.How == b.How && a.Phase == b.Phase {
			same++
			times = append(times, text.Exact(a.Idle))
		}
	}
	if ended < 2 {
		return
	}
	p.blank()
	p.soft()
	words := strconv.Itoa(same) + " of " + strconv.Itoa(ended) + " connections ended this way"
	if s.conn.Close.Phase == session.PhaseIdle {
		if n := len(times); n > 5 {
			words += ", of late"
			times = times[n-5:]
		}
		words += ": " + strings.Join(times, ", ")
	}
	for _, l := range text.Wrap(words+".", p.inner()) {
		p.add(own(muted, l))
	}
}

func (p *page) failed(s *scene) {
	f := s.conn.Failure
	p.head(race, p.th.Glyphs.Error, sentence(text.Safe(string(f.Kind))), "")
	p.say(plain, text.Safe(f.Text))
	p.lead("What to press", "")
	p.pair(lifeAt, own(key, "R"), own(plain, "try again"))
	p.pair(lifeAt, own(key, "enter"), own(plain, "try again, and send the next request"))
}

// standing is what is known of a connection that is open, or being made.
func (p *page) standing(s *scene) {
	c := s.conn
	if c.State == record.Connecting {
		p.head(muted, p.th.Glyphs.Waiting, "Connecting", "")
		return
	}
	p.head(okay, p.th.Glyphs.Open, "The connection is open", "")
	p.soft()
	p.fact("to", text.Safe(c.Info.Remote))
	p.fact("from", text.Safe(c.Info.Local))
	p.transport(c)
	p.fact("age", text.Clock(c.Age(s.now)))
	p.fact("exchanges", text.Number(int64(len(c.Exchanges))))
	p.fact("bytes", text.Number(c.Sent)+" sent, "+text.Number(c.Received)+" received")
	if idle := c.IdleFor(s.now); idle > 0 {
		p.fact("idle", text.Idle(idle))
	}
	b := c.Budget
	switch {
	case b.HasTimeout && b.Applies:
		p.fact("advertised", "timeout="+strings.TrimSuffix(text.Seconds(b.Timeout), " s")+", by exchange "+strconv.Itoa(b.Source))
	default:
		p.fact("advertised", "nothing that applies")
	}
	if b.RoundTrip > 0 {
		p.fact("round trip", text.Duration(b.RoundTrip))
	}
	p.lead("Two kinds of keep-alive", "")
	if c.Info.TCPAlive > 0 {
		p.say(muted, "TCP asks every "+text.Seconds(c.Info.TCPAlive)+" whether the other end is there. That keeps no HTTP connection open: only the server's idle timeout decides.")
		return
	}
	p.say(muted, "TCP probes are off. They would keep no HTTP connection open: only the server's idle timeout decides.")
}

func (p *page) transport(c *record.Connection) {
	t := c.Info.TLS
	if t == nil {
		p.fact("transport", "TCP, not encrypted")
		return
	}
	p.fact("transport", text.Safe(t.Version+", "+t.Cipher))
	if !t.Verified {
		p.pair(lifeAt, own(muted, "certificate"), own(race, "! not verified"))
		return
	}
	p.fact("certificate", text.Safe(t.Peer)+", until "+t.Expires.Format("2006-01-02"))
}
