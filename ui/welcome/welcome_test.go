package welcome_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"linger/ui/internal/golden"
	"linger/ui/theme"
	"linger/ui/welcome"
)

var scenarios = []welcome.Scenario{{Path: "/early", Does: "says 5 s, closes after 3 s"}, {Path: "/like/apache", Does: "counts max down as Apache does"}}

func TestRows(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, s := range [][2]int{{38, 12}, {62, 28}, {78, 16}} {
		golden.Check(t, fmt.Sprintf("welcome-%dx%d", s[0], s[1]), welcome.Rows(th, s[0], s[1], scenarios, 135))
	}
	for w := 18; w < 200; w += 3 {
		for h := range 50 {
			golden.Size(t, welcome.Rows(th, w, h, scenarios, 135), w, h)
		}
	}
}
