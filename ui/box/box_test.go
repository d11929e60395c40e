package box_test

import (
	"testing"

	"github.com/charmbracelet/colorprofile"

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
