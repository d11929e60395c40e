package record

import "linger/session"

// Follow folds the events that next returns into the record, one batch after another,
// until the function until returns true. Then it returns nil. If next returns an error,
// Follow folds the events returned with it, and returns the error unless until is now
// true.
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
