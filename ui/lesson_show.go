package ui

import (
	"time"

	"linger/session"
	"linger/session/lesson"
	"linger/ui/detail"
)

// showStep begins the step again and makes linger press the keys of the step.
func (d *desk) showStep() {
	l := &d.tuition
	choice := l.course.Choice()
	l.course.Again(d.rec)
	l.course.Predict(choice)
	d.prepareStep()
	s, _ := l.course.Step()
	l.acts = s.Solve
	if s.Open && !d.staysOpen(l.acts[0].Wait+2*time.Second) {
		l.acts = append([]lesson.Act{{Do: lesson.Send}}, s.Solve...)
	}
	d.nextActAt(time.Second)
}

// staysOpen reports whether the connection will probably still be open once the given
// duration has passed.
func (d *desk) staysOpen(after time.Duration) bool {
	c := d.watched()
	if c == nil || !c.State.Open() {
		return false
	}
	limit := d.rec.Limit(c)
	return !limit.Known() || limit.Left(d.now) > after
}

func (d *desk) nextActAt(least time.Duration) {
	if len(d.tuition.acts) > 0 {
		d.tuition.actAt = d.now + max(least, d.tuition.acts[0].Wait)
	}
}

// pressShown presses the next key of the step that linger demonstrates, if the key is
// due.
func (d *desk) pressShown() {
	l := &d.tuition
	if len(l.acts) == 0 || d.now < l.actAt {
		return
	}
	act := l.acts[0]
	l.acts = l.acts[1:]
	d.perform(act.Do)
	d.nextActAt(time.Second / 2)
}

// perform carries out an action of a lesson.
func (d *desk) perform(a lesson.Action) {
	switch a {
	case lesson.Send:
		d.send()
	case lesson.Pipeline:
		d.setMarks(nil)
		d.pipeline()
	case lesson.Hold:
		d.hold()
	case lesson.Close:
		d.do(session.Close{})
	case lesson.LookClients, lesson.LookResponse, lesson.LookBody, lesson.LookWire:
		for tab, look := range looks {
			if look == a {
				d.list.Last()
				d.show()
				d.tab(tab)
			}
		}
	case lesson.LookEnd:
		d.move(d.list.Last, detail.Bottom{})
	default:
		d.next = a.Apply(d.next)
	}
}

// lessonPace returns the time until linger presses the next key, or 0 if there is none.
func (d *desk) lessonPace() time.Duration {
	if !d.teaching() || len(d.tuition.acts) == 0 {
		return 0
	}
	return max(d.tuition.actAt-d.now, time.Millisecond)
}
