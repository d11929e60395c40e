package live

import (
	"context"
	"io"
	"sync"
	"time"

	"linger/session"
	"linger/wire"
)

// A Config says what a session is to talk to, and how. Durations that are zero
// mean the default.
type Config struct {
	Target  session.Target
	Version string         // the program's, for Started
	Label   string         // what to call the target where its URL says little: "the practice server"
	Dialer  session.Dialer // nil: the network
	TLS     TLSOptions
	Limits  wire.Limits

	// Content is written all content of responses as it comes, however much
	// of it events hold; nil: nowhere. What goes wrong in writing is for the
	// writer to remember. It must not block.
	Content io.Writer

	// Publish is handed all events as they happen, in order, before Events returns
	// them; nil: nobody. The slice is the session's again when it returns. It must
	// not block, and must not call the session.
	Publish func([]session.Event)

	ConnectTimeout time.Duration // bounds resolving, connecting and the handshake together (default 30 s)
	MaxTime        time.Duration // bounds one exchange, or one connect, as curl's -m does (default: none)
	Settle         time.Duration // how long the server's close is waited for once it was announced (default 1 s)
	ContinueWait   time.Duration // how long content waits for a 100 (default 1 s)
}

func (c Config) withDefaults() Config {
	or := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	or(&c.ConnectTimeout, 30*time.Second)
	or(&c.Settle, time.Second)
	or(&c.ContinueWait, time.Second)
	if c.Dialer == nil {
		c.Dialer = &Network{}
	}
	return c
}

// A Session holds one live connection at a time to one target, until it is told
// another one ([Retarget]). Its methods may be called from any goroutine.
type Session struct {
	start  time.Time
	events *queue
	inbox  *inbox
	ring   func() // wakes the loop
	quit   chan struct{}
	once   sync.Once
	done   chan struct{}
}

// New starts a session, which emits [Started] and waits for a [Command]; it
// does not dial by itself. Close it to end its goroutines.
func New(c Config) *Session {
	s := &Session{
		start:  time.Now(),
		events: newQueue(),
		inbox:  newInbox(),
		quit:   make(chan struct{}),
		done:   make(chan struct{}),
	}
	l := newLoop(c.withDefaults(), s.start, s.events)
	s.ring = l.bell.ring
	go func() {
		defer close(s.done)
		s.events.guard(func() { l.run(s.inbox, s.quit) })
		l.abandon()
	}()
	return s
}

// Do hands a command to the session and returns at once. After Close it does
// nothing.
func (s *Session) Do(c session.Command) {
	s.inbox.add(c)
	s.ring()
}

// Events waits until there is at least one event and returns those there are,
// in order, a bounded batch. The slice and what it points to must not be
// written to. After [Ended] was returned the error is io.EOF; when ctx ends
// first it is ctx's; a defect of ours is a [Defect].
func (s *Session) Events(ctx context.Context) ([]session.Event, error) { return s.events.take(ctx) }

// Now is the time since the session began: what At counts on.
func (s *Session) Now() time.Duration { return time.Since(s.start) }

// Close ends an open connection in order, emits [Ended] and returns when all
// the session's goroutines have ended. It may be called more than once.
func (s *Session) Close() {
	s.once.Do(func() {
		close(s.quit)
		s.ring()
	})
	<-s.done
}

// An inbox holds commands until the loop takes them, so that Do never blocks.
type inbox struct {
	mu    sync.Mutex
	cmds  []session.Command
	ready chan struct{}
}

func newInbox() *inbox { return &inbox{ready: make(chan struct{}, 1)} }

func (b *inbox) add(c session.Command) {
	b.mu.Lock()
	b.cmds = append(b.cmds, c)
	b.mu.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

func (b *inbox) take() []session.Command {
	b.mu.Lock()
	defer b.mu.Unlock()
	cmds := b.cmds
	b.cmds = nil
	return cmds
}
