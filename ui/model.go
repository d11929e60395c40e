package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/record"
	"linger/ui/composer"
	"linger/ui/detail"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/list"
	"linger/ui/theme"
	"linger/wire"
)

// A Model is the root: it routes, lays out and owns what the panes share.
type Model struct {
	opt     Options
	ctx     context.Context
	rec     *record.Record
	th      *theme.Theme
	light   bool
	profile colorprofile.Profile
	mouse   bool

	w, h  int
	focus layout.Pane
	full  bool
	plan  layout.Plan

	list   *list.Model
	detail *detail.Model
	wire   *detail.Model // the third column of a large screen
	timing *detail.Model
	found  *detail.Model

	drawn    [layout.Timing + 1]drawn
	over     overlay      // what lies over the panes; nil: nothing
	probing  *probing     // in the place of the panes, below over; nil: no probe
	marked   int          // an exchange to compare others with; 0: none
	copyOf   int          // the exchange that the copy menu is about; 0: none
	search   *field.Field // the filter being typed; nil: none
	next     wire.RequestMessage
	composer *composer.Model
	first    bool // nothing was sent yet
	notice   notice
	timer    timer
	drain    drain
	job      *job
	calm     calm
	now      time.Duration
	slow     time.Duration // the moment that all shows but the digits, the words and the zone: see lags
	began    time.Time     // when the terminal was asked
	leaving  bool          // the end waits for its answers
	err      error         // why the program ends
}

// New is the inspector, ready to be run by Bubble Tea. Most use [Run].
func New(ctx context.Context, o Options) *Model {
	m := &Model{opt: o, ctx: ctx, rec: &record.Record{}, next: o.Request, first: true, mouse: o.Mouse, job: newJob(),
		light: o.Light, profile: o.Profile}
	if m.profile == colorprofile.Unknown {
		m.profile = colorprofile.TrueColor
	}
	m.th = theme.New(!m.light, m.profile, o.ASCII)
	m.list = list.New(m.th)
	m.composer = composer.New(m.th, o.Request)
	m.composer.Apart(m.job.apart)
	m.detail = detail.New(m.th)
	m.wire = detail.NewTab(m.th, detail.Wire)
	m.timing = detail.NewTab(m.th, detail.Timing)
	m.found = detail.NewTab(m.th, detail.Findings)
	return m
}

// Init asks for the background colour and for the first events, and connects.
func (m *Model) Init() tea.Cmd {
	m.began = time.Now()
	if !m.opt.Recording {
		m.opt.Engine.Do(session.Reconnect{})
	}
	return tea.Batch(tea.RequestBackgroundColor, m.drain.next(m))
}

// Update takes one message in.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	was := m.now
	m.now = m.clock()
	lags := false
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		cmd = m.press(msg)
	case tea.MouseMsg:
		cmd = m.point(msg)
	case eventsMsg:
		cmd = m.apply(msg)
	case tickMsg:
		m.timer.rang(msg)
		m.catchUp()
		lags = m.lags(was)
	case tea.BackgroundColorMsg:
		m.light = !msg.IsDark()
		m.restyle()
	case tea.ColorProfileMsg:
		m.recolour(msg.Profile)
	case tea.ResumeMsg:
		m.opt.Engine.Do(session.Check{})
	default:
		cmd = m.other(msg)
	}
	if !lags {
		m.slow = m.now
	}
	return m, tea.Batch(cmd, m.timer.set(m.pace()))
}

// watched returns the connection whose clock and state are shown: the newest, or
// nil before the first.
func (m *Model) watched() *record.Connection { return m.rec.Newest() }

// clock is the session's time; in a recording it stands where the record ends.
func (m *Model) clock() time.Duration {
	if m.opt.Recording {
		return m.rec.Now()
	}
	return m.opt.Engine.Now()
}

// resize gives the panes their sizes. A screen that begins with room for one
// pane begins with the detail: it says what to press.
func (m *Model) resize(w, h int) {
	if m.w == 0 && len(layout.Of(w, h, layout.List, false).Columns) == 1 {
		m.focus = layout.Detail
	}
	m.w, m.h = w, h
	m.arrange()
}

