package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/tutor"
)

// leastBeside is the minimum screen width, in cells, for two desks side by side. On a
// narrower screen the inactive desk is one row.
const leastBeside = 100

// beside reports whether two desks are side by side on the screen.
func (m *Model) beside() bool { return len(m.desks) > 1 && m.w >= leastBeside && !m.solo }

// has reports whether the desk d is still open.
func (m *Model) has(d *desk) bool { return slices.Contains(m.desks, d) }

// leastFour is the minimum screen width, in cells, at which each of two desks has its
// list above its own detail.
const leastFour = 160

// splits reports whether the lists of two desks are side by side, with the detail of the
// active desk below them over the whole width. It returns false while an overlay is open,
// because an overlay needs its own half of the screen.
func (m *Model) splits() bool {
	return m.w < leastFour && m.together() && !slices.ContainsFunc(m.desks, func(d *desk) bool { return d.top() != nil })
}

// stacks reports whether each of two desks has its list above its detail.
func (m *Model) stacks() bool { return m.w >= leastFour && m.together() }

// together reports whether two desks are side by side, with their lists above the detail.
func (m *Model) together() bool {
	return m.beside() && m.h >= layout.LeastSplit && !slices.ContainsFunc(m.desks, func(d *desk) bool {
		return d.src.Player != nil || d.watching() || d.teaching() || d.drilling()
	})
}

// half returns the width of the left desk, in cells.
func (m *Model) half() int { return m.w / 2 }

// place sets the position and the size of each desk.
func (m *Model) place() {
	for i, d := range m.desks {
		d.letter = ""
		if len(m.desks) > 1 {
			d.letter = string(rune('A' + i))
		}
	}
	m.split, m.stack = m.splits(), m.stacks()
	for i, d := range m.desks {
		d.split = nil
		switch left := i * m.half(); {
		case m.split:
			d.split = &layout.Split{Left: left, Wide: m.w, Detail: i == m.active}
		case m.stack:
			d.split = &layout.Split{Wide: m.half() + i*(m.w-2*m.half()), Detail: true}
		}
	}
	switch {
	case m.beside():
		m.desks[0].resize(m.half(), m.h)
		m.desks[1].resize(m.w-m.half(), m.h)
	case len(m.desks) > 1:
		for _, d := range m.desks {
			d.resize(m.w, max(1, m.h-1))
		}
	default:
		m.desks[0].resize(m.w, m.h)
	}
}

// rows returns the rows of the screen.
func (m *Model) rows() []string {
	d := m.desk()
	switch {
	case m.beside():
		left, right := m.desks[0].rows(), m.desks[1].rows()
		for i := range left {
			left[i] += right[i]
		}
		if !d.plan.Small {
			s := d.state()
			left[d.plan.Keys] = d.bound.Footer(m.th, m.w, s, d.hints(s))
		}
		return left
	case len(m.desks) > 1 && m.h > 1:
		rows := d.rows()
		last := len(rows) - 1
		return append(rows[:last:last], m.otherRow(), rows[last])
	}
	return d.rows()
}

// otherRow returns the row of the inactive desk.
func (m *Model) otherRow() string {
	d := m.desks[1-m.active]
	sign, state := d.clock.State()
	key := text.Cut("   | activate ", m.w)
	room := m.w - text.Width(key)
	name := m.th.Cut("   "+d.letter+"  "+text.SafeUpTo(d.clock.Subject(), m.w)+"   "+sign+" "+state+"   ", room)
	rest := room - text.Width(name)
	words, style := d.clock.Words(rest)
	return m.th.Text.Render(name) + style.Render(text.Pad(words, rest)) + m.th.Muted.Render(key)
}

// activate makes desk i the active one, which receives input.
func (m *Model) activate(i int) {
	m.active = i
	for k, d := range m.desks {
		d.active = k == i
		if m.split {
			d.split.Detail = d.active
		}
		d.arrange()
	}
}

// full switches the pane that has the focus to the whole width, or back. With two desks,
// it switches the active desk to the whole screen, or back.
func (m *Model) full() {
	if len(m.desks) < 2 {
		m.desk().toggleFull()
		return
	}
	m.solo = !m.solo
	m.place()
}

// sendBoth sends the next request in both sessions.
func (m *Model) sendBoth() {
	for _, d := range m.desks {
		d.send()
	}
}

// cross activates the other desk. If there is only one desk, cross asks for the server of
// a second session.
func (m *Model) cross() {
	d := m.desk()
	switch {
	case len(m.desks) > 1:
		m.activate(1 - m.active)
	case m.opt.Open == nil:
		d.say("A second session cannot be opened here.")
	default:
		o := d.connecting("Connect beside this session")
		o.ends, o.accept = false, m.openBeside
		d.open(o)
	}
}

// openBeside opens a second session, with another server, beside the first.
func (m *Model) openBeside(x destination) tea.Cmd {
	src, err := m.opt.Open(x.to)
	if err != nil {
		m.desk().say("The second session cannot be opened: " + err.Error() + ".")
		return nil
	}
	src.Request = x.next
	o := m.opt
	o.Source, o.Learn, o.Drill = src, tutor.Options{}, tutor.Drill{}
	d := newDesk(m.desk().ctx, o, m.th, m.job.apart)
	m.desks = append(m.desks, d)
	m.place()
	m.activate(1)
	return d.begin()
}

// closeDesk closes the active desk of two and ends its session.
func (m *Model) closeDesk() {
	closed := m.desk()
	m.desks = []*desk{m.desks[1-m.active]}
	m.active, m.solo = 0, false
	m.place()
	m.activate(0)
	if err := closed.finish(); err != nil {
		m.desk().say("The " + err.Error() + ".")
	}
}
