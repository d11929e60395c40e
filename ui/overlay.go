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

// An overlay is drawn over the panes or replaces them. Each overlay has its own file,
// overlay_NAME.go. Code that draws overlays, passes input to them or counts them uses
// only this interface.
type overlay interface {
	// refresh adapts the overlay to the size of the screen and to the current record. It
	// is called after every message.
	refresh(s *scene)
	// draw draws the overlay and does not modify it.
	draw(f *frame)
	// press handles a key. taken is false if the overlay does not use the key. The
	// overlay below handles it then, if this one has closed; otherwise the table of keys
	// applies.
	press(b bench, k tea.KeyPressMsg) (cmd tea.Cmd, taken bool)
	// update handles any other message: pasted text, or the result of a command that the
	// overlay returned.
	update(b bench, msg tea.Msg) tea.Cmd
	// escape handles the esc key.
	escape(b bench)
	// workFirst reports whether, during a long task, esc stops the task and is not passed
	// to the overlay.
	workFirst() bool
	// covers returns how much of the screen the overlay hides.
	covers() cover
	// hints returns the keys for the footer.
	hints(s keys.State) []keys.Hint
	// amend changes the values that decide which keys can be used.
	amend(s *keys.State)
}

// A cover is how much of the screen an overlay hides.
type cover uint8

const (
	coverSome   cover = iota // a window: the panes behind it are visible
	coverPanes               // it replaces the panes
	coverScreen              // it replaces the whole screen
)

// A bench is the desk, reduced to the methods that overlays use.
type bench interface {
	// say shows a notice: the longest of the forms for which there is room.
	say(words string, shorter ...string)
	// do sends a command to the session.
	do(c session.Command)
	// leave closes the topmost overlay.
	leave()
	record() *record.Record
	// bindings returns the keys of the program.
	bindings() *keys.Bindings
	// choose selects an exchange. read gives the focus to the pane that explains the
	// exchange.
	choose(conn, exchange int)
	read()
	// lookAt makes the panes show one connection between other programs. openPair closes
	// the list in front of them. learned shows what linger has learned about both sides.
	lookAt(conn, exchange int)
	openPair(conn, exchange int)
	learned()
	// evidence shows the connections from which linger learned a fact.
	evidence(conns []int, exchange int)
	// toClipboard copies text to the clipboard. what names the text in the notice.
	toClipboard(what, text string) tea.Cmd
}

// A scene holds the current values that overlays show.
type scene struct {
	th      *theme.Theme
	plan    *layout.Plan
	rec     *record.Record
	clock   *clock.View
	now     time.Duration // the time that bars and clocks show
	shown   int           // the selected exchange, or the last of the selected connection
	secrets bool          // secret field values are visible
	keys    keys.State
	bound   *keys.Bindings
	learned *learned.Summary
	target  string // the target that learned is about, or "" for all connections between other programs
	covered bool   // another overlay covers the list of connections
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

// An inert implements the methods of an overlay that most overlays do not need. Overlays
// embed it and replace some of its methods.
type inert struct{}

func (inert) refresh(*scene)                {}
func (inert) update(bench, tea.Msg) tea.Cmd { return nil }
func (inert) escape(b bench)                { b.leave() }
func (inert) workFirst() bool               { return false }
func (inert) amend(*keys.State)             {}

// open puts o on top. It replaces another overlay of the same type. If o replaces the
// panes, it also closes overlays that replace the whole screen.
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

// shows reports whether o is open.
func (d *desk) shows(o overlay) bool { return slices.Contains(d.over, o) }

// hidden reports whether an overlay hides the panes.
func (d *desk) hidden() bool {
	return slices.ContainsFunc(d.over, func(o overlay) bool { return o.covers() >= coverPanes })
}

// covered reports whether esc closes something before it stops a long task.
func (d *desk) covered() bool {
	return d.search != nil || slices.ContainsFunc(d.over, func(o overlay) bool { return !o.workFirst() })
}

// escape closes the topmost overlay or, if the rows at the top say that esc stops a long
// task, stops that task.
func (d *desk) escape() {
	if d.top().workFirst() && d.busy() {
		d.stop()
		return
	}
	d.top().escape(d)
}

// pressOver passes a key to the topmost overlay and, if that overlay closes without using
// the key, to the next one.
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

// update passes pasted text and the results of commands to the overlays.
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

// do sends a command to the session, unless the desk shows a replay. The screen then
// follows the result, unless the user presses another key first.
func (d *desk) do(c session.Command) {
	if d.src.Player != nil {
		return
	}
	if _, learns := c.(session.Learn); !learns { // linger sends this command when a probe ends, so it is not an action of the user
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
