package lesson

import (
	"strconv"
	"strings"
	"time"
)

// MostPace is the largest pace. At a larger pace, scenarios would have to wait for more
// than ten minutes, and the practice server does not allow that.
const MostPace = 10

// paced returns the lesson at a pace: it multiplies each time that a student waits for.
// Texts and request targets have such times in braces, in seconds: "{20} seconds",
// "timeout={20}".
func (l Lesson) paced(pace int) Lesson {
	steps := make([]Step, len(l.Steps))
	for i, s := range l.Steps {
		steps[i] = s.paced(pace)
	}
	l.Steps, l.Gist = steps, inBraces(l.Gist, pace)
	return l
}

func (s Step) paced(pace int) Step {
	s.Ready.Target = inBraces(s.Ready.Target, pace)
	s.Ready.Away *= time.Duration(pace)
	s.Before, s.After = inBraces(s.Before, pace), inBraces(s.After, pace)
	if s.Ask != nil {
		q := Question{Text: inBraces(s.Ask.Text, pace), Right: s.Ask.Right}
		for _, c := range s.Ask.Choices {
			q.Choices = append(q.Choices, inBraces(c, pace))
		}
		s.Ask = &q
	}
	for i, h := range s.Hints {
		s.Hints[i] = inBraces(h, pace)
	}
	astray := make([]Astray, len(s.Astray))
	for i, a := range s.Astray {
		astray[i] = Astray{When: a.When, Say: inBraces(a.Say, pace), Acts: pacedActs(a.Acts, pace)}
	}
	s.Astray, s.Solve = astray, pacedActs(s.Solve, pace)
	return s
}

func pacedActs(acts []Act, pace int) []Act {
	out := make([]Act, len(acts))
	for i, a := range acts {
		out[i] = Act{a.Do, a.Wait * time.Duration(pace)}
	}
	return out
}

// inBraces multiplies the numbers in braces and removes the braces.
func inBraces(s string, pace int) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number, after, _ := strings.Cut(rest, "}")
		n, err := strconv.ParseFloat(number, 64)
		if err != nil {
			b.WriteString("{" + number + "}") // not a number: a test reports the braces that are left
		} else {
			b.WriteString(strconv.FormatFloat(n*float64(pace), 'f', -1, 64))
		}
		s = after
	}
}

// seconds returns a time as text in seconds, such as "0.5 s".
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}
