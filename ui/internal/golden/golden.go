// Package golden compares what a component draws with a file that a person has checked.
// `go test ./ui/... -update` writes the files again.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"linger/ui/text"
)

var update = flag.Bool("update", false, "write the golden files")

// Check compares rows, without their styles, with testdata/NAME.txt.
func Check(t *testing.T, name string, rows []string) {
	t.Helper()
	compare(t, name, plain(rows))
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func plain(rows []string) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.TrimRight(ansi.Strip(r), " ") + "\n")
	}
	return b.String()
}

// Size checks that rows are exactly h rows of w cells.
func Size(t *testing.T, rows []string, w, h int) {
	t.Helper()
	if len(rows) != h {
		t.Fatalf("the view of %dx%d cells has %d rows", w, h, len(rows))
	}
	for i, r := range rows {
		if n := text.Width(r); n != w {
			t.Fatalf("%dx%d: row %d is %d cells wide: %q", w, h, i, n, ansi.Strip(r))
		}
	}
}
