package live

import (
	"context"
	"io"
	"sync"
	"time"

	"linger/session"
	"linger/wire"
)

// A Config configures a [Session]. Only Target is required. A duration of 0 selects the
// default.
type Config struct {
	Target  session.Target
	Version string         // version of the program, for [session.Started]
	Label   string         // name of the target for the screen, such as "the practice server"; may be empty
	Dialer  session.Dialer // nil: a [Network]
	TLS     TLSOptions
	Limits  wire.Limits

	// Content receives the content of all responses as it arrives, including the bytes
	// that events omit. If it is nil, the content is discarded. Its Write must not block.
	// The session ignores the errors from Write; a writer whose errors matter must store
	// them.
	Content io.Writer

	// Publish, if not nil, is called with all events in order, before Events returns
	// them. It must not block, retain the slice, or call a method of the session.
	Publish func([]session.Event)

	ConnectTimeout time.Duration // limit for resolving, connecting and the TLS handshake in total (default 30 s)
	TellProxy      bool          // whether to report the CONNECT to a proxy as an exchange
	MaxTime        time.Duration // limit for one exchange, and for making a connection (default: unlimited)
	Settle         time.Duration // how long linger waits for an announced close (default 1 s)
	ContinueWait   time.Duration // how long content waits for a 100 response (default 1 s)

	// AwaitFIN is how long linger waits for a FIN after a TLS closure alert
	// before it reports the end of the connection (default: it does not wait).
	AwaitFIN time.Duration
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

// A Session holds one live connection at a time, to the target of its [Config]
// or of the last [session.Retarget]. Its methods may be called from any
// goroutine.
type Session struct {
	start  time.Time
	events *queue
	inbox  *inbox
	ring   func() // wakes the loop
	quit   chan struct{}
	once   sync.Once
	done   chan struct{}
}

// New starts a session and returns it. The session emits [session.Started] and waits for
// commands. It dials only when a command requires it. Call [Session.Close] to end its
// goroutines.
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

// Do passes a command to the session and returns at once. Events report the result. After
// Close, Do has no effect.
func (s *Session) Do(c session.Command) {
	s.inbox.add(c)
	s.ring()
}

// Events waits for at least one event, and returns the oldest events that it has not
// returned before, in order. The caller must not change the slice or what it points to.
// The error is io.EOF after [session.Ended] has been returned, ctx.Err() if ctx ends
// first, and a *[Defect] if a goroutine of the session has panicked.
func (s *Session) Events(ctx context.Context) ([]session.Event, error) { return s.events.take(ctx) }

// Now returns the time since the session began. The times of events are measured from the
// same moment.
func (s *Session) Now() time.Duration { return time.Since(s.start) }

// Close closes the open connection, if there is one, and emits [session.Ended]. It
// returns when all goroutines of the session have ended. It may be called more than once.
func (s *Session) Close() {
	s.once.Do(func() {
		close(s.quit)
		s.ring()
	})
	<-s.done
}

// An inbox queues commands until the loop takes them, so that Do never blocks.
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
