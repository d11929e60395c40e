package export

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session/record"
	"linger/wire/format"
)

// A chart is the timeline of the exchanges that a ticket shows. It can be written as text
// and as a picture.
type chart struct {
	from, to   time.Duration
	begin, end string // from and to as times in UTC
	spans      []span
	requests   []request
	marks      []time.Duration
	ends       string // how the connection ended; empty if it is still open
	faulty     bool   // at least one request was lost
}

// A span is a period in which the connection was in one state.
type span struct {
	kind     spanKind
	from, to time.Duration
}

type spanKind uint8

const (
	spanWaiting  spanKind = iota // from the start of the request to the first byte of the response
	spanResponse                 // from the first byte of the response to the last
	spanIdle
)

// A request is a mark on the timeline for the start of a request: the exchange's ID and
// the time.
type request struct {
	id int
	at time.Duration
}

// chart returns the timeline of the ticket's connection.
func (t *ticketWriter) chart() *chart {
	c, es := t.c, t.shownExchanges()
	k := &chart{from: c.Dialed, to: t.now}
	if c.State == record.Ended {
		k.to, k.ends = c.Close.At, t.w.End(&c.Close.Ending)
		k.faulty = len(c.Close.Lost) > 0
	}
	if len(es) > 0 && len(es) < c.Count() {
		k.from = es[0].Started
	}
	k.begin, k.end = t.utc(k.from, timeAlone), t.utc(k.to, timeAlone)
	idle := max(k.from, c.Opened)
	for _, e := range es {
		if e.Started > idle {
			k.spans = append(k.spans, span{spanIdle, idle, e.Started})
		}
		idle = max(idle, k.exchange(e))
	}
	if c.State != record.Failed && k.to > idle {
		k.spans = append(k.spans, span{spanIdle, idle, k.to})
	}
	for _, m := range t.r.Marks {
		if m.At >= k.from && m.At <= k.to {
			k.marks = append(k.marks, m.At)
		}
	}
	return k
}

// exchange adds e and returns the time at which e ended, or k.to if it has not ended.
func (k *chart) exchange(e *record.Exchange) time.Duration {
	over := e.Over
	if !e.Done {
		over = k.to
	}
	if e.Requested {
		k.requests = append(k.requests, request{e.ID, e.Started})
	}
	if !e.HasByte() {
		k.spans = append(k.spans, span{spanWaiting, e.Started, over})
		return over
	}
	k.spans = append(k.spans, span{spanWaiting, e.Started, e.FirstByte}, span{spanResponse, e.FirstByte, e.LastByte})
	return max(over, e.LastByte)
}

// scale returns the index of the cell for time at if n cells represent the time from
// k.from to k.to.
func (k *chart) scale(at time.Duration, n int) int {
	if k.to <= k.from {
		return 0
	}
	return max(0, min(n-1, int(float64(at-k.from)/float64(k.to-k.from)*float64(n-1)+0.5)))
}

// longestIdle returns the longest idle period, or the zero span if there is none.
func (k *chart) longestIdle() (out span) {
	for _, s := range k.spans {
		if s.kind == spanIdle && s.to-s.from > out.to-out.from {
			out = s
		}
	}
	return out
}

const (
	chartCells = 84 // width of a lane in the text, in cells
	chartLabel = 10
)

// text returns the timeline as text, at most 96 columns wide.
func (k *chart) text() string {
	rows := []string{k.axis()}
	rows = append(rows, "request", "response", "idle")
	lanes := make([][]rune, 3)
	for i := range lanes {
		lanes[i] = []rune(strings.Repeat(" ", chartCells))
	}
	for _, r := range k.requests {
		put(lanes[0], k.scale(r.at, chartCells), fmt.Sprint(r.id))
	}
	for _, s := range k.spans {
		lane, sign := lanes[1], '.'
		from, to := k.scale(s.from, chartCells), k.scale(s.to, chartCells)
		switch s.kind {
		case spanResponse:
			sign = '='
		case spanIdle:
			lane, sign = lanes[2], '-'
			from, to = from+1, to-1
		}
		for i := from; i <= to; i++ {
			if lane[i] != '=' {
				lane[i] = sign
			}
		}
	}
	if s := k.longestIdle(); s.to > s.from {
		words := []rune(" " + format.Exactly(s.to-s.from) + " ")
		if from, to := k.scale(s.from, chartCells), k.scale(s.to, chartCells); to-from > len(words)+2 {
			copy(lanes[2][(from+to-len(words))/2:], words)
		}
	}
	for i, lane := range lanes {
		rows[i+1] = strings.TrimRight(fmt.Sprintf("%-*s%s", chartLabel, rows[i+1], string(lane)), " ")
	}
	legend := ". waiting   = response   - idle"
	if len(k.marks) > 0 {
		lane := []rune(strings.Repeat(" ", chartCells))
		for _, m := range k.marks {
			lane[k.scale(m, chartCells)] = '@'
		}
		rows = append(rows, strings.TrimRight(fmt.Sprintf("%-*s%s", chartLabel, "marks", string(lane)), " "))
		legend += "   @ mark"
	}
	if k.ends != "" {
		rows = append(rows, fmt.Sprintf("%-*s%*s", chartLabel, "end", chartCells, k.ends+" x"))
		legend += "   x end"
	}
	return strings.Join(append(rows, "", strings.Repeat(" ", chartLabel)+legend), "\n")
}

// axis returns the row with the start time, the total duration and the end time.
func (k *chart) axis() string {
	length := format.Duration(k.to - k.from)
	room := chartCells - len(k.begin) - len(k.end)
	return fmt.Sprintf("%-*s%s%*s%*s%s", chartLabel, "UTC", k.begin, (room+len(length))/2, length, room-(room+len(length))/2, "", k.end)
}

// put writes words into lane, starting at cell index at. If one of the cells that it
// needs, or the cell before them, is already used, put writes only a plus sign.
func put(lane []rune, at int, words string) {
	if at > 0 && lane[at-1] != ' ' || slices.ContainsFunc(lane[at:min(len(lane), at+len(words))], func(r rune) bool { return r != ' ' }) {
		for at > 0 && lane[at] == ' ' {
			at--
		}
		if at+1 < len(lane) {
			lane[at+1] = '+'
		}
		return
	}
	at = min(at, len(lane)-len(words))
	copy(lane[at:], []rune(words))
}
