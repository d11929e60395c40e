package probe

import (
	"fmt"
	"strconv"

	"linger/session/record"
	"linger/wire"
)

var keepAliveField = experiment{
	name:  nameField,
	ref:   "RFC 2068 §19.7.1.1",
	asks:  "Keep-Alive is a list of parameters, and applies only together with Connection: keep-alive",
	needs: []string{nameMax},
	trials: func(p plan) []trial {
		plain := without(p.request, "Connection")
		asking := with(p.request, "Connection", "keep-alive")
		return []trial{
			{stages: []stage{{do: send(asking), until: done(1)}, {do: again(asking), until: done(2)}, {do: again(asking), until: done(3)}}},
			{stages: []stage{{do: send(plain), until: done(1)}}},
		}
	},
	judge: judgeField,
}

func judgeField(e *evidence) Check {
	r, ok := e.first(nameField)
	if !ok {
		return e.unmade(nameField)
	}
	if !wasAnswered(r.exchange(0)) {
		return e.lacking(r)
	}
	es := r.conn().Exchanges
	first := es[0].Facts().Hint
	c := Check{Verdict: Pass, Samples: len(es), Unit: "fields", Measured: new(0.0)}
	for _, x := range es {
		if x.Facts().Hint.Present {
			*c.Measured++
		}
	}
	if *c.Measured == 0 {
		c.Found, c.Text = "none", "nothing is advertised: clients have to guess"
		return c
	}
	c.Said = saidHint(first)
	c.Verdict, c.Found, c.Text, c.fault = judgeHints(r.conn(), first, e.asked())
	return c
}

// notApplying is the result for a Keep-Alive field without the keep-alive connection
// option.
const notApplying = "does not apply"

// saidHint returns the advertised timeout and max, such as "5 s, 100". A missing
// parameter is left out.
func saidHint(h wire.Hint) (s string) {
	if h.Timeout >= 0 {
		s = strconv.FormatInt(h.Timeout, 10) + " s"
	}
	if h.Max >= 0 {
		if s != "" {
			s += ", "
		}
		s += strconv.FormatInt(h.Max, 10)
	}
	return s
}

// asked reports whether the server sent the field only in response to the request with
// Connection: keep-alive.
func (e *evidence) asked() bool {
	rs := e.runs[nameField]
	return len(rs) > 1 && wasAnswered(rs[1].exchange(0)) && !rs[1].exchange(0).Facts().Hint.Present
}

func judgeHints(c *record.Connection, first wire.Hint, asked bool) (Verdict, string, string, fault) {
	d, most := dialectOf(c.Exchanges)
	found := d.String()
	if d == noMax {
		found = "timeout alone"
	}
	switch {
	case hasFinding(c, wire.CodeKeepAliveParam):
		return Warn, "invalid", "clients cannot read a parameter", noFault
	case hasFinding(c, wire.CodeCloseAndKeep):
		return Warn, "contradicts", "close and keep-alive in one response: close wins", noFault
	case !first.Applies:
		return Warn, notApplying, "without Connection: keep-alive the field has no effect", noFault
	case d == constant:
		return Warn, found, fmt.Sprintf("max=%d each time: it does not count down", most), wrongMax
	case d == irregular:
		return Warn, found, "max neither counts down nor stays the same", wrongMax
	case asked:
		return Pass, found, "only to clients that send Connection: keep-alive", noFault
	}
	return Pass, found, "in every response, whether requested or not", noFault
}
