package detail

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// whyView returns the Why tab: whether the connection stays open after the exchange, for
// how long, and which bytes decide that.
func whyView(s *scene) view {
	p := newPage(s)
	e := s.ex
	_, final := e.Final()
	switch {
	case e.Tunnel && final:
		p.tunnelAsked(s)
		p.bodyEnds(s)
		return p
	case e.Done && e.Response.Len == 0:
		p.lost(s)
		p.comes(s)
		return p
	case !final && !e.Done:
		p.awaiting(e)
		p.comes(s)
		return p
	case !e.Requested && e.Facts().Persistence().Persistent():
		p.unasked(s)
		p.bodyEnds(s)
		p.comes(s)
		return p
	}
	z := s.zone()
	if z == record.Race || z == record.Late {
		p.raceNow(s, z)
	}
	p.decision(s, z == record.Race || z == record.Late)
	p.comes(s)
	p.unasked(s)
	p.gateway(s)
	r := e.Facts().Persistence()
	if !r.Persistent() && r != wire.ReasonUndecided {
		p.bodyEnds(s)
	}
	p.howLong(s, z)
	p.whereItSays(s)
	p.measured(s)
	if r.Persistent() || r == wire.ReasonUndecided {
		p.bodyEnds(s)
	}
	p.discarded(e.Discarded())
	return p
}

// tunnelAsked adds whether the proxy opened the tunnel that linger requested.
func (p *page) tunnelAsked(s *scene) {
	target := text.Safe(s.ex.Target)
	if s.ex.Facts().Framing() == wire.FramingTunnel {
		p.head(okay, p.th.Glyphs.Yes, "The proxy opened a tunnel to "+target, "9110 §9.3.6")
		p.say(plain, "From here on, bytes pass between linger and the server. The response of the proxy does not say how long the server keeps the connection.")
		return
	}
	p.head(race, p.th.Glyphs.Error, "The proxy did not open a tunnel to "+target, "9110 §9.3.6")
	why := "Any status other than 2xx refuses the tunnel."
	if s.ex.Facts().Status == 407 {
		why = "It requires credentials: write the proxy as http://user:password@host:port."
	}
	p.say(plain, "It answered CONNECT with "+strconv.Itoa(s.ex.Facts().Status)+". "+why+" Nothing reached the server.")
}

// discarded adds which parts of the exchange linger has discarded.
func (p *page) discarded(d record.Discarded) {
	if d == (record.Discarded{}) {
		return
	}
	p.head(muted, p.th.Glyphs.Cut, "linger discarded a part of this exchange", "")
	p.say(plain, "Memory is limited, so linger discards the oldest exchanges first. Discarded: "+format.Amount(d.Bytes)+", "+
		format.Count(d.Lines, "line")+" and "+format.Count(d.Findings, "finding")+".")
}

// awaiting adds the content of the page before the final response arrives.
func (p *page) awaiting(e *record.Exchange) {
	title := "Awaiting the response"
	switch {
	case !e.Requested:
		p.head(race, p.th.Glyphs.Error, "No request asked for this response", "9112 §9.2")
		p.say(plain, "An interim response came with no request outstanding. Close the connection.")
		return
	case e.HasByte() && len(e.Heads) == 0:
		title = "Receiving the header section"
	}
	p.head(muted, p.th.Glyphs.Waiting, title, "")
	p.say(plain, "The response decides whether the connection stays open.")
	if n := len(e.Heads); n > 0 {
		p.blank()
		p.say(muted, format.Count(n, "interim response")+", the last "+strconv.Itoa(e.Heads[n-1].Status)+"; the final response is due (RFC 9110 §15.2).")
	}
}

// soFar returns the facts of an exchange. While the response is arriving, the record
// holds the facts as of the end of the header section, and soFar adds the bytes received
// since.
func soFar(e *record.Exchange) *wire.Facts {
	f := *e.Facts()
	if !e.Done {
		for _, l := range e.Response.Lines() {
			f.ContentBytes += contentIn(l)
			f.ChunkCount += chunksIn(l)
		}
	}
	return &f
}

