package plain

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/session/drill"
	"linger/session/lesson"
	"linger/ui/tutor"
)

// A quiz holds the state of a follower's drill.
type quiz struct {
	game  *drill.Game // nil while no drill is open
	from  lesson.Mark
	began int // start of the round, in seconds since the session began
	blind tutor.Blindfold
}

func (f *follower) drilling() bool { return f.quiz.game != nil }

// seconds returns the age of the session in whole seconds.
func (f *follower) seconds() int { return int(f.o.Engine.Now().Seconds()) }

// beginDrill starts the drill if the command line asks for it, and reports whether the
// drill has begun.
func (f *follower) beginDrill() bool {
	if !f.o.Drill.Begin {
		return false
	}
	f.startDrill()
	return f.drilling()
}

// drill starts a drill, or prints the open round. After the end of a drill it draws a new
// seed.
func (f *follower) drill() {
	switch g := f.quiz.game; {
	case f.o.Drill.Draw == nil, !f.practising():
		f.say("linger drill --plain has rounds.")
		return
	case g != nil && !g.Over():
		f.sayRound()
		return
	case g != nil && g.Exam:
		f.say("An exam has one seed.")
		return
	case g != nil:
		f.o.Drill.Seed = f.o.Drill.NewSeed()
	}
	f.startDrill()
}

func (f *follower) startDrill() {
	game, err := f.o.Drill.Game()
	if err != nil {
		f.say("The drill cannot begin: %s.", err)
		return
	}
	f.quiz.game = game
	f.say("What is wrong with this server? Perhaps nothing. There are %d rounds; seed %s gives every student the same.", game.Rounds, game.Seed)
	f.say("Send what you like. answer lists five questions; answer 1 b answers one; proof marks what proves it; final ends the round.")
	f.beginRound()
}

// beginRound prepares the open round and prints its first sentences.
func (f *follower) beginRound() {
	q := &f.quiz
	q.from, q.began, q.blind.On = lesson.MarkOf(&f.rec), f.seconds(), q.game.Level != drill.LevelOpen
	f.next = f.o.Request
	f.next.Method, f.next.Target, f.next.Content = "GET", q.game.Round().Target, nil
	f.chosen = 0
	f.o.Engine.Do(session.Reconnect{})
	f.sayRound()
}

func (f *follower) sayRound() {
	g := f.quiz.game
	f.say("Round %d of %d. Next: %s.", g.Round().Number, g.Rounds, f.request())
}

// hides reports whether the level of the drill hides what a command would print. If it
// does, hides prints a sentence about this.
func (f *follower) hides(name string) bool {
	if !f.quiz.blind.On || !slices.Contains([]string{"why", "clients", "findings", "ticket"}, name) &&
		(f.quiz.game.Level != drill.LevelWire || !slices.Contains([]string{"request", "response", "body"}, name)) {
		return false
	}
	f.say("The drill hides it until the answers are final.")
	return true
}

// inDrill handles a line if it is a command of the drill, and reports whether it is.
func (f *follower) inDrill(line string) bool {
	if !f.drilling() {
		return false
	}
	g := f.quiz.game
	switch line {
	case "hint", "i":
		if g.Hint() {
			f.say("Hint: %s", g.Round().Hint())
		} else {
			f.say("There is no hint now.")
		}
	case "later":
		f.later()
	case "final":
		f.finishRound()
	case "go", "c":
		f.nextRound()
	default:
		return false
	}
	return true
}

func (f *follower) later() {
	ok, err := f.quiz.game.Later(f.effort())
	switch {
	case err != nil:
		f.say("The next round cannot begin: %s.", err)
	case ok:
		f.say("This round comes back after the last round.")
		f.beginRound()
	default:
		f.say("There is no other open round.")
	}
}

func (f *follower) effort() drill.Work {
	return tutor.Work(&f.rec, f.quiz.from.Exchanges, f.seconds()-f.quiz.began)
}

