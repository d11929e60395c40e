package drill

import "slices"

// A Game holds a student's progress through the rounds.
//
//	NewGame ──► round ── Answer, Mark ──► Finish: judged ── Next ──► round … ──► over
//	              └ Later: open another round, and this one again later ┘
type Game struct {
	Seed   string
	Rounds int
	Level  Level
	Exam   bool // there are no hints, and no solutions before the end

	draw func(number int) (Round, error)

	sheet
	left     map[int]sheet // rounds left for later
	answered *Judgement    // result of the open round, or nil if its answers are not final yet
	over     bool
	results  []Result
	streak   int
	best     int // longest streak
}

// A sheet holds a student's answers and marks for a round, and the work done in it.
type sheet struct {
	round   Round
	answers [Topics]string
	marks   []Mark
	hinted  bool
	work    Work // work before the round was left
}

// NewGame returns a game whose first round is open. It returns any error from draw.
func NewGame(seed string, rounds int, level Level, exam bool, draw func(number int) (Round, error)) (*Game, error) {
	g := &Game{Seed: seed, Rounds: rounds, Level: level, Exam: exam, draw: draw, left: make(map[int]sheet)}
	return g, g.begin(1)
}

// begin opens a round. If the round was left for later, begin restores its state.
func (g *Game) begin(number int) error {
	if s, ok := g.left[number]; ok {
		delete(g.left, number)
		g.sheet, g.answered = s, nil
		return nil
	}
	round, err := g.draw(number)
	if err != nil {
		return err
	}
	g.sheet, g.answered = sheet{round: round}, nil
	return nil
}

// AllAnswered reports whether the answers of all rounds are final.
func (g *Game) AllAnswered() bool { return len(g.results) == g.Rounds }

// Round returns the open round.
func (g *Game) Round() *Round { return &g.round }

// Answers returns the answers so far.
func (g *Game) Answers() [Topics]string { return g.answers }

// Marks returns the places that are marked as the proof.
func (g *Game) Marks() []Mark { return g.marks }

// Answer sets the answer to a question. It does nothing if the round is final,
// or if the answer is [Marked] and there are no marks.
func (g *Game) Answer(t Topic, value string) {
	switch {
	case g.answered != nil, value == Marked && len(g.marks) == 0:
		return
	case value == NothingProves:
		g.marks = nil
	}
	g.answers[t] = value
}

// Mark marks a place as the proof, or removes its mark. If there are more than
// [MostMarks] marks, it removes the oldest. It reports whether the place is now marked.
// It does nothing if the answers are final.
func (g *Game) Mark(m Mark) (on bool) {
	if g.answered != nil {
		return false
	}
	if i := slices.IndexFunc(g.marks, m.Same); i >= 0 {
		g.marks = slices.Delete(slices.Clone(g.marks), i, i+1)
	} else {
		g.marks, on = append(slices.Clone(g.marks), m), true
		g.marks = g.marks[max(0, len(g.marks)-MostMarks):]
	}
	g.answers[Proof] = ""
	if len(g.marks) > 0 {
		g.answers[Proof] = Marked
	}
	return on
}

// Open returns the first question without an answer. ok is false if all questions have
// answers.
func (g *Game) Open() (t Topic, ok bool) {
	for t, a := range g.answers {
		if a == "" {
			return Topic(t), true
		}
	}
	return 0, false
}

// Hint shows the hint of the open round, and reports whether it did so. There is no hint
// in an exam, or once the answers are final.
func (g *Game) Hint() bool {
	if g.Exam || g.answered != nil {
		return false
	}
	g.hinted = true
	return true
}

// Hinted reports whether the hint is shown.
func (g *Game) Hinted() bool { return g.hinted }

// Finish makes the answers final and returns the result of the round. w is the work since
// the round was opened.
func (g *Game) Finish(w Work) Result {
	w = w.plus(g.work)
	j := g.round.Judge(g.answers, g.marks, w.Connections, g.hinted, g.Level)
	g.answered = &j
	if j.Right[Rule] && j.Right[Proof] {
		g.streak++
		g.best = max(g.best, g.streak)
	} else {
		g.streak = 0
	}
	r := Result{Schema: schema, Seed: g.Seed, Level: g.Level, Round: g.round.Number, Rounds: g.Rounds, Who: g.answers[Who], Timeout: g.answers[Timeout], Body: g.answers[Body],
		Rule: g.answers[Rule], Proof: g.marks, Right: j.Right, Points: j.Total, Of: fullPoints * g.Level.factor() / 100, Work: w, Hinted: g.hinted}
	g.results = append(g.results, r)
	return r
}

// Judgement returns the result of the answers, or nil if they are not final yet.
func (g *Game) Judgement() *Judgement { return g.answered }

// Later leaves the current round for later and opens another round whose answers are not
// final. w is the work since the current round was opened. Later returns false if there
// is no such round, or if the answers of the current round are final.
func (g *Game) Later(w Work) (bool, error) {
	next := g.following()
	if g.answered != nil || next == 0 {
		return false, nil
	}
	was := g.sheet
	was.work = w.plus(was.work)
	if err := g.begin(next); err != nil {
		return false, err
	}
	g.left[was.round.Number] = was
	return true, nil
}

// Next opens the next round whose answers are not final. If there is none, the game is
// over.
func (g *Game) Next() error {
	next := g.following()
	if next == 0 {
		g.over = true
		return nil
	}
	return g.begin(next)
}

// following returns the number of the next round whose answers are not final, or 0 if
// there is none. After the last round, it continues with the first.
func (g *Game) following() int {
	for by := 1; by < g.Rounds; by++ {
		n := (g.round.Number+by-1)%g.Rounds + 1
		if !slices.ContainsFunc(g.results, func(r Result) bool { return r.Round == n }) {
			return n
		}
	}
	return 0
}

// Left returns the number of rounds that were left for later.
func (g *Game) Left() int { return len(g.left) }

// Over reports whether the game is over.
func (g *Game) Over() bool { return g.over }

// Streak returns the current and the largest number of consecutive rounds in which the
// rule and the proof were right.
func (g *Game) Streak() (now, best int) { return g.streak, g.best }

// Results returns the results so far.
func (g *Game) Results() []Result { return g.results }

// Points returns the points so far, and the maximum that was possible.
func (g *Game) Points() (points, of int) {
	for _, r := range g.results {
		points, of = points+r.Points, of+r.Of
	}
	return points, of
}
