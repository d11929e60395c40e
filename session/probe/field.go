package probe

import (
	"fmt"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

var keepAliveField = experiment{
	name:  nameField,
	ref:   "RFC 2068 §19.7.1.1",
	asks:  "Keep-Alive is a list of parameters, and counts beside Connection: keep-alive alone",
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
	if !answered(r.exchange(0)) {
		return e.lacking(r)
	}
	es := r.conn().Exchanges
	first := es[0].Facts.Hint
	c := Check{Verdict: Pass, Samples: len(es), Unit: "fields", Measured: new(0.0)}
	for _, x := range es {
		if x.Facts.Hint.Present {
			*c.Measured++
		}
	}
	if *c.Measured == 0 {
		c.Found, c.Text = "none", "nothing is advertised: clients have to guess"
		return c
	}
	c.Said = saidHint(first)
	c.Verdict, c.Found, c.Text = weighField(r.conn(), first, e.asked())
	return c
}

// notApplying is what is found where Keep-Alive stands without the option.
const notApplying = "does not apply"

// saidHint is "5 s, 100".
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

// asked says that the field came to the request that asked for it, and not to
// the one that did not.
func (e *evidence) asked() bool {
	rs := e.runs[nameField]
	return len(rs) > 1 && answered(rs[1].exchange(0)) && !rs[1].exchange(0).Facts.Hint.Present
}

func weighField(c *record.Connection, first wire.Hint, asked bool) (Verdict, string, string) {
	d, most := dialectOf(c.Exchanges)
	found := d.String()
	if d == noMax {
		found = "timeout alone"
	}
	switch {
	case hasFinding(c, wire.CodeKeepAliveParam):
		return Warn, "invalid", "a parameter is not what clients can read"
	case hasFinding(c, wire.CodeCloseAndKeep):
		return Warn, "contradicts", "close and keep-alive in one response: close wins"
	case !first.Applies:
		return Warn, notApplying, "without Connection: keep-alive it means nothing"
	case d == constant:
		return Warn, found, fmt.Sprintf("max=%d each time: it does not count", most)
	case d == irregular:
		return Warn, found, "max neither counts down nor stays"
	case asked:
		return Pass, found, "only to those who send Connection: keep-alive"
	}
	return Pass, found, "in every response, asked for or not"
}

var announcesClose = experiment{
	name:  nameAnnounce,
	ref:   "RFC 9112 §9.6",
	asks:  "a server should send the close option in the last response on a connection",
	needs: []string{nameMax, nameReuse},
	judge: judgeAnnounce,
}

// unannounced is how soon after a response a close counts as the server's
// decision about that response, not as an idle timeout.
const unannounced = 250 * time.Millisecond

func judgeAnnounce(e *evidence) Check {
	told, closes, option := 0, 0, false
	for _, name := range []string{greeting, nameIdle, nameMax, nameField, nameFraming, nameHead, nameReuse, namePipeline} {
		for _, r := range e.runs[name] {
			c := r.conn()
			if !r.byServer() || !r.served() || c.Close.Phase == session.PhaseIdle && c.Close.Idle > unannounced {
				continue
			}
			closes++
			if c.Close.Announced {
				told++
			}
			option = option || c.Last().Facts.Close
		}
	}
	c := Check{Samples: closes, Unit: "closes", Measured: new(float64(told))}
	switch {
	case closes == 0:
		return skipped("the server closed no connection in use")
	case told == closes && option:
		c.Verdict, c.Found, c.Text = Pass, "yes", "Connection: close on the last response"
	case told == closes:
		c.Verdict, c.Found, c.Text = Pass, "yes", "not by Connection: close, but HTTP/1.0 or the request says so"
	case told == 0:
		c.Verdict, c.Found, c.Text = Warn, "no", "in use, connections end without notice"
	default:
		c.Verdict, c.Found, c.Text = Warn, fmt.Sprintf("%d of %d", told, closes), "in use, some connections end without notice"
	}
	return c
}