// answer prints the questions or, if arg is for example "1 b", answers one of them.
func (f *follower) answer(arg string) {
	if !f.drilling() {
		f.drill()
		return
	}
	g := f.quiz.game
	if arg == "" {
		for t := range drill.Topics {
			f.sayQuestion(drill.Topic(t))
		}
		return
	}
	number, choice, _ := strings.Cut(arg, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n >= drill.Topics {
		f.say("Write answer, a number from 1 to %d and a letter; proof answers the last question.", drill.Topics-1)
		return
	}
	t := drill.Topic(n - 1)
	choices := drill.Questions()[t].Choices
	if choice = strings.TrimSpace(choice); len(choice) != 1 || choice[0] < 'a' || int(choice[0]-'a') >= len(choices) {
		f.sayQuestion(t)
		return
	}
	g.Answer(t, choices[choice[0]-'a'].Value)
	f.say("%s: %s.", drill.Questions()[t].Text, tutor.AnswerWords(g, t))
}

// sayQuestion prints a question, its choices and the current answer.
func (f *follower) sayQuestion(t drill.Topic) {
	g, q := f.quiz.game, drill.Questions()[t]
	words := "not answered"
	if g.Answers()[t] != "" {
		words = tutor.AnswerWords(g, t)
	}
	f.say("%d, %s: %s.", t+1, q.Text, words)
	if t == drill.Proof {
		f.say("  proof 263 marks the received line at byte 263, proof sent 80 marks a sent line, proof end marks an end; proof nothing says that no byte proves it.")
		return
	}
	for i, c := range q.Choices {
		f.say("  %s: %s", letter(i), c.Words)
	}
}

// proof marks a place as the proof, or answers that no byte proves the fault.
func (f *follower) proof(arg string) {
	if !f.drilling() {
		f.drill()
		return
	}
	g := f.quiz.game
	if arg == "" {
		f.sayQuestion(drill.Proof)
		return
	}
	if arg == "nothing" {
		g.Answer(drill.Proof, drill.NothingProves)
		f.say("the proof: %s.", tutor.AnswerWords(g, drill.Proof))
		return
	}
	m, why := f.pointed(arg)
	switch {
	case why != "":
		f.say("Nothing is marked: %s.", why)
	case g.Mark(m):
		f.say("Marked as the proof: %s. The same command again removes the mark.", tutor.MarkWords(m))
	default:
		f.say("The mark is removed.")
	}
}

// pointed returns the place that a command names, or the reason why there is no such
// place.
func (f *follower) pointed(arg string) (m drill.Mark, why string) {
	what, rest, _ := strings.Cut(arg, " ")
	e := f.last()
	if e == nil {
		return m, "nothing was sent"
	}
	if what == "end" {
		c := f.rec.Conn(e.Conn)
		if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil {
			c = f.rec.Conn(n)
		}
		m, ok := drill.MarkEnd(c)
		switch {
		case !ok:
			return m, "this connection has not ended"
		case !f.quiz.game.Round().Holds(c):
			return m, "this connection was not used in this round"
		}
		return m, ""
	}
	sent := what == "sent"
	if sent {
		what = strings.TrimSpace(rest)
	}
	off, err := strconv.ParseInt(what, 10, 64)
	if err != nil {
		return m, "write proof and a byte offset, as wire prints it, or proof end, or proof nothing"
	}
	c := f.rec.Conn(e.Conn)
	if !f.quiz.game.Round().Holds(c) {
		return m, "this connection was not used in this round"
	}
	m, ok := drill.MarkLine(c, sent, off)
	if !ok {
		return m, "connection " + strconv.Itoa(e.Conn) + " has no such byte"
	}
	return m, ""
}

// finishRound makes the answers final and prints the solution.
func (f *follower) finishRound() {
	q := &f.quiz
	if q.game.Judgement() != nil {
		f.say("The answers are final; the command go opens %s.", tutor.Onward(q.game))
		return
	}
	if t, open := q.game.Open(); open {
		f.say("Not all questions are answered.")
		f.sayQuestion(t)
		return
	}
	q.game.Finish(f.effort())
	if q.game.Exam {
		f.say("The answers are final; an exam shows no solutions. The command go opens %s.", tutor.Onward(q.game))
	} else {
		q.blind.TakeOff(&f.rec)
		f.sayRows(tutor.Solution(f.th, pageWidth, q.game, &f.rec))
	}
	if q := &f.o.Drill; q.Answered != nil {
		if err := q.Answered(f.quiz.game.Results()); err != nil {
			f.say("The results cannot be written: %s.", err)
		}
	}
}

// nextRound begins the next open round, or prints the result of all rounds.
func (f *follower) nextRound() {
	g := f.quiz.game
	if g.Judgement() == nil || g.Over() {
		f.say("The answers are not final yet. The command final makes them final; later leaves the round open.")
		return
	}
	if err := g.Next(); err != nil {
		f.say("The next round cannot begin: %s.", err)
		return
	}
	if g.Over() {
		f.quiz.blind.TakeOff(&f.rec)
		points, of := g.Points()
		f.say("All rounds are answered: %d of %d points. The command drill starts new rounds.", points, of)
		return
	}
	f.beginRound()
}
