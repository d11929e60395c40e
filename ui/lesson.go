package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session/lesson"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/tutor"
	"linger/wire"
)

// A tuition holds the state of a desk's lessons: the course, and how the open lesson is
// shown.
type tuition struct {
	tutor.Options
	course *lesson.Course // nil without lessons
	ground tutor.Ground
	base   wire.RequestMessage
	folded bool         // the lesson is folded to one line
	rows   int          // height of the lesson in rows; 0: it is folded
	acts   []lesson.Act // keys that linger still has to press to show a step
	actAt  time.Duration
	began  time.Duration // when the step began
}

func newTuition(o *Options) tuition {
	return tuition{Options: o.Learn, course: o.Learn.Course(), base: o.Request,
		ground: tutor.Ground{Distant: o.Distant, Probing: o.Learn.Probing}}
}

// teaching reports whether a lesson is open.
func (d *desk) teaching() bool {
	return !d.drilling() && d.tuition.course != nil && d.tuition.course.Open()
}

// beginLesson opens the lesson or the list that the command line names. It reports
// whether it opened a lesson, which makes its own connection.
func (d *desk) beginLesson() bool {
	l := &d.tuition
	if l.course == nil {
		return false
	}
	if l.Name != "" {
		d.startLesson(lesson.ByName(l.course.Lessons, l.Name))
		return true
	}
	if l.List {
		d.lessonList()
	}
	return false
}

// startLesson opens a lesson at its first step.
func (d *desk) startLesson(at int) {
	d.tuition.course.Start(at, d.rec, d.mem.store.Progress())
	d.tuition.folded = false
	d.prepareStep()
}

// prepareStep prepares the open step: the next request, and a new connection if the step
// needs one. The list follows the newest exchange again, and the detail shows that
// exchange.
func (d *desk) prepareStep() {
	l := &d.tuition
	d.next = l.course.Request(l.base)
	d.first, l.acts, l.began = false, nil, d.now
	unused := d.rec.Count() == 0 && len(d.rec.Conns) == 1
	d.list.Last()
	if command := l.ground.Prepare(l.course, unused); command != nil {
		if c := d.watched(); c != nil && c.State.Open() && c.Count() > 0 {
			d.say("This step begins with a new connection.")
		}
		d.do(command)
	}
	d.src.Away = l.ground.RoundTrip()
	d.fitLesson()
	d.show()
	for p := range d.details { // no row stays selected, so that the enter key sends the request
		p.Rewind()
	}
	d.detail().Update(detail.Why)
	d.full = false
	if len(d.plan.Columns) == 1 {
		d.setFocus(layout.Detail)
	} else {
		d.setFocus(layout.List)
	}
}

// lessonKey folds or unfolds the open lesson or drill. If neither is open, or the open
// lesson is at its end, it opens the list of lessons.
func (d *desk) lessonKey() {
	if d.drilling() {
		d.foldLesson(!d.tuition.folded)
		return
	}
	if !d.teaching() || d.tuition.course.Recap() {
		d.lessonList()
		return
	}
	d.foldLesson(!d.tuition.folded)
}

// foldLesson shows the lesson as one line, or as a pane again.
func (d *desk) foldLesson(on bool) {
	d.tuition.folded = on
	d.fitLesson()
}

// chooseLesson opens a lesson from the list. If that lesson is already open, it
// continues.
func (d *desk) chooseLesson(at int) {
	if c := d.tuition.course; c.Open() && c.Lesson().Number == at+1 && !c.Recap() {
		d.foldLesson(false)
		return
	}
	d.startLesson(at)
}

// pressLesson handles a key of the lesson, and reports whether k is such a key.
func (d *desk) pressLesson(k tea.KeyPressMsg) bool {
	if !d.teaching() || d.top() != nil {
		return false
	}
	c := d.tuition.course
	if c.Predicts() && d.predict(k.String()) {
		return true
	}
	if key := d.capital(k.String()); key != "" {
		d.say("This step needs a capital " + key + ": hold shift.")
		return true
	}
	if c.Complete() && d.bound.ActionOf(k.String()) == keys.Send && d.enters() == "" {
		d.say("Sent once more. The step is complete: c goes on.")
	}
	switch action := d.bound.InLesson(k.String()); {
	case action == keys.LessonHint:
		d.hint()
	case action == keys.LessonNext && (c.Complete() || c.Recap()):
		d.nextStep()
	case action == keys.StepAfter:
		d.nextStep()
	case action == keys.StepBefore:
		if c.Back(d.rec) {
			d.prepareStep()
		}
	default:
		return d.waitsForPrediction(k)
	}
	return true
}

// justBegun is the time after the start of a step during which linger does not accept c
// as a prediction, because the user may have pressed c twice to go on.
const justBegun = time.Second

// predict handles a letter as a prediction, and reports whether it is one.
func (d *desk) predict(key string) bool {
	c := d.tuition.course
	if len(key) != 1 || key < "a" || key > "c" {
		return false
	}
	switch again := key == "c" && d.now-d.tuition.began < justBegun; {
	case again && c.Asks():
	case !c.Predict(int(key[0] - 'a')):
		d.say("There is no " + key + " here: " + tutor.Letters(c) + ".")
	}
	return true
}

// choices returns the letters, such as "a b", with which a prediction can be made or
// changed. It returns "" if there is no prediction.
func (d *desk) choices() string {
	c := d.tuition.course
	if !c.Predicts() {
		return ""
	}
	s, _ := c.Step()
	return "a b c"[:2*len(s.Ask.Choices)-1]
}