// arrange lays the panes out again and gives each its size.
func (m *Model) arrange() {
	m.plan = layout.Of(m.w, m.h, m.focus, m.full)
	if _, ok := m.plan.Where(m.focus); !ok && !m.plan.Small {
		m.focus = layout.List
		m.plan = layout.Of(m.w, m.h, m.focus, m.full)
	}
	size := func(p layout.Pane, set func(w, h int)) {
		if r, ok := m.plan.Where(p); ok {
			set(r.W-2, r.H-2)
		}
	}
	size(layout.List, m.list.SetSize)
	size(layout.Detail, m.detail.SetSize)
	size(layout.Wire, m.wire.SetSize)
	size(layout.Timing, m.timing.SetSize)
	size(layout.Findings, m.found.SetSize)
	_, large := m.plan.Where(layout.Findings)
	m.list.ShowFindings(!large)
	m.list.SetFocus(m.focus == layout.List)
}

func (m *Model) recolour(p colorprofile.Profile) {
	if m.opt.Profile == colorprofile.Unknown && p != m.profile {
		m.profile = p
		m.restyle()
	}
}

func (m *Model) restyle() {
	m.th = theme.New(!m.light, m.profile, m.opt.ASCII)
	m.list.SetTheme(m.th)
	for _, d := range m.details() {
		d.SetTheme(m.th)
	}
}

func (m *Model) details() []*detail.Model {
	return []*detail.Model{m.detail, m.wire, m.timing, m.found}
}

// show tells the detail panes what is selected.
func (m *Model) show() {
	conn, ex := m.list.Selected()
	m.calm.shown, m.calm.owes = [2]int{conn, ex}, false
	if c := m.watched(); conn == 0 && c != nil {
		conn = c.ID
	}
	for _, d := range m.details() {
		d.Show(m.rec, conn, ex)
	}
	if c, e := m.list.NewestFinding(); c > 0 && !m.finds(conn, ex) {
		m.found.Show(m.rec, c, e)
	}
}

// finds says whether there is a finding about what is selected.
func (m *Model) finds(conn, ex int) bool {
	if e := m.rec.Exchange(ex); e != nil {
		return len(e.Findings) > 0
	}
	c := m.rec.Conn(conn)
	return c != nil && len(c.Findings) > 0
}

// focused is the detail pane that has the focus, or nil.
func (m *Model) focused() *detail.Model {
	switch m.focus {
	case layout.Detail:
		return m.detail
	case layout.Wire:
		return m.wire
	case layout.Timing:
		return m.timing
	case layout.Findings:
		return m.found
	}
	return nil
}

// selected is the exchange under the cursor, or nil.
func (m *Model) selected() *record.Exchange {
	_, ex := m.list.Selected()
	return m.rec.Exchange(ex)
}

// practising says whether the target is the practice server that the inspector
// began with.
func (m *Model) practising() bool {
	return len(m.opt.Scenarios) > 0 && !m.elsewhere()
}

// elsewhere says whether the target is another than the inspector began with.
func (m *Model) elsewhere() bool { return m.rec.Target() != m.rec.Start.Target }

// bytesShown says whether a pane on screen shows bytes, as text or in hex.
func (m *Model) bytesShown() bool {
	if _, ok := m.plan.Where(layout.Wire); ok {
		return true
	}
	_, ok := m.plan.Where(layout.Detail)
	t := m.detail.Tab()
	return ok && !m.welcoming() && (t == detail.Body || t == detail.Wire)
}

// state is what decides which keys can be used.
func (m *Model) state() keys.State {
	s := keys.State{
		Practice: m.practising(), Recording: m.opt.Recording, Working: m.rec.Work.Active,
		Probes: m.opt.Probe != nil, Marked: m.marked > 0, Narrow: len(m.plan.Columns) == 1, List: m.focus == layout.List, Full: m.full,
	}
	_, s.Timeline = m.over.(looking)
	s.Bytes = m.bytesShown()
	_, two := m.over.(comparing)
	s.Masked = two || m.detail.Secrets() || m.detail.Masks()
	if c := m.watched(); c != nil {
		s.Open, s.Tunnel = c.State.Open(), c.State == record.Tunneling
		s.Busy = c.State == record.Awaiting || c.State == record.Sending
		s.Counts = c.Budget.HasTimeout && c.Budget.Applies
		s.Ended = c.State == record.Ended || c.State == record.Failed
		s.Dialing, s.Waiting = c.State == record.Connecting, c.Waiting > 0
	}
	if e := m.selected(); e != nil {
		s.Selected, s.Number = true, "response "+itoa(e.ID)
		_, s.Location = e.Location()
		s.Previous = e.ID > 1
	}
	found, _ := m.list.NewestFinding()
	s.Findings = found > 0
	return s
}
