package probe

import (
	"fmt"

	"linger/session/ending"
	"linger/session/record"
)

var announcesClose = experiment{
	name:  nameAnnounce,
	ref:   "RFC 9112 §9.6",
	asks:  "a server should send the close option in the last response on a connection",
	needs: []string{nameMax, nameReuse},
	judge: judgeAnnounce,
}

func judgeAnnounce(e *evidence) Check {
	told, closes, how := 0, 0, ""
	var silent []string // checks in whose runs the server closed without notice
	for _, name := range []string{greeting, nameIdle, nameMax, nameField, nameFraming, nameHead, nameReuse, namePipeline} {
		for _, r := range e.runs[name] {
			x, ok := e.inUse(r)
			if !ok || name == nameIdle && x == r.exchange(0) || e.evicts && !r.conn().Close.Announced() {
				continue // closed because it was idle, or to make room
			}
			closes++
			if r.conn().Close.Announced() {
				told++
				if how == "" || x.Facts().Close {
					how = announcement(x)
				}
			} else {
				silent = append(silent, name)
			}
		}
	}
	c := Check{Samples: closes, Unit: "closes", Measured: new(float64(told))}
	switch {
	case closes == 0:
		return skipped("the server closed no connection in use")
	case told == closes:
		c.Verdict, c.Found, c.Text = Pass, "yes", how
	case told == 0:
		c.Verdict, c.Found, c.Text = Warn, "no", "in use, connections end without notice"
	default:
		c.Verdict, c.Found, c.Text = Warn, fmt.Sprintf("%d of %d", told, closes), "in use, some connections end without notice"
	}
	if c.Verdict == Warn {
		c.fault = faultOf(silent)
	}
	return c
}

// faultOf returns the fault that explains closes without notice, given the checks in
// whose runs they occurred. If each of these checks has its own fault, it returns that of
// the first.
func faultOf(silent []string) fault {
	own := map[string]fault{namePipeline: whenPipelined, nameHead: afterHead, nameReuse: afterError}
	for _, name := range silent {
		if own[name] == noFault {
			return noNotice
		}
	}
	return own[silent[0]]
}

// inUse returns the last answered exchange of a connection. It reports whether the server
// closed the connection in use: so soon after the response that idleness is not the
// reason.
func (e *evidence) inUse(r trialRun) (last *record.Exchange, ok bool) {
	soon := ending.InUse
	if e.closes.n > 0 {
		soon = min(soon, e.closes.low/2)
	}
	for _, x := range r.conn().Exchanges {
		if x.Requested && wasAnswered(x) {
			last = x
		}
	}
	return last, r.byServer() && last != nil && r.conn().Close.At-last.LastByte <= soon
}

// announcement returns how the end of the connection after an exchange was announced.
func announcement(x *record.Exchange) string {
	switch {
	case x.Facts().Close:
		return "Connection: close on the last response"
	case saysClose(*x.Facts()):
		return "by HTTP/1.0 without keep-alive"
	case asksClose(x.Facts().Request):
		return "as the request asks"
	}
	return "by max, which runs out; send Connection: close as well"
}
