package lesson_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"linger/session/lesson"
	"linger/session/practice"
)

// TestTexts checks that the texts of all lessons are present, and short enough to be read
// beside the rest of the screen.
func TestTexts(t *testing.T) {
	const mostWords, mostCells = 60, 52
	names := map[string]bool{}
	for _, l := range lesson.Table(1) {
		if names[l.Name] {
			t.Errorf("two lessons have the name %s", l.Name)
		}
		for _, n := range l.Needs {
			if !names[n] {
				t.Errorf("%s needs the lesson %s, which does not precede it", l.Name, n)
			}
		}
		names[l.Name] = true
		if !l.Steps[0].Ready.Fresh {
			t.Errorf("%s does not begin with a new connection", l.Name)
		}
		for _, text := range []string{l.Title, l.Gist, l.Asks, l.Kills, l.Ref, l.Recap} {
			if text == "" {
				t.Errorf("%s lacks a title, a question, a reference or another required string", l.Name)
			}
		}
		for i, s := range l.Steps {
			texts := []string{s.Title, s.Before, s.After, s.Hints[0], s.Hints[1], s.Keys()}
			for _, a := range s.Astray {
				texts = append(texts, a.Say)
			}
			if q := s.Ask; q != nil {
				texts = append(texts, q.Text)
				if len(q.Choices) < 2 || len(q.Choices) > 3 || q.Right >= len(q.Choices) {
					t.Errorf("%s, step %d: the question has the choices %q and the right answer %d, want two or three choices and the index of one of them", l.Name, i+1, q.Choices, q.Right)
				}
				for _, c := range q.Choices {
					if n := utf8.RuneCountInString(c); n > mostCells-5 {
						t.Errorf("%s, step %d: the choice %q is too long: %d characters", l.Name, i+1, c, n)
					}
				}
			}
			for _, text := range texts {
				if n := len(strings.Fields(text)); n == 0 || n > mostWords || strings.ContainsAny(text, "{}") {
					t.Errorf("%s, step %d: this passage has %d words, want 1 to %d and no braces: %s", l.Name, i+1, n, mostWords, text)
				}
			}
		}
	}
}

// Texts give waiting times as numbers in braces, so that the pace multiplies them.
func TestWaitingTimesAreInBraces(t *testing.T) {
	words := regexp.MustCompile(`(?i)\b(half a|two|three|four|five|six|eight|ten|sixty) seconds?\b`)
	for _, l := range lesson.Table(2) {
		texts := []string{l.Title, l.Gist, l.Recap}
		for _, s := range l.Steps {
			texts = append(texts, s.Title, s.Before, s.After, s.Hints[0], s.Hints[1])
			if s.Ask != nil {
				texts = append(texts, s.Ask.Choices...)
			}
			for _, a := range s.Astray {
				texts = append(texts, a.Say)
			}
		}
		for _, text := range texts {
			if found := words.FindString(text); found != "" || strings.Contains(text, "{") {
				t.Errorf("%s: the pace does not multiply %q: %s", l.Name, found, text)
			}
		}
	}
}

// TestTargetsHaveScenarios checks that the practice server has a scenario for each step.
func TestTargetsHaveScenarios(t *testing.T) {
	var paths []string
	for _, sc := range practice.Scenarios() {
		paths = append(paths, sc.Path)
	}
	for _, l := range lesson.Table(lesson.MostPace) {
		for _, s := range l.Steps {
			path, _, _ := strings.Cut(s.Ready.Target, "?")
			path = strings.TrimSuffix(path, "/sale-7")
			if path != "" && !slices.Contains(paths, path) {
				t.Errorf("%s: the practice server has no scenario for %s", l.Name, s.Ready.Target)
			}
		}
	}
}

func TestByName(t *testing.T) {
	all := lesson.Table(1)
	for name, want := range map[string]int{"race": 12, "13": 12, "again": 0, "1": 0, "none": -1, "0": -1, "": -1} {
		if got := lesson.ByName(all, name); got != want {
			t.Errorf("ByName(%q) = %d, want %d", name, got, want)
		}
	}
}

// The pace multiplies the times in texts, targets and solutions.
func TestPace(t *testing.T) {
	l := lesson.Table(3)[0]
	for _, c := range []struct{ got, want string }{
		{l.Steps[0].Ready.Target, "/countdown?timeout=120&max=50"},
		{l.Steps[1].Ask.Choices[0], "it goes on: 120 s from connecting"},
		{l.Steps[1].Keys(), "wait 33 s, enter"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if lesson.Table(1)[0].Steps[0].Ready.Target != "/countdown?timeout=40&max=50" {
		t.Error("Table at one pace changes the lessons at another pace")
	}
}

// Each condition can be described in words, for the teacher.
func TestConditionsHaveTexts(t *testing.T) {
	for _, l := range lesson.Table(1) {
		for _, s := range l.Steps {
			for _, a := range append(s.Astray, lesson.Astray{When: s.Until}) {
				if words := a.When.String(); words == "" || strings.Contains(words, "%") {
					t.Errorf("%s, %s: the text of a condition is %q, want words without %%", l.Name, s.Title, words)
				}
			}
		}
	}
}
