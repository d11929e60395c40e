package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"linger/ui/cli"
)

// manual writes the manual and returns the names of its pages.
func manual(t *testing.T) (pages []string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "man")
	c := cli.New()
	c.SetArgs([]string{"man", dir})
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(pages) < 10 {
		t.Fatalf("linger man wrote %d pages, want at least 10; error %v", len(pages), err)
	}
	return pages
}

// Every line that begins with a dot is one of a few roff requests, so roff interprets no
// text as a request.
func TestManualPagesAreWellFormed(t *testing.T) {
	request := regexp.MustCompile(`^\.(TH|SH|SS|PP|TP|nf|fi|RS|RE)( ".*")*$`)
	for _, page := range manual(t) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !request.MatchString(line) {
				t.Errorf("%s:%d: the line is not one of the expected requests: %q", filepath.Base(page), i+1, line)
			}
		}
		if regexp.MustCompile(`\n\.SH "[^\n]*"\n\.PP\n`).Match(text) {
			t.Errorf("%s has a section that begins with an empty paragraph", page)
		}
		if !strings.HasPrefix(string(text), ".TH ") || !strings.Contains(string(text), "\n.SH \"SEE ALSO\"\n") {
			t.Errorf("%s does not begin with .TH or has no section SEE ALSO", page)
		}
		if info, err := os.Stat(page); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o004 == 0 {
			t.Errorf("not every user can read %s: %v", page, err)
		}
	}
}

func TestManualPagesRenderWithoutWarnings(t *testing.T) {
	man, err := exec.LookPath("man")
	if err != nil || runtime.GOOS != "linux" || exec.Command(man, "--version").Run() != nil {
		t.Skip("man-db is not installed")
	}
	for _, page := range manual(t) {
		c := exec.Command(man, "-l", "--warnings", page)
		c.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "MANWIDTH=80")
		var warnings strings.Builder
		c.Stderr = &warnings
		out, err := c.Output()
		if err != nil || warnings.Len() > 0 {
			t.Errorf("man -l %s failed (%v) or wrote warnings:\n%s", filepath.Base(page), err, warnings.String())
		}
		if !strings.Contains(string(out), "DESCRIPTION") {
			t.Errorf("%s has no section DESCRIPTION: %q", filepath.Base(page), out)
		}
	}
}

// The Homebrew entry names every page. The other packages include the whole folder.
func TestReleaseIncludesEveryManualPage(t *testing.T) {
	config, err := os.ReadFile(filepath.Join("..", "..", ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	pages := manual(t)
	for _, page := range pages {
		if !strings.Contains(string(config), "- man/"+filepath.Base(page)+"\n") {
			t.Errorf(".goreleaser.yaml does not name man/%s", filepath.Base(page))
		}
	}
	if n := strings.Count(string(config), "- man/"); n != len(pages) {
		t.Errorf(".goreleaser.yaml names %d pages, want %d", n, len(pages))
	}
}
