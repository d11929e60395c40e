package drill

import "slices"

// A Round is one server whose fault the student must find.
type Round struct {
	Number int    // number of the round, from 1
	Target string // request target: "/r/7K3P-4"
	Needs  string // the kind of request that reveals the behaviour: "", "HEAD", "close", "HTTP/1.0", "twice"

	// The solution shows the fields below.
	Scenario string // "/early?timeout=5&after=3.4"
	Does     string // the behaviour of the server, in sentences
	SeenIn   string // real programs with the same behaviour; empty: none is known
	Watch    string // the consequences for the two sides, in sentences

	// Right holds the correct answers by topic; each of them is accepted. Those for Proof
	// are names of kinds of evidence.
	Right [Topics][]string

	Connections int // number of connections that a student needs
}

// rightTo returns the correct answers for a topic. For a server that breaks no rule, the
// answer for Rule is [None].
func (r *Round) rightTo(t Topic) []string {
	right := r.Right[t]
	if t == Rule && len(right) == 0 {
		return []string{None}
	}
	return right
}

// Best returns a correct answer for a topic other than Proof.
func (r *Round) Best(t Topic) string { return r.rightTo(t)[0] }

// BestWords returns the text of a correct answer for a topic.
func (r *Round) BestWords(t Topic) string {
	if t == Proof {
		return r.ProofWords()
	}
	return Words(t, r.Best(t))
}

// Hint returns a hint, which a student may see before answering.
func (r *Round) Hint() string {
	switch r.Needs {
	case "HEAD":
		return "The fault appears only with HEAD: press I, then enter."
	case "close":
		return "The fault appears only with Connection: close: press e, then ↓ to Connection, and type close."
	case "HTTP/1.0":
		return "The fault appears only with HTTP/1.0 and keep-alive: press 0, then enter."
	case "twice":
		return "The fault appears only on a second request: send again, after pauses of different lengths."
	}
	if r.Connections > 1 {
		return "One connection is not enough: compare how several of them end."
	}
	return "One connection is enough: send, and wait for the end."
}

// A Level determines how much the student sees.
type Level string

// The levels. The student sees everything (open), everything except linger's findings
// (bytes), or only bytes and times (wire).
const (
	LevelOpen  Level = "open"
	LevelBytes Level = "bytes"
	LevelWire  Level = "wire"
)

// Levels returns all levels, the easiest first.
func Levels() []Level { return []Level{LevelOpen, LevelBytes, LevelWire} }

// factor returns the factor for points, in percent.
func (l Level) factor() int {
	switch l {
	case LevelBytes:
		return 150
	case LevelWire:
		return 200
	}
	return 100
}

// A Judgement holds the points for the answers to a round.
type Judgement struct {
	Right   [Topics]bool
	Points  [Topics]int
	Economy int // bonus for few connections
	Hint    int // deduction for the hint: 0 or negative
	Total   int // all points, multiplied by the factor of the level
}

// Points other than those for questions.
const (
	economyPoints = 10
	hintCost      = 10
)

// Judge returns the points for the answers to a round. marks is the student's proof.
// connections is the number of connections that the student used, and hinted reports
// whether the student saw the hint.
func (r *Round) Judge(answers [Topics]string, marks []Mark, connections int, hinted bool, level Level) Judgement {
	var j Judgement
	for t, q := range Questions() {
		switch {
		case Topic(t) == Proof:
			verdict := r.Proves(marks)
			j.Right[t] = verdict == WholeProof
			j.Points[t] = q.Points * int(verdict) / int(WholeProof)
		case slices.Contains(r.rightTo(Topic(t)), answers[t]):
			j.Right[t], j.Points[t] = true, q.Points
		}
		j.Total += j.Points[t]
	}
	switch {
	case connections <= r.Connections:
		j.Economy = economyPoints
	case connections <= 2*r.Connections:
		j.Economy = economyPoints / 2
	}
	if !j.Right[Rule] && !j.Right[Proof] {
		j.Economy = 0 // if both answers are wrong, there is no bonus; otherwise a guess without any connection would earn it
	}
	if hinted {
		j.Hint = -hintCost
	}
	j.Total = max(0, j.Total+j.Economy+j.Hint) * level.factor() / 100
	return j
}
