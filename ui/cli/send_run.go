package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"linger/session"
	"linger/session/expect"
	"linger/session/live"
	"linger/session/record"
	"linger/ui/words"
)

// A sender carries out a plan in a session, and prints new parts of the record as they
// arrive.
type sender struct {
	plan     plan
	session  *live.Session
	record   record.Record
	out      sendOutput
	progress *sendProgress
	ctx      context.Context
	dialed   bool   // the first connection was requested
	seen     int    // number of exchanges that were examined
	asked    int    // number of these that began with a request
	stopped  string // why the task ended early; empty if it was completed
}

// A sendOutput prints a session while it runs.
type sendOutput interface {
	update(r *record.Record)                       // the record has changed
	waiting(r *record.Record)                      // everything was sent, and linger waits for the server to close
	finish(r *record.Record, t record.Tally) error // the session has ended
}

// errStopped ends the task early. sender.stopped holds the reason.
var errStopped = errors.New("stopped")

// responded reports whether an exchange of the session has a final response.
func (s *sender) responded() bool {
	return slices.ContainsFunc(s.record.Exchanges, func(e *record.Exchange) bool {
		_, final := e.Final()
		return final && !e.Tunnel
	})
}

func (s *sender) run(expectations []expect.Condition, diagnostics io.Writer) error {
	err := s.work()
	s.end()
	s.progress.clear()
	if writeErr := s.out.finish(&s.record, s.record.Tally()); writeErr != nil {
		return writeErr
	}
	if e := s.refused(); e != nil && s.ctx.Err() == nil {
		return &exitError{code: exitNoConnect, err: errors.New(words.Refused(e))}
	}
	if s.stopped != "" {
		fmt.Fprintf(diagnostics, "linger: %s\n", safe(s.stopped))
	}
	if err != nil {
		return err
	}
	failed, seen := false, expect.Record(&s.record, expect.Texts{Sentence: words.Sentence, Refused: words.Refused})
	for _, want := range expectations {
		if got := want.Judge(seen); !got.Met {
			failed = true
			fmt.Fprintf(diagnostics, "linger: expected %s: %s\n", safe(got.Want), safe(got.Text))
		}
	}
	return s.outcome(failed)
}

// work carries out the plan: it sends the requests, ends the connection as --end
// specifies, and waits as --wait specifies.
func (s *sender) work() error {
	if err := s.send(); err != nil && !errors.Is(err, errStopped) {
		return err
	}
	if err := s.finish(); err != nil {
		return err
	}
	return s.linger()
}

// do passes to the session a command that sends something. The first one is passed as
// part of the command to connect; see [session.Reconnect].
func (s *sender) do(c session.Command) {
	if !s.dialed {
		s.dialed = true
		c = session.Reconnect{First: c}
	}
	s.session.Do(c)
}

func (s *sender) send() error {
	switch {
	case s.plan.raw != nil:
		s.do(s.plan.command(0))
		if err := s.connected(); err != nil {
			return err
		}
		return s.await(true, func() bool { return s.answered() || !s.state().Open() })
	case s.plan.pipeline:
		return s.pipeline()
	}
	for i := range s.plan.total {
		if i > 0 {
			if err := s.pause(); err != nil {
				return err
			}
		}
		if err := s.sendOne(i); err != nil {
			return err
		}
	}
	return nil
}

// connected waits until the session is connected. The error says why the attempt failed.
func (s *sender) connected() error {
	if err := s.until(func() bool { return s.state() > record.Connecting }); err != nil {
		return err
	}
	if s.state() == record.Failed {
		return s.noConnection()
	}
	return nil
}

func (s *sender) sendOne(i int) error {
	if i > 0 && !s.mayGoOn() {
		return s.stop(i)
	}
	before, declined := s.record.Count(), s.record.Declined
	s.do(s.plan.command(i))
	if err := s.connected(); err != nil {
		return err
	}
	err := s.await(i == s.plan.total-1, func() bool {
		return s.record.Declined != declined || s.state() == record.Failed || s.done(before)
	})
	switch {
	case err != nil:
		return err
	case s.state() == record.Failed:
		return s.noConnection()
	case s.record.Declined != declined:
		return s.stop(i)
	}
	return nil
}

// pipeline sends all requests at once. With --reconnect it makes a new connection for the
// requests that it could not write. It does not repeat a lost request.
func (s *sender) pipeline() error {
	for from := 0; from < s.plan.total; {
		if from > 0 && !s.mayGoOn() {
			return s.stop(from)
		}
		before, asked, declined := s.record.Count(), s.asked, s.record.Declined
		s.do(session.Pipeline{Requests: s.plan.from(from), Reconnect: s.plan.reconnect})
		if err := s.connected(); err != nil {
			return err
		}
		err := s.until(func() bool {
			all := s.asked-asked == s.plan.total-from
			return s.record.Declined != declined || s.state() == record.Failed || s.done(before) && (all || !s.state().Open())
		})
		from += s.asked - asked
		switch {
		case err != nil:
			return err
		case s.state() == record.Failed:
			return s.noConnection()
		case s.asked == asked:
			return s.stop(from)
		}
	}
	return nil
}

// mayGoOn reports whether further requests can be sent: the connection is open, or
// --reconnect permits a new one.
func (s *sender) mayGoOn() bool { return s.plan.reconnect || s.state().Open() }

