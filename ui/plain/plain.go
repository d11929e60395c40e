// Package plain implements the inspector without a screen. It prints one sentence for
// each event, and reads one command from each line. It never changes what it has printed,
// so its output is suitable for a screen reader, a Braille display or a log.
//
//	exchange 1: GET /countdown, 200 OK, length 31, 0.5 ms. The connection stays open. 9 left.
//	Safe to send. 5.0 s of 5 s left.
//	Caution. The server counts whole seconds; it may close at any moment now.
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

// An Engine is the session that a follower prints; see package ui.
type Engine interface {
	Do(session.Command)
	Events(context.Context) ([]session.Event, error)
	Now() time.Duration
}

// Options configure [Run].
type Options struct {
	Engine       Engine
	Request      wire.RequestMessage
	Recording    bool                                           // linger cannot send
	Reach        func(session.Target) (session.Retarget, error) // see package ui; nil if other targets are reached in the same way as the first
	State        *state.Store                                   // see package ui; nil if nothing is stored
	Problem      string                                         // a sentence to print at the start, or empty
	Learn        tutor.Options                                  // configures the lessons
	Drill        tutor.Drill                                    // configures the drill
	Practice     bool                                           // the first target is a practice server
	Scenarios    [][2]string                                    // the scenarios of the practice server: paths and descriptions
	Log          *saving.Log                                    // the session log that linger writes, or nil
	Files        []*saving.Log                                  // the other files that linger writes
	Secrets      log.Secrets                                    // whether secrets are masked in saved files
	Keys         *keys.Bindings                                 // the key bindings; nil for the defaults
	SecretFields session.SecretFields                           // additional fields whose values are secrets
	End          func()                                         // ends the session; nil if the caller ends it
	Distant      func(roundTrip time.Duration) session.Retarget // see package ui
	In           io.Reader
	Out          io.Writer
	ASCII        bool
}

// A follower prints the new parts of a record.
type follower struct {
	o    Options
	rec  record.Record
	next wire.RequestMessage
	th   *theme.Theme

	mem   memory
	class class
	tap   *saving.Tap   // the source of the events
	log   *saving.Log   // the session log that linger writes, or nil
	files []*saving.Log // the other files that linger writes
	quiz  quiz

	chosen  int                   // ID of the exchange that commands are about; 0 for the newest
	secrets bool                  // secret values are visible
	past    []wire.RequestMessage // requests sent in this run, oldest first

	ended  int    // number of printed ends of connections
	done   int    // number of printed exchanges
	opened int    // number of connections printed as open
	lead   string // the first words of the last printed sentence
	offer  *offer // another origin that the command yes accepts, or nil

	declined session.Declined // the last printed refusal
	work     session.Working  // the last known state of a long task
	checked  session.Checked  // the last printed result of a check

	asked   int         // number of requests that the user asked for
	quiet   int         // number of ticks since the last event or command
	leaving pendingExit // what the follower waits for before it ends
	err     error       // the first write error
}

// A pendingExit states what a follower waits for before it ends.
type pendingExit uint8

const (
	staying     pendingExit = iota
	afterSent               // after q: until all requests have been sent
	afterAnswer             // at the end of the input: until all requests have been answered
)

// over reports whether the follower must end now. The follower does not wait for requests
// that no connection could accept.
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
	return n >= f.asked || f.quiet >= mostQuiet && !f.busy()
}

// By counting ticks, the follower notices that a request will not be sent because the
// server closed the connection or linger declined the command.
const (
	tickEvery = time.Second / 10
	mostQuiet = 10 // number of ticks without an event after which nothing more is expected
)

// busy reports whether a task is running, or a connection is being made or has an
// outstanding request.
func (f *follower) busy() bool {
	if f.rec.Work.Active {
		return true
	}
	c := f.rec.Newest()
	return c != nil && (c.State == record.Connecting || c.State == record.Sending || c.State == record.Awaiting)
}

// Run prints the session until the input ends or contains q, ctx is done, or the output
// fails. Before Run returns, it sends the requests that the user has typed. If the
// session is a recording, Run returns after the last event.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	if o.Keys == nil {
		o.Keys = keys.Default()
	}
	f := &follower{o: o, next: o.Request, th: theme.Unstyled(o.ASCII), class: newClass(&o), tap: saving.NewTap(o.Engine), log: o.Log, files: o.Files}
	defer func() {
		cancel() // no goroutine receives events any more
		f.finish()
	}()
	events := f.events(ctx)
	f.remembered(o.Problem)
	select { // load the stored data of the first target before any command
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
	tick := time.NewTicker(tickEvery)
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
			f.quiet = 0
			f.take(evs)
			f.watchLesson()
		case line, ok := <-lines:
			f.quiet = 0
			switch {
			case !ok:
				lines, f.leaving = nil, afterAnswer
			case f.command(strings.TrimSpace(line)):
				if f.leaving == afterSent { // the second q
					return f.err
				}
				f.leaving = afterSent
			}
		case <-tick.C:
			f.quiet++
			f.sentence()
			f.checkFiles()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return f.err
}

// take adds events to the record and prints what is new.
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

// lines returns a channel with the lines of the input. A blocked read cannot be canceled,
// so the goroutine that reads ends with the input or with the program.
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

// say writes a line. The caller must escape text from a server.
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
