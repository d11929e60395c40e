package cli_test

import (
	"crypto/tls"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"linger/session/practice"
	"linger/ui/cli"
)

var update = flag.Bool("update", false, "rewrite the expected plain output in the scripts")

// program is the main function of the command linger that the scripts run.
var program = func() { os.Exit(cli.Report(os.Stderr, cli.New().Execute())) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"linger": func() { program() },
	})
}

// TestScripts runs the scripts in testdata/script. Each command runs as if a user ran it:
// in its own process, against the practice server.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "")
			e.Setenv("HOME", e.WorkDir)
			e.Values[runningKey{}] = &runs{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"server":    server,
			"exitcode":  exitCode,
			"bytes":     writeBytes,
			"append":    appendBytes,
			"cut":       cut,
			"private":   private,
			"size":      size,
			"start":     start,
			"terminal":  terminal,
			"keys":      press,
			"resize":    resize,
			"screen":    screen,
			"terminate": terminate,
			"halt":      halt,
		},
	})
}

// server starts a practice server and sets $URL to its URL. "server unix PATH" listens on
// a Unix socket. "server tls" uses TLS and writes the CA certificate to ca.pem.
func server(ts *testscript.TestScript, neg bool, args []string) {
	network, address, config := "tcp", "127.0.0.1:0", practice.Config{}
	switch {
	case len(args) == 2 && args[0] == "unix":
		network, address = "unix", ts.MkAbs(args[1])
	case len(args) == 1 && args[0] == "tls":
		config.TLS = certificate(ts)
	case neg || len(args) > 0:
		ts.Fatalf("usage: server [tls | unix PATH]")
	}
	s, err := practice.Listen(network, address, config)
	ts.Check(err)
	ts.Defer(func() { ts.Check(s.Close()) })
	ts.Setenv("URL", s.URL())
	ts.Setenv("HOSTPORT", s.Addr().String())
}

func certificate(ts *testscript.TestScript) *tls.Config {
	cert, ca, err := practice.SelfSigned()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("ca.pem"), ca, 0o644))
	return &tls.Config{Certificates: []tls.Certificate{cert}}
}

// exitCode runs a program and fails the script if the program exits with another code:
// "exitcode 2 linger x".
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode CODE PROGRAM [ARGS...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var e *exec.ExitError
		if !errors.As(err, &e) {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// writeBytes writes text to a file, with Go's escapes decoded: "bytes FILE 'a\r\n'".
func writeBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	data, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data), 0o644))
}

// appendBytes appends text to a file, with Go's escapes decoded: "append FILE 'a\r\n'".
func appendBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append FILE TEXT")
	}
	data, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY|os.O_APPEND, 0)
	ts.Check(err)
	_, err = f.WriteString(data)
	ts.Check(errors.Join(err, f.Close()))
}

// cut writes the first bytes of a file to another file: "cut FILE BYTES OTHER".
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cut FILE BYTES OTHER")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), data[:n], 0o644))
}

// private checks that only the owner can access a file. It checks nothing on Windows,
// where the permissions of the folder apply.
func private(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: private FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := info.Mode().Perm(); got != 0o600 && runtime.GOOS != "windows" {
		ts.Fatalf("%s has mode %o, want access for the owner only", args[0], got)
	}
}

// size checks the length of a file in bytes: "size FILE BYTES".
func size(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: size FILE BYTES")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := strconv.FormatInt(info.Size(), 10); got != args[1] {
		ts.Fatalf("%s is %s bytes long, want %s", args[0], got, args[1])
	}
}
