package practice

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	mathrand "math/rand/v2"
	"strconv"
	"strings"
)

// A Round is one round of the drill: a server with a certain behaviour, under a path that
// does not reveal the behaviour. All users of the same seed get the same rounds in the
// same order, byte for byte.
type Round struct {
	Seed     string // four letters and digits
	Number   int    // from 1
	Scenario string // path of the scenario that the round uses, for the explanation
	Query    string // parameters of the scenario
	Needs    string // the kind of request that reveals the behaviour: "HEAD", "close", "HTTP/1.0", "twice"; empty: any
	SeenIn   string // real programs that behave this way; empty: none is known
	Truth    Truth
}

// A Truth holds the correct answers to the questions of the drill. They come from the
// table in round_kinds.go, never from linger's findings. If there are several correct
// answers to a question, each of them counts.
type Truth struct {
	Who         Ender
	Timeout     []Timeout
	Body        BodyEnd
	Rules       []string   // codes of the violated rules; empty if the server behaves well
	Proof       []Evidence // kinds of evidence; one of them is enough
	Connections int        // number of connections that a student needs
}

// An Ender states who ends the connection, and how.
type Ender string

// The values of Ender.
const (
	EndsServer    Ender = "server"    // FIN by the server, not announced
	EndsAnnounced Ender = "announced" // FIN by the server, announced
	EndsReset     Ender = "reset"     // RST by the server
	EndsClient    Ender = "client"    // linger closes, because the server does not or because the framing is lost
)

// A Timeout states how the advertised idle timeout relates to the actual one.
type Timeout string

// The values of Timeout.
const (
	TimeoutAccurate Timeout = "accurate"
	TimeoutTooLong  Timeout = "too-long"  // the server closes earlier than advertised
	TimeoutTooShort Timeout = "too-short" // the server closes later than advertised
	TimeoutNone     Timeout = "none"      // no timeout was sent, or it does not apply
)

// A BodyEnd states where the response content ends.
type BodyEnd string

// The values of BodyEnd.
const (
	BodyLength     BodyEnd = "length"
	BodyChunks     BodyEnd = "chunks"
	BodyClose      BodyEnd = "close"
	BodyIncomplete BodyEnd = "incomplete"
	BodyElsewhere  BodyEnd = "elsewhere" // bytes follow the end of the message
	BodyNever      BodyEnd = "never"     // the content does not end before the connection does
	BodyUnknown    BodyEnd = "unknown"
	BodyNone       BodyEnd = "none" // there is no response
)

// Evidence is a kind of proof for an answer.
type Evidence string

// The kinds of evidence: how a connection ended, a line or byte of a message, or several
// of them together.
const (
	ProofEnd      Evidence = "end"      // how a connection ended
	ProofTwoEnds  Evidence = "two-ends" // two connections that ended after different idle times
	ProofHint     Evidence = "hint"     // the Keep-Alive field line
	ProofTwoHints Evidence = "two-hints"
	ProofClose    Evidence = "close" // the line with Connection: close, or its absence
	ProofLength   Evidence = "length"
	ProofFraming  Evidence = "framing"  // both field lines about framing
	ProofBeyond   Evidence = "beyond"   // the first byte after the end of the message, or the first unsolicited byte
	ProofStatus   Evidence = "status"   // a status-line with 5xx
	ProofPastMax  Evidence = "past-max" // a response after max=0
	ProofGap      Evidence = "gap"      // the interval between two reads
	ProofNothing  Evidence = "nothing"  // no byte proves the answer
)

// seedLetters holds digits and letters that people do not confuse when they read a seed
// aloud: no I, L, O or U.
const seedLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const (
	seedLength = 4
	mostRounds = 999
)

// NewSeed returns a random seed.
func NewSeed() string {
	b := make([]byte, seedLength)
	_, _ = rand.Read(b) // crypto/rand does not fail
	for i := range b {
		b[i] = seedLetters[int(b[i])%len(seedLetters)]
	}
	return string(b)
}

// roundPrefix is the beginning of the path of a round. A seed, a dash and a number
// follow.
const roundPrefix = "/r/"

// Path returns the round's path in a request target, such as "/r/7K3P-4".
func (r Round) Path() string { return fmt.Sprintf("%s%s-%d", roundPrefix, r.Seed, r.Number) }

