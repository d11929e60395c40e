package ui

import (
	"reflect"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/learned"
	"linger/session/record"
	"linger/ui/clock"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/theme"
)

// An overlay lies over the panes or stands in their place. Each is one file,
// overlay_NAME.go; code that draws, routes or counts never asks which it is.
type overlay interface {
	// refresh fits it to the screen and takes in what has changed. It is called
	// after every message.
	refresh(s *scene)
	// draw draws it. It changes nothing.
	draw(f *frame)
	// press takes a key; taken is false where the key goes on to what lies below
	// or to the table of keys.
	press(b bench, k tea.KeyPressMsg) (cmd tea.Cmd, taken bool)
	// update takes any other message: pasted text, or what its own commands
	// bring back.
	update(b bench, msg tea.Msg) tea.Cmd
	// escape does what esc does.
	escape(b bench)
	// workFirst reports whether esc stops long work before it comes here.
	workFirst() bool
	// covers returns how much of the screen it hides.
	covers() cover
	// hints returns its row of keys.
	hints(s keys.State) []keys.Hint
	// amend changes what decides which keys can be used.
	amend(s *keys.State)
}

// A cover is how much of the screen an overlay hides.
type cover uint8

const (
	coverSome   cover = iota // a window: the panes are seen behind it
	coverPanes               // it stands in the place of the panes
	coverScreen              // it stands in the place of everything
)

// A bench is what an overlay works with: the desk it lies on.
type bench interface {
	// say shows a notice, in fewer words where there is less room.
	say(words string, shorter ...string)
	// do gives a command to the session.
	do(c session.Command)
	// leave takes the topmost overlay away.
	leave()
	record() *record.Record
	// bindings returns the keys of the program.
	bindings() *keys.Bindings
	// choose selects an exchange, read gives the pane that explains it the focus.
	choose(conn, exchange int)
	read()
	// lookAt makes the panes show one connection between other programs, openPair
	// uncovers them, and learned shows what was learned of both sides.
	lookAt(conn, exchange int)
	openPair(conn, exchange int)
	learned()
	// evidence shows the connections that something was learned from.
	evidence(conns []int, exchange int)
	// toClipboard copies text.
	toClipboard(what, text string) tea.Cmd
}

// A scene is what overlays show: what is true at the moment.
type scene struct {
	th      *theme.Theme
	plan    *layout.Plan
	rec     *record.Record
	clock   *clock.View
	now     time.Duration // what bars and clocks show
	shown   int           // the selected exchange, or the last of the selected connection
	secrets bool          // values of fields that hold secrets are shown
	keys    keys.State
	bound   *keys.Bindings
	learned *learned.Summary
	target  string // of which it was learned; empty: of all connections between other programs
	covered bool   // the list of connections is not on top
}

func (d *desk) scene() *scene {
	target := ""
	if !d.watching() {
		target = d.learnedTarget()
	}
	return &scene{target: target, th: d.th, plan: &d.plan, rec: d.rec, clock: &d.clock, now: d.slow, shown: d.lookedAt(), secrets: d.detail().Secrets(), keys: d.state(), bound: d.bound,
		learned: d.summary, covered: !d.atHome()}
}

// lookedAt returns the selected exchange, or the last of the selected connection.
func (d *desk) lookedAt() int {
	conn, ex := d.list.Selected()
	if c := d.rec.Conn(conn); ex == 0 && c != nil && c.Last() != nil {
		return c.Last().ID
	}
	return ex
}

// An inert overlay shows something and does nothing. Overlays embed it and
// replace what they do otherwise.
type inert struct{}

func (inert) refresh(*scene)                {}
func (inert) update(bench, tea.Msg) tea.Cmd { return nil }
func (inert) escape(b bench)                { b.leave() }
func (inert) workFirst() bool               { return false }
func (inert) amend(*keys.State)             {}

// open lays o over everything. It takes the place of another of its kind; a
// page takes the place of what hides the whole screen.
func (d *desk) open(o overlay) {
	d.over = slices.DeleteFunc(d.over, func(below overlay) bool {
		return reflect.TypeOf(below) == reflect.TypeOf(o) || below.covers() == coverScreen && o.covers() == coverPanes
	})
	d.over = append(d.over, o)
}

// top returns the topmost overlay, or nil.
func (d *desk) top() overlay {
	if len(d.over) == 0 {
		return nil
	}
	return d.over[len(d.over)-1]
}

// shows reports whether an overlay has not been taken away.
func (d *desk) shows(o overlay) bool { return slices.Contains(d.over, o) }

// hidden reports whether the panes are not seen.
func (d *desk) hidden() bool {
	return slices.ContainsFunc(d.over, func(o overlay) bool { return o.covers() >= coverPanes })
}

// covered reports whether esc puts something away before it stops long work.
func (d *desk) covered() bool {
	return d.search != nil || slices.ContainsFunc(d.over, func(o overlay) bool { return !o.workFirst() })
}

// escape goes back from the topmost overlay, or stops long work where the rows
// above say that esc does.
func (d *desk) escape() {
	if d.top().workFirst() && d.busy() {
		d.stop()
		return
	}
	d.top().escape(d)
}

// pressOver gives a key to the topmost overlay, and to the one below where that
// has gone.
func (d *desk) pressOver(k tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	for o := d.top(); o != nil; o = d.top() {
		if cmd, taken = o.press(d, k); taken {
			return cmd, true
		}
		if d.top() == o {
			break
		}
	}
	return nil, false
}

// update takes pasted text, and what the commands of an overlay bring back.
func (d *desk) update(msg tea.Msg) tea.Cmd {
	_, pasted := msg.(tea.PasteMsg)
	switch o := d.top(); {
	case pasted && d.search != nil:
		d.filtering(msg)
	case o != nil:
		return o.update(d, msg)
	}
	return nil
}

// do gives a command to the session; a replay has none. What comes of it may be
// shown, unless the user turns to something else before.
func (d *desk) do(c session.Command) {
	if d.src.Player != nil {
		return
	}
	if _, learns := c.(session.Learn); !learns { // a probe ends by itself
		d.touched = false
	}
	switch c.(type) {
	case session.Send, session.SendRaw:
		d.list.SetSummary(false)
	}
	d.src.Engine.Do(c)
}

func (d *desk) leave() {
	if n := len(d.over); n > 0 {
		d.over = d.over[:n-1]
	}
}

func (d *desk) record() *record.Record { return d.rec }

func (d *desk) read() { d.setFocus(layout.Detail) }
