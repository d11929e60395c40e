package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linger/ui/cli"
)

var raceCapture = filepath.Join("..", "..", "session", "capture", "testdata", "race.pcap")

// command runs linger in this process, and returns its output and its exit code.
func command(stdin []byte, args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	c := cli.New()
	c.SetArgs(args)
	c.SetIn(bytes.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&errs)
	code = cli.Report(&errs, c.Execute())
	return out.String(), errs.String(), code
}

func TestOpenCapture(t *testing.T) {
	for name, args := range map[string][]string{"plain": nil, "json": {"--json"}, "quiet": {"-q"}} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := command(nil, append([]string{"open", raceCapture}, args...)...)
			if code != 0 {
				t.Fatalf("exit code %d, want 0: %s", code, errs)
			}
			out = strings.ReplaceAll(out, raceCapture, "race.pcap")
			out = strings.ReplaceAll(out, `..\\..\\session\\capture\\testdata\\race.pcap`, "race.pcap") // JSON escapes the backslashes of a Windows path
			file := filepath.Join("testdata", "open", name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if out != string(want) {
				t.Errorf("got\n%s\nwant\n%s", out, want)
			}
		})
	}
}

func TestOpenStandardInput(t *testing.T) {
	file, err := os.ReadFile(raceCapture)
	if err != nil {
		t.Fatal(err)
	}
	out, errs, code := command(file, "open", "-")
	if code != 0 || !strings.Contains(out, "capture standard input, times in UTC") || !strings.HasPrefix(errs, "linger: standard input: Ethernet, pcap, 36 packets, 36 of them TCP\nTaken between the two, as the handshakes suggest: ") {
		t.Errorf("exit code %d, want 0 and a capture from standard input:\n%s%s", code, out, errs)
	}
}

func TestOpenReportsDamagedAndWrongFiles(t *testing.T) {
	file, err := os.ReadFile(raceCapture)
	if err != nil {
		t.Fatal(err)
	}
	out, errs, code := command(file[:len(file)-5], "open", "-")
	if code != 1 || !strings.Contains(out, "exchange 2   POST /orders") || !strings.Contains(errs, "linger: standard input: the capture is cut off after 35 packets, at byte ") {
		t.Errorf("exit code %d, want 1, all exchanges and a report of the damage:\n%s%s", code, out, errs)
	}
	_, errs, code = command([]byte("HTTP/1.1 200 OK\r\n\r\n"), "open", "-")
	if code != 2 || errs != "linger: standard input: the file is an HTTP response, not a packet capture (pcap or pcapng); explain it with \"linger decode\"\n" {
		t.Errorf("exit code %d, want 2 and advice to use decode: %s", code, errs)
	}
	if _, errs, code = command(nil, "open", "no-such-file"); code != 2 {
		t.Errorf("exit code %d for a missing file, want 2: %s", code, errs)
	}
}

// linger reads a pipe until a signal arrives, and then prints the advice.
func TestOpenReadsAPipeUntilASignal(t *testing.T) {
	file, err := os.ReadFile(raceCapture)
	if err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out, lines := io.Pipe()
	c := cli.New()
	c.SetArgs([]string{"open", "-"})
	c.SetIn(r)
	c.SetOut(lines)
	c.SetErr(io.Discard)
	done := make(chan error, 1)
	go func() {
		done <- c.ExecuteContext(ctx)
		lines.Close()
	}()
	go w.Write(file)
	var last string
	for scan := bufio.NewScanner(out); scan.Scan(); {
		last = scan.Text()
		if strings.Contains(last, "POST /orders -> 201") {
			cancel()
			w.Close() // the capturing program also closes the pipe after the signal
		}
	}
	if err := <-done; err != nil || !strings.HasPrefix(last, "advice for the client and server") {
		t.Errorf("open - ended with error %v and the last line %q, want no error and the advice", err, last)
	}
}
