package ui

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/clients"
	"linger/session/drill"
	"linger/session/lesson"
	"linger/session/record"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/tutor"
	"linger/wire/format"
)

// A quiz holds the state of a desk's drill.
type quiz struct {
	tutor.Drill
	game      *drill.Game // nil if no drill is open
	sheet     tutor.Sheet
	answering bool // keys choose answers
	from      lesson.Mark
	began     time.Duration
	blind     tutor.Blindfold
}

// hidden is the reason why a key cannot be used: it would show something that the level
// hides.
const hidden = "the drill hides it until the answers are final"

func (d *desk) drilling() bool { return d.quiz.game != nil }

func (d *desk) foldName() string {
	if d.drilling() {
		return "drill"
	}
	return "lesson"
}

// beginDrill starts the drill if the command line asks for it.
func (d *desk) beginDrill() bool {
	if !d.quiz.Begin {
		return false
	}
	d.startDrill()
	return true
}

// newDrill starts a drill. If a drill has ended, newDrill uses a new seed.
func (d *desk) newDrill() {
	if d.drilling() {
		d.quiz.Seed = d.quiz.NewSeed()
	}
	d.startDrill()
}

// startDrill starts the drill at its first round.
func (d *desk) startDrill() {
	q := &d.quiz
	game, err := q.Game()
	if err != nil {
		d.say("The drill cannot begin: " + err.Error() + ".")
		return
	}
	q.game = game
	d.tuition.folded = false
	d.beginRound()
}

// beginRound resets the desk for the current round, and connects.
func (d *desk) beginRound() {
	q := &d.quiz
	q.from, q.began, q.answering, q.sheet = lesson.MarkOf(d.rec), d.now, false, tutor.Sheet{}
	d.blindfold()
	d.next = d.tuition.base
	d.next.Method, d.next.Target, d.next.Content = "GET", q.game.Round().Target, nil
	d.first = false
	d.list.Last()
	d.connectAgain(session.Reconnect{})
	d.fitLesson()
	d.show()
}

// blindfold hides what the student may not see at this level.
func (d *desk) blindfold() {
	q := &d.quiz
	q.blind.On = q.Level != drill.LevelOpen
	switch q.Level {
	case drill.LevelBytes:
		d.detail().Shut(detail.Why, detail.Clients, detail.Findings)
	case drill.LevelWire:
		d.detail().Shut(detail.Why, detail.Clients, detail.Findings, detail.Request, detail.Response, detail.Body, detail.Life)
	}
}

// reveal shows what the level has hidden.
func (d *desk) reveal() {
	q := &d.quiz
	q.blind.TakeOff(d.rec)
	d.detail().Shut()
	d.list.Sync(d.rec)
}

// work returns the numbers of exchanges and connections that the student has used in this
// round, and the time that has passed.
func (d *desk) work() drill.Work {
	return tutor.Work(d.rec, d.quiz.from.Exchanges, int((d.now-d.quiz.began)/time.Second))
}

