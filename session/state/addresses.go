package state

import (
	"slices"
	"time"
)

const mostAddresses = 50

// An Address is a server to which linger has connected.
type Address struct {
	Target string    `json:"target"` // the origin: "https://shop.example:8443"
	At     time.Time `json:"at"`     // time of the last connection
}

// Addresses returns the servers to which linger has connected, the most recent first.
func (s *Store) Addresses() []Address {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.addresses.value)
}

// Unvisited removes target from [Store.Addresses].
func (s *Store) Unvisited(target string) {
	if s == nil {
		return
	}
	update(s, &s.addresses, func(all *[]Address) {
		*all = slices.DeleteFunc(*all, func(a Address) bool { return a.Target == target })
	})
}

// Visited stores target as a server to which linger has just connected.
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