// decision adds the decision about persistence and the steps that led to it. If short is
// set and the connection persists, one line replaces the steps.
func (p *page) decision(s *scene, short bool) {
	f := soFar(s.ex)
	reason := f.Persistence()
	if s.ex.Done && s.ex.Reason != wire.ReasonUndecided {
		reason = s.ex.Reason
	}
	say := words.Reason(reason, f.Status)
	t, glyph := okay, p.th.Glyphs.Yes
	switch {
	case reason == wire.ReasonUndecided:
		t, glyph = muted, p.th.Glyphs.Waiting
	case say.Fault:
		t, glyph = race, p.th.Glyphs.Error
	case !reason.Persistent():
		t, glyph = caution, p.th.Glyphs.Closed
	}
	source := reason.String()
	cause, other := s.conn.OtherProtocol()
	switch n, _, misframed := s.conn.Misframed(); {
	case reason != wire.ReasonFramingError:
	case misframed && f.RequestMisread && n == s.ex.ID:
		say.Sentence, source = "This request does not end where it says: the server would misread the next one.", string(wire.CodeOutOfStep)
	case misframed && f.RequestMisread:
		say.Sentence, source = "Request "+strconv.Itoa(n)+" does not end where it says: the server misread this one.", string(wire.CodeOutOfStep)
	case other:
		say.Sentence, source = text.Safe(sentenceOf(cause)), string(cause.Code)
	case f.FollowedAt > 0:
		say.Sentence, source = leftOverSays(s.conn), string(wire.CodeOutOfStep)
	}
	if reason == wire.ReasonTruncated && s.conn != nil && s.conn.State == record.Ended && s.conn.Close.Moment.Exchange == s.ex.ID {
		say.Sentence = words.Meaning(&s.conn.Close.Ending, "")
	}
	if i := slices.IndexFunc(s.ex.Findings, func(f wire.Finding) bool { return wire.IsCause(f.Code) && !f.Request }); i >= 0 && !other && f.FollowedAt == 0 && say.Fault {
		say.Sentence = text.Safe(sentenceOf(s.ex.Findings[i])) + " " + say.Sentence
	}
	if s.conn != nil && s.conn.State == record.Ended && reason.Persistent() { // the decision was true at that time, but no longer is
		say.Title = "The connection stayed open after this response"
		if s.conn.Last() == s.ex && ending.Unannounced(&s.conn.Close.Ending) {
			say.Title, t, glyph = "This response promised to stay open", caution, p.th.Glyphs.Warning
		}
		if s.conn.Last() == s.ex {
			p.sinceEnded(s)
		}
	}
	p.head(t, glyph, say.Title, source)
	if short && reason.Persistent() {
		p.say(plain, "None of the rules that end a connection applies.")
		return
	}
	p.say(plain, say.Sentence)
	p.common("RFC 9112")
	if reason == wire.ReasonUndecided {
		p.undecided(f.PersistenceSteps())
		p.ifNoMore(s.ex, f)
		return
	}
	p.steps(f.PersistenceSteps(), t, glyph)
}

// leftOverSays says why bytes after a response are an error. If they most likely continue
// the content, it says that the length is wrong.
func leftOverSays(c *record.Connection) string {
	const misread = "the next response would be misread."
	switch _, f, ok := c.LeftOver(); {
	case ok && f.Code == wire.CodeLengthShort:
		length, _, _ := strings.Cut(f.Detail, ";")
		return text.Safe(length) + ". The rest of the content follows the response: " + misread
	case ok:
		return format.Capital(text.Safe(words.LeftOver(f))) + ": " + misread
	}
	return "Unsolicited bytes arrived: " + misread
}

