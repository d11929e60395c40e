package box_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/box"
	"linger/ui/internal/golden"
	"linger/ui/theme"
)

func TestDrawHasTheGivenSize(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	var all []string
	for _, b := range []box.Box{
		{}, {Title: "6  GET /chunked → 200 OK", Fact: "30 runs", Focus: true}, {Title: "connection 2  ended", Foot: "↓ more", Rule: 1},
		{Title: "a title that is much too long for the box", Fact: "and a fact"},
	} {
		all = append(all, b.Draw(th, 36, 5, []string{" one row" + "                          "})...)
		for w := 12; w < 90; w++ {
			golden.Size(t, b.Draw(th, w, 4, nil), w, 4)
		}
	}
	golden.Check(t, "boxes", all)
}

// Fits reports whether the title, the fact and the addition all fit in the border.
func TestFits(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	b := box.Box{Title: "6  GET / → 200 OK", Fact: "30 runs"}
	fitted := false
	for w := 12; w < 90; w++ {
		longer := b
		longer.Fact += " · in 2 reads"
		border := ansi.Strip(longer.Draw(th, w, 3, nil)[0])
		shown := strings.Contains(border, b.Title) && strings.Contains(border, longer.Fact)
		if b.Fits(w, "in 2 reads") && !shown {
			t.Errorf("width %d: the addition fits, but the border is %q", w, border)
		}
		fitted = fitted || b.Fits(w, "in 2 reads")
	}
	if !fitted || b.Fits(20, "in 2 reads") {
		t.Error("the addition fits in no width, or in 20 cells")
	}
}
