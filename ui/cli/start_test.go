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

// A background is a linger process that runs while the script continues.
type background struct {
	cmd  *exec.Cmd
	rest chan string // output after the line that start waited for
}

type runningKey struct{}

var foundURL = regexp.MustCompile(`https?://[^ ,]+`)

// start runs "linger ARGS..." in the background and waits until it has printed a line
// that matches PATTERN. It puts a URL in that line into $URL.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: start PATTERN ARGS...")
	}
	pattern := regexp.MustCompile(args[0])
	// The PATH of the script contains linger.
	path := ""
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if p, err := exec.LookPath(dir + "/linger"); err == nil {
			path = p
			break
		}
	}
	c := exec.Command(path, args[1:]...)
	c.Dir = ts.MkAbs(".")
	c.Env = append(os.Environ(), "XDG_STATE_HOME="+ts.MkAbs(".state"), "XDG_CONFIG_HOME="+ts.MkAbs(".config"))
	out, err := c.StdoutPipe()
	ts.Check(err)
	c.Stderr = c.Stdout
	ts.Check(c.Start())
	ts.Defer(func() { _ = c.Process.Kill() })
	in := bufio.NewReader(out)
	line := ""
	for !pattern.MatchString(line) {
		line, err = in.ReadString('\n')
		ts.Check(err)
	}
	if url := foundURL.FindString(line); url != "" {
		ts.Setenv("URL", url)
	}
	s := &background{c, make(chan string, 1)}
	go func() {
		rest, _ := io.ReadAll(in)
		s.rest <- string(rest)
	}()
	ts.Value(runningKey{}).(*runs).now = s
}

type runs struct {
	now       *background
	terminals int
}

// halt sends a signal to the process of start, and checks its exit code and its output:
// "halt INT 130 'has stopped'".
func halt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: halt SIGNAL CODE PATTERN")
	}
	s := ts.Value(runningKey{}).(*runs).now
	signals := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "QUIT": syscall.SIGQUIT}
	ts.Check(s.cmd.Process.Signal(signals[args[0]]))
	rest := <-s.rest
	_ = s.cmd.Wait()
	ts.Logf("%s", rest)
	if got := strconv.Itoa(s.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit code %s, want %s", got, args[1])
	}
	if strings.Contains(rest, "goroutine ") {
		ts.Fatalf("the process printed stacks of goroutines, want none")
	}
	if !regexp.MustCompile(args[2]).MatchString(rest) {
		ts.Fatalf("the output of the process does not match %s", args[2])
	}
}
