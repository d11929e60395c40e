package probe

import (
	"bytes"
	"fmt"

	"linger/session"
	"linger/wire"
)

var stagedClose = experiment{
	name: nameStaged,
	ref:  "RFC 9112 §9.6",
	asks: "a server that closes while data is in transit should close in stages, or a reset can destroy its last response",
	trials: func(p plan) (ts []trial) {
		for range stagedTries {
			ts = append(ts, trial{control: true, stages: []stage{
				{do: session.Reconnect{}, until: connected}, {do: session.SendRaw{Data: overfull(p)}, until: done(1)}, {until: never},
			}})
		}
		return ts
	},
	judge: judgeStaged,
}

const (
	stagedTries = 3
	stagedBytes = 64 << 10 // number of bytes of the requests after the first one, which has the close option
)

// overfull returns a request with the close option, followed by so many requests that the
// server leaves some unread. The server must not process those requests (RFC 9112 §9.6).
func overfull(p plan) []byte {
	b := wire.AppendRequest(nil, with(p.request, "Connection", "close"))
	next := wire.AppendRequest(nil, p.request)
	return append(b, bytes.Repeat(next, stagedBytes/len(next)+1)...)
}

// judgeStaged judges all runs. A run whose response was lost takes precedence over the
// others.
func judgeStaged(e *evidence) Check {
	if _, ok := e.first(nameStaged); !ok {
		return e.unmade(nameStaged)
	}
	rs := e.runs[nameStaged]
	whole, resets, lost, open, broke := 0, 0, 0, 0, 0
	for _, r := range rs {
		x := r.exchange(0)
		switch {
		case wasAnswered(x) && !r.byServer() && !r.cut:
			open++
		case wasAnswered(x):
			whole++
			resets += one(r.conn().Close.How == session.HowReset)
		case r.broke():
			broke++
		case r.byServer():
			lost++
		}
	}
	c := Check{Samples: len(rs), Unit: "tries", Measured: new(float64(whole))}
	of := func(n int) string { return fmt.Sprintf("%d of %d", n, len(rs)) }
	switch {
	case lost > 0:
		c.Verdict, c.Found, c.Text = Warn, "response lost, "+of(lost), "the server closes with requests unread, and its response does not arrive complete"
		c.advise("server", "close in stages: shut the write side, read until the client closes, then close (RFC 9112 §9.6)")
	case broke > 0:
		return skipped(tlsFails)
	case open > 0 && rs[0].exchange(0).Promised() == wire.ReasonTunnel:
		return skipped(e.endsAfter(rs[0]))
	case open > 0:
		return skipped("the server does not close after Connection: close (see honours-close)")
	case whole == 0:
		return e.lacking(rs[0])
	case resets > 0:
		c.Verdict, c.Found, c.Text = Pass, "complete, then reset, "+of(resets), "the response was complete; on a longer path, the reset can destroy part of it"
	default:
		c.Verdict, c.Found, c.Text = Pass, "complete, "+of(whole), "the response is complete, although requests were unread"
	}
	return c
}
