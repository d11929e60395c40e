package record

import "linger/session"

// Follow folds the events that next returns into the record until the condition holds. It
// tests the condition after each batch. If next returns an error, Follow folds the events
// returned with it, and then returns the error, or nil if the condition holds.
func (r *Record) Follow(next func() ([]session.Event, error), until func() bool) error {
	for {
		events, err := next()
		for _, ev := range events {
			r.Apply(ev)
		}
		if until() {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
