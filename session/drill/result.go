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

const schema = 1

// Work is what a student used in a round.
type Work struct {
	Connections int `json:"connections"`
	Exchanges   int `json:"exchanges"`
	Seconds     int `json:"seconds"`
}

// A Result is what was answered in a round.
type Result struct {
	Schema  int          `json:"schema"`
	Seed    string       `json:"seed"`
	Level   Level        `json:"level"`
	Name    string       `json:"name,omitempty"` // of the student
	Round   int          `json:"round"`
	Who     string       `json:"who"`
	Timeout string       `json:"timeout"`
	Body    string       `json:"body"`
	Rule    string       `json:"rule"`
	Proof   string       `json:"proof"`
	Right   [Topics]bool `json:"right"`
	Points  int          `json:"points"`
	Of      int          `json:"of"`
	Work
	Hinted bool `json:"hinted,omitempty"`
}

func (r *Result) answers() [Topics]string {
	return [Topics]string{r.Who, r.Timeout, r.Body, r.Rule, r.Proof}
}

// WriteResults writes results, one JSON object a line.
func WriteResults(w io.Writer, results []Result) error {
	e := json.NewEncoder(w)
	for _, r := range results {
		if err := e.Encode(r); err != nil {
			return err
		}
	}
	return nil
}

// ReadResults reads what WriteResults wrote. The error names the line.
func ReadResults(r io.Reader) (results []Result, err error) {
	d := json.NewDecoder(r)
	for {
		var one Result
		switch err := d.Decode(&one); {
		case errors.Is(err, io.EOF):
			return results, nil
		case err != nil:
			return nil, fmt.Errorf("result %d is not readable: %w", len(results)+1, err)
		case one.Schema != schema:
			return nil, fmt.Errorf("result %d has schema %d; this linger reads %d", len(results)+1, one.Schema, schema)
		}
		results = append(results, one)
	}
}

// A Paper is the results of one student.
type Paper struct {
	Name    string
	Results []Result
}

// WriteGrades writes one line of CSV for each student. The answers are judged anew,
// by the truth of the rounds that truth returns.
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
	var points, of, connections, seconds int
	var remarks []string
	seed, level := "", Level("")
	for _, r := range p.Results {
		seed, level = r.Seed, r.Level
		round, err := truth(r.Seed, r.Round)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		j := round.Judge(r.answers(), r.Connections, r.Hinted, r.Level)
		for t, ok := range j.Right {
			if ok {
				right[t]++
				continue
			}
			remarks = append(remarks, fmt.Sprintf("%d %s: %s", r.Round, Questions()[t].Name, r.answers()[t]))
		}
		points, of = points+j.Total, of+100*r.Level.factor()/100
		connections, seconds = connections+r.Connections, seconds+r.Seconds
	}
	row := []string{plainCell(p.Name), seed, string(level), strconv.Itoa(points), strconv.Itoa(of), strconv.Itoa(len(p.Results))}
	for _, n := range right {
		row = append(row, strconv.Itoa(n))
	}
	return append(row, strconv.Itoa(connections), strconv.Itoa(seconds/60), strings.Join(remarks, "; ")), nil
}

// plainCell returns a cell that no spreadsheet takes for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
