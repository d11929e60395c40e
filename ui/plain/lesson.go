package plain

import (
	"slices"
	"strings"

	"linger/session/lesson"
	"linger/session/record"
	"linger/ui/tutor"
	"linger/wire"
	"linger/wire/format"
)

// A class holds the state of the lessons of a follower.
type class struct {
	course *lesson.Course // nil without lessons
	ground tutor.Ground
	base   wire.RequestMessage
	astray string // the last printed sentence about a result that does not complete the step
}

func newClass(o *Options) class {
	return class{course: o.Learn.Course(), base: o.Request, ground: tutor.Ground{Distant: o.Distant, Probing: o.Learn.Probing}}
}

// beginLesson opens the lesson or the list that the command line requests. It reports
// whether it opened a lesson; a lesson makes its own connection.
func (f *follower) beginLesson() bool {
	switch l := &f.o.Learn; {
	case f.class.course == nil:
	case l.Name != "":
		f.learn(l.Name)
		return true
	case l.List:
		f.lessons()
	}
	return false
}

// practising reports whether lessons and drills are possible: the server is the built-in
// practice server, or its responses show that it is a practice server.
func (f *follower) practising() bool {
	return f.o.Practice || slices.ContainsFunc(f.rec.Conns, func(c *record.Connection) bool { return strings.HasPrefix(c.Server(), "linger-practice") })
}

func (f *follower) teaching() bool { return f.class.course != nil && f.class.course.Open() }

// lessons prints the list of lessons.
func (f *follower) lessons() {
	if f.class.course == nil || !f.practising() {
		f.say("linger learn --plain has lessons.")
		return
	}
	done := f.o.State.Progress()
	for i := range f.class.course.Lessons {
		l := &f.class.course.Lessons[i]
		words := ""
		if lesson.StepsDone(l, done) == len(l.Steps) {
			words = ", done"
		}
		f.say("  lesson %d: %s, %d minutes%s", l.Number, l.Title, l.Minutes, words)
	}
	f.say("learn 1 opens the first lesson.")
}

// learn opens a lesson by its name or number.
func (f *follower) learn(name string) {
	c := f.class.course
	if c == nil || !f.practising() {
		f.lessons()
		return
	}
	at := lesson.ByName(c.Lessons, name)
	if at < 0 {
		f.say("There is no such lesson; learn lists them.")
		return
	}
	c.Start(at, &f.rec, f.o.State.Progress())
	f.say("Lesson %d: %s", at+1, c.Lesson().Title)
	f.say("Keys that a lesson names are commands here: K, p, H, 2, 4, 5 and 6. The command hint shows a hint, and help lists all commands.")
	f.prepareStep()
}

// prepareStep prepares the open step and prints it.
func (f *follower) prepareStep() {
	c := f.class.course
	f.next = c.Request(f.class.base)
	f.class.astray = ""
	unused := f.rec.Count() == 0 && len(f.rec.Conns) == 1
	if command := f.class.ground.Prepare(c, unused); command != nil {
		f.o.Engine.Do(command)
	}
	f.sayStep()
}

// sayStep prints what to do in the step.
func (f *follower) sayStep() {
	c := f.class.course
	s, at := c.Step()
	f.say("Lesson %d, step %d of %d: %s", c.Lesson().Number, at+1, len(c.Lesson().Steps), format.Sentence(s.Title))
	f.say("  %s", s.Before)
	f.sayNext()
	if c.Asks() {
		f.say("Predict: %s", s.Ask.Text)
		for i, choice := range s.Ask.Choices {
			f.say("  %s: %s", letter(i), choice)
		}
	}
}

func letter(i int) string { return string(rune('a' + i)) }

