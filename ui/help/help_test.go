package help_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/help"
	"linger/ui/internal/golden"
	"linger/ui/keys"
	"linger/ui/theme"
)

func TestPage(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, w := range []int{40, 76, 114} {
		rows := help.Rows(th, keys.Default(), w, help.Height(th, keys.Default(), keys.State{Open: true}, w), keys.State{Open: true}, 0)
		golden.Check(t, fmt.Sprintf("help-%d", w), rows)
		all := ansi.Strip(strings.Join(rows, "\n"))
		for _, b := range keys.Table {
			if !b.Group.Modal() && !strings.Contains(all, b.Shown) {
				t.Errorf("width %d: the page lacks the key %s", w, b.Shown)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 20; w < 200; w += 7 {
		for h := 2; h < 60; h += 3 {
			for _, top := range []int{0, 5, 100} {
				golden.Size(t, help.Rows(th, keys.Default(), w, h, keys.State{}, top), w, h)
			}
		}
	}
}

// If no word is cut, there is a gap between all columns.
func TestColumnsHaveGaps(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 74; w < 200; w++ {
		all := ansi.Strip(strings.Join(help.Rows(th, keys.Default(), w, help.Height(th, keys.Default(), keys.State{Open: true}, w), keys.State{Open: true}, 0), "\n"))
		for _, b := range keys.Table {
			if _, _, ok := help.Joined(b.Action); !ok && !b.Group.Modal() && !strings.Contains(all, " "+b.Help+" ") {
				t.Errorf("width %d: there is no gap beside %q", w, b.Help)
			}
		}
	}
}

// On a screen of 120x40 the whole page is visible, however many keys cannot be used.
func TestPageFitsAnOrdinaryScreen(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	const w, h = 114, 29 // inside the window
	for name, s := range map[string]keys.State{
		"nothing yet":       {},
		"practice, first":   {Practice: true, Open: true, Counts: true, Probes: true, Lessons: true, Selected: true, Held: true, Number: "response 1"},
		"another, first":    {Open: true, Probes: true, Selected: true, Held: true, Number: "response 1"},
		"another, not open": {Probes: true, Ended: true, Selected: true, Previous: true, Held: true, Number: "response 1,234"},
		"a tunnel":          {Open: true, Tunnel: true, Probes: true, Selected: true, Held: true, Number: "response 1"},
		"a replay":          {Recording: true, Silent: "nothing is sent in a replay", Selected: true, Number: "response 6"},
	} {
		if all, shown := help.Span(th, keys.Default(), s, w, h); all > shown {
			t.Errorf("%s: %d of %d rows are visible, want all:\n%s", name, shown, all, ansi.Strip(strings.Join(help.Rows(th, keys.Default(), w, all+4, s, 0), "\n")))
		}
	}
}

func TestLongPageShowsWhichRowsAreVisible(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	all, shown := help.Span(th, keys.Default(), keys.State{}, 74, 12)
	last := ansi.Strip(strings.Join(help.Rows(th, keys.Default(), 74, 12, keys.State{}, all), "\n"))
	if want := fmt.Sprintf("%d to %d of %d", all-shown+1, all, all); shown >= all || !strings.Contains(last, want) || !strings.Contains(strings.Join(strings.Fields(last), " "), "works in the timeline (t)") {
		t.Errorf("the page lacks %s:\n%s", want, last)
	}
}

// The foot of the page says why dim keys cannot be used, grouped by reason.
func TestFootSaysWhyKeysAreDim(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, w := range []int{40, 74, 114} {
		s := keys.State{Selected: true, Number: "response 6"}
		all := strings.Join(strings.Fields(ansi.Strip(strings.Join(help.Rows(th, keys.Default(), w, help.Height(th, keys.Default(), s, w), s, 0), "\n"))), " ")
		for _, words := range []string{"L (response 6 has no Location header)", "Not now: H w x (not connected), "} {
			if !strings.Contains(all, words) {
				t.Errorf("width %d: the page lacks %q: %s", w, words, all)
			}
		}
	}
}

// The page shows the keys of lessons only while a lesson is open.
func TestKeysOfALesson(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, w := range []int{40, 76, 114} {
		for _, open := range []bool{true, false} {
			s := keys.State{Open: true, Lesson: open}
			all := ansi.Strip(strings.Join(help.Rows(th, keys.Default(), w, help.Height(th, keys.Default(), s, w), s, 0), "\n"))
			for _, b := range keys.Table {
				if begin := b.Help[:min(len(b.Help), 10)]; b.Group == keys.Learning && strings.Contains(all, begin) != open {
					t.Errorf("width %d, a lesson is open: %t; %q is on the page: %t", w, open, begin, !open)
				}
			}
		}
	}
}

// A search lists the keys that contain all words, whatever their case, and says how many.
func TestSearch(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	field := func(w int) string { return strings.Repeat("_", w) }
	search := func(query string, w int) string {
		rows := help.Found(th, keys.Default(), keys.State{}, w, 30, query, field)
		golden.Size(t, rows, w, 30)
		return ansi.Strip(strings.Join(rows, "\n"))
	}
	quit := keys.Default().Of(keys.Quit)
	for _, w := range []int{40, 100} {
		if got := search(strings.ToUpper(quit.Help), w); !strings.Contains(got, "1 of ") || !strings.Contains(got, quit.Shown) {
			t.Errorf("width %d: the search for %q shows\n%s", w, quit.Help, got)
		}
		if got := search(quit.Help+" xyzzy", w); !strings.Contains(got, "no match") || strings.Contains(got, quit.Help) {
			t.Errorf("width %d: the search for a word that no key has shows\n%s", w, got)
		}
	}
	if got, all := search("", 100), len(keys.Default().Rows()); !strings.Contains(got, fmt.Sprintf("%d of %d keys", all, all)) {
		t.Errorf("the search without words shows\n%s", got)
	}
}
