package lesson

import (
	"slices"
	"strconv"
	"time"

	"linger/session/record"
	"linger/wire"
)

// A Course holds the progress of one student through the lessons: the open step and its
// state.
//
//	Start ──► step ── Predict ──► Observe: complete ── Next ──► step … ── Next ──► recap ── Next ──► the next lesson
type Course struct {
	Lessons []Lesson

	pace   int
	at     int // index of the open lesson; -1: none
	step   int
	recap  bool
	done   []bool // by step: whether the step was ever complete
	votes  []vote // predictions, by step
	hints  int    // number of hints shown in all steps of the lesson
	view   View
	choice int // prediction in this step; -1: none
	shown  int // number of hints shown in this step; if at least 3, linger offers to show the step
	hinted time.Duration
	over   bool // whether this step is complete
	astray string
	urged  bool // whether the student pressed a key that needs the prediction first
}

// A vote says whether a prediction was made and whether it was right.
type vote struct{ made, right bool }

// NewCourse returns a course in which no lesson is open. pace is from 1 to [MostPace].
func NewCourse(pace int) *Course {
	return &Course{Lessons: Table(pace), pace: pace, at: -1}
}

// Name returns the name under which linger stores that a step of a lesson is done, such
// as "both/2" for the second step.
func Name(l *Lesson, step int) string { return l.Name + "/" + strconv.Itoa(step+1) }

// Names returns the names of all steps of a lesson.
func Names(l *Lesson) (names []string) {
	for i := range l.Steps {
		names = append(names, Name(l, i))
	}
	return names
}

// StepsDone returns how many steps of a lesson have their names in done. A lesson is done
// if all of its steps are done.
func StepsDone(l *Lesson, done []string) (n int) {
	for _, name := range Names(l) {
		if slices.Contains(done, name) {
			n++
		}
	}
	return n
}

// Open reports whether a lesson is open.
func (c *Course) Open() bool { return c.at >= 0 }

// Lesson returns the open lesson, or nil.
func (c *Course) Lesson() *Lesson {
	if c.at < 0 {
		return nil
	}
	return &c.Lessons[c.at]
}

// Step returns the open step and its index. At the recap, it returns the last step.
func (c *Course) Step() (*Step, int) { return &c.Lesson().Steps[c.step], c.step }

// Recap reports whether the lesson is over and its summary is shown.
func (c *Course) Recap() bool { return c.recap }

// Following returns the lesson after the open one, or nil.
func (c *Course) Following() *Lesson {
	if c.at+1 >= len(c.Lessons) {
		return nil
	}
	return &c.Lessons[c.at+1]
}

// Start opens the lesson with index at, at its first step. done holds the names of the
// steps that were done in earlier runs.
func (c *Course) Start(at int, r *record.Record, done []string) {
	c.at, c.hints = at, 0
	l := c.Lesson()
	c.done, c.votes = make([]bool, len(l.Steps)), make([]vote, len(l.Steps))
	for i := range l.Steps {
		c.done[i] = slices.Contains(done, Name(l, i))
	}
	c.begin(0, r)
}

func (c *Course) begin(step int, r *record.Record) {
	c.step, c.recap, c.choice, c.shown, c.over, c.astray, c.urged = step, false, -1, 0, false, "", false
	c.view = View{Rec: r, From: MarkOf(r), Seen: map[Look][]int{}, Pace: c.pace}
}

// Next moves to the next step, or from the last step to the recap, if the current step is
// complete or was complete before. It reports whether it moved, and whether a step has
// begun. If a step has begun, the caller must prepare its request.
func (c *Course) Next(r *record.Record) (moved, begun bool) {
	switch {
	case c.recap, !c.over && !c.done[c.step]:
		return false, false
	case c.step+1 == len(c.done):
		c.recap = true
		return true, false
	}
	c.begin(c.step+1, r)
	return true, true
}

// Back restarts the previous step, or the last step if the recap is shown. It returns
// false if there is no previous step.
func (c *Course) Back(r *record.Record) bool {
	switch {
	case c.recap:
		c.begin(c.step, r)
	case c.step > 0:
		c.begin(c.step-1, r)
	default:
		return false
	}
	return true
}