// needs returns the actions that the open step may need, apart from enter.
func (d *desk) needs() (needed []keys.Action) {
	s, _ := d.tuition.course.Step()
	for _, a := range s.Solve {
		if key, ok := keyOfAct[a.Do]; ok && !slices.Contains(needed, key) {
			needed = append(needed, key)
		}
	}
	return needed
}

// keyOfAct maps acts of a student to the keys that the footer of a lesson shows only for
// a step that needs them.
var keyOfAct = map[lesson.Action]keys.Action{lesson.KeepAlive: keys.KeepAlive, lesson.SayClose: keys.Edit, lesson.Version: keys.Version,
	lesson.Head: keys.Head, lesson.Pipeline: keys.Pipeline, lesson.Hold: keys.Hold, lesson.Close: keys.CloseMenu}

// capital returns the capital letter that the step needs if the student pressed that
// letter without shift, and "" otherwise.
func (d *desk) capital(pressed string) string {
	for _, a := range d.needs() {
		if key := d.bound.Of(a).Shown; key != pressed && strings.ToLower(key) == pressed {
			return key
		}
	}
	return ""
}

// aboutTCP reports whether the open step is about TCP keepalive.
func (d *desk) aboutTCP() bool {
	_, at := d.tuition.course.Step()
	return d.tuition.course.Lesson().TCP(at) > 0
}

// inStep reports whether a step of a lesson is open.
func (d *desk) inStep() bool { return d.teaching() && !d.tuition.course.Recap() }

// aged reports whether the open step is about the age of the connection.
func (d *desk) aged() bool {
	if !d.inStep() {
		return false
	}
	s, _ := d.tuition.course.Step()
	return s.Age
}

// explains reports whether the open step is about an exchange, rather than about how its
// connection ended.
func (d *desk) explains() bool {
	if !d.inStep() {
		return false
	}
	s, _ := d.tuition.course.Step()
	return s.Show == lesson.ShowExchange
}

// waitsForPrediction reports whether a key would carry out the step before the student
// has made a prediction.
func (d *desk) waitsForPrediction(k tea.KeyPressMsg) bool {
	a := d.bound.ActionOf(k.String())
	if !d.tuition.course.Asks() || d.enters() != "" || a != keys.Send && a != keys.Pipeline && !slices.Contains(d.needs(), a) {
		return false
	}
	d.foldLesson(false)
	if _, shown := d.plan.Where(layout.Lesson); !shown { // the window has too few rows for the question
		return false
	}
	d.tuition.course.Urge()
	d.say("Predict first: " + tutor.Letters(d.tuition.course) + ".")
	return true
}

// hint shows the next hint. After the last hint, linger itself presses the keys that
// complete the step.
func (d *desk) hint() {
	c := d.tuition.course
	switch {
	case c.Complete() || c.Recap():
		d.say("This step is complete: c goes on.")
	case c.Offers():
		d.showStep()
	case !c.Hint(d.now):
		d.say("The next hint comes in a moment: read this one first.")
	}
}

// nextStep opens the next step, the recap or the next lesson.
func (d *desk) nextStep() {
	c := d.tuition.course
	if c.Recap() {
		if next := c.Following(); next != nil {
			d.startLesson(next.Number - 1)
		} else {
			d.lessonList()
		}
		return
	}
	moved, begun := c.Next(d.rec)
	d.tuition.folded = d.tuition.folded && !moved
	switch {
	case begun:
		d.prepareStep()
	case !moved:
		d.say("This step is not complete yet; i gives a hint.")
	}
}

// fitLesson sets the height of the lesson pane to the number of rows that the lesson
// needs now.
func (d *desk) fitLesson() {
	rows := 0
	switch {
	case d.tuition.folded:
	case d.drilling():
		rows = tutor.DrillRows
	case d.teaching():
		rows = tutor.Wants(d.th, d.plan.W-2, d.tuition.course)
	default:
		return
	}
	if rows != d.tuition.rows {
		d.tuition.rows = rows
		d.arrange()
	}
}

// watchLesson checks whether the record completes the step.
func (d *desk) watchLesson() {
	l := &d.tuition
	if !d.teaching() {
		return
	}
	d.pressShown()
	d.recordLook()
	if !l.course.Observe() {
		return
	}
	l.acts = nil
	step, at := l.course.Step()
	d.mem.store.Done(lesson.Name(l.course.Lesson(), at))
	d.remembered()
	c := d.watched()
	switch {
	case c == nil:
	case step.Show == lesson.ShowEnd:
		d.choose(c.ID, 0)
	case d.list.Following():
		d.list.Last()
		d.show()
	}
}

// looks maps tabs to the pages that conditions of lessons check.
var looks = map[detail.Tab]lesson.Look{detail.Clients: lesson.LookClients, detail.Response: lesson.LookResponse, detail.Body: lesson.LookBody, detail.Wire: lesson.LookWire}

// recordLook records which page of which exchange is on the screen.
func (d *desk) recordLook() {
	if d.top() != nil {
		return
	}
	_, ex := d.list.Selected()
	looked := func(look lesson.Look, p *detail.Model) {
		d.tuition.course.Looked(look, ex)
		if look != lesson.LookClients && p.AtEnd() {
			d.tuition.course.Looked(lesson.LookEnd, ex)
		}
	}
	if _, on := d.plan.Where(layout.Detail); on {
		if look, ok := looks[d.detail().Tab()]; ok {
			looked(look, d.detail())
		}
	}
	if _, on := d.plan.Where(layout.Wire); on {
		looked(lesson.LookWire, d.panes[layout.Wire])
	}
}