// ifNoMore adds what it means if the rest of a response never comes.
func (p *page) ifNoMore(e *record.Exchange, f *wire.Facts) {
	n, ok := e.BodySoFar()
	if !ok || f.Framing() != wire.FramingLengthDelimited || f.Length <= n {
		return
	}
	left := format.Number(f.Length - n)
	p.lead("If nothing more comes", "RFC 9112 §6.3")
	p.say(plain, left+" of "+format.Count(f.Length, "byte")+" are missing: Content-Length is "+left+" too large, or the server stopped inside the response. "+
		"The next response on this connection would be read as the content of this one.")
}

// sinceEnded adds how the connection ended after its last exchange, and where to read
// more about the end.
func (p *page) sinceEnded(s *scene) {
	e := &s.conn.Close.Ending
	t, glyph := caution, p.th.Glyphs.Closed
	if ending.Faulty(e) {
		t, glyph = race, p.th.Glyphs.Error
	}
	p.head(t, glyph, words.Title(&s.conn.Close.Ending, p.inner()-2), "")
	p.fact("who", words.Who(e))
	p.fact("how", words.Way(e))
	p.fact("when", words.When(e))
	if !e.Hushed {
		p.fact("lost", words.Lost(e))
	}
	if said := words.Aside(s.conn); said != "" && !e.Hushed {
		p.say(plain, said)
	}
	p.say(muted, "See also: connection "+strconv.Itoa(s.conn.ID)+" in the list.")
}

// common adds, at the right edge, the name of the standard that contains the sections in
// the rows below.
func (p *page) common(doc string) {
	if p.inner() < 40 {
		return
	}
	last := &p.list[len(p.list)-1]
	if cells(last.left)+2+len(doc) <= p.inner() && len(last.right) == 0 {
		last.right = []span{own(muted, doc)}
		return
	}
	p.add().right = []span{own(muted, doc)}
}

// evidenceAt is the column where evidence begins, on pages that are wide enough.
const evidenceAt = 31

// steps adds a row for each step, with its claim, evidence and section. Steps that were
// not reached are muted. The step that decided has the glyph of the decision.
func (p *page) steps(steps []wire.Step, ended tok, glyph string) {
	for _, st := range steps {
		mark, words, evidence := own(okay, p.th.Glyphs.Yes), plain, muted
		switch {
		case !st.Asked:
			mark, words = own(muted, p.th.Glyphs.NotAsked), muted
			st.Evidence = "not checked"
		case st.Decides && !st.OK:
			mark, words, evidence = own(ended, glyph), strong, plain
		case !st.OK && !st.Decides: // the step may still apply later
			mark = own(muted, p.th.Glyphs.Waiting)
		}
		p.step(st, mark, words, evidence)
	}
}

// undecided adds the steps of a decision that has not been made yet.
func (p *page) undecided(steps []wire.Step) {
	for _, st := range steps {
		p.step(st, own(muted, p.th.Glyphs.Waiting), plain, muted)
	}
}

// dimmed adds the steps of a decision. All steps except the one that applies are muted.
func (p *page) dimmed(steps []wire.Step, found tok, glyph string) {
	for _, st := range steps {
		switch {
		case st.Decides:
			p.step(st, own(found, glyph), strong, plain)
			continue
		case !st.Asked:
			st.Evidence = "not checked"
		}
		p.step(st, own(muted, p.th.Glyphs.NotAsked), muted, muted)
	}
}

// step adds one row, with the evidence beside the claim or, if there is no room, below
// it.
func (p *page) step(st wire.Step, mark span, words, evidence tok) {
	at := evidenceAt
	if p.inner() < 56 {
		at = max(20, p.inner()/2)
	}
	ref := section(st.Ref)
	fill := at - 4 - text.Width(st.Claim)
	left := []span{gap(2), mark, gap(1), own(words, st.Claim)}
	said := say(evidence, session.WithoutSecrets(st.Evidence))
	beside := fill > 0 && at+text.Width(said.text)+1+text.Width(ref) <= p.inner()
	if beside {
		left = append(left, gap(fill), said)
	}
	r := p.add(left...)
	r.right = []span{own(muted, ref)}
	if st.Asked && st.Offset >= 0 {
		r.to = &place{off: st.Offset}
	}
	if !beside && st.Asked {
		for _, l := range text.Wrap(said.text, p.inner()-6) {
			p.add(gap(6), own(evidence, l))
		}
	}
}