// Draw returns the round with the given seed and number. A seed is four letters and
// digits without I, L, O and U, in upper or lower case; a number is from 1 to 999. For
// other values Draw returns an error.
func Draw(seed string, number int) (Round, error) {
	seed = strings.ToUpper(seed)
	if len(seed) != seedLength || strings.Trim(seed, seedLetters) != "" {
		return Round{}, fmt.Errorf("invalid seed %+q: use %d characters of %s", clip(seed), seedLength, seedLetters)
	}
	if number < 1 || number > mostRounds {
		return Round{}, fmt.Errorf("invalid round %d: use 1 to %d", number, mostRounds)
	}
	k := kindOfRound(seed, number)
	r := Round{Seed: seed, Number: number, Scenario: k.scenario, Needs: k.needs, SeenIn: seenIn[k.scenario], Truth: k.truth}
	if k.draw != nil {
		r.Query = k.draw(newDice(seed, "numbers", strconv.Itoa(number)))
	}
	return r, nil
}

// kindOfRound returns the kind of a round. It draws kinds without replacement; when all
// kinds have been drawn, it starts again. In every ten rounds, one or two servers behave
// well.
func kindOfRound(seed string, number int) roundKind {
	good, faulty := 0, 0
	for block := 0; ; block++ {
		d := newDice(seed, "block", strconv.Itoa(block))
		well := map[int]bool{d.up(10): true}
		if d.up(2) == 0 {
			well[d.up(10)] = true
		}
		for i := range 10 {
			wanted := block*10+i+1 == number
			switch {
			case well[i] && wanted:
				return deal(seed, "good", goodKinds(), good)
			case wanted:
				return deal(seed, "faulty", faultyKinds(), faulty)
			case well[i]:
				good++
			default:
				faulty++
			}
		}
	}
}

// deal returns the kind at index place in an endless random sequence. In each block of
// len(kinds) places, each kind occurs once.
func deal(seed, name string, kinds []roundKind, place int) roundKind {
	d := newDice(seed, name, strconv.Itoa(place/len(kinds)))
	for i := len(kinds) - 1; i > 0; i-- {
		j := d.up(i + 1)
		kinds[i], kinds[j] = kinds[j], kinds[i]
	}
	return kinds[place%len(kinds)]
}

// dice is a source of random numbers that depend only on its key. It reads the generator
// directly, because only the output of the generator is specified, not that of the
// functions in math/rand.
type dice struct{ source *mathrand.ChaCha8 }

func newDice(key ...string) dice {
	return dice{mathrand.NewChaCha8(sha256.Sum256([]byte("linger drill\n" + strings.Join(key, "\n"))))}
}

// up returns a random number from 0 to n-1.
func (d dice) up(n int) int { return int(d.source.Uint64() % uint64(n)) }

// from returns a random number between low and high, both included.
func (d dice) from(low, high int) int { return low + d.up(high-low+1) }

// seconds returns a random number of seconds, in the syntax of a query. low and high are
// in tenths of a second.
func (d dice) seconds(low, high int) string { return tenths(d.from(low, high)) }

func tenths(n int) string { return strconv.FormatFloat(float64(n)/10, 'f', -1, 64) }

// pick returns one of the values.
func (d dice) pick(values ...string) string { return values[d.up(len(values))] }

// parseRound returns the round for name, the part of a path after roundPrefix.
func parseRound(name string) (Round, error) {
	seed, number, _ := strings.Cut(name, "-")
	n, err := strconv.Atoi(number)
	if err != nil || strconv.Itoa(n) != number || strings.ToUpper(seed) != seed {
		return Round{}, fmt.Errorf("invalid round %+q: use a seed, a dash and a number", clip(name))
	}
	return Draw(seed, n)
}

// syllables returns n bytes of meaningless text that depends only on the round. No word
// is longer than two letters.
func (r Round) syllables(n int) string {
	const consonants, vowels = "bdfghjkmnprstvw", "aeiou"
	d := newDice(r.Seed, "text", strconv.Itoa(r.Number))
	var b strings.Builder
	for b.Len() < n {
		b.WriteByte(consonants[d.up(len(consonants))])
		b.WriteByte(vowels[d.up(len(vowels))])
		b.WriteByte(' ')
	}
	return b.String()[:n]
}
