package record

import (
	"fmt"
	"strings"
)

// Kept returns all data of a record as lines of text, independent of its representation
// in memory.
func Kept(r *Record) []string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v %v %+v %+v %+v %+v %v %v %v %v\n", r.Start.Target, r.Start.Wall.UnixNano(), r.Work, r.Declined, r.Checked, r.Marks, r.Ended, r.moved, r.measured, r.changed)
	stretch := func(s Stretch) {
		pause := s.Pause()
		if s.Reads > len(s.Segments()) { // joined reads do not keep their times
			pause, s.last = 0, 0
		}
		fmt.Fprintf(&b, "\n    %d+%d %v %d %v %v %v", s.Off, s.Len, s.Segments(), s.Reads, pause, s.last, s.Lines())
		for p := range s.pieces() {
			fmt.Fprintf(&b, " %d:%q", p.off, p.data)
		}
	}
	for _, c := range r.Conns {
		k := *c
		k.Exchanges, k.Loose, k.sent, k.received = nil, Stretch{}, tip{}, tip{}
		if len(k.Close.Lost) == 0 {
			k.Close.Lost = nil
		}
		fmt.Fprintf(&b, "%+v", k)
		stretch(c.Loose)
		for _, e := range c.Exchanges {
			k := *e
			k.Request, k.Response, k.lack = Stretch{}, Stretch{}, nil
			k.outcome, k.own, k.base = nil, false, 0
			k.limits, k.deadline = nil, 0
			requestMissed, responseMissed := e.Missed()
			fmt.Fprintf(&b, "\n  %+v %+v %d %d %+v %x %s", k, e.Budget(), requestMissed, responseMissed, *e.Facts(), e.SHA256(), e.Retry())
			stretch(e.Request)
			stretch(e.Response)
		}
		b.WriteByte('\n')
	}
	return strings.Split(b.String(), "\n")
}
