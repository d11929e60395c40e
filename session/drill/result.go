package drill

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

const (
	schema     = 1
	fullPoints = 100 // maximum points of a round, before they are multiplied by the factor of the level

	mostResults = 10_000 // maximum number of results that are read from a file

	// MostRounds is the maximum number of rounds in a drill.
	MostRounds = 999
)

// Work counts the connections, exchanges and seconds that a student used in a round.
type Work struct {
	Connections int `json:"connections"`
	Exchanges   int `json:"exchanges"`
	Seconds     int `json:"seconds"`
}

func (w Work) plus(o Work) Work {
	return Work{w.Connections + o.Connections, w.Exchanges + o.Exchanges, w.Seconds + o.Seconds}
}

// A Result holds the answers to a round, and the points for them.
type Result struct {
	Schema  int          `json:"schema"`
	Seed    string       `json:"seed"`
	Level   Level        `json:"level"`
	Name    string       `json:"name,omitempty"` // name of the student
	Round   int          `json:"round"`
	Rounds  int          `json:"rounds"` // number of rounds of the drill
	Who     string       `json:"who"`
	Timeout string       `json:"timeout"`
	Body    string       `json:"body"`
	Rule    string       `json:"rule"`
	Proof   []Mark       `json:"proof"` // empty for the answer that no byte proves it
	Right   [Topics]bool `json:"right"`
	Points  int          `json:"points"`
	Of      int          `json:"of"`
	Work
	Hinted bool `json:"hinted,omitempty"`
}

func (r *Result) answers() [Topics]string {
	proof := NothingProves
	if len(r.Proof) > 0 {
		places := make([]string, len(r.Proof))
		for i, m := range r.Proof {
			places[i] = string(m.Is)
		}
		proof = strings.Join(places, " and ")
	}
	return [Topics]string{r.Who, r.Timeout, r.Body, r.Rule, proof}
}

// WriteResults writes results as one JSON object per line.
func WriteResults(w io.Writer, results []Result) error {
	e := json.NewEncoder(w)
	for _, r := range results {
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// ReadResults reads the output of WriteResults. An error states the number of the faulty
// result.
func ReadResults(r io.Reader) (results []Result, err error) {
	d := json.NewDecoder(r)
	for {
		var one Result
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return results, nil
		case err != nil:
			return nil, fmt.Errorf("result %d cannot be read: %w", len(results)+1, err)
		case one.Schema != schema:
			return nil, fmt.Errorf("result %d has schema %d; this version of linger reads schema %d", len(results)+1, one.Schema, schema)
		}
		if one.Round < 1 || one.Rounds < one.Round || one.Rounds > MostRounds {
			return nil, fmt.Errorf("result %d belongs to round %d of %d; a drill has at most %d rounds", len(results)+1, one.Round, one.Rounds, MostRounds)
		}
		if len(results) == mostResults {
			return nil, fmt.Errorf("there are more than %d results", mostResults)
		}
		results = append(results, one)
	}
}

// A Paper holds the results of one student.
type Paper struct {
	Name    string
	Results []Result
}

// WriteGrades writes one line of CSV for each student. It judges the answers again,
// according to the rounds that truth returns.
func WriteGrades(w io.Writer, papers []Paper, truth func(seed string, round int) (Round, error)) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"name", "seed", "level", "points", "of", "rounds", "who", "timeout", "body", "rule", "proof", "connections", "minutes", "remarks"}); err != nil {
		return err
	}
	for _, p := range papers {
		row, err := p.grade(truth)
		if err != nil {
			return err
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (p *Paper) grade(truth func(seed string, round int) (Round, error)) ([]string, error) {
	var right [Topics]int
	var points, connections, seconds, rounds int
	answered := make(map[int]bool)
	var remarks []string
	seed, level := "", Level("")
	for _, r := range p.Results {
		if answered[r.Round] { // the first answer is final
			continue
		}
		seed, level = r.Seed, r.Level
		round, err := truth(r.Seed, r.Round)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		j := round.Judge(r.answers(), r.Proof, r.Connections, r.Hinted, r.Level)
		rounds = max(rounds, r.Rounds)
		answered[r.Round] = true
		for t, ok := range j.Right {
			if ok {
				right[t]++
				continue
			}
			remarks = append(remarks, fmt.Sprintf("%d %s: %s", r.Round, Questions()[t].Name, r.answers()[t]))
		}
		points += j.Total
		connections, seconds = connections+r.Connections, seconds+r.Seconds
	}
	for n := 1; n <= rounds; n++ {
		if !answered[n] {
			remarks = append(remarks, fmt.Sprintf("%d not answered", n))
		}
	}
	of := rounds * fullPoints * level.factor() / 100
	row := []string{plainCell(p.Name), plainCell(seed), plainCell(string(level)), strconv.Itoa(points), strconv.Itoa(of), strconv.Itoa(rounds)}
	for _, n := range right {
		row = append(row, strconv.Itoa(n))
	}
	return append(row, strconv.Itoa(connections), strconv.Itoa(seconds/60), strings.Join(remarks, "; ")), nil
}

// plainCell returns s in a form that spreadsheets do not read as a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
