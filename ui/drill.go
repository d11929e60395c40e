package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/drill"
	"linger/session/lesson"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/tutor"
)

// A Drill says which servers the drill has, and how it begins.
type Drill struct {
	Seed   string
	Rounds int
	Level  drill.Level
	Exam   bool
	Begin  bool // with the inspector

	// Draw returns a round of a seed; nil: there is no drill.
	Draw func(seed string, number int) (drill.Round, error)

	// Answered is told the results after each round; nil: nobody is.
	Answered func([]drill.Result) error
}

// A quiz is the drill on a desk.
type quiz struct {
	Drill
	game      *drill.Game // nil: none is under way
	sheet     tutor.Sheet
	answering bool // keys choose answers
	from      lesson.Mark
	began     time.Duration
}

func (d *desk) drilling() bool { return d.quiz.game != nil }

func (d *desk) foldName() string {
	if d.drilling() {
		return "drill"
	}
	return "lesson"
}

// beginDrill begins the drill, where the command line asked for it.
func (d *desk) beginDrill() bool {
	if !d.quiz.Begin {
		return false
	}
	d.startDrill()
	return true
}

// startDrill begins the drill at its first round.
func (d *desk) startDrill() {
	q := &d.quiz
	game, err := drill.NewGame(q.Seed, q.Rounds, q.Level, q.Exam, func(number int) (drill.Round, error) { return q.Draw(q.Seed, number) })
	if err != nil {
		d.say("The drill cannot begin: " + err.Error() + ".")
		return
	}
	q.game = game
	d.tuition.folded = false
	switch q.Level {
	case drill.LevelBytes:
		d.detail().Shut(detail.Why, detail.Clients, detail.Findings)
	case drill.LevelWire:
		d.detail().Shut(detail.Why, detail.Clients, detail.Findings, detail.Request, detail.Response, detail.Body, detail.Life)
	}
	d.beginRound()
}

// beginRound prepares the round that is open.
func (d *desk) beginRound() {
	q := &d.quiz
	q.from, q.began, q.answering, q.sheet = lesson.MarkOf(d.rec), d.now, false, tutor.Sheet{}
	d.next = d.tuition.base
	d.next.Method, d.next.Target, d.next.Content = "GET", q.game.Round().Target, nil
	d.first = false
	d.connectAgain(session.Reconnect{})
	d.fitLesson()
	d.show()
}

// work returns what the student has used in this round.
func (d *desk) work() drill.Work {
	q := &d.quiz
	w := drill.Work{Seconds: int((d.now - q.began) / time.Second)}
	last := 0
	for _, e := range d.rec.Exchanges[min(q.from.Exchanges, len(d.rec.Exchanges)):] {
		w.Exchanges++
		if e.Conn != last {
			w.Connections, last = w.Connections+1, e.Conn
		}
	}
	return w
}

// pressDrill takes a key that belongs to the drill, and reports whether it was one.
func (d *desk) pressDrill(k tea.KeyPressMsg) bool {
	q := &d.quiz
	if !d.drilling() || d.top() != nil {
		return false
	}
	if q.answering {
		return d.answer(k)
	}
	final := q.game.Judgement() != nil
	switch keys.InLesson(k.String()) {
	case keys.Answer:
		switch {
		case q.game.Over():
		case final:
			d.say("The answers are final; c leads to the next round.")
		default:
			d.foldLesson(false)
			q.answering = true
			q.sheet.Begin(q.game)
		}
	case keys.LessonHint:
		if !q.game.Hint() {
			d.say("There is no hint now.")
		}
	case keys.LessonNext:
		if !final {
			return false
		}
		d.nextRound()
	default:
		return false
	}
	return true
}

func (d *desk) nextRound() {
	q := &d.quiz
	if err := q.game.Next(); err != nil {
		d.say("The next round cannot begin: " + err.Error() + ".")
		return
	}
	if !q.game.Over() {
		d.beginRound()
	}
}

// answer takes a key while answers are chosen; others go on.
func (d *desk) answer(k tea.KeyPressMsg) bool {
	q := &d.quiz
	switch keys.ActionOf(k.String()) {
	case keys.Up:
		q.sheet.Move(-1)
	case keys.Down:
		q.sheet.Move(1)
	case keys.TabBefore:
		q.sheet.Turn(q.game, -1)
	case keys.TabAfter, keys.NextPane:
		q.sheet.Turn(q.game, 1)
	case keys.Back:
		q.answering = false
	case keys.Send:
		if q.sheet.Choose(q.game) {
			d.finishRound()
		}
	default:
		return false
	}
	return true
}

// finishRound makes the answers final.
func (d *desk) finishRound() {
	q := &d.quiz
	q.answering = false
	q.game.Finish(d.work())
	if q.Answered == nil {
		return
	}
	if err := q.Answered(q.game.Results()); err != nil {
		d.say("The results cannot be written: " + err.Error() + ".")
		d.notice.until = never
	}
}
