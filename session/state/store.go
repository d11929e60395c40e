package state

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"linger/session"
)

// Options configures a store.
type Options struct {
	// Dir is the folder. If it is empty, the store keeps its data in memory
	// only.
	Dir string
	// NoState keeps the history, the addresses and the limits in memory only: their files
	// are neither read nor written.
	NoState bool
	// NoProgress keeps the finished lessons in memory only.
	NoProgress bool
	// SecretFields are the names of further fields that contain secrets.
	SecretFields session.SecretFields
	// Now returns the time; nil: [time.Now].
	Now func() time.Time
}

// A Store stores data between runs. Its methods may be called from any goroutine. A nil
// Store stores nothing.
type Store struct {
	opt Options

	mu        sync.Mutex
	problems  []string // problems that have not been reported
	history   document[[]Request]
	addresses document[[]Address]
	limits    document[[]Limit]
	progress  document[[]string]
}

// Open returns a Store. It creates the folder if necessary and reads its files. Open
// never fails: [Store.Problem] reports the errors.
func Open(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{opt: o,
		history:   document[[]Request]{name: "history.json", alone: o.NoState},
		addresses: document[[]Address]{name: "addresses.json", alone: o.NoState},
		limits:    document[[]Limit]{name: "limits.json", alone: o.NoState},
		progress:  document[[]string]{name: "progress.json", alone: o.NoProgress},
	}
	if o.NoState && o.NoProgress {
		return s
	}
	unusable := s.prepare()
	for _, load := range []func(string) error{s.history.load, s.addresses.load, s.limits.load, s.progress.load} {
		s.keepProblem(load(o.Dir))
	}
	if unusable != nil { // the files may still be readable, so they were loaded
		s.forget()
		s.problems = nil
		s.keepProblem(unusable)
	}
	return s
}

// prepare creates the folder, and tests whether files can be written to it.
func (s *Store) prepare() error {
	dir := s.opt.Dir
	if dir == "" {
		s.forget()
		return fmt.Errorf("linger remembers nothing after this run; %w", ErrNoFolder)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(dir, err)
	}
	f, err := os.CreateTemp(dir, ".try-*")
	if err != nil {
		return unwritable(dir, err)
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return unwritable(dir, err)
	}
	return nil
}

// forget makes the Store keep all data in memory only.
func (s *Store) forget() {
	s.history.alone, s.addresses.alone, s.limits.alone, s.progress.alone = true, true, true, true
}

// keepProblem keeps err as a sentence for Problem. It does nothing if err is nil.
func (s *Store) keepProblem(err error) {
	if err != nil {
		s.problems = append(s.problems, err.Error()+".")
	}
}

// Problem returns the problems since the last call, as sentences for the screen, or "".
func (s *Store) Problem() string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p := strings.Join(s.problems, " ")
	s.problems = nil
	return p
}

// update changes a document of the store. If its file cannot be written, the Store writes
// no file from then on, so that it reports only one problem.
func update[T any](s *Store, d *document[T], change func(*T)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := d.change(s.opt.Dir, change)
	s.keepProblem(err)
	if errors.Is(err, errUnwritable) {
		s.forget()
	}
}
