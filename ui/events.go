package ui

import (
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
)

// pause is how long events gather before the next batch. View runs after every message,
// so a batch for each event would cost a frame for each event.
const pause = 25 * time.Millisecond

// An eventsMsg is a batch of events of a desk's session.
type eventsMsg struct {
	desk   *desk
	events []session.Event
	err    error
}

// A drain takes events from the engine in batches. It takes the first event after a quiet
// period at once, so that an idle session reacts without delay.
type drain struct{ last time.Time }

func (d *drain) next(desk *desk) tea.Cmd {
	wait := time.Until(d.last.Add(pause))
	ctx, tap := desk.ctx, desk.tap
	return func() tea.Msg {
		if wait > 0 {
			t := time.NewTimer(wait)
			defer t.Stop()
			select {
			case <-t.C:
			case <-ctx.Done():
			}
		}
		evs, err := tap.Events(ctx)
		return eventsMsg{desk, evs, err}
	}
}

// checkedShort returns the result of a check in a short form.
func checkedShort(c session.Checked) []string {
	if !c.Alive {
		return nil
	}
	return []string{"No FIN or RST received.", "No sign of a close."}
}

// apply adds a batch to the record and returns the command that waits for the next one.
// After the last batch the screen does not change, unless the engine failed.
func (msg eventsMsg) apply(m *Model) tea.Cmd {
	d := msg.desk
	if !m.has(d) { // the desk was closed
		return nil
	}
	d.fold(msg.events)
	switch {
	case msg.err == nil:
		return d.drain.next(d)
	case !errors.Is(msg.err, io.EOF) && d.ctx.Err() == nil:
		m.err = msg.err
		return tea.Quit
	}
	return nil
}

// fold adds events to the record. No other function changes the record.
func (d *desk) fold(events []session.Event) {
	d.drain.last = time.Now()
	declined, checked, work, marks := d.rec.Declined, d.rec.Checked, d.rec.Work, len(d.rec.Marks)
	for _, ev := range events {
		if shown, ok := d.quiz.blind.Shown(ev); ok {
			d.rec.Apply(shown)
		}
		d.lessonsOf.Apply(ev)
	}
	d.tap.Folded(len(events))
	if d.rec.Work != work {
		d.summarize()
	}
	if d.rec.Declined != declined {
		d.say(d.rec.Declined.Why)
	}
	if d.rec.Checked != checked {
		d.say(d.rec.Checked.Text, checkedShort(d.rec.Checked)...)
	}
	if n := len(d.rec.Marks); n > marks {
		d.say("Mark " + itoa(n) + " is set.")
	}
	if d.rec.Count() > 0 {
		d.first = false
	}
	d.now = max(d.now, d.time())
	d.recall()
	d.list.SetReading(d.reading())
	d.list.SetLasting(d.explains())
	d.dropMarks()
	d.list.Sync(d.rec)
	d.makeHome()
	d.keepUp()
	d.offerAnother()
	d.recognize()
}
