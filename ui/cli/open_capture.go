package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"linger/session"
	pcap "linger/session/capture"
	"linger/session/traffic"
	"linger/ui"
	"linger/ui/words"
	"linger/wire/format"
)

// openCapture shows or prints the connections of a capture.
func (o *openOptions) openCapture(c *cobra.Command, name string, in io.Reader) error {
	if name == "-" {
		name = "standard input"
	}
	file, err := pcap.Open(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if !o.plain && !o.json && !o.quiet && hasScreen() {
		l := leaveOn(c, newTerminal())
		defer l.stop()
		return o.showCapture(l, name, file)
	}
	l := leaveOn(c, terminal{})
	defer l.stop()
	return o.readCapture(l, c, name, file)
}

// showCapture shows the connections in the inspector while it reads the capture. It
// reports damage when the user quits the inspector.
func (o *openOptions) showCapture(l *exitContext, name string, file *pcap.File) error {
	w := &watch{Feed: traffic.NewFeed(), now: func() time.Duration { return 0 }, do: func(session.Command) {}}
	var about atomic.Pointer[string]
	note := func() {
		text := fileText(file)
		about.Store(&text)
	}
	note()
	last := time.Time{}
	emit := func(ev session.Event) {
		w.emit(ev)
		if time.Since(last) > time.Second/4 {
			note()
			last = time.Now()
		}
	}
	options := ui.Options{ASCII: o.ascii, Source: ui.Source{Recording: true, About: func() string { return *about.Load() }}}
	return w.show(l, options, func(ctx context.Context) error {
		done := make(chan error, 1)
		go func() {
			err := captureEvents(file, name, emit)
			note()
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil {
				return &exitError{code: exitMisbehaved, err: fmt.Errorf("%s: %w", name, err)}
			}
		case <-ctx.Done(): // a pipe may never deliver another packet
		}
		return nil
	})
}

// captureEvents calls emit with the events of a capture, as far as it can be read. It
// then sets file.Taken.Unfollowed, the number of connections that linger did not follow
// to their end.
func captureEvents(file *pcap.File, name string, emit func(session.Event)) error {
	c := newCaptureSession(file, name, emit)
	err := file.Read(c.take)
	c.end()
	file.Taken.Unfollowed = c.watcher.Unfollowed
	return err
}

// A captureSession turns the packets of a capture into the events of a session.
type captureSession struct {
	file    *pcap.File
	name    string
	emit    func(session.Event)
	watcher *traffic.Watcher
	last    time.Duration
	begun   bool
	taken   session.CapturedAt // the last reported place
}

func newCaptureSession(file *pcap.File, name string, emit func(session.Event)) *captureSession {
	return &captureSession{file: file, name: name, emit: emit, watcher: traffic.NewWatcher("", emit)}
}

// begin emits the start of the session, at the time of the first packet.
func (c *captureSession) begin() {
	if !c.begun {
		c.begun = true
		c.emit(session.Started{Wall: c.file.First, Program: "linger", Version: release, Verify: true, Vantage: session.VantageCapture, Via: c.name})
	}
}

func (c *captureSession) take(ev *traffic.Event) {
	c.begin()
	c.last = max(c.last, ev.At)
	c.locate(ev.At)
	c.watcher.Take(ev)
}

// locate emits where the capture was taken, if that has changed.
func (c *captureSession) locate(at time.Duration) {
	if c.file.Taken != c.taken {
		c.taken = c.file.Taken
		taken := c.taken
		taken.At = at
		c.emit(taken)
	}
}

// end emits the end of the session, at the time of its last event.
func (c *captureSession) end() {
	c.begin()
	c.locate(c.last)
	c.reportUnfollowed()
	c.emit(session.Ended{At: c.last})
}

// reportUnfollowed emits the number of connections that linger did not follow to their end.
func (c *captureSession) reportUnfollowed() {
	if n := c.watcher.Unfollowed; n > 0 {
		taken := c.taken
		taken.At, taken.Unfollowed = c.last, n
		c.emit(taken)
	}
}

// readCapture prints the connections in the file. It reads a damaged file as far as
// possible. After a signal it reads on for a moment, because the capturing program
// receives the same signal and then closes the pipe.
func (o *openOptions) readCapture(ctx context.Context, c *cobra.Command, name string, file *pcap.File) error {
	f := &capturePrinter{file: file, name: name, start: func() *pairList { return newPairList(o.captureOutput(c.OutOrStdout(), name, file)) }}
	done := make(chan error, 1)
	go func() { done <- file.Read(f.take) }()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		select {
		case err = <-done:
		case <-time.After(lastPackets):
			return f.end()
		}
	}
	var damage *pcap.DamageError
	if err != nil && !errors.As(err, &damage) {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := f.end(); err != nil {
		return err
	}
	if file.Taken.Unfollowed = f.events.watcher.Unfollowed; !o.quiet || file.Taken.Unfollowed > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "linger: %s: %s\n%s\n", safe(name), fileText(file), words.Taken(&file.Taken)[0])
	}
	if damage != nil && ctx.Err() == nil {
		return &exitError{code: exitMisbehaved, err: fmt.Errorf("%s: %w", name, damage)}
	}
	return nil
}

// lastPackets is the maximum time for a pipe to deliver its last packets after a signal.
const lastPackets = patience / 2

// A capturePrinter prints a capture while another goroutine reads it.
type capturePrinter struct {
	file  *pcap.File
	name  string
	start func() *pairList // called at the first packet, when the start time is known

	mu     sync.Mutex
	pairs  *pairList
	events *captureSession
	last   time.Duration
	over   bool
}

func (f *capturePrinter) take(ev *traffic.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return
	}
	f.begin()
	f.last = max(f.last, ev.At)
	f.events.take(ev)
}

func (f *capturePrinter) begin() {
	if f.pairs == nil {
		f.pairs = f.start()
		f.events = newCaptureSession(f.file, f.name, f.pairs.apply)
	}
}

// end prints what linger has learned, and ignores all later events.
func (f *capturePrinter) end() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.begin()
	f.over = true
	f.events.reportUnfollowed()
	f.pairs.apply(session.Ended{At: f.last})
	return f.pairs.end(f.last)
}

func (o *openOptions) captureOutput(w io.Writer, name string, file *pcap.File) pairsOutput {
	start := file.First.UTC()
	if o.json {
		out := &pairsJSON{w: w, start: start, quiet: o.quiet}
		out.session(pairsSessionLine{Vantage: "capture", File: name})
		return out
	}
	out := &pairsPlain{w: w, start: start, noun: "connection", quiet: o.quiet}
	if !o.quiet && !start.IsZero() {
		out.printf("capture %s, times in UTC, begins %s\n", safe(name), start.Format(time.DateTime))
	}
	return out
}

// fileText returns a sentence about the content of a capture and the parts that linger
// cannot show.
func fileText(f *pcap.File) string {
	text := f.Format + ", " + format.Count(f.Packets, "packet") + ", " + format.Number(int64(f.TCP)) + " of them TCP"
	if len(f.Links) > 0 {
		text = f.Links[0].String() + ", " + text
	}
	if f.Cut > 0 {
		text += fmt.Sprintf("; snap length %d: the rest of %s was not captured", f.Snap, format.Count(f.Cut, "packet"))
	}
	if f.UDP > 0 {
		text += fmt.Sprintf("; %s of UDP not read (HTTP/3 uses UDP)", format.Count(f.UDP, "packet"))
	}
	if f.Unread > 0 {
		text += fmt.Sprintf("; %s of link types that linger does not read", format.Count(f.Unread, "packet"))
	}
	return text
}