// bodyEnds adds the rules that decided the length of the body.
func (p *page) bodyEnds(s *scene) {
	f := s.ex.Facts()
	if f.Framing() == wire.FramingUndecided {
		return
	}
	p.lead("Where the body ends", "RFC 9112 §6.3")
	p.say(plain, framingSays(f))
	if f.ByteRanges && f.Framing() == wire.FramingCloseDelimited {
		p.say(plain, "multipart/byteranges no longer ends a body (it did in RFC 2616).")
	}
	p.soft()
	t, glyph := okay, p.th.Glyphs.Yes
	if f.Framing() == wire.FramingInvalid {
		t, glyph = race, p.th.Glyphs.Error
	}
	p.dimmed(f.FramingSteps(), t, glyph)
}

func framingSays(f *wire.Facts) string {
	switch f.Framing() {
	case wire.FramingNoBody:
		if f.Request.Method == "HEAD" {
			return "At the end of the header section: a response to HEAD never has a body."
		}
		return "At the end of the header section: a " + strconv.Itoa(f.Status) + " never has a body."
	case wire.FramingLengthDelimited:
		return "After " + format.Count(int(f.Length), "byte") + ", as Content-Length announces."
	case wire.FramingChunked:
		return "At the last-chunk, which has size 0. The sender announces each chunk and need not know the total in advance."
	case wire.FramingCloseDelimited:
		return "Where the connection ends. An incomplete transfer looks like a complete one."
	case wire.FramingTunnel:
		return "No body: the bytes after the header section belong to another protocol."
	}
	return "Unknown: the length is not a number."
}

// lost adds an explanation of an exchange without a response.
func (p *page) lost(s *scene) {
	method := brief(s.ex.Method)
	if n := s.ex.Barred; n > 0 {
		id := strconv.Itoa(n)
		p.head(caution, p.th.Glyphs.Closed, "No response came, and none was due", "RFC 9112 §9.6")
		p.say(plain, "Exchange "+id+" said Connection: close; a server must not process later requests.")
		p.lead("May it be repeated?", "")
		p.say(plain, "Yes: the server must not have processed it.")
		return
	}
	p.head(race, p.th.Glyphs.Error, "No response came", "RFC 9112 §9.5")
	p.say(plain, "The connection ended before the first byte of a response. It is unknown whether the server processed the request.")
	p.lead("May it be repeated?", "9110 §9.2.2")
	if ending.Idempotent(s.ex.Method) {
		p.say(plain, "Yes, on a new connection: "+method+" is idempotent.")
		return
	}
	p.say(plain, "Not without checking: "+method+" may take effect twice.")
}

// whereItSays adds the field lines that decide, with their offsets.
func (p *page) whereItSays(s *scene) {
	f := s.ex.Facts()
	at := map[int64]bool{f.LengthAt: true, f.CodingAt: true, f.ConnectionAt: true, f.HintAt: true}
	h, ok := s.ex.Final()
	if !ok {
		return
	}
	first := true
	for field := range s.ex.Fields(h) {
		if !at[field.Off] {
			continue
		}
		if first {
			p.lead("The field lines that decide", "↓ and enter show the bytes")
			first = false
		}
		off := strconv.FormatInt(field.Off, 10)
		r := p.add(own(muted, text.Right(off, 6)), gap(2), own(framing, s.beginning(field.Name+": "+strings.TrimSpace(field.Value), p.inner())))
		r.to = &place{off: field.Off}
	}
}
