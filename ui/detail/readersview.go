package detail

import (
	"strconv"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// contentRows say how much content readers of HTTP/1.x would take from these
// very bytes: all the same, or each its own.
func (p *page) contentRows(c *record.Connection, e *record.Exchange) {
	h, ok := e.Final()
	if !ok || !e.Done {
		return
	}
	came := e.Response.End() - h.End
	if st, ok := loose(c, e); ok {
		came += st.Len
	}
	rs := wire.Readers(&e.Facts, e.Findings, came)
	p.blank()
	if wire.Agree(rs) {
		p.labelled("content", agreed(rs))
		return
	}
	p.add(own(strong, "content"), gap(legendAt-7), own(plain, "readers differ on these bytes")).right = []span{own(muted, "as of "+wire.ReadersAsOf)}
	for _, r := range rs {
		t := plain
		if r.Outcome == wire.Refuses {
			t = muted
		}
		row := p.add(gap(2), own(plain, text.Pad(r.Reader, legendAt-2)), own(t, text.Safe(r.Text())))
		if r.Code != "" {
			row.right = []span{own(muted, text.Safe(string(r.Code)))}
		}
	}
}

func agreed(rs []wire.Reading) string {
	n := strconv.Itoa(len(rs))
	if rs[0].Outcome == wire.Refuses {
		return "all " + n + " readers refuse the response"
	}
	if rs[0].Bytes == 0 {
		return "all " + n + " readers take none"
	}
	return "all " + n + " readers take the same " + text.Count(int(rs[0].Bytes), "byte")
}

// labelled is a word in bold and, beside it, what it means.
func (p *page) labelled(label, means string) {
	lines := text.Wrap(means, p.inner()-legendAt)
	p.add(own(strong, label), gap(max(1, legendAt-text.Width(label))), own(plain, lines[0]))
	for _, l := range lines[1:] {
		p.add(gap(legendAt), own(plain, l))
	}
}
