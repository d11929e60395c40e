package detail

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// severity returns the style, the glyph and the name of a severity.
func severity(th *theme.Theme, s wire.Severity) (t tok, glyph, name string) {
	glyph, _ = words.Severity(th, s)
	switch s {
	case wire.SeverityError:
		t = race
	case wire.SeverityWarning:
		t = caution
	default:
		t = muted
	}
	return t, glyph, s.String()
}

// counted returns the number of findings of each severity in words, such as "1 error, 3
// warnings", or "none".
func counted(fs []wire.Finding) string {
	var n [wire.SeverityError + 1]int
	for _, f := range fs {
		n[session.SeverityOf(f.Code)] += f.Count()
	}
	var counts []string
	for s := wire.SeverityError; s >= wire.SeverityNote; s-- {
		if n[s] > 0 {
			counts = append(counts, format.Count(n[s], s.String()))
		}
	}
	if len(counts) == 0 {
		return "none"
	}
	return strings.Join(counts, ", ")
}

// maxFindings is the maximum number of findings on a page. A connection may have
// thousands.
const maxFindings = 200

// findingsView returns the Findings tab: where each finding is, what it is, why it
// matters, and what to do about it.
func findingsView(s *scene) view {
	p := newPage(s)
	if s.ex == nil && s.conn != nil {
		return connFindings(s, p)
	}
	fs := s.findings()
	if len(fs) == 0 {
		p.say(muted, "No findings.")
		return p
	}
	for _, f := range fs[:min(len(fs), maxFindings)] {
		p.finding(s, f, 0)
	}
	if len(fs) > maxFindings {
		p.cutAt(fs)
	}
	return p
}

func connFindings(s *scene, p *page) view {
	n := len(s.conn.Findings)
	for _, f := range s.conn.Findings[:min(n, maxFindings)] {
		p.finding(s, f, 0)
	}
	for e, f := range s.conn.ExchangeFindings() {
		if n++; n <= maxFindings {
			p.finding(s, f, e.ID)
		}
	}
	if n == 0 {
		p.say(muted, "No findings on this connection.")
	}
	if n > maxFindings {
		p.cutAt(s.findings())
	}
	return p
}

// cutAt adds a line that says how many findings are shown on the page.
func (p *page) cutAt(fs []wire.Finding) {
	var t findingCount
	t.add(fs)
	p.blank()
	p.say(muted, "The first "+strconv.Itoa(maxFindings)+" of "+format.Number(int64(t.n))+" findings. The list marks every exchange with findings.")
}

// finding adds one finding. It names the exchange if the page is about several exchanges.
func (p *page) finding(s *scene, f wire.Finding, exchange int) {
	r, _ := session.Lookup(f.Code)
	t, glyph, name := severity(p.th, session.SeverityOf(f.Code))
	var facts []string
	switch {
	case exchange > 0:
		facts = append(facts, "exchange "+strconv.Itoa(exchange))
	case len(f.Code) < 22:
		facts = append(facts, name)
	}
	if f.Offset >= 0 { // if the offset is negative, the finding is about the connection, not about bytes
		facts = append(facts, "offset "+strconv.FormatInt(f.Offset, 10))
	}
	where := strings.Join(facts, ", ")
	p.blank()
	row := p.add(own(t, glyph), gap(1), say(strong, string(f.Code)), gap(3), own(muted, where))
	row.right = []span{own(muted, source(r.Ref))}
	if f.Offset >= 0 {
		row.to = &place{sent: f.Request, off: f.Offset}
	}
	p.soft()
	f.Detail, f.Quote = brief(f.Detail), brief(f.Quote)
	p.say(plain, format.Sentence(session.TextOf(f)))
	if f.More > 0 {
		p.say(muted, "And "+format.Number(f.More)+" more of the same.")
	}
	p.advise(f.Code, r)
}

// advise adds rows that say why a finding matters and what to do about it. It keeps them
// for reuse, because they are the same for all findings with the same code.
func (p *page) advise(code wire.Code, r wire.Rule) {
	if rows, ok := p.advice[code]; ok {
		p.list = append(p.list, rows...)
		return
	}
	from := len(p.list)
	if r.Why != "" {
		p.say(plain, format.Sentence(r.Why))
	}
	if r.Do != "" {
		p.soft()
		p.add(gap(2), own(accent, p.th.Glyphs.Sent), gap(1), own(strong, "what to do"))
		p.say(plain, format.Sentence(r.Do))
	}
	if p.advice == nil {
		p.advice = map[wire.Code][]row{}
	}
	p.advice[code] = slices.Clone(p.list[from:])
}
