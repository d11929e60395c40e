package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/learned"
	"linger/session/record"
	"linger/ui/clock"
	"linger/ui/composer"
	"linger/ui/detail"
	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/list"
	"linger/ui/saving"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
)

// A desk is one session and its part of the screen: the record, the panes and their
// selection, the next request, and the overlays. Two desks share nothing.
type desk struct {
	src      Source
	ctx      context.Context
	save     func(data []byte) (path string, err error)
	mem      memory
	tuition  tuition
	quiz     quiz
	practice map[string]bool // targets that a Server field identified as practice servers
	th       *theme.Theme
	rec      *record.Record

	active bool          // receives input
	letter string        // "A" or "B" with two desks; empty with one
	split  *layout.Split // how two desks share the panes; nil if each desk has all its panes in its half
	tap    *saving.Tap   // the source of the events
	log    *saving.Log   // the session log that linger writes, or nil
	files  []*saving.Log // the other files that linger writes
	failed bool          // the most recent file that linger wrote is incomplete
	saved  int           // number of exchanges that have been written to a file

	plan  layout.Plan
	focus layout.Pane
	full  bool // the pane with the focus has the whole width
	list  *list.Model
	panes [layout.Panes]*detail.Model // by pane; nil for the list
	drawn [layout.Panes]drawn

	home      *pairsOverlay // the list of connections between other programs; nil for linger's own connections
	lessonsOf learned.Targets
	summary   *learned.Summary

	over     []overlay    // the overlays, topmost last
	marks    []int        // exchanges to pipeline or to compare, in order
	search   *field.Field // the filter while it is typed, or nil
	next     wire.RequestMessage
	judged   judged         // how a server would read the next request
	went     session.Target // the target that the user chose most recently; the zero value means the first target of the session
	composer *composer.Model
	first    bool // no request has been sent yet

	bound        *keys.Bindings
	secretFields session.SecretFields // additional fields whose values are secrets

	offered    int  // ID of the newest failed connection for which linger decided whether to offer another address
	welcomeTop int  // index of the first visible row of the welcome screen
	persists   bool // the key 0 removed Connection: keep-alive from the next request
	touched    bool // the user pressed a key or used the mouse since the last command

	clock    clock.View
	now      time.Duration
	slow     time.Duration // the time that everything except the digits of clocks shows; see lags
	was      time.Duration // the time of the previous message
	notice   notice
	bounded  bool // linger has reported that it discards bytes of the oldest exchanges
	drain    drain
	throttle throttle
}

// newDesk returns a desk for a session. The composer uses apart to run an editor, to
// which apart hands over the terminal.
func newDesk(ctx context.Context, o Options, th *theme.Theme, apart func(func() error) error) *desk {
	d := &desk{src: o.Source, ctx: ctx, save: o.Save, mem: memory{store: o.State, problem: o.Problem}, th: th, rec: &record.Record{}, next: o.Request, first: true, active: true}
	d.secretFields, d.bound = o.SecretFields, o.Keys
	if d.bound == nil {
		d.bound = keys.Default()
	}
	d.tap, d.log, d.files = saving.NewTap(o.Engine), o.Log, o.Files
	d.tuition, d.quiz = newTuition(&o), quiz{Drill: o.Drill}
	d.list = list.New(th)
	d.list.SetZone(o.Clock)
	d.composer = composer.New(th, o.Request)
	d.composer.SetSecretFields(o.SecretFields)
	d.composer.SetKeys(d.bound)
	d.composer.Apart(apart)
	d.composer.Keep(d.keepRequest)
	d.panes[layout.Detail] = detail.New(th)
	d.panes[layout.Wire] = detail.NewTab(th, detail.Wire)
	d.panes[layout.Timing] = detail.NewTab(th, detail.Timing)
	d.panes[layout.Findings] = detail.NewTab(th, detail.Findings)
	for p := range d.details {
		p.SetSecretFields(o.SecretFields)
	}
	return d
}

// bindings returns the key bindings.
func (d *desk) bindings() *keys.Bindings { return d.bound }

// begin connects, and returns the command that waits for the first events.
func (d *desk) begin() tea.Cmd {
	if d.src.Player != nil {
		d.replayed()
		d.remembered()
		return d.followLog()
	}
	if !d.beginLesson() && !d.beginDrill() && !d.src.Recording {
		d.src.Engine.Do(session.Reconnect{})
	}
	return d.drain.next(d)
}

