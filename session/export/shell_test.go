package export

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// ShellWords splits random commands into the same words as a shell, and a shell reads the
// output of ShellQuote as the original string. To save time, one shell process reads all
// commands.
func TestShellReadsTheSameWords(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	var commands, quoted []string
	for range 1000 {
		commands = append(commands, randomCommand(random))
		b := make([]byte, random.IntN(12))
		for i := range b {
			b[i] = byte(1 + random.IntN(255))
		}
		quoted = append(quoted, string(b))
	}
	var script strings.Builder
	script.WriteString("set -f +B +H\n")
	for _, c := range commands {
		script.WriteString(`printf '%s\0' ` + c + " END\n")
	}
	for _, s := range quoted {
		script.WriteString(`printf '%s\0' ` + ShellQuote(s) + " END\n")
	}
	shell := exec.CommandContext(t.Context(), bash, "--norc", "-s")
	shell.Stdin = strings.NewReader(script.String())
	shell.Env = []string{"LC_ALL=C"}
	out, err := shell.Output()
	if err != nil {
		t.Fatal(err)
	}
	read := strings.Split(string(bytes.TrimSuffix(out, []byte("END\x00"))), "END\x00")
	if len(read) != len(commands)+len(quoted) {
		t.Fatalf("the shell read %d commands, want %d", len(read), len(commands)+len(quoted))
	}
	for i, command := range commands {
		want := strings.Split(strings.TrimSuffix(read[i], "\x00"), "\x00")
		if got, err := ShellWords(command); err != nil || !slices.Equal(got, want) {
			t.Errorf("ShellWords(%q) = %q, %v\nwant %q, as in a shell", command, got, err, want)
		}
	}
	for i, s := range quoted {
		if got := strings.TrimSuffix(read[len(commands)+i], "\x00"); got != s {
			t.Errorf("ShellQuote(%q) = %s, which a shell reads as %q; want the original string", s, ShellQuote(s), got)
		}
	}
}

// randomCommand returns a command of a few words, with random kinds of quoting next to
// each other.
func randomCommand(random *rand.Rand) string {
	const plain, within = "ab1/:=.,-_@%+^{}[]?*!", " ab'\"\\#~;&|<>(){}*?=!\t"
	some := func(from string) string {
		b := make([]byte, random.IntN(5))
		for i := range b {
			b[i] = from[random.IntN(len(from))]
		}
		return string(b)
	}
	var b strings.Builder
	for range 1 + random.IntN(4) {
		b.WriteString("w")
		for range random.IntN(5) {
			switch random.IntN(8) {
			case 0:
				b.WriteString(some(plain))
			case 1:
				b.WriteString("'" + strings.ReplaceAll(some(within), "'", `'\''`) + "'")
			case 2:
				b.WriteString(`"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(some(within)) + `"`)
			case 3:
				b.WriteString(`"\a\` + "\n" + `\$\x"`)
			case 4:
				b.WriteString(`\` + string(within[random.IntN(len(within))]))
			case 5:
				b.WriteString(`$'` + strings.NewReplacer(`'`, `\'`, `\`, `\\`).Replace(some(within)) + `\n\t\x41\101\''`)
			case 6:
				b.WriteString("\"\\\\\\\nx\"\\\\\\\n")
			case 7:
				b.WriteString("\\\n")
			}
		}
		b.WriteString(" ")
	}
	return b.String()
}
