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

// Options say what a store remembers.
type Options struct {
	// Dir is the folder. Empty: the store remembers in memory alone.
	Dir string
	// NoState leaves out history, addresses and limits: they are neither read nor
	// written.
	NoState bool
	// NoProgress leaves out the lessons that are done.
	NoProgress bool
	// SecretFields are further fields that hold secrets.
	SecretFields session.SecretFields
	// Now returns the time; nil: [time.Now].
	Now func() time.Time
}

// A Store remembers. All its methods may be called at once, and on a nil Store,
// which remembers nothing.
type Store struct {
	opt Options

	mu        sync.Mutex
	problems  []string // not reported yet
	history   document[[]Request]
	addresses document[[]Address]
	limits    document[[]Limit]
	progress  document[[]string]
}

// Open returns a store of a folder, which it makes if need be, and reads what is
// in it. It never fails: [Store.Problem] says what is wrong.
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
	if unusable != nil { // what can be read is of use all the same
		s.forget()
		s.problems = nil
		s.keepProblem(unusable)
	}
	return s
}

// prepare makes the folder, and tries whether files can be written to it.
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

// forget keeps everything in memory alone from now on.
func (s *Store) forget() {
	s.history.alone, s.addresses.alone, s.limits.alone, s.progress.alone = true, true, true, true
}

// keepProblem holds a problem until it is reported.
func (s *Store) keepProblem(err error) {
	if err != nil {
		s.problems = append(s.problems, err.Error()+".")
	}
}

// Problem returns what went wrong since it was called last, as a sentence for the
// screen, or "".
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

// update changes a document of the store. After a file that cannot be written no
// other is tried: one sentence is enough.
func update[T any](s *Store, d *document[T], change func(*T)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := d.change(s.opt.Dir, change)
	s.keepProblem(err)
	if errors.Is(err, errUnwritable) {
		s.forget()
	}
}
