package cli_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"linger/ui/cli"
	"linger/ui/keys"
)

var updateReadme = flag.Bool("update-readme", false, "write the table of keys into the README")

func readme(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var keysSection = regexp.MustCompile(`(?s)(## Keys\n\n[^\n]*\n\n)(.*?)(\n## )`)

func TestReadmeHasTheTableOfKeys(t *testing.T) {
	text := readme(t)
	m := keysSection.FindStringSubmatch(text)
	if m == nil {
		t.Fatal("the README has no section Keys")
	}
	if m[2] == keys.Markdown() {
		return
	}
	if *updateReadme {
		text = strings.Replace(text, m[0], m[1]+keys.Markdown()+m[3], 1)
		if err := os.WriteFile(filepath.Join("..", "..", "README.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("the README does not contain the current table of keys; go test ./ui/cli -update-readme writes it:\n%s", keys.Markdown())
}

// linger accepts every command line in the README.
func TestReadmeCommandsExist(t *testing.T) {
	lines := regexp.MustCompile(`(?m)(?:^|\| |\$ )(?:linger|go run \.)( [^|#\n]*)?`)
	n := 0
	for _, m := range lines.FindAllStringSubmatch(code(readme(t)), -1) {
		n++
		checkCommand(t, strings.Fields(m[1]))
	}
	if n < 20 {
		t.Errorf("found only %d command lines in the README, want more", n)
	}
}

// code returns the content of the fenced shell blocks of a Markdown text.
func code(text string) string {
	var b strings.Builder
	for _, m := range regexp.MustCompile("(?s)```(?:sh|console)\n(.*?)```").FindAllStringSubmatch(text, -1) {
		b.WriteString(m[1])
	}
	return b.String()
}

func checkCommand(t *testing.T, args []string) {
	t.Helper()
	c, rest, err := cli.New().Find(args)
	if err != nil {
		t.Errorf("linger rejects the documented command line linger %s: %v", strings.Join(args, " "), err)
		return
	}
	for _, a := range rest {
		if name := strings.Split(a, "=")[0]; strings.HasPrefix(name, "-") && !hasFlag(c, name) {
			t.Errorf("a documented command line has the flag %[2]s of %[1]s, which does not exist", c.CommandPath(), a)
		}
	}
}

func hasFlag(c *cobra.Command, name string) bool {
	if long, ok := strings.CutPrefix(name, "--"); ok {
		return c.Flags().Lookup(long) != nil || c.PersistentFlags().Lookup(long) != nil || long == "help"
	}
	return name == "-" || c.Flags().ShorthandLookup(name[1:2]) != nil
}

func TestReadmeFlagsExist(t *testing.T) {
	text := readme(t)
	commands := append([]*cobra.Command{cli.New()}, cli.New().Commands()...)
	for _, m := range regexp.MustCompile("`(--?[a-z0-9A-Z][a-z0-9.-]*)[^`]*`").FindAllStringSubmatch(text, -1) {
		if !slices.ContainsFunc(commands, func(c *cobra.Command) bool { return hasFlag(c, m[1]) }) {
			t.Errorf("the README names the flag %s, which no command has", m[1])
		}
	}
	table := regexp.MustCompile("(?m)^\\| `linger ([a-z]+)")
	for _, m := range table.FindAllStringSubmatch(text, -1) {
		if c, _, err := cli.New().Find([]string{m[1]}); m[1] != "completion" && (err != nil || c.Name() != m[1]) {
			t.Errorf("the README names the command %s, which does not exist", m[1])
		}
	}
}

func TestReadmeNamesEveryCommand(t *testing.T) {
	text := readme(t)
	for _, c := range cli.New().Commands() {
		name := "linger " + c.Name()
		if c.IsAdditionalHelpTopicCommand() {
			name = "linger help " + c.Name()
		}
		if !strings.Contains(text, "`"+name) {
			t.Errorf("the README does not name %s", name)
		}
	}
}
