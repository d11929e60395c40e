package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/probe"
	"linger/session/record"
	"linger/ui/box"
	"linger/ui/card"
	"linger/ui/keys"
	"linger/ui/theme"
	"linger/wire"
	"linger/wire/format"
)

// A Prober measures the server of a target: see [probe.Run]. It returns soon once
// ctx is done, with what is known by then.
type Prober func(ctx context.Context, t session.Target, r wire.RequestMessage, progress func(probe.Progress)) *probe.Report

// probing is a probe in the place of the panes: how far it has come, then its
// report card.
type probing struct {
	target   session.Target
	ctx      context.Context // ends with the probe
	stop     context.CancelFunc
	progress chan probe.Progress
	now      probe.Progress
	stopping bool
	quitting bool // q was pressed: once more quits
	report   *probe.Report
	top      int
	rows     int // of the card, when it was last drawn
	seen     int // rows of it that are seen at once
}

type progressMsg struct {
	of  *probing
	now probe.Progress
}

type reportMsg struct {
	of     *probing
	report *probe.Report
}

// probe begins one. It makes connections of its own; the session goes on.
func (m *Model) probe() tea.Cmd {
	target, ok := m.target()
	if !ok {
		return nil
	}
	ctx, stop := context.WithCancel(m.ctx)
	p := &probing{target: target, ctx: ctx, stop: stop, progress: make(chan probe.Progress, 1)}
	m.over, m.probing = nil, p
	run, request := m.opt.Probe, m.next
	return tea.Batch(p.wait(), func() tea.Msg {
		defer stop()
		report := run(ctx, target, request, func(now probe.Progress) {
			select { // only the newest is of interest
			case p.progress <- now:
			default:
			}
		})
		return reportMsg{p, report}
	})
}

func (p *probing) wait() tea.Cmd {
	return func() tea.Msg {
		select {
		case now := <-p.progress:
			return progressMsg{p, now}
		case <-p.ctx.Done():
			return nil
		}
	}
}

// probed takes what a probe has to say, if it is still the one on screen.
func (m *Model) probed(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case progressMsg:
		msg.of.now = msg.now
		if m.probing == msg.of && msg.of.report == nil {
			return msg.of.wait()
		}
	case reportMsg:
		msg.of.report = msg.report
		m.opt.Engine.Do(session.Learn{Measured: rangeOf(msg.of.target, msg.report)})
		switch {
		case m.probing != msg.of:
			m.say("The probe was stopped.")
		case m.over != nil:
			m.say("The probe is done: esc leads to its report card.")
		}
	}
	return nil
}

// rangeOf returns the range of the idle closes that a probe of t waited for.
func rangeOf(t session.Target, r *probe.Report) session.Measured {
	var g record.Range
	for _, s := range r.Idle {
		if !s.Open && !s.Dead {
			g = g.Closed(s.Idle)
		}
	}
	return session.Measured{Target: t.String(), Low: g.Low, High: g.High, Closes: g.Closes}
}

func (p *probing) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	b := keys.Find(k.String())
	if b == nil {
		return nil, true
	}
	p.quitting = p.quitting && b.Action == keys.Quit
	switch b.Action {
	case keys.First:
		p.top = 0
	case keys.Last:
		p.top = p.rows
	case keys.Up:
		p.top--
	case keys.Down:
		p.top++
	case keys.PageUp:
		p.top -= max(1, p.seen-1)
	case keys.PageDown:
		p.top += max(1, p.seen-1)
	case keys.Copy:
		if p.report == nil {
			m.say(b.Shown + " cannot be used now: there is no report card yet.")
			return nil, true
		}
		return m.copied("the report card", strings.Join(card.Report(theme.Colourless(m.th.ASCII), p.report, cardWidth), "\n")+"\n"), true
	case keys.Quit:
		return p.quit(m), true
	case keys.Send, keys.Reconnect, keys.Help, keys.Timeline, keys.Projector, keys.Mouse:
		return nil, false
	default:
		m.say(p.refuses(b.Shown))
	}
	return nil, true
}

// refuses is why a key cannot be used while the probe has the screen.
func (p *probing) refuses(key string) string {
	if p.report == nil {
		return key + " cannot be used now: a probe is under way; esc stops it."
	}
	return key + " cannot be used now: the report card is shown; esc goes back."
}

// quit ends the program; while the probe is under way it asks first, since that
// may have taken minutes.
func (p *probing) quit(m *Model) tea.Cmd {
	if p.report != nil || p.quitting {
		return m.quit()
	}
	p.quitting = true
	m.say("A probe is under way: q once more quits, esc stops it and shows what is known.", "A probe is under way: q once more quits.")
	return nil
}

// Escape stops a probe under way: what is known by then is its report. It says
// whether there was anything to stop.
func (p *probing) Escape() bool {
	if p.report != nil || p.stopping {
		return false
	}
	p.stopping = true
	p.stop()
	return true
}

// cardWidth is how wide the report card is where it is copied to, in cells.
const cardWidth = 104

func (p *probing) draw(m *Model, rows []string) {
	body := m.plan.Body
	w, h := body.W-2, body.H-2
	b := box.Box{Title: "Probe", Focus: true}
	var inner []string
	if p.report == nil {
		for _, l := range card.Waiting(m.th, p.now, p.stopping, w-3, h) {
			inner = append(inner, "  "+m.th.Fit(l, w-3)+" ")
		}
	} else {
		lines := card.Report(m.th, p.report, w-2)
		p.rows, p.seen = len(lines), h
		p.top = max(0, min(p.top, len(lines)-h))
		for _, l := range lines[p.top:min(len(lines), p.top+h)] {
			inner = append(inner, " "+m.th.Fit(l, w-2)+" ")
		}
		if rest := len(lines) - p.top - h; rest > 0 {
			b.Foot = format.Count(rest, "row") + " more"
		}
	}
	for i, row := range b.Draw(m.th, body.W, body.H, inner) {
		rows[body.Y+i] = row
	}
}

func (p *probing) hints(keys.State) []keys.Hint {
	if p.report == nil {
		stop := "stop, and read what is known"
		if p.stopping {
			stop = "back"
		}
		return []keys.Hint{{Action: keys.Back, Words: stop}, {Action: keys.Send}, {Action: keys.Reconnect}, {Action: keys.Timeline}, {Action: keys.Help}, {Action: keys.Quit}}
	}
	return []keys.Hint{{Action: keys.Back, Words: "back"}, {Key: "↑↓", Words: "scroll"}, {Action: keys.Copy}, {Action: keys.Send}, {Action: keys.Reconnect}, {Action: keys.Help}, {Action: keys.Quit}}
}
