package drill

import (
	"math"
	"slices"

	"linger/session/record"
)

// A Verdict states how well the marks prove the behaviour of a round.
type Verdict int

// Verdicts on a proof.
const (
	NoProof   Verdict = iota
	HalfProof         // the right message but the wrong line, or one of two places
	WholeProof
)

// NothingProves is the answer for a round whose fault is not visible in any byte.
const NothingProves = "nothing"

// evidence describes one way to prove the behaviour of a round.
type evidence struct {
	words string
	two   bool // two marks are needed

	// proves reports whether a mark is on the right place, or on one of the two right
	// places.
	proves func(Mark) bool

	// both reports whether two such marks together prove the behaviour. If both is nil,
	// they always do.
	both func(a, b Mark) bool
}

func is(places ...Place) func(Mark) bool {
	return func(m Mark) bool { return !m.Sent && slices.Contains(places, m.Is) }
}

func lacking(p ...Place) func(Mark) bool {
	return func(m Mark) bool {
		return !m.Sent && m.Is == AtEmptyLine && !slices.ContainsFunc(p, func(p Place) bool { return !slices.Contains(m.Lacks, p) })
	}
}

func either(a, b func(Mark) bool) func(Mark) bool {
	return func(m Mark) bool { return a(m) || b(m) }
}

// pause is the shortest gap in a response that counts as evidence.
const pause = 0.02

// evidenceKinds holds the kinds of evidence, by the names that rounds use for them.
var evidenceKinds = map[string]evidence{
	"end": {words: "the end of a connection", proves: is(AtEnd)},
	"two-ends": {words: "two ends of connections, after different times", two: true, proves: is(AtEnd),
		both: func(a, b Mark) bool { return math.Abs(a.Idle-b.Idle) > apart.Seconds() }},
	"hint":      {words: "the Keep-Alive line", proves: is(AtHint)},
	"two-hints": {words: "two Keep-Alive lines", two: true, proves: is(AtHint)},
	"close": {words: "the line Connection: close; if it is missing, the empty line after the fields",
		proves: either(func(m Mark) bool { return m.Is == AtClose }, lacking(AtClose))},
	"length": {words: "the Content-Length line; if it is missing, the empty line after the fields", proves: either(is(AtLength), lacking(AtLength, AtCoding))},
	"framing": {words: "the two lines that give the framing", two: true, proves: is(AtLength, AtCoding),
		both: func(a, b Mark) bool { return a.Exchange == b.Exchange }},
	"beyond":   {words: "the first byte that belongs to no response", proves: func(m Mark) bool { return m.Is == AtBeyond && m.First }},
	"status":   {words: "the status line with 5xx", proves: func(m Mark) bool { return m.Is == AtStatus && m.Status >= 500 }},
	"past-max": {words: "a response after max=0", proves: func(m Mark) bool { return !m.Sent && m.Is != AtEnd && m.Spent }},
	"gap":      {words: "the first line after the pause in a response", proves: func(m Mark) bool { return m.Gap >= pause }},
}

// near reports whether a mark counts as half a proof. The mark may be on the wrong line.
func (v *evidence) near(name string, m Mark) bool {
	switch name {
	case "end", "two-ends":
		return false
	case "beyond":
		return m.Is == AtBeyond
	case "status":
		return m.Status >= 500
	}
	return !m.Sent && m.Exchange > 0 && m.Is != AtBeyond
}

// prove returns how well marks prove this evidence.
func (v *evidence) prove(name string, marks []Mark) Verdict {
	right, near := 0, false
	for _, m := range marks {
		if v.proves(m) {
			right++
		}
		near = near || v.near(name, m)
	}
	switch {
	case v.two && len(marks) == 2 && right == 2 && (v.both == nil || v.both(marks[0], marks[1])),
		!v.two && right > 0 && right == len(marks):
		return WholeProof
	case right > 0, near:
		return HalfProof
	}
	return NoProof
}

// Proves returns how well marks prove the behaviour of the round. If marks is empty, the
// student answered that no byte proves it.
func (r *Round) Proves(marks []Mark) (best Verdict) {
	for _, name := range r.Right[Proof] {
		if name == NothingProves {
			if len(marks) == 0 {
				return WholeProof
			}
			continue
		}
		v := evidenceKinds[name]
		best = max(best, v.prove(name, marks))
	}
	return best
}

// ProofWords describes the evidence that proves the behaviour of the round.
func (r *Round) ProofWords() string {
	name := r.Right[Proof][0]
	if name == NothingProves {
		return "no byte proves it"
	}
	return evidenceKinds[name].words
}

// Decisive returns places that prove the behaviour of the round. It uses the first kind
// of evidence that occurred in the student's experiments.
func (r *Round) Decisive(rec *record.Record) []Mark {
	all := r.marks(rec)
	for _, name := range r.Right[Proof] {
		v, ok := evidenceKinds[name]
		if !ok {
			continue
		}
		var found []Mark
		for _, m := range all {
			if !v.proves(m) {
				continue
			}
			if found = append(found, m); !v.two {
				return found
			}
		}
		for i := range found {
			for _, b := range found[i+1:] {
				if v.both == nil || v.both(found[i], b) {
					return []Mark{found[i], b}
				}
			}
		}
	}
	return nil
}