// stop ends the task after n requests, because the connection accepts no more.
func (s *sender) stop(n int) error {
	s.stopped = fmt.Sprintf("stopped after %d of %d requests: %s", n, s.plan.total, s.record.Declined.Why)
	if c := s.record.Newest(); c != nil && c.State == record.Ended {
		s.stopped = fmt.Sprintf("stopped after %d of %d requests: %s; --reconnect continues on a new connection", n, s.plan.total, words.Sentence(&c.Close.Ending))
	}
	return errStopped
}

// done reports whether at least one request follows the first n exchanges, and all such
// requests were answered or lost. Unsolicited responses are ignored.
func (s *sender) done(n int) bool {
	some := false
	for _, e := range s.record.After(n) {
		if e.Requested && !e.Done {
			return false
		}
		some = some || e.Requested && !e.Tunnel
	}
	return some
}

// answered reports whether the server has sent bytes and no exchange is outstanding. Raw
// bytes need not be a request.
func (s *sender) answered() bool {
	some := false
	for _, e := range s.record.Exchanges {
		if !e.Done {
			return false
		}
		some = some || !e.Tunnel
	}
	return some
}

// linger waits after the last response for the time that --wait specifies. If the server
// has announced a close, linger also waits until the connection ends; the session limits
// that wait.
func (s *sender) linger() error {
	if s.plan.wait > 0 && s.state().Open() {
		if err := s.wait(); err != nil {
			return err
		}
	}
	if s.state() == record.Closing {
		return s.until(func() bool { return !s.state().Open() })
	}
	return nil
}

func (s *sender) wait() error {
	s.out.waiting(&s.record)
	declined, begun := s.record.Declined, false
	s.session.Do(session.Wait{AtMost: s.plan.wait})
	return s.until(func() bool {
		begun = begun || s.record.Work.Kind == session.WorkWait
		return begun && !s.record.Work.Active || !s.state().Open() || s.record.Declined != declined
	})
}

// pause waits for the delay between requests.
func (s *sender) pause() error {
	return s.pass(s.plan.delay, func() bool { return false })
}

// pass waits for d, or until done returns true.
func (s *sender) pass(d time.Duration, done func() bool) error {
	if d == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(s.ctx, d)
	defer cancel()
	err := s.pump(ctx, done)
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// state returns the state of the most recent connection, or Connecting if there is none
// yet.
func (s *sender) state() record.State {
	if c := s.record.Newest(); c != nil {
		return c.State
	}
	return record.Connecting
}

// until handles events until done returns true. It returns an error after a signal.
func (s *sender) until(done func() bool) error {
	err := s.pump(s.ctx, done)
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	return err
}

func (s *sender) pump(ctx context.Context, done func() bool) error {
	if done() {
		return nil
	}
	return s.record.Follow(func() ([]session.Event, error) { return s.events(ctx) }, func() bool {
		s.update()
		return done()
	})
}

// update prints the new parts of the record.
func (s *sender) update() {
	for _, e := range s.record.After(s.seen) {
		if e.Requested && !e.Tunnel {
			s.asked++
		}
	}
	s.seen = s.record.Count()
	if s.progress.results {
		s.progress.clear()
	}
	s.out.update(&s.record)
	s.progress.update(&s.record, s.session.Now())
}

// events waits for events. If progress is shown, it waits for at most progressEvery, so
// that the progress can be updated.
func (s *sender) events(ctx context.Context) ([]session.Event, error) {
	if !s.progress.watches() {
		return s.session.Events(ctx)
	}
	tick, cancel := context.WithTimeout(ctx, progressEvery)
	defer cancel()
	events, err := s.session.Events(tick)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = nil
	}
	return events, err
}

// end closes the session and handles its last events.
func (s *sender) end() {
	closed := make(chan struct{})
	go func() {
		s.session.Close()
		close(closed)
	}()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), 5*time.Second)
	defer cancel()
	_ = s.pump(ctx, func() bool { return s.record.Ended })
	<-closed
}

func (s *sender) noConnection() error {
	return &exitError{code: exitNoConnect, err: errors.New(words.Failure(s.record.Newest().Failure))}
}

// refused returns the end of a connection whose TLS handshake the server refused although
// linger had already finished it, or nil if there was no such refusal.
func (s *sender) refused() *session.Ending {
	for _, e := range s.record.Exchanges {
		if e.Response.Len > 0 && !e.Tunnel {
			return nil
		}
	}
	if c := s.record.Newest(); c != nil && c.State == record.Ended && c.Close.Refusal != "" {
		return &c.Close.Ending
	}
	return nil
}

// outcome returns an exitError if the server misbehaved or an expectation failed, and nil
// otherwise.
func (s *sender) outcome(failed bool) error {
	t := s.record.Tally()
	misbehaved := failed || t.Errors > t.Sent || s.record.Forgotten().Misbehaved
	for i, c := range s.record.Conns {
		if c.State != record.Ended {
			continue
		}
		early := i < len(s.record.Conns)-1 || s.stopped != "" || c.Close.Phase == session.PhaseRequest
		misbehaved = misbehaved || record.Misbehaved(c, early)
	}
	if misbehaved {
		return &exitError{code: exitMisbehaved}
	}
	return nil
}
