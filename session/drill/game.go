package drill

// A Game is a student's way through the rounds.
type Game struct {
	Seed   string
	Rounds int
	Level  Level
	Exam   bool // no hints, and no solutions before the end

	draw func(number int) (Round, error)

	round    Round
	answers  [Topics]string
	hinted   bool
	answered *Judgement // of this round; nil before
	over     bool
	results  []Result
	streak   int
	best     int // streak
}

// NewGame returns a game at its first round. The error is that of draw.
func NewGame(seed string, rounds int, level Level, exam bool, draw func(number int) (Round, error)) (*Game, error) {
	g := &Game{Seed: seed, Rounds: rounds, Level: level, Exam: exam, draw: draw}
	return g, g.begin(1)
}

func (g *Game) begin(number int) (err error) {
	g.answers, g.hinted, g.answered = [Topics]string{}, false, nil
	g.round, err = g.draw(number)
	return err
}

// Round returns the round that is open.
func (g *Game) Round() *Round { return &g.round }

// Answers returns the answers so far.
func (g *Game) Answers() [Topics]string { return g.answers }

// Answer sets the answer to a question; it does nothing once the round is final.
func (g *Game) Answer(t Topic, value string) {
	if g.answered == nil {
		g.answers[t] = value
	}
}

// Open returns the first question without an answer; ok is false if there is none.
func (g *Game) Open() (t Topic, ok bool) {
	for t, a := range g.answers {
		if a == "" {
			return Topic(t), true
		}
	}
	return 0, false
}

// Hint shows the hint; an exam has none.
func (g *Game) Hint() bool {
	if g.Exam || g.answered != nil {
		return false
	}
	g.hinted = true
	return true
}

// Hinted reports whether the hint is shown.
func (g *Game) Hinted() bool { return g.hinted }

// Finish makes the answers final.
func (g *Game) Finish(w Work) Result {
	j := g.round.Judge(g.answers, w.Connections, g.hinted, g.Level)
	g.answered = &j
	if j.Right[Rule] && j.Right[Proof] {
		g.streak++
		g.best = max(g.best, g.streak)
	} else {
		g.streak = 0
	}
	r := Result{Schema: schema, Seed: g.Seed, Level: g.Level, Round: g.round.Number, Who: g.answers[Who], Timeout: g.answers[Timeout], Body: g.answers[Body],
		Rule: g.answers[Rule], Proof: g.answers[Proof], Right: j.Right, Points: j.Total, Of: 100 * g.Level.factor() / 100, Work: w, Hinted: g.hinted}
	g.results = append(g.results, r)
	return r
}

// Judgement returns what the answers are worth, nil before they are final.
func (g *Game) Judgement() *Judgement { return g.answered }

// Next goes on to the next round; after the last the game is over.
func (g *Game) Next() error {
	if g.round.Number >= g.Rounds {
		g.over = true
		return nil
	}
	return g.begin(g.round.Number + 1)
}

// Over reports whether all rounds were answered.
func (g *Game) Over() bool { return g.over }

// Streak returns how many rounds in a row had rule and proof right, now and at
// best.
func (g *Game) Streak() (now, best int) { return g.streak, g.best }

// Results returns what was answered so far.
func (g *Game) Results() []Result { return g.results }

// Points returns the points so far, and how many there were to win.
func (g *Game) Points() (points, of int) {
	for _, r := range g.results {
		points, of = points+r.Points, of+r.Of
	}
	return points, of
}
