package sides

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/learned"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// A row is one line of the card.
type row struct {
	label, words string
	right        string // right-aligned; dropped if there is no room
	style        theme.Style
	head         bool  // a heading: the label is at the left edge, in bold
	drawn        bool  // words already has its styles
	conns        []int // connections that the statement is based on; empty if the row leads nowhere
	exchange     int   // exchange that the statement is about; 0 if it is not about one exchange
}

// A card builds the rows of the pane.
type card struct {
	th   *theme.Theme
	sum  *learned.Summary
	w    int
	rows []row

	target string // target of linger if it is the client; empty if the clients are other programs
}

const labelWidth = 15

func (c *card) blank() { c.rows = append(c.rows, row{}) }

func (c *card) head(label, right string) {
	if len(c.rows) > 0 {
		c.blank()
	}
	c.rows = append(c.rows, row{label: label, right: right, head: true, style: c.th.Strong})
}

// fact adds a statement and the connections that it is based on. If right is empty, the
// statement is wrapped.
func (c *card) fact(label, words, right string, conns []int) {
	if right == "" {
		c.say(label, words, c.th.Text, conns)
		return
	}
	c.rows = append(c.rows, row{label: label, words: words, right: right, style: c.th.Text, conns: conns})
}

// say adds a sentence, wrapped to rows. The first row has the label.
func (c *card) say(label, words string, style theme.Style, conns []int) {
	for i, s := range text.Wrap(words, max(1, c.w-labelWidth-4)) {
		if i > 0 {
			label, conns = "", nil
		}
		c.rows = append(c.rows, row{label: label, words: s, style: style, conns: conns})
	}
}

// of returns a part of a total: "160 of 183".
func of(n, all int) string { return format.Number(int64(n)) + " of " + format.Number(int64(all)) }

// Grows says that the card changes with further events.
const Grows = "grows while you watch"

// make builds the rows of the card.
func (c *card) make(noun string) {
	s := c.sum
	grows := Grows
	if s.Over {
		grows = ""
	}
	c.rows = append(c.rows, row{label: "Watched for " + words.Watched(s, noun), right: grows, head: true, style: c.th.Text})
	c.head("Server", text.SafeUpTo(c.target, max(0, c.w-12)))
	if s.Hint.N > 0 {
		c.fact("hint", "Keep-Alive: timeout="+words.Hinted(s.Hint), "in "+format.Count(s.Hint.N, "response"), nil)
	}
	c.side(&s.Server, &s.Client, "client")
	if n := s.PerConnection; n.N > 0 {
		c.fact("requests each", words.Span(n.Low, n.High), "", nil)
	}
	if c.target != "" {
		c.head("linger, the client", "")
	} else {
		c.head("Clients", addresses(s.Addresses)+", up to "+format.Count(s.AtOnce, noun)+" at once")
	}
	c.side(&s.Client, &s.Server, "server")
	c.methods()
	c.losses()
	c.histogram()
	c.verdict()
}

func addresses(n int) string {
	if n == 1 {
		return "1 address"
	}
	return format.Number(int64(n)) + " addresses"
}

// side adds how long one side keeps idle connections, and how it ends other connections.
func (c *card) side(s, other *learned.Side, otherName string) {
	e := &s.Evidence
	switch {
	case s.Idle.N > 0:
		c.fact("idle limit", "closes after "+words.Durations(s.Idle)+", without Connection: close", of(s.Idle.N, s.First), e.Idle)
	case s.Keeps > 0 && other.First > 0:
		c.fact("idle limit", "longer than "+format.AtLeast(s.Keeps)+" (a lower bound: the "+otherName+" closes first)", "", other.Evidence.Idle)
	case s.Keeps > 0:
		c.fact("idle limit", "longer than "+format.AtLeast(s.Keeps)+"; it never closed an idle connection", "", nil)
	default:
		c.fact("idle limit", "not known yet", "", nil)
	}
	if s.First == 0 && c.sum.Ended == 0 {
		return
	}
	if s.First == 0 {
		c.fact("closes first", "never", "", nil)
		return
	}
	how := "each time with FIN"
	switch {
	case s.Reset == s.First:
		how = "each time with RST"
	case s.Reset > 0:
		how = "FIN " + format.Number(int64(s.First-s.Reset)) + ", RST " + format.Number(int64(s.Reset))
	}
	c.fact("closes first", how, of(s.First, c.sum.Ended), slices.Concat(e.Idle, e.Announced, e.InUse))
	announced := "never"
	if s.Announced > 0 {
		announced = "by Connection: close, max or HTTP/1.0"
	}
	c.fact("announced", announced, of(s.Announced, s.First), e.Announced)
	if s.InUse > 0 {
		c.fact("in use", "right after a response, or with a request outstanding", of(s.InUse, s.First), e.InUse)
	}
}