// Again restarts the current step.
func (c *Course) Again(r *record.Record) { c.begin(c.step, r) }

// Request returns the next request of the step; see [Lesson.Request].
func (c *Course) Request(base wire.RequestMessage) wire.RequestMessage {
	return c.Lesson().Request(c.step, base)
}

// Asks reports whether the student must make a prediction before anything is sent.
func (c *Course) Asks() bool {
	if !c.Open() || c.recap || c.over {
		return false
	}
	s, _ := c.Step()
	return s.Ask != nil && c.choice < 0
}

// Predicts reports whether the student can make or change a prediction. This is possible
// until something is sent in the step.
func (c *Course) Predicts() bool {
	return c.Asks() || c.Open() && !c.recap && !c.over && c.choice >= 0 && c.view.Rec.Count() == c.view.From.Exchanges
}

// Predict sets or changes the prediction. It returns false if the step has no such
// choice, or if no prediction is possible now.
func (c *Course) Predict(choice int) bool {
	s, _ := c.Step()
	if !c.Predicts() || choice < 0 || choice >= len(s.Ask.Choices) {
		return false
	}
	c.choice = choice
	c.votes[c.step] = vote{true, choice == s.Ask.Right}
	return true
}

// Urge records that the student pressed a key for which a prediction is needed first.
func (c *Course) Urge() { c.urged = true }

// Urged reports whether Urge was called since the step began.
func (c *Course) Urged() bool { return c.urged }

// Choice returns the prediction of the step, or -1 before there is one.
func (c *Course) Choice() int { return c.choice }

// A step has three hints: where to look, what it means, and the keys. After the third
// hint, linger offers to show the step.
const (
	hintsOfStep = 3
	hintPause   = 3 * time.Second // minimum time between two hints, so that students read each of them
)

// Hint shows one more hint, and reports whether it did. It returns false if the step is
// complete, if there are no more hints, or if the previous hint is less than three
// seconds old.
func (c *Course) Hint(now time.Duration) bool {
	if c.over || c.recap || c.shown > 0 && now-c.hinted < hintPause || c.shown > hintsOfStep {
		return false
	}
	if c.shown < hintsOfStep {
		c.hints++
	}
	c.shown++
	c.hinted = now
	return true
}

// Hints returns the hints that are shown.
func (c *Course) Hints() []string {
	s, _ := c.Step()
	all := []string{s.Hints[0], s.Hints[1], "The keys: " + s.Keys()}
	return all[:min(c.shown, hintsOfStep)]
}

// Offers reports whether linger offers to show the step.
func (c *Course) Offers() bool { return c.Open() && !c.recap && !c.over && c.shown >= hintsOfStep }

// Looked records that the student has opened a page about an exchange of this step.
func (c *Course) Looked(at Look, exchange int) {
	if c.Open() && exchange > c.view.From.Exchanges {
		if !slices.Contains(c.view.Seen[at], exchange) {
			c.view.Seen[at] = append(c.view.Seen[at], exchange)
		}
	}
}

// Observe checks the record, and reports whether it has just completed the step.
func (c *Course) Observe() bool {
	if !c.Open() || c.over || c.recap {
		return false
	}
	s, _ := c.Step()
	c.astray = ""
	if s.Until.Met(&c.view) {
		c.over, c.done[c.step] = true, true
		return true
	}
	for _, a := range s.Astray {
		if a.When.Met(&c.view) {
			c.astray = a.Say
			break
		}
	}
	return false
}

// Complete reports whether the step is complete.
func (c *Course) Complete() bool { return c.over }

// Astray returns the sentence about a result that did not complete the step, or "".
func (c *Course) Astray() string { return c.astray }

// Done reports whether a step of the open lesson was ever complete.
func (c *Course) Done(step int) bool { return c.done[step] }

// Score returns how many predictions were made in this lesson, how many of them
// were right, and how many hints were shown.
func (c *Course) Score() (made, right, hints int) {
	for _, v := range c.votes {
		if v.made {
			made++
		}
		if v.right {
			right++
		}
	}
	return made, right, c.hints
}
