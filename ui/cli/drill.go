package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"linger/session/drill"
	"linger/session/files"
	"linger/session/practice"
	"linger/ui"
	"linger/ui/tutor"
)

func newDrill(conf *configuration) *cobra.Command {
	o := inspectOptions{conf: conf, record: recordFlags{conf: conf}}
	d := tutor.Drill{Rounds: 10, Begin: true, Draw: drawRound, NewSeed: practice.NewSeed}
	var level, exam, name string
	var grade bool
	c := &cobra.Command{
		Use:   "drill [--grade FILE...]",
		Short: "Find the faults of practice servers, in rounds of five questions",
		Long: `Drill opens the inspector on servers with one of about forty faults, or with
none. You experiment, then answer five questions: who closed the connection,
whether the timeout is true, where the body ends, which rule was broken, and
what proves it. A seed gives every student the same rounds.

With --exam, linger gives no hints and no solutions, and writes the answers to a
file. With --grade, it judges the answers in such files and prints one line of CSV
for each. The files are not protected against forgery.`,
		Example: `  linger drill                           ten rounds
  linger drill --seed 7K3P --level bytes the same rounds for every student, without findings
  linger drill --seed 7K3P --exam anna.json --name anna
  linger drill --grade anna.json ben.json > grades.csv`,
		RunE: func(c *cobra.Command, args []string) error {
			if grade {
				return printGrades(c.OutOrStdout(), args)
			}
			if len(args) > 0 {
				return usagef("linger drill takes arguments only with --grade")
			}
			if !slices.Contains(drill.Levels(), drill.Level(level)) {
				return usagef("--level %s: use open, bytes or wire", level)
			}
			if d.Rounds < 1 || d.Rounds > drill.MostRounds {
				return usagef("--rounds %d: use 1 to %d", d.Rounds, drill.MostRounds)
			}
			if d.Seed == "" {
				d.Seed = practice.NewSeed()
			}
			d.Seed, d.Level, d.Exam = strings.ToUpper(d.Seed), drill.Level(level), exam != ""
			if _, err := practice.Draw(d.Seed, 1); err != nil {
				return usagef("--%s", err)
			}
			if d.Exam {
				if files.Exists(exam) && !o.record.force {
					return notCreated(fmt.Errorf("%s: %w", exam, files.ErrExists))
				}
				d.Answered = func(results []drill.Result) error { return writeExam(exam, name, results) }
			}
			return o.practise(c, nil, ui.Options{Drill: d})
		},
	}
	f := c.Flags()
	f.StringVar(&d.Seed, "seed", "", "draw the rounds of `SEED`, four letters and digits (default: a random seed)")
	f.IntVar(&d.Rounds, "rounds", d.Rounds, "play `N` rounds")
	f.StringVar(&level, "level", string(drill.LevelOpen), "show all (open), no findings (bytes) or only the wire (wire); multiplies points by 1, 1.5 or 2")
	f.StringVar(&exam, "exam", "", "give no hints and no solutions; write the answers to `FILE` after each round")
	f.StringVar(&name, "name", "", "with --exam: write `NAME` beside the answers")
	f.BoolVar(&grade, "grade", false, "print the grades of exam files as CSV")
	o.registerScreen(f)
	return c
}

// freeDrill returns the drill that a key in the inspector starts.
func freeDrill() tutor.Drill {
	return tutor.Drill{Seed: practice.NewSeed(), Rounds: 10, Level: drill.LevelOpen, Draw: drawRound, NewSeed: practice.NewSeed}
}

// drawRound returns a round of a drill on the practice server.
func drawRound(seed string, number int) (drill.Round, error) {
	r, err := practice.Draw(seed, number)
	if err != nil {
		return drill.Round{}, err
	}
	out := drill.Round{Number: number, Target: r.Path(), Needs: r.Needs, Scenario: r.Scenario, SeenIn: r.SeenIn, Connections: r.Truth.Connections}
	if r.Query != "" {
		out.Scenario += "?" + r.Query
	}
	for _, s := range practice.Scenarios() {
		if s.Path == r.Scenario {
			out.Does, out.Watch = s.Does, s.Watch
		}
	}
	out.Right = [drill.Topics][]string{
		drill.Who: {string(r.Truth.Who)}, drill.Body: {string(r.Truth.Body)}, drill.Rule: r.Truth.Rules,
		drill.Timeout: texts(r.Truth.Timeout), drill.Proof: texts(r.Truth.Proof),
	}
	return out, nil
}

func texts[T ~string](list []T) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// writeExam writes a student's answers to a file that other users cannot read.
func writeExam(file, name string, results []drill.Result) error {
	var b bytes.Buffer
	named := slices.Clone(results)
	for i := range named {
		named[i].Name = name
	}
	if err := drill.WriteResults(&b, named); err != nil {
		return err
	}
	return files.Write(file, true, b.Bytes())
}

// printGrades prints one line of CSV for each exam file.
func printGrades(w io.Writer, names []string) error {
	if len(names) == 0 {
		return usagef("--grade needs at least one file that --exam wrote")
	}
	var papers []drill.Paper
	for _, file := range names {
		p, err := readPaper(file)
		if err != nil {
			return err
		}
		papers = append(papers, p)
	}
	return writeVisible(w, func(w io.Writer) error { return drill.WriteGrades(w, papers, drawRound) })
}

func readPaper(file string) (drill.Paper, error) {
	f, err := os.Open(file)
	if err != nil {
		return drill.Paper{}, err
	}
	defer f.Close()
	results, err := drill.ReadResults(f)
	if err != nil {
		return drill.Paper{}, fmt.Errorf("%s: %w", file, err)
	}
	p := drill.Paper{Name: file, Results: results}
	if len(results) > 0 && results[0].Name != "" {
		p.Name = results[0].Name
	}
	return p, nil
}