// methods adds a row with the methods, most frequent first.
func (c *card) methods() {
	var names []string
	for m := range c.sum.Methods {
		names = append(names, m)
	}
	if len(names) == 0 {
		return
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.sum.Methods[b], c.sum.Methods[a]), strings.Compare(a, b))
	})
	for i, m := range names {
		names[i] = text.SafeUpTo(m, 20) + " " + format.Number(int64(c.sum.Methods[m]))
	}
	c.fact("methods", strings.Join(names, ", "), "", nil)
}

// mostLosses is the maximum number of lost requests that have their own row.
const mostLosses = 5

// losses adds the lost requests.
func (c *card) losses() {
	s := c.sum
	if s.Lost == 0 {
		return
	}
	var conns []int
	for _, l := range s.Losses {
		conns = append(conns, l.Conn)
	}
	c.head("Lost requests", of(s.Lost, s.Exchanges))
	c.fact("all", lost(s), of(s.Retried, s.Lost)+" sent again", conns)
	for _, l := range s.Losses[:min(len(s.Losses), mostLosses)] {
		c.rows = append(c.rows, row{label: strconv.Itoa(l.Conn), words: text.Masked(l.Method+" "+l.Target, 200) + ", " + when(&l), right: again(&l),
			style: c.th.Text, conns: []int{l.Conn}, exchange: l.Exchange})
	}
}

// lost says when the lost requests were sent.
func lost(s *learned.Summary) string {
	if s.AfterFIN.N == 0 {
		return "sent before the end of the connection"
	}
	words := "sent " + micros(s.AfterFIN.Low) + " after the FIN"
	if s.AfterFIN.N > 1 {
		words = "sent " + micros(s.AfterFIN.Low) + " to " + micros(s.AfterFIN.High) + " after the FIN"
	}
	if s.Crossed > 0 {
		words += "; " + format.Number(int64(s.Crossed)) + " before the end"
	}
	return words
}

func when(l *learned.Loss) string {
	if l.After == 0 {
		return "sent before the end"
	}
	return micros(l.After) + " after the FIN"
}

// micros returns a time as text, in microseconds if it is below 10 ms, because races are
// that short.
func micros(d time.Duration) string {
	if d >= 10*time.Millisecond {
		return format.Duration(d)
	}
	return format.Number(d.Microseconds()) + " µs"
}

// again says whether a lost request was sent again or, if it was not, whether it may be
// repeated.
func again(l *learned.Loss) string {
	switch {
	case l.Retried:
		return "sent again"
	case l.Retry == session.RetryNotSafe:
		return "must not be repeated"
	}
	return "may be repeated"
}

// verdict adds a summary of the facts, and what to do about them.
func (c *card) verdict() {
	s, th := c.sum, c.th
	c.head(th.Glyphs.Sent+" Verdict", "")
	said := words.LearnedVerdict(s)
	for i, v := range said {
		sign, style, conns := " ", th.Text, s.Server.Evidence.Idle
		if s.Lost > 0 && i > 0 {
			sign, style, conns = th.Glyphs.Error, th.Race, nil
			for _, l := range s.Losses {
				conns = append(conns, l.Conn)
			}
		}
		c.say(sign, v, style, conns)
	}
	if len(said) == 0 {
		c.say("", "No connection has ended yet, so there is no advice.", th.Muted, nil)
	}
	advice := words.LearnedAdvice(s)
	if len(advice) == 0 {
		return
	}
	c.head(th.Glyphs.Sent+" What to do", "change either side; the first is more common")
	for _, a := range advice {
		who := a.For
		if who == "client and server" {
			who = "both"
		}
		c.say(who, a.Text(), th.Text, nil)
	}
}
