package state

import "slices"

const mostProgress = 1000

// Progress returns the names of what is done, such as lessons and their steps, in
// the order in which it was.
func (s *Store) Progress() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.progress.value)
}

// Done remembers that what has this name is done.
func (s *Store) Done(name string) {
	if s == nil || slices.Contains(s.Progress(), name) {
		return
	}
	update(s, &s.progress, func(all *[]string) {
		if !slices.Contains(*all, name) && len(*all) < mostProgress {
			*all = append(*all, name)
		}
	})
}

// Undone forgets that these names are done: the student begins again.
func (s *Store) Undone(names ...string) {
	if s == nil {
		return
	}
	update(s, &s.progress, func(all *[]string) {
		*all = slices.DeleteFunc(*all, func(n string) bool { return slices.Contains(names, n) })
	})
}
