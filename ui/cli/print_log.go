package cli

import (
	"io"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// printerOf returns a printer for the events of a session that begins with first. It
// prints linger's own connections in the format of linger send, and those of other
// programs in the format of linger relay.
func printerOf(w io.Writer, h log.Header, first session.Event, o *sendOptions) log.Sink {
	started, _ := first.(session.Started)
	vantage, wall := h.Vantage, h.Wall
	if started.Vantage != "" {
		vantage = started.Vantage
	}
	if !vantage.Watches() {
		return &sessionPrinter{out: o.output(w, &plan{})}
	}
	relay := vantage == session.VantageRelay
	if o.json {
		out := &pairsJSON{w: w, start: wall, quiet: o.quiet}
		line := pairsSessionLine{Vantage: string(vantage), Target: started.Target, Listen: started.Via}
		if !relay {
			line.Listen, line.File = "", started.Via
		}
		out.session(line)
		return &pairsPrinter{list: newPairList(out)}
	}
	noun := "connection"
	if relay {
		noun = "pair"
	}
	return &pairsPrinter{list: newPairList(&pairsPlain{w: w, start: wall, noun: noun, relay: relay, quiet: o.quiet})}
}

// A sessionPrinter prints linger's own connections.
type sessionPrinter struct {
	record record.Record
	out    sendOutput
}

func (s *sessionPrinter) Write(evs ...session.Event) error {
	for _, ev := range evs {
		if log.At(ev) > s.record.Now() { // events at the same time are printed together
			s.out.update(&s.record)
		}
		s.record.Apply(ev)
	}
	return nil
}

func (s *sessionPrinter) Finish() error {
	return s.out.finish(&s.record, s.record.Tally())
}

// A pairsPrinter prints the connections between other programs and, at the end, what
// linger has learned about both sides.
type pairsPrinter struct {
	list *pairList
	last time.Duration
}

func (p *pairsPrinter) Write(evs ...session.Event) error {
	for _, ev := range evs {
		p.last = max(p.last, log.At(ev))
		p.list.apply(ev)
	}
	return nil
}

func (p *pairsPrinter) Finish() error { return p.list.end(p.last) }
