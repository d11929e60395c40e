//go:build linux && !race

package cli_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"linger/session/practice"
)

// endings lists the signals that end a command, with their exit codes.
var endings = []struct {
	signal syscall.Signal
	code   int
}{{syscall.SIGINT, 130}, {syscall.SIGTERM, 143}, {syscall.SIGHUP, 129}, {syscall.SIGQUIT, 131}}

// A process is a linger command in a separate process.
type process struct {
	*exec.Cmd
	har string
	in  io.WriteCloser
	out *bufio.Reader
	err strings.Builder
}

// launch starts linger with --har FILE and the given arguments.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	heeded := make(chan os.Signal, 1)
	signal.Notify(heeded, syscall.SIGHUP) // the command would inherit an ignored signal
	t.Cleanup(func() { signal.Stop(heeded) })
	r := &process{har: filepath.Join(t.TempDir(), "a.har")}
	r.Cmd = exec.CommandContext(t.Context(), "linger", append(args, "--har", r.har)...)
	r.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	r.Stderr = &r.err
	in, err := r.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.in, r.out = in, bufio.NewReader(out)
	if _, err := unix.FcntlInt(out.(*os.File).Fd(), unix.F_SETPIPE_SZ, 4096); err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Process.Kill() })
	return r
}

// entries returns the number of entries in the HAR, or -1 if it is not a HAR.
func (r *process) entries() int {
	data, err := os.ReadFile(r.har)
	var file struct {
		Log struct{ Entries []json.RawMessage }
	}
	if err != nil || json.Unmarshal(data, &file) != nil {
		return -1
	}
	return len(file.Log.Entries)
}

// await waits until the HAR has at least n entries.
func (r *process) await(t *testing.T, n int) {
	t.Helper()
	for b := within(r.Cmd, slowestLeave); r.entries() < n; after(10 * time.Millisecond) {
		if b.over() {
			t.Fatalf("the HAR has %d entries, want at least %d: %s", r.entries(), n, r.err.String())
		}
	}
}

// Each signal ends each command that writes a HAR, and the HAR is complete.
func TestSignalCompletesTheHAR(t *testing.T) {
	server, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	url := server.URL() + "/"
	recorded := filepath.Join(t.TempDir(), "a.linger")
	if out, err := exec.CommandContext(t.Context(), "linger", "send", "-n", "3", "--record", recorded, url).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sent, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	part := sent[:strings.LastIndex(string(sent), "\n{")+1] // the command runs until the signal
	for name, command := range map[string]struct {
		start   func(t *testing.T) *process
		entries int // minimum number at the end
		said    string
	}{
		"send": {start: func(t *testing.T) *process {
			r := launch(t, "send", "-n", "3", "--wait", "1h", url)
			go func() { _, _ = io.Copy(io.Discard, r.out) }()
			return r
		}, entries: 3},
		"probe": {start: func(t *testing.T) *process {
			r := launch(t, "probe", url)
			go func() { _, _ = io.Copy(io.Discard, r.out) }()
			return r
		}, entries: 2},
		"plain": {start: func(t *testing.T) *process {
			r := launch(t, "--plain", url)
			go func() { _, _ = io.Copy(io.Discard, r.out) }()
			if _, err := io.WriteString(r.in, "\n\n\n"); err != nil {
				t.Error(err)
			}
			return r
		}, entries: 2},
		"relay": {start: func(t *testing.T) *process {
			r := launch(t, "relay", "--json", "--listen", "127.0.0.1:0", url)
			var first struct{ Listen string }
			line, err := r.out.ReadString('\n')
			if err != nil || json.Unmarshal([]byte(line), &first) != nil {
				t.Fatalf("%q, %v", line, err)
			}
			go func() { _, _ = io.Copy(io.Discard, r.out) }()
			client := &http.Client{Transport: &http.Transport{}}
			t.Cleanup(client.CloseIdleConnections)
			for range 3 {
				resp, err := client.Get("http://" + first.Listen)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
			return r
		}, entries: 3},
		"export": {start: func(t *testing.T) *process {
			r := launch(t, "export", "-")
			if _, err := r.in.Write(part); err != nil {
				t.Error(err)
			}
			return r
		}, entries: 3, said: "a signal arrived before everything was read; the file is not complete"},
	} {
		for _, end := range endings {
			t.Run(name+" "+end.signal.String(), func(t *testing.T) {
				t.Parallel()
				r := command.start(t)
				r.await(t, 2)
				if err := r.Process.Signal(end.signal); err != nil {
					t.Error(err)
				}
				wantEnd(t, r, end.code)
				// On a busy machine the files may not be complete within the second.
				// linger then reports that.
				busy := strings.Contains(r.err.String(), "linger ended before everything was written")
				if got := r.entries(); got < 2 || got < command.entries && !busy {
					t.Errorf("the HAR has %d entries, want at least %d: %s", got, command.entries, r.err.String())
				}
				if !strings.Contains(r.err.String(), command.said) && !busy {
					t.Errorf("standard error is %q, want it to contain %q", r.err.String(), command.said)
				}
			})
		}
	}
}

// wantEnd fails the test unless the process ends in time with the given exit code. A
// process that could not complete its files may also end with the code of the signal.
func wantEnd(t *testing.T, r *process, code int) {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- r.Wait() }()
	for b := within(r.Cmd, slowestLeave); ; {
		select {
		case <-ended:
			forced := strings.Contains(r.err.String(), "linger ended before everything was written")
			if got := r.ProcessState.ExitCode(); got != code && !(forced && got > 128) {
				t.Errorf("the exit code is %d, want %d: %s", got, code, r.err.String())
			}
			return
		case <-time.After(100 * time.Millisecond):
			if b.over() {
				t.Errorf("the process did not end within %v", slowestLeave)
				_ = r.Process.Kill()
				return
			}
		}
	}
}

// A command also ends if nobody reads its output: after a second, or at the second
// signal. Its HAR is complete.
func TestSignalsEndACommandWhoseOutputIsNotRead(t *testing.T) {
	server, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	for name, signals := range map[string]int{"one": 1, "two": 2} {
		for _, end := range endings {
			t.Run(name+" "+end.signal.String(), func(t *testing.T) {
				t.Parallel()
				r := launch(t, "send", "--json", "-n", "10000", server.URL()+"/")
				r.await(t, 2)
				for range signals {
					_ = r.Process.Signal(end.signal)
					after(100 * time.Millisecond) // signals less than 20 ms apart count as one
				}
				wantEnd(t, r, end.code)
				if got := r.entries(); got < 2 {
					t.Errorf("the HAR has %d entries, want at least 2: %s", got, r.err.String())
				}
			})
		}
	}
}

// A program that ignores SIGHUP, as under nohup, continues after the signal.
func TestIgnoredSIGHUPDoesNotEndTheProgram(t *testing.T) {
	c := exec.CommandContext(t.Context(), "sh", "-c", `trap "" HUP; exec linger practice --listen 127.0.0.1:0`)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, url, _ := strings.Cut(line, "practice server on ")
	url, _, _ = strings.Cut(url, ",")
	_ = c.Process.Signal(syscall.SIGHUP)
	after(50 * time.Millisecond)
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	_ = c.Process.Signal(syscall.SIGTERM)
	wantExit(t, c, 143)
}
