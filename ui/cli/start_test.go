package cli_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// A serving is a linger practice that runs beside the script.
type serving struct {
	cmd  *exec.Cmd
	rest chan string // what it printed after its first line
}

type servingKey struct{}

var foundURL = regexp.MustCompile(`https?://[^ ,]+`)

// serve starts "linger practice ARGS..." and puts the URL it prints into $URL.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve [ARGS...]")
	}
	// The script's PATH holds linger.
	path := ""
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if p, err := exec.LookPath(dir + "/linger"); err == nil {
			path = p
			break
		}
	}
	c := exec.Command(path, append([]string{"practice"}, args...)...)
	c.Dir = ts.MkAbs(".")
	out, err := c.StdoutPipe()
	ts.Check(err)
	c.Stderr = c.Stdout
	ts.Check(c.Start())
	ts.Defer(func() { _ = c.Process.Kill() })
	in := bufio.NewReader(out)
	first, err := in.ReadString('\n')
	ts.Check(err)
	ts.Setenv("URL", foundURL.FindString(first))
	s := &serving{c, make(chan string, 1)}
	go func() {
		rest, _ := io.ReadAll(in)
		s.rest <- string(rest)
	}()
	ts.Value(servingKey{}).(*servings).now = s
}

type servings struct{ now *serving }

// halt sends a signal to what serve started, and wants it to exit with a code
// and to have printed something: "halt INT 130 'has stopped'".
func halt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: halt SIGNAL CODE PATTERN")
	}
	s := ts.Value(servingKey{}).(*servings).now
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM}
	ts.Check(s.cmd.Process.Signal(signals[args[0]]))
	printed := <-s.rest
	_ = s.cmd.Wait()
	ts.Logf("%s", printed)
	if got := strconv.Itoa(s.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit code %s, want %s", got, args[1])
	}
	if !regexp.MustCompile(args[2]).MatchString(printed) {
		ts.Fatalf("it printed nothing like %s", args[2])
	}
}