// details yields the panes that show the details of the selection.
func (d *desk) details(yield func(*detail.Model) bool) {
	for _, p := range d.panes {
		if p != nil && !yield(p) {
			return
		}
	}
}

// detail returns the pane with the tabs.
func (d *desk) detail() *detail.Model { return d.panes[layout.Detail] }

func (d *desk) setTheme(th *theme.Theme) {
	d.th = th
	d.list.SetTheme(th)
	for p := range d.details {
		p.SetTheme(th)
	}
}

// watched returns the connection whose clock and state are on the screen: the newest, or
// nil if there is none yet. If linger shows connections between other programs, it
// returns the selected one, or nil if all are selected.
func (d *desk) watched() *record.Connection {
	if d.home != nil {
		return d.rec.Conn(d.home.list.Selected())
	}
	return d.rec.Newest()
}

// time returns the time of the session. In a recording, it is the time at which the
// record ends.
func (d *desk) time() time.Duration {
	switch {
	case d.src.Player != nil:
		return d.src.Player.Now()
	case d.src.Recording:
		return d.rec.Now()
	}
	return d.src.Engine.Now()
}

// wake reads the clock before the desk handles a message.
func (d *desk) wake() {
	if p := d.src.Player; p != nil && p.Advance(time.Now()) {
		d.replayed()
	}
	d.was, d.now = d.now, d.time()
	d.checkFiles()
}

// refresh updates everything that the desk shows. Call it after each message. tick
// reports whether the message said only that time has passed.
func (d *desk) refresh(tick bool) {
	if !tick || !d.lags(d.was) {
		d.slow = d.now
	}
	if d.plan.W == 0 {
		return
	}
	d.expire()
	d.sayBounds()
	d.watchLesson()
	d.fitLesson()
	if d.summary = d.taught(); d.home != nil {
		d.home.list.SetTheme(d.th)
	}
	d.malformed()
	d.clock = d.clockView()
	own := d.clock.Alone()
	sign, words := own.State()
	d.list.SetBusy(d.busy() && d.search == nil)
	d.list.SetNow(d.slow, list.Head{Conn: own.Conn, Sign: sign, Words: words, Few: own.Brief(), Style: zoneStyle(&own)})
	next, rest := d.comes()
	d.list.SetComing(rest)
	for p := range d.details {
		p.SetNow(d.slow)
		p.SetComing(next)
		p.SetNext(d.next.Method, d.next.Target)
		p.SetSilent(d.silent() != "")
		p.SetGuide(d.silent() == "" && !d.teaching() && !d.drilling())
		p.SetProofs(d.proofs())
		p.SetTaught(d.teaching() && !d.aboutTCP())
	}
	if d.top() != nil {
		s := d.scene()
		for _, o := range d.over {
			o.refresh(s)
		}
	}
	d.keepPanes()
}

func (d *desk) clockView() clock.View {
	var name string
	var since time.Duration
	if d.log != nil {
		name, since = d.log.Name, d.log.Since
	}
	v := clock.View{Log: name, LogSince: since, LogFailed: d.failed, Record: d.rec, Conn: d.watched(), Now: d.now, Lag: d.now - d.slow, Width: d.plan.W, Theme: d.th,
		Notice: d.notice.fitting(d.plan.W), Covered: d.covered(), First: d.first && !d.src.Recording && d.top() == nil, Offline: d.src.Recording, Name: d.src.Name,
		Probes: d.src.Probe != nil, Blind: d.quiz.blind.On, Quiet: d.inStep(), Aged: d.aged(), Letter: d.letter, Active: d.active}
	if p := d.src.Player; p != nil {
		v.Over = p.AtEnd() && !p.Follows() && !d.rec.Ended
	}
	if d.watching() {
		t := d.home.list.Totals()
		v.Offline, v.First = true, false
		v.Watch = &words.Watch{Noun: d.home.list.Noun(), Open: t.Open, Lost: t.Lost, Faults: t.Errors + t.Warnings, Gaps: t.Gaps, Learned: d.summary, About: d.aboutAll()}
	}
	return v
}

// show makes the detail panes show the selection of the list.
func (d *desk) show() {
	conn, ex := d.list.Selected()
	d.throttle.shown, d.throttle.owes = [2]int{conn, ex}, false
	if c := d.watched(); conn == 0 && c != nil {
		conn = c.ID
	}
	for p := range d.details {
		p.Show(d.rec, conn, ex)
	}
	if c, e := d.list.NewestFinding(); c > 0 && !d.finds(conn, ex) {
		d.panes[layout.Findings].Show(d.rec, c, e)
	}
}

