package record

import "linger/session"

// Follow folds the events that next returns into the record until the condition
// holds, which it tests after each batch. It returns the error of next after
// folding the events returned with it, or nil if the condition then holds.
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
