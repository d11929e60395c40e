package record

import "linger/session"

// Follow folds events into the record until a condition holds, which it asks after
// each batch. It returns the error of next, once the events that came with it are
// folded, unless the condition holds by then.
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
