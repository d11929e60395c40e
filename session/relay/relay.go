package relay

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"syscall"
	"time"

	"linger/session/traffic"
)

// A Taker receives the events of a relay. The relay calls its methods from one goroutine.
// A [traffic.Watcher] is a Taker.
type Taker interface {
	// Take receives one event. The event is valid only during the call.
	Take(*traffic.Event)
	// Due returns the time at which the relay must call Advance if there is no earlier
	// event.
	Due() time.Duration
	// Advance passes the current time to the Taker. The relay calls it at the time that
	// Due returned, if there was no earlier event.
	Advance(now time.Duration)
}

// Options configures a relay.
type Options struct {
	Server string        // host and port of the server
	Dial   time.Duration // time limit for connecting to the server; 0 means the system's limit
	Faults Faults
}

// A Relay accepts connections from clients and relays them to a server.
type Relay struct {
	opt      Options
	listener *net.TCPListener
	start    time.Time
	inbox    *inbox
	open     map[int]*traffic.Conn // connections by ID, until their last event has been passed to the Taker
	claimed  map[int]*pair         // by ID: pairs that the relay itself ended
	ctx      context.Context       // done when the relay ends
	cancel   context.CancelFunc

	mu     sync.Mutex
	faults Faults // the faults of later pairs
	pairs  map[*pair]struct{}
	most   int // maximum number of pairs at the same time
	ids    int
	shut   bool
	wg     sync.WaitGroup
}

// Listen returns a Relay that listens on addr, such as "127.0.0.1:8322". The Relay
// accepts no connections before [Relay.Run] is called.
func Listen(addr string, opt Options) (*Relay, error) {
	config := net.ListenConfig{KeepAlive: -1} // the relay itself sends no TCP keepalive probes
	l, err := config.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, err
	}
	r := &Relay{opt: opt, faults: opt.Faults, listener: l.(*net.TCPListener), start: time.Now(), inbox: newInbox(), pairs: map[*pair]struct{}{}, open: map[int]*traffic.Conn{}, claimed: map[int]*pair{}, most: mostPairs()}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r, nil
}

// Addr returns the address that the relay listens on.
func (r *Relay) Addr() netip.AddrPort { return addrPort(r.listener.Addr()) }

// Interfere sets the faults of connections that are accepted from now on. Existing
// connections keep their faults.
func (r *Relay) Interfere(f Faults) {
	r.mu.Lock()
	r.faults = f
	r.mu.Unlock()
}

// Started returns the time at which the relay began. The times of events are measured
// from it.
func (r *Relay) Started() time.Time { return r.start }

// Run relays until ctx is done or the listener fails. It then ends all pairs and passes
// the remaining events to t. It returns the listener's error, or nil if ctx is done.
//
// After Run, the connections stay open until [Relay.Close] is called. Run does not close
// them, because closing thousands of connections takes longer than writing their events.
func (r *Relay) Run(ctx context.Context, t Taker) error {
	failed := make(chan error, 1)
	go func() { failed <- r.accept() }()
	err := r.publish(ctx, t, failed)
	r.end()
	r.passAll(t, r.inbox.close())
	at := r.now()
	for _, id := range slices.Sorted(maps.Keys(r.open)) {
		if c := r.open[id]; r.claimed[id] != nil {
			t.Take(&traffic.Event{Kind: traffic.KindFIN, At: at, Conn: c, Side: traffic.Server, Relay: true})
		}
		t.Take(&traffic.Event{Kind: traffic.KindDone, At: at, Conn: r.open[id]})
	}
	return err
}

// Close closes the connections that Run left open. It returns when all goroutines of the
// relay have ended. It must be called after Run.
func (r *Relay) Close() {
	r.end()
	for _, p := range r.claimed {
		p.close((*net.TCPConn).Close)
	}
	r.wg.Wait()
}

// publish passes events to t until ctx is done or the listener fails. If the listener
// fails, publish returns the error, which arrives on failed.
func (r *Relay) publish(ctx context.Context, t Taker, failed <-chan error) error {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	var spare []traffic.Event
	for {
		timer.Reset(max(0, min(time.Hour, t.Due()-r.now())))
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-r.inbox.bell:
			spare = r.pass(t, spare)
		case <-timer.C:
			spare = r.pass(t, spare)
			t.Advance(r.now())
		}
	}
}

// pass passes the waiting events to t. It returns the slice of the events for reuse, or
// nil if the slice has become too large.
func (r *Relay) pass(t Taker, spare []traffic.Event) []traffic.Event {
	events := r.inbox.take(spare)
	r.passAll(t, events)
	clear(events)
	if cap(events) > 1<<16 {
		return nil
	}
	return events
}

func (r *Relay) passAll(t Taker, events []traffic.Event) {
	for i := range events {
		ev := &events[i]
		if r.open[ev.Conn.ID] = ev.Conn; ev.Kind == traffic.KindDone {
			delete(r.open, ev.Conn.ID)
		}
		t.Take(ev)
	}
}

// accept accepts clients until the relay is closed, and then returns nil. After a
// temporary error, for example if no file descriptor is free, it waits and tries again.
// accept returns any other error.
func (r *Relay) accept() error {
	for {
		c, err := r.listener.AcceptTCP()
		switch {
		case errors.Is(err, net.ErrClosed):
			return nil
		case err != nil && !passes(err):
			return err
		case err != nil:
			select {
			case <-time.After(acceptAgain):
			case <-r.ctx.Done():
			}
			continue
		}
		p := r.newPair(c)
		if p == nil {
			c.Close()
			return nil
		}
		go p.run()
	}
}

const (
	mostAtOnce  = 10_000                // maximum number of pairs, which take less than 512 MiB together
	acceptAgain = 20 * time.Millisecond // interval between attempts to accept
	ownFiles    = 40                    // number of open files that do not belong to pairs
)

// mostPairs returns the maximum number of pairs at the same time. It depends on how many
// files the system allows a process to open. The relay resets further clients, and an
// event states the reason.
func mostPairs() int { return min(mostAtOnce, max(1, (openFiles()-ownFiles)/2)) }

// passes reports whether err, an error from AcceptTCP, is temporary.
func passes(err error) bool {
	return slices.ContainsFunc([]error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED}, func(e error) bool { return errors.Is(err, e) })
}

// newPair registers and returns a new pair for a client. It returns nil if the relay is
// closed.
func (r *Relay) newPair(client *net.TCPConn) *pair {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shut {
		return nil
	}
	r.ids++
	p := newPair(r, r.ids, client, r.faults.of(r.ids))
	p.full = len(r.pairs) >= r.most
	r.pairs[p] = struct{}{}
	r.wg.Add(1)
	return p
}

func (r *Relay) forget(p *pair) {
	r.mu.Lock()
	delete(r.pairs, p)
	r.mu.Unlock()
	r.wg.Done()
}

// end closes the listener and ends the remaining pairs. It does not close their
// connections.
func (r *Relay) end() {
	r.listener.Close()
	r.cancel()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.shut = true
	for p := range r.pairs {
		if p.claim() {
			r.claimed[p.id] = p
		}
	}
}

func (r *Relay) now() time.Duration { return time.Since(r.start) }

func addrPort(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok {
		ap := t.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return netip.AddrPort{}
}
