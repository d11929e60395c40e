package state

import "slices"

const mostProgress = 1000

// Progress returns the names of the finished lessons and steps, in the order in which
// they were finished.
func (s *Store) Progress() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.progress.value)
}

// Done records that the lesson or step called name was finished.
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

// Undone removes names from the finished lessons and steps, so that the user can begin
// again.
func (s *Store) Undone(names ...string) {
	if s == nil {
		return
	}
	update(s, &s.progress, func(all *[]string) {
		*all = slices.DeleteFunc(*all, func(n string) bool { return slices.Contains(names, n) })
	})
}