// finds reports whether the given exchange or, if there is none, the given connection has
// a finding.
func (d *desk) finds(conn, ex int) bool {
	if e := d.rec.Exchange(ex); e != nil {
		return len(e.Findings) > 0
	}
	c := d.rec.Conn(conn)
	return c != nil && len(c.Findings) > 0
}

// focused returns the detail pane that has the focus, or nil if the list has it.
func (d *desk) focused() *detail.Model { return d.panes[d.focus] }

// selected returns the exchange under the cursor, or nil if there is none.
func (d *desk) selected() *record.Exchange {
	_, ex := d.list.Selected()
	return d.rec.Exchange(ex)
}

// choose selects an exchange in the list.
func (d *desk) choose(conn, exchange int) {
	d.list.Go(conn, exchange)
	d.show()
}

// welcoming reports whether the welcome screen replaces the detail. This is the case
// while linger uses the practice server with which the session began, until the user
// sends a request.
func (d *desk) welcoming() bool {
	c := d.watched()
	return d.first && d.src.Practice && (c == nil || c.Target == d.rec.Start.Target && c.State != record.Failed && c.State != record.Ended)
}

// bytesShown reports whether a visible pane shows bytes, as text or in hexadecimal.
func (d *desk) bytesShown() bool {
	if _, ok := d.plan.Where(layout.Wire); ok {
		return true
	}
	_, ok := d.plan.Where(layout.Detail)
	t := d.detail().Tab()
	return ok && !d.welcoming() && (t == detail.Body || t == detail.Wire)
}

// state returns the values that decide which keys can be used.
func (d *desk) state() keys.State {
	s := keys.State{
		Practice: d.practising(), Left: d.src.Practice && !d.practising(), Recording: d.src.Player != nil, Working: d.rec.Work.Active && d.rec.Work.Cut != session.WorkCutStopped, Probes: d.src.Probe != nil, Two: d.letter != "", Letter: d.letter,
		Silent: d.silent(), Watching: d.watching(), Relay: d.relays(),
		Marked: len(d.marks) > 0, Narrow: len(d.plan.Columns) == 1, Full: d.full,
		Bytes: d.bytesShown(), Masked: d.detail().Secrets() || d.detail().Masks(),
	}
	if c := d.watched(); c != nil {
		s.Open, s.Tunnel = c.State.Open(), c.State == record.Tunneling
		s.Busy = c.State == record.Awaiting || c.State == record.Sending
		limit := d.rec.Limit(c)
		s.Counts = limit.Known() || c.Budget.HasTimeout && c.Budget.Applies
		s.Ended = c.State == record.Ended || c.State == record.Failed
		s.OutOfStep = d.outOfStep()
		s.Dialing, s.Waiting = c.State == record.Connecting, c.Waiting > 0
	}
	s.Held = len(d.rec.Conns) > 0
	if e := d.selected(); e != nil {
		s.Selected, s.Number = true, "response "+itoa(e.ID)
		_, s.Location = e.Location()
		s.Previous = d.rec.Exchange(e.ID-1) != nil || len(d.marks) > 1 || len(d.marks) == 1 && d.marks[0] != e.ID
	}
	found, _ := d.list.NewestFinding()
	s.Findings = found > 0
	s.Drills, s.Drill = d.quiz.Draw != nil && d.practising(), d.drilling()
	if s.Drill {
		s.Final, s.Folded = d.quiz.game.Judgement() != nil && !d.quiz.game.Over(), d.plan.Fold >= 0
		s.Over, s.Exam, s.Blind = d.quiz.game.Over(), d.quiz.Exam, d.quiz.blind.On
		s.Answering = d.quiz.answering
	}
	s.Lessons = d.tuition.course != nil && d.practising()
	if d.teaching() {
		c := d.tuition.course
		s.Lesson, s.Asks, s.Complete = true, c.Asks(), c.Complete()
		s.Recap, s.Folded = c.Recap(), d.plan.Fold >= 0
		_, at := c.Step()
		s.Back, s.Needs, s.Choices, s.Following = at > 0, d.needs(), d.choices(), c.Following() != nil
	}
	for _, o := range d.over {
		o.amend(&s)
	}
	return s
}
