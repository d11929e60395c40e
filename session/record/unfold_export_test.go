package record

import (
	"fmt"
	"strings"
)

// Kept writes out all that a record keeps, without how it keeps it.
func Kept(r *Record) []string {
	var b strings.Builder
	fmt.Fprintf(&b, "%+v %v %+v %+v %+v %+v %v %v %v %v\n", r.Start.Target, r.Start.Wall.UnixNano(), r.Work, r.Declined, r.Checked, r.Marks, r.Ended, r.moved, r.measured, r.changed)
	stretch := func(s Stretch) {
		if s.Reads > len(s.Segments) { // those that are joined have no times of their own
			s.Pause, s.last = 0, 0
		}
		fmt.Fprintf(&b, "\n    %d+%d %v %d %v %v %v", s.Off, s.Len, s.Segments, s.Reads, s.Pause, s.last, s.Lines())
		for _, p := range s.pieces {
			fmt.Fprintf(&b, " %d:%q", p.off, p.data)
		}
	}
	for _, c := range r.Conns {
		k := *c
		k.Exchanges, k.Loose = nil, Stretch{}
		if len(k.Close.Lost) == 0 {
			k.Close.Lost = nil
		}
		fmt.Fprintf(&b, "%+v", k)
		stretch(c.Loose)
		for _, e := range c.Exchanges {
			k := *e
			k.Request, k.Response, k.Discarded = Stretch{}, Stretch{}, Discarded{}
			fmt.Fprintf(&b, "\n  %+v", k)
			stretch(e.Request)
			stretch(e.Response)
		}
		b.WriteByte('\n')
	}
	return strings.Split(b.String(), "\n")
}
