package state

import (
	"slices"
	"time"
)

const mostAddresses = 50

// An Address is a server that a session was connected to.
type Address struct {
	Target string    `json:"target"` // the origin: "https://shop.example:8443"
	At     time.Time `json:"at"`     // time of the last use
}

// Addresses returns the servers that linger connected to, the most recent
// first.
func (s *Store) Addresses() []Address {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.addresses.value)
}

// Unvisited removes a server from [Store.Addresses].
func (s *Store) Unvisited(target string) {
	if s == nil {
		return
	}
	update(s, &s.addresses, func(all *[]Address) {
		*all = slices.DeleteFunc(*all, func(a Address) bool { return a.Target == target })
	})
}

// Visited stores target as a server that linger connected to.
func (s *Store) Visited(target string) {
	if s == nil {
		return
	}
	a := Address{target, s.opt.Now().Round(0)}
	update(s, &s.addresses, func(all *[]Address) {
		rest := slices.DeleteFunc(*all, func(o Address) bool { return o.Target == target })
		*all = append([]Address{a}, rest[:min(len(rest), mostAddresses-1)]...)
	})
}
