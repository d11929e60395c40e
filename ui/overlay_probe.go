package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/probe"
	"linger/ui/box"
	"linger/ui/card"
	"linger/ui/keys"
	"linger/ui/theme"
	"linger/wire"
	"linger/wire/format"
)

// A Prober probes the server at t with the checks named in only, or with all checks if
// only is empty; see [probe.Run]. It returns soon after ctx is done, with the results so
// far.
type Prober func(ctx context.Context, t session.Target, r wire.RequestMessage, only []string, progress func(probe.Progress)) *probe.Report

// A probeOverlay shows a probe in place of the panes: its progress, then its report card.
type probeOverlay struct {
	inert
	desk     *desk
	target   session.Target
	ctx      context.Context // canceled at the end of the probe
	stop     context.CancelFunc
	progress chan probe.Progress
	now      probe.Progress
	stopping bool
	report   *probe.Report

	w, h int // size of the page inside its border
	top  int
	card rendered
}

// A rendered holds the rows of the report card and the values from which they were laid
// out.
type rendered struct {
	report *probe.Report
	th     *theme.Theme
	w      int
	rows   []string
}

// A probeProgress is a message about the progress of a probe.
type probeProgress struct {
	of  *probeOverlay
	now probe.Progress
}

// A probeReport is the message with the results of a probe.
type probeReport struct {
	of     *probeOverlay
	report *probe.Report
}

// startProbe starts a probe with all checks, or only with the named ones. The probe makes
// its own connections, and the session continues.
func (d *desk) startProbe(target session.Target, only []string) tea.Cmd {
	ctx, stop := context.WithCancel(d.ctx)
	o := &probeOverlay{desk: d, target: target, ctx: ctx, stop: stop, progress: make(chan probe.Progress, 1)}
	d.open(o)
	run, request := d.src.Probe, d.next
	return tea.Batch(o.wait(), func() tea.Msg {
		defer stop()
		report := run(ctx, target, request, only, func(now probe.Progress) {
			select { // if the screen has not received the previous progress yet, now is dropped
			case o.progress <- now:
			default:
			}
		})
		return probeReport{o, report}
	})
}

func (o *probeOverlay) wait() tea.Cmd {
	return func() tea.Msg {
		select {
		case now := <-o.progress:
			return probeProgress{o, now}
		case <-o.ctx.Done():
			return nil
		}
	}
}

func (p probeProgress) apply(*Model) tea.Cmd {
	p.of.now = p.now
	if p.of.desk.shows(p.of) && p.of.report == nil {
		return p.of.wait()
	}
	return nil
}

func (p probeReport) apply(*Model) tea.Cmd {
	p.of.report = p.report
	d := p.of.desk
	d.learn(rangeOf(p.of.target, p.report))
	switch {
	case !d.shows(p.of):
		d.say("Probe stopped.")
	case d.top() != overlay(p.of):
		d.say("Probe done; esc shows the card.")
	}
	return nil
}

// rangeOf returns the range of idle times after which the server closed during a probe of
// t.
func rangeOf(t session.Target, r *probe.Report) session.Measured {
	g := r.IdleRange()
	return session.Measured{Target: t.String(), Low: g.Low, High: g.High, Closes: g.Closes}
}

func (o *probeOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	bound := b.bindings().Find(k.String())
	if bound == nil {
		return nil, true
	}
	if scrolls(bound.Action, o.move, func(by int) { o.move(by * max(1, o.h-1)) }) {
		return nil, true
	}
	switch bound.Action {
	case keys.Copy:
		if o.report == nil {
			b.say(bound.Shown + ": no report card yet.")
			return nil, true
		}
		return b.toClipboard("the report card", strings.Join(card.Report(theme.Unstyled(o.card.th.ASCII), o.report, cardWidth), "\n")+"\n"), true
	case keys.Quit, keys.Send, keys.Reconnect, keys.Help, keys.Timeline, keys.Projector, keys.Mouse:
		return nil, false
	default:
		b.say(o.refuses(bound.Shown))
	}
	return nil, true
}

func (o *probeOverlay) move(by int) { o.top = max(0, min(o.top+by, len(o.card.rows)-o.h)) }

// refuses returns the reason why a key cannot be used while the probe is on the screen,
// or "".
func (o *probeOverlay) refuses(key string) string {
	if o.report == nil {
		return key + ": a probe is running; esc stops it."
	}
	return key + ": esc closes the report card first."
}

// escape stops a running probe, which then reports the results so far. If the probe has
// ended, escape closes the overlay.
func (o *probeOverlay) escape(b bench) {
	if o.report == nil && !o.stopping {
		o.stopping = true
		o.stop()
		return
	}
	b.leave()
}

// cardWidth is the width in cells of a copied report card.
const cardWidth = 104

func (o *probeOverlay) refresh(s *scene) {
	o.w, o.h = s.plan.Body.W-2, s.plan.Body.H-2
	if o.report == nil {
		return
	}
	if c := &o.card; c.report != o.report || c.th != s.th || c.w != o.w {
		*c = rendered{o.report, s.th, o.w, card.Report(s.th, o.report, o.w-2)}
	}
	o.move(0)
}

func (o *probeOverlay) draw(f *frame) {
	b := box.Box{Title: "Probe", Focus: true}
	var inner []string
	if o.report == nil {
		for _, l := range card.Waiting(f.th, o.now, o.stopping, o.w-3, o.h) {
			inner = append(inner, "  "+f.th.Fit(l, o.w-3)+" ")
		}
	} else {
		rows := o.card.rows
		for _, l := range rows[o.top:min(len(rows), o.top+o.h)] {
			inner = append(inner, " "+f.th.Fit(l, o.w-2)+" ")
		}
		if rest := len(rows) - o.top - o.h; rest > 0 {
			b.Foot = format.Count(rest, "row") + " more"
		}
	}
	f.page(b.Draw(f.th, f.plan.Body.W, f.plan.Body.H, inner))
}

func (*probeOverlay) covers() cover { return coverPanes }

// amend prevents a second probe while one is running.
func (o *probeOverlay) amend(s *keys.State) { s.Probing = o.report == nil }

func (o *probeOverlay) hints(keys.State) []keys.Hint {
	if o.report == nil {
		stop := "stop, show results"
		if o.stopping {
			stop = "back"
		}
		return []keys.Hint{{Action: keys.Back, Words: stop}, {Action: keys.Send}, {Action: keys.Reconnect}, {Action: keys.Timeline}, {Action: keys.Help}}
	}
	return []keys.Hint{{Action: keys.Back, Words: "back"}, {Key: "↑↓", Words: "scroll"}, {Action: keys.Copy}, {Action: keys.Send}, {Action: keys.Reconnect}, {Action: keys.Help}}
}
