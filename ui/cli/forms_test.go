package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// linger accepts every command line in the issue forms. No unquoted value in them
// contains a colon followed by a blank, because such a form is not valid YAML and would
// not be shown.
func TestIssueFormsAreValid(t *testing.T) {
	forms, err := filepath.Glob(filepath.Join("..", "..", ".github", "ISSUE_TEMPLATE", "*.yml"))
	if err != nil || len(forms) < 2 {
		t.Fatalf("found %d issue forms, want some; error %v", len(forms), err)
	}
	value := regexp.MustCompile(`^\s*(?:- )?[a-z_]+: ([^"'|>\[].*)$`)
	command := regexp.MustCompile("`linger([^`]*)`|(?m:^ +linger(.*)$)")
	commands := 0
	for _, form := range forms {
		b, err := os.ReadFile(form)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if m := value.FindStringSubmatch(line); m != nil && strings.Contains(m[1], ": ") {
				t.Errorf("%s:%d: the value %q is not quoted; a colon in it makes the form invalid", filepath.Base(form), i+1, m[1])
			}
		}
		for _, m := range command.FindAllStringSubmatch(string(b), -1) {
			commands++
			checkCommand(t, strings.Fields(m[1]+m[2]))
		}
	}
	if commands < 4 {
		t.Errorf("found only %d command lines in the issue forms, want more", commands)
	}
}
