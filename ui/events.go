package ui

import (
	"errors"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
)

// pause is how long events gather before the next batch is taken: View runs
// after every message, so that a batch for each event would cost a frame for
// each event.
const pause = 25 * time.Millisecond

type eventsMsg struct {
	events []session.Event
	err    error
}

// A drain takes events from the engine, one batch at a time. The first event
// after a silence is taken at once, so that what is idle answers without delay.
type drain struct{ last time.Time }

func (d *drain) next(m *Model) tea.Cmd {
	wait := time.Until(d.last.Add(pause))
	ctx, engine := m.ctx, m.opt.Engine
	return func() tea.Msg {
		if wait > 0 {
			t := time.NewTimer(wait)
			defer t.Stop()
			select {
			case <-t.C:
			case <-ctx.Done():
			}
		}
		evs, err := engine.Events(ctx)
		return eventsMsg{evs, err}
	}
}

// checkedShort is the answer to a check in fewer words.
func checkedShort(c session.Checked) []string {
	if !c.Alive {
		return nil
	}
	return []string{"No FIN and no reset has come: the peer seems to be there.", "Nothing says it has closed."}
}

// apply folds a batch into the record: the one place where events come in.
func (m *Model) apply(msg eventsMsg) tea.Cmd {
	m.drain.last = time.Now()
	declined, checked, work := m.rec.Declined, m.rec.Checked, m.rec.Work
	for _, ev := range msg.events {
		m.rec.Apply(ev)
	}
	if w := m.rec.Work; w != work && w.Kind == session.WorkRepeat && w.Told() != "" {
		came, _, _ := strings.Cut(w.Told(), ":")
		m.say(w.Told(), came+".")
	}
	if m.rec.Declined != declined {
		m.say(m.rec.Declined.Why)
	}
	if m.rec.Checked != checked {
		m.say(m.rec.Checked.Text, checkedShort(m.rec.Checked)...)
	}
	if len(m.rec.Exchanges) > 0 {
		m.first = false
	}
	m.now = max(m.now, m.clock())
	m.list.Sync(m.rec)
	m.keepUp()
	switch {
	case msg.err == nil:
		return m.drain.next(m)
	case !errors.Is(msg.err, io.EOF) && m.ctx.Err() == nil:
		m.err = msg.err
		return tea.Quit
	}
	return nil
}
