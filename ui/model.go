package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/theme"
)

// A Model is the inspector. It routes input to the active desk and draws all desks.
type Model struct {
	opt     Options
	th      *theme.Theme
	light   bool
	profile colorprofile.Profile
	mouse   bool

	w, h   int
	desks  []*desk
	active int  // index of the active desk, which receives input
	solo   bool // if there are two desks, the inactive one has only one row
	split  bool // the lists of two desks are side by side, with the active desk's detail below
	stack  bool // each of two desks has its list above its own detail

	timer   timer
	job     *job
	began   time.Time // time at which Bubble Tea queried the terminal for its features
	leaving bool      // the program will end when the terminal has replied to the queries
	err     error     // the error with which the program ends
}

// New returns an inspector for Bubble Tea to run. [Run] creates an inspector and runs it.
func New(ctx context.Context, o Options) *Model {
	m := &Model{opt: o, light: o.Theme == "light", mouse: o.Mouse, job: newJob(), profile: o.Profile}
	if m.profile == colorprofile.Unknown {
		m.profile = colorprofile.TrueColor
	}
	m.th = theme.New(!m.light, m.profile, o.ASCII)
	m.desks = []*desk{newDesk(ctx, o, m.th, m.job.apart)}
	return m
}

// Init connects, and returns the commands that ask for the background colour and wait for
// the first events.
func (m *Model) Init() tea.Cmd {
	m.began = time.Now()
	cmds := []tea.Cmd{tea.RequestBackgroundColor}
	for _, d := range m.desks {
		cmds = append(cmds, d.begin())
	}
	return tea.Batch(cmds...)
}

// desk returns the active desk, which receives input.
func (m *Model) desk() *desk { return m.desks[m.active] }

// Update handles a message, and sets the timer for the next change that depends only on
// time.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.take(msg)
	return m, tea.Batch(cmd, m.timer.set(m.pace()))
}

// take handles a message and updates the desks.
func (m *Model) take(msg tea.Msg) tea.Cmd {
	for _, d := range m.desks {
		d.wake()
	}
	cmd := m.route(msg)
	if m.splits() != m.split || m.stacks() != m.stack {
		m.place()
	}
	_, tick := msg.(tickMsg)
	for _, d := range m.desks {
		d.refresh(tick)
	}
	return cmd
}

// A result is a message from a command. Its method apply changes the model.
type result interface{ apply(m *Model) tea.Cmd }

func (m *Model) route(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.MouseMsg:
		return m.point(msg)
	case tickMsg:
		m.timer.rang(msg)
		for _, d := range m.desks {
			d.catchUp()
		}
	case tea.BackgroundColorMsg:
		m.relight(!msg.IsDark())
	case tea.ColorProfileMsg:
		m.recolour(msg.Profile)
	case tea.ResumeMsg:
		m.resumed()
	case tea.CursorPositionMsg:
		return m.answered()
	case result:
		return msg.apply(m)
	default:
		return m.desk().update(msg)
	}
	return nil
}

func (m *Model) resize(w, h int) {
	m.w, m.h = w, h
	m.place()
}

// relight chooses the colours for the background of the terminal, unless the user has
// chosen a theme.
func (m *Model) relight(light bool) {
	if m.opt.Theme != "dark" && m.opt.Theme != "light" {
		m.light = light
		m.restyle()
	}
}

func (m *Model) recolour(p colorprofile.Profile) {
	if m.opt.Profile == colorprofile.Unknown && p != m.profile {
		m.profile = p
		m.restyle()
	}
}

func (m *Model) restyle() {
	m.th = theme.New(!m.light, m.profile, m.opt.ASCII)
	for _, d := range m.desks {
		d.setTheme(m.th)
	}
}

func (m *Model) toggleMouse() {
	m.mouse = !m.mouse
	if m.mouse {
		m.desk().say("Mouse on. M releases it.")
		return
	}
	m.desk().say("Mouse released: select text as usual. M turns it back on.")
}
