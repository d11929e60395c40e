package replay

import (
	"sort"
	"strings"
	"time"

	"linger/session"
)

// Coming is what a log holds after the position.
type Coming struct {
	Exchanges, Closes int     // requests that begin, and connections that end
	Next              []Ahead // the first two of them
}

// An Ahead is a request that begins after the position, or a connection that ends.
type Ahead struct {
	At      time.Duration
	Conn    int
	Request string          // method and target; empty: the connection ends
	Ending  *session.Ending // nil: it could not be opened

	event            int // which event of the log it is, from 1 on
	requests, closes int // up to it
}

// Coming returns what the log holds after the position, as far as the log is known.
func (p *Player) Coming() Coming { return p.index.coming(p.steps) }

// coming returns what comes after so many events.
func (x *index) coming(events int) Coming {
	from := sort.Search(len(x.ahead), func(i int) bool { return x.ahead[i].event > events })
	c := Coming{Exchanges: x.requests, Closes: len(x.closes), Next: x.ahead[from:min(len(x.ahead), from+2)]}
	if from > 0 {
		c.Exchanges -= x.ahead[from-1].requests
		c.Closes -= x.ahead[from-1].closes
	}
	return c
}

// longestRequest is how much of a request is kept, in bytes.
const longestRequest = 120

// request adds a request that begins. Requests that are alike share their text.
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

// mostLines is how many different requests are looked up.
const mostLines = 1000

// endOf adds a connection that ends, after its close was added.
func (x *index) endOf(at time.Duration, conn int, e *session.Ending) {
	x.ahead = append(x.ahead, Ahead{At: at, Conn: conn, Ending: e, event: x.events, requests: x.requests, closes: len(x.closes)})
}
