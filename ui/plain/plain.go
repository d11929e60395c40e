// Package plain is the inspector without a screen: one sentence for each thing
// that happens, commands a line at a time. Nothing that was written changes
// again, so that a screen reader, a Braille line or a log can follow.
//
//	exchange 1: GET /countdown, 200 OK, length 31, 0.5 ms. The connection stays open. 9 left.
//	Safe to send. 5.0 s of 5 s left.
//	Caution. The hint is no finer than a second: the close may come any time now.
//	connection 1: server closed (FIN) after 5.003 s idle: 3 ms after the advertised 5 s
package plain

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/session/state"
	"linger/ui/keys"
	"linger/ui/saving"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/tutor"
	"linger/wire"
)

// An Engine is what is followed: see the package ui.
type Engine interface {
	Do(session.Command)
	Events(context.Context) ([]session.Event, error)
	Now() time.Duration
}

// Options say what is followed and where its lines go.
type Options struct {
	Engine       Engine
	Request      wire.RequestMessage
	Recording    bool                                           // nothing can be sent
	Reach        func(session.Target) (session.Retarget, error) // see the package ui; nil: as the first target is
	State        *state.Store                                   // see the package ui; nil: nothing is remembered
	Problem      string                                         // a sentence to begin with; empty: there is none
	Learn        tutor.Options                                  // the lessons
	Drill        tutor.Drill                                    // the drill
	Practice     bool                                           // the first target is a practice server
	Scenarios    [][2]string                                    // of the practice server: a path, and what it does
	Log          *saving.Log                                    // the session log that is being written; nil: none is
	Files        []*saving.Log                                  // the other files that are being written
	Secrets      log.Secrets                                    // what becomes of secrets in what is saved
	Keys         *keys.Bindings                                 // of the program; nil: those of linger itself
	SecretFields session.SecretFields                           // further fields that hold secrets
	End          func()                                         // ends the session; nil: the caller does
	Distant      func(roundTrip time.Duration) session.Retarget // see the package ui
	In           io.Reader
	Out          io.Writer
	ASCII        bool
}

// A follower prints what is new in the record.
type follower struct {
	o    Options
	rec  record.Record
	next wire.RequestMessage
	th   *theme.Theme

	mem   memory
	class class
	tap   *saving.Tap   // what the events are taken from
	log   *saving.Log   // the session log that is being written; nil: none is
	files []*saving.Log // the other files that are being written
	quiz  quiz

	chosen  int                   // the exchange that commands are about; 0: the newest
	secrets bool                  // masked values are shown
	past    []wire.RequestMessage // sent in this run, the oldest first

	ended  int    // ends of connections that were printed
	done   int    // exchanges that were printed
	opened int    // connections that were printed as open
	lead   string // the sentence printed last begins with these words
	offer  *offer // another origin that a yes goes on to; nil: none

	declined session.Declined // the last refusal printed
	work     session.Working  // the last that was heard of long work
	checked  session.Checked  // the last answer to a check that was printed

	asked   int   // requests that were asked for
	leaving leave // whether the input has ended
	err     error // the first one of writing
}

// A leave is what a follower still waits for before it ends.
type leave uint8

const (
	staying     leave = iota
	afterSent         // q: until the requests asked for have been sent
	afterAnswer       // the input ended: until they have been answered
)

// over reports whether nothing has to be waited for before the end: requests that
// no connection could take are not.
func (f *follower) over() bool {
	if f.leaving == staying {
		return false
	}
	c := f.rec.Newest()
	if f.asked == 0 || c != nil && c.State == record.Failed {
		return true
	}
	n := 0
	for _, e := range f.rec.Exchanges {
		if e.Requested && (e.Done || f.leaving == afterSent && e.Written) {
			n++
		}
	}
	return n >= f.asked
}

// Run follows until the input says q or ends, or ctx does, or nothing can be
// written. Requests that were asked for are sent before it ends. A recording ends
// with its events.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	if o.Keys == nil {
		o.Keys = keys.Default()
	}
	f := &follower{o: o, next: o.Request, th: theme.Unstyled(o.ASCII), class: newClass(&o), tap: saving.NewTap(o.Engine), log: o.Log, files: o.Files}
	defer func() {
		cancel() // nothing takes events any more
		f.finish()
	}()
	events := f.events(ctx)
	f.remembered(o.Problem)
	select { // what is remembered of the first target goes before every command
	case evs := <-events:
		f.take(evs)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	lines := f.lines(ctx)
	switch {
	case f.beginLesson(), f.beginDrill():
	case !o.Recording:
		o.Engine.Do(session.Reconnect{})
		f.say("Next: %s. The enter key sends it. Type a command and press enter: ? lists the commands.", f.request())
	}
	tick := time.NewTicker(time.Second / 10)
	defer tick.Stop()
	for f.err == nil && !f.over() {
		select {
		case evs, ok := <-events:
			if !ok {
				events = nil
				if o.Recording || f.leaving != staying {
					return f.err
				}
				continue
			}
			f.take(evs)
			f.watchLesson()
		case line, ok := <-lines:
			switch {
			case !ok:
				lines, f.leaving = nil, afterAnswer
			case f.command(strings.TrimSpace(line)):
				if f.leaving == afterSent { // the second time
					return f.err
				}
				f.leaving = afterSent
			}
		case <-tick.C:
			f.sentence()
			f.checkFiles()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return f.err
}

// take applies events to the record and prints what is new.
func (f *follower) take(evs []session.Event) {
	for _, ev := range evs {
		if shown, ok := f.quiz.blind.Shown(ev); ok {
			f.rec.Apply(shown)
		}
	}
	f.tap.Folded(len(evs))
	f.recall()
	f.tell()
}

func (f *follower) events(ctx context.Context) <-chan []session.Event {
	c := make(chan []session.Event)
	go func() {
		defer close(c)
		for {
			evs, err := f.tap.Events(ctx)
			if len(evs) > 0 {
				select {
				case c <- evs:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return c
}

// lines reads the input. A read that waits cannot be cancelled: the goroutine
// ends with the input, or with the program.
func (f *follower) lines(ctx context.Context) <-chan string {
	if f.o.Recording || f.o.In == nil {
		return nil
	}
	c := make(chan string)
	go func() {
		defer close(c)
		in := bufio.NewReader(f.o.In)
		for {
			line, err := in.ReadString('\n')
			if err != nil && line == "" {
				return
			}
			select {
			case c <- line:
			case <-ctx.Done():
				return
			}
		}
	}()
	return c
}

// say writes a line. What a server said in it is safe by then.
func (f *follower) say(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if f.o.ASCII {
		s = theme.ToASCII(s)
	}
	if _, err := fmt.Fprintln(f.o.Out, s); err != nil && f.err == nil {
		f.err = err
	}
}

func (f *follower) request() string {
	return text.Masked(f.next.Method+" "+f.next.Target+" "+f.next.Proto, longest)
}
