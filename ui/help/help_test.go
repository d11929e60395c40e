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
		rows := help.Rows(th, w, help.Height(th, w), keys.State{Open: true}, 0)
		golden.Check(t, fmt.Sprintf("help-%d", w), rows)
		all := ansi.Strip(strings.Join(rows, "\n"))
		for _, b := range keys.Table {
			if b.Group != keys.Writing && !strings.Contains(all, b.Shown) {
				t.Errorf("width %d: %s is not on the page", w, b.Shown)
			}
		}
	}
}

func TestSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 20; w < 200; w += 7 {
		for h := 2; h < 60; h += 3 {
			for _, top := range []int{0, 5, 100} {
				golden.Size(t, help.Rows(th, w, h, keys.State{}, top), w, h)
			}
		}
	}
}