// inLesson handles a line if it is a command of the lesson, and reports whether it is.
func (f *follower) inLesson(line string) bool {
	if !f.teaching() {
		return false
	}
	c := f.class.course
	switch {
	case c.Predicts() && len(line) == 1 && c.Predict(int(line[0])-'a'):
		f.say("Your prediction is %s. Now try it.", line)
	case c.Asks() && (line == "" || line == "p" || line == "pipeline"):
		f.say("Predict first: type a letter and press enter.")
	case line == "hint" || line == "i":
		f.hint()
	case line == "again" || line == "[":
		c.Again(&f.rec)
		f.prepareStep()
	case line == "step":
		f.sayStep()
	case line == "go" || line == "]" || line == "c":
		f.nextStep()
	default:
		if look, ok := looks[line]; ok {
			c.Looked(look, f.rec.Count())
			c.Looked(lesson.LookEnd, f.rec.Count()) // the command prints the whole page, to its end
			defer f.watchLesson()
		}
		return false
	}
	return true
}

// looks maps commands to the pages that a step of a lesson may ask for.
var looks = map[string]lesson.Look{"clients": lesson.LookClients, "2": lesson.LookClients, "response": lesson.LookResponse, "4": lesson.LookResponse, "body": lesson.LookBody, "5": lesson.LookBody,
	"wire": lesson.LookWire, "6": lesson.LookWire}

// hint prints the next hint.
func (f *follower) hint() {
	c := f.class.course
	switch {
	case c.Complete():
		f.say("This step is complete; the command go continues.")
	case c.Offers():
		f.say("There are no more hints.")
	case c.Hint(f.o.Engine.Now()):
		all := c.Hints()
		f.say("Hint: %s", all[len(all)-1])
	default:
		f.say("The next hint comes in a moment.")
	}
}

// nextStep opens the next step, the recap or the next lesson.
func (f *follower) nextStep() {
	c := f.class.course
	if c.Recap() {
		if next := c.Following(); next != nil {
			f.learn(next.Name)
		} else {
			f.lessons()
		}
		return
	}
	moved, begun := c.Next(&f.rec)
	switch {
	case begun:
		f.prepareStep()
	case moved:
		f.recap()
	default:
		f.say("This step is not complete yet; hint helps.")
	}
}

// recap prints what to remember.
func (f *follower) recap() {
	c := f.class.course
	l := c.Lesson()
	f.say("To remember: %s", l.Recap)
	f.say("Not true: “%s”. %s.", l.Kills, l.Ref)
	if made, right, _ := c.Score(); made > 0 {
		f.say("%d of %d predictions were right.", right, made)
	}
	if next := c.Following(); next != nil {
		f.say("The command go opens lesson %d: %s", next.Number, format.Sentence(next.Title))
	}
}

// watchLesson checks whether the record now completes the step.
func (f *follower) watchLesson() {
	if !f.teaching() {
		return
	}
	c := f.class.course
	if !c.Observe() {
		if a := c.Astray(); a != f.class.astray {
			f.class.astray = a
			if a != "" {
				f.say("%s", a)
			}
		}
		return
	}
	s, at := c.Step()
	f.say("Lesson %d, step %d is complete.", c.Lesson().Number, at+1)
	if i := c.Choice(); i >= 0 {
		f.sayResult(s.Ask, i)
	}
	f.say("  %s", s.After)
	f.say("The command go continues.")
	f.o.State.Done(lesson.Name(c.Lesson(), at))
	f.remembered("")
}

// sayResult prints how a prediction compares with what happened.
func (f *follower) sayResult(q *lesson.Question, choice int) {
	if choice == q.Right {
		f.say("As you predicted: %s.", q.Choices[choice])
		return
	}
	f.say("You predicted %s: %s. What happened is %s: %s.", letter(choice), q.Choices[choice], letter(q.Right), q.Choices[q.Right])
}

// lessonHelp prints the commands of a lesson.
func (f *follower) lessonHelp() {
	if !f.teaching() {
		return
	}
	for _, c := range [][2]string{{"a, b, c", "predict"}, {"hint, or i", "a hint"}, {"go, or c", "the next step"}, {"again", "this step from the beginning"}, {"step", "what to do"}} {
		f.say("  %s: %s", c[0], c[1])
	}
}

// learnOrList opens a lesson, or prints the list of lessons.
func (f *follower) learnOrList(name string) {
	if name == "" {
		f.lessons()
		return
	}
	f.learn(name)
}