// pressDrill handles a key of the drill, and reports whether k is such a key.
func (d *desk) pressDrill(k tea.KeyPressMsg) bool {
	q := &d.quiz
	if !d.drilling() || d.top() != nil {
		return false
	}
	if q.answering {
		return d.answer(k)
	}
	final := q.game.Judgement() != nil
	switch d.bound.InLesson(k.String()) {
	case keys.Answer:
		switch {
		case q.game.Over():
		case final:
			d.say("The answers are final; c opens the next round.")
		default:
			d.foldLesson(false)
			q.answering = true
			q.sheet.Begin(q.game)
		}
	case keys.LessonHint:
		if !q.game.Hint() {
			d.say("There is no hint now.")
		}
	case keys.Prove:
		if final {
			d.say("The answers are final; c opens the next round.")
			break
		}
		d.mark()
	case keys.LessonNext:
		if !final || q.game.Over() {
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
	if q.game.Over() {
		d.reveal()
		d.fitLesson()
		return
	}
	d.beginRound()
}

// answer handles a key while the student chooses answers. It reports whether it used the
// key.
func (d *desk) answer(k tea.KeyPressMsg) bool {
	q := &d.quiz
	switch d.bound.ActionOf(k.String()) {
	case keys.Up:
		q.sheet.Move(q.game, -1)
	case keys.Down:
		q.sheet.Move(q.game, 1)
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

// mark adds the item under the cursor, which is a line of bytes or the end of the
// connection, to the proof. If the item is already part of the proof, mark removes it.
func (d *desk) mark() {
	q := &d.quiz
	m, why := d.pointed()
	if why == "" && !q.game.Round().Holds(d.rec.Conn(m.Connection)) {
		why = "this connection was not used in this round"
	}
	switch {
	case why != "":
		d.say("Nothing is marked: " + why + ".")
	case q.game.Mark(m):
		marked := "Marked as the proof: " + tutor.MarkWords(m) + "."
		d.say(marked+" ! again removes the mark.", marked)
	default:
		d.say("The mark is removed.")
	}
	d.fitLesson()
}

// pointed returns the place under the cursor: a line of bytes if one is selected, or else
// the end of the connection. If there is none, it returns the reason.
func (d *desk) pointed() (m drill.Mark, why string) {
	id, ex := d.list.Selected()
	c := d.rec.Conn(id)
	pane := d.panes[d.focus]
	if pane == nil {
		pane = d.detail()
	}
	sent, off, line := pane.Byte()
	if line && (d.focus != layout.List || ex > 0) {
		if m, ok := drill.MarkLine(c, sent, off); ok {
			return m, ""
		}
	}
	if m, ok := drill.MarkEnd(c); ok {
		return m, ""
	}
	return m, "the connection has not ended; for a line of bytes, press 6 and choose it with ↓"
}

// proofs returns the lines that the student marked as the proof.
func (d *desk) proofs() (p detail.Proofs) {
	if !d.drilling() {
		return p
	}
	n := 0
	for _, m := range d.quiz.game.Marks() {
		if m.Is != drill.AtEnd && n < len(p) {
			p[n] = detail.Proof{Conn: m.Connection, Sent: m.Sent, Off: m.Offset}
			n++
		}
	}
	return p
}

// laterRound postpones the current round and begins another open one, if there is one.
func (d *desk) laterRound() {
	q := &d.quiz
	if q.game.Over() || q.game.Judgement() != nil {
		return
	}
	switch left, err := q.game.Later(d.work()); {
	case err != nil:
		d.say("The next round cannot begin: " + err.Error() + ".")
	case left:
		d.beginRound()
		d.say("This round comes back after the last round.")
	default:
		d.say("This is the only open round.")
	}
}

// finishRound makes the answers final. Except in an exam, it also shows the proof.
func (d *desk) finishRound() {
	q := &d.quiz
	q.answering = false
	q.game.Finish(d.work())
	if !q.Exam {
		d.reveal()
		d.explain()
	}
	d.fitLesson()
	if q.Answered == nil {
		return
	}
	if err := q.Answered(q.game.Results()); err != nil {
		d.say("The results cannot be written: " + err.Error() + ".")
		d.notice.until = never
	}
}

// explain shows the bytes, or the end of the connection, that prove the answers of the
// round.
func (d *desk) explain() {
	q := &d.quiz
	round, marks := q.game.Round(), q.game.Marks()
	if round.Proves(marks) != drill.WholeProof {
		marks = round.Decisive(d.rec)
	}
	q.sheet.Explain(d.rec, marks, d.clientsNote())
	if len(marks) == 0 {
		return
	}
	m := marks[len(marks)-1]
	d.choose(m.Connection, m.Exchange)
	if m.Is == drill.AtEnd {
		d.detail().Update(detail.Why)
		return
	}
	d.detail().Update(detail.Wire)
	d.detail().ShowByte(m.Sent, m.Offset)
}

// clientsNote returns a sentence about how many clients would still use a connection when
// the server closes it.
func (d *desk) clientsNote() string {
	round := d.quiz.game.Round()
	for _, c := range d.rec.Conns {
		e := c.Last()
		if !round.Holds(c) || c.State != record.Ended || c.Close.By != session.ByServer || c.Close.Phase != session.PhaseIdle || e == nil || !e.Requested {
			continue
		}
		all, n := clients.All(), 0
		for _, one := range all {
			if v := one.Ask(detail.ClientsResponse(c, e)); v.Reuse && v.Limit > c.Close.Idle {
				n++
			}
		}
		return fmt.Sprintf("%d of %d clients would still use the connection when the server closes it, after %s.", n, len(all), format.Exactly(c.Close.Idle))
	}
	return ""
}
