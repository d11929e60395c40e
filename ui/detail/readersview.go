package detail

import (
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// readings returns how other HTTP parsers read the final response of an exchange, or nil
// if there is no final response.
func readings(c *record.Connection, e *record.Exchange) []wire.Reading {
	h, ok := e.Final()
	if !ok {
		return nil
	}
	came := e.Response.End() - h.End
	if st, ok := loose(c, e); ok {
		came += st.Len
	}
	return wire.Readers(e.Facts(), e.Findings, came)
}

// contentRows adds how much content other HTTP/1.x parsers would read from the response:
// one row if all agree, or one row for each parser.
func (p *page) contentRows(c *record.Connection, e *record.Exchange) {
	rs := readings(c, e)
	if rs == nil || !e.Done {
		return
	}
	p.blank()
	if wire.Agree(rs) {
		p.labelled("content", agreed(rs, p.inner()-legendAt))
		return
	}
	p.add(own(strong, "content"), gap(legendAt-7), own(plain, "clients disagree")).right = []span{own(muted, "as of "+wire.ReadersAsOf)}
	for _, r := range rs {
		t := plain
		if r.Outcome == wire.OutcomeRefuses || r.Outcome == wire.OutcomeUnknown {
			t = muted
		}
		row := p.add(gap(2), own(plain, text.Pad(r.Reader, legendAt-2)), own(t, text.Safe(r.Text())))
		if r.Code != "" {
			row.right = []span{own(muted, text.Safe(string(r.Code)))}
		}
		if r.Limit != "" {
			p.sayAt(legendAt, muted, r.Limit)
		}
	}
}

// agreed returns text that says what all parsers read. It names all of them if the names
// fit in w cells, and otherwise one of them and the number of the others.
func agreed(rs []wire.Reading, w int) string {
	does := "read the same " + format.Count(int(rs[0].Bytes), "byte")
	switch {
	case rs[0].Outcome == wire.OutcomeRefuses:
		does = "reject the response"
	case rs[0].Bytes == 0:
		does = "read no content"
	}
	names := make([]string, len(rs))
	for i, r := range rs {
		names[i] = text.Safe(r.Reader)
	}
	last := len(names) - 1
	words := "all " + does + ": " + strings.Join(names[:last], ", ") + " and " + names[last]
	if text.Width(words) > w {
		words = names[last] + " and " + strconv.Itoa(last) + " others " + does
	}
	return words
}
