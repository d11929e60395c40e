package ui

import (
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
)

// pause is how long events gather before the next batch is taken: View runs
// after every message, so that a batch for each event would cost a frame for
// each event.
const pause = 25 * time.Millisecond

// An eventsMsg is a batch of events of a desk's session.
type eventsMsg struct {
	desk   *desk
	events []session.Event
	err    error
}

// A drain takes events from the engine, one batch at a time. The first event
// after a silence is taken at once, so that what is idle answers without delay.
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

// checkedShort returns the answer to a check in fewer words.
func checkedShort(c session.Checked) []string {
	if !c.Alive {
		return nil
	}
	return []string{"No FIN or RST received.", "Nothing says it has closed."}
}

// apply takes a batch in and waits for the next. Where there will be none, the
// screen stays as it is, unless that is an error.
func (msg eventsMsg) apply(m *Model) tea.Cmd {
	d := msg.desk
	if !m.has(d) { // it was closed
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

// fold folds events into the record: the one place where they come in.
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
	if len(d.rec.Exchanges) > 0 {
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
