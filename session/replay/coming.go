package replay

import (
	"sort"
	"strings"
	"time"

	"linger/session"
)

// Coming is a summary of the log after the current position.
type Coming struct {
	Exchanges, Closes int     // numbers of requests that begin and of connections that end
	Next              []Ahead // the next two of these requests and closes
}

// An Ahead is a request that begins, or a connection that ends, after the current
// position.
type Ahead struct {
	At      time.Duration
	Conn    int
	Request string          // method and target; empty: the connection ends
	Ending  *session.Ending // how the connection ends; nil: the entry is a request, or the connection could not be opened

	event            int // number of the event in the log, counted from 1
	requests, closes int // numbers of requests and closes up to this one
}

// Coming returns a summary of the known part of the log after the current position.
func (p *Player) Coming() Coming { return p.index.coming(p.steps) }

// coming returns the summary of the log after the first n events.
func (x *index) coming(events int) Coming {
	from := sort.Search(len(x.ahead), func(i int) bool { return x.ahead[i].event > events })
	c := Coming{Exchanges: x.requests, Closes: len(x.closes), Next: x.ahead[from:min(len(x.ahead), from+2)]}
	if from > 0 {
		c.Exchanges -= x.ahead[from-1].requests
		c.Closes -= x.ahead[from-1].closes
	}
	return c
}

// longestRequest is the maximum length, in bytes, of the method and target that are kept.
const longestRequest = 120

// request adds a request that begins. Equal requests share one string.
func (x *index) request(ev *session.RequestStarted) {
	line := ev.Method + " " + ev.Target
	line = line[:min(len(line), longestRequest)]
	kept, ok := x.lines[line]
	if !ok {
		kept = strings.Clone(line)
		if len(x.lines) < mostLines {
			if x.lines == nil {
				x.lines = map[string]string{}
			}
			x.lines[kept] = kept
		}
	}
	x.requests++
	x.ahead = append(x.ahead, Ahead{At: ev.At, Conn: ev.Conn, Request: kept, event: x.events, requests: x.requests, closes: len(x.closes)})
}

// mostLines is the maximum number of different requests whose text is shared.
const mostLines = 1000

// endOf adds the end of a connection. It must be called after the close was added.
func (x *index) endOf(at time.Duration, conn int, e *session.Ending) {
	x.ahead = append(x.ahead, Ahead{At: at, Conn: conn, Ending: e, event: x.events, requests: x.requests, closes: len(x.closes)})
}
