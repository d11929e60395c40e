package integration

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/export"
	"linger/session/livetest"
	"linger/session/record"
)

// tsharkPaths holds scenarios that cover every kind of end and every framing.
var tsharkPaths = []string{"/length", "/chunked", "/until-close", "/early-hints", "/close", "/reset-answer", "/reset-body", "/truncated", "/bare-lf", "/reset-idle", "/goodbye-408"}

// linger reconstructs a capture of a session. tshark reads the same facts from it:
// connections, statuses, FIN and RST of each side, findings and ends.
func TestTsharkReadsReconstructedCapture(t *testing.T) {
	tshark := installed(t, "tshark")
	for _, path := range tsharkPaths {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "session.pcapng")
			var want []*stream
			synctest.Test(t, func(t *testing.T) {
				events := livetest.Scenario(t, path)
				want = streamsOf(events)
				check(t, os.WriteFile(file, pcapngOf(t, events), 0o600))
			})
			got := tsharkStreams(t, tshark, file)
			if len(got) != len(want) {
				t.Fatalf("tshark reads %d streams, want %d", len(got), len(want))
			}
			for i, w := range want {
				if got[i].String() != w.String() {
					t.Errorf("stream %d: tshark reads\n%s\nwant\n%s", i, got[i], w)
				}
			}
		})
	}
}

func sentence(e *session.Ending) string { return fmt.Sprintf("%s ended it: %s", e.By, e.How) }

func pcapngOf(t *testing.T, events []session.Event) []byte {
	t.Helper()
	var b bytes.Buffer
	w := export.NewPcapngWriter(&b, export.FileOptions{Sentence: sentence})
	check(t, w.Write(events...))
	check(t, w.Finish())
	return b.Bytes()
}

// A stream holds the facts about a connection that both programs show.
type stream struct {
	statuses []string
	ends     []string // such as "server FIN"; repetitions do not count
	comments []string // codes of findings, and the sentence of the end
}

func (s *stream) String() string {
	slices.Sort(s.ends)
	slices.Sort(s.comments)
	return fmt.Sprintf("statuses %v, ends %v, comments %v", s.statuses, slices.Compact(s.ends), s.comments)
}

func streamsOf(events []session.Event) (out []*stream) {
	r := &record.Record{}
	for _, ev := range events {
		r.Apply(ev)
	}
	for _, c := range r.Conns {
		s := &stream{comments: []string{sentence(&c.Close.Ending)}}
		for _, e := range c.Exchanges {
			for _, h := range e.Heads {
				s.statuses = append(s.statuses, fmt.Sprint(h.Status))
			}
			for _, f := range e.Findings {
				s.comments = append(s.comments, string(f.Code))
			}
		}
		for _, f := range c.Findings {
			s.comments = append(s.comments, string(f.Code))
		}
		switch {
		case c.Close.How == session.HowReset:
			s.ends = append(s.ends, string(c.Close.By)+" RST")
		case c.Close.By == session.ByServer:
			s.ends = append(s.ends, "server FIN", "client FIN")
		default:
			s.ends = append(s.ends, "client FIN")
		}
		out = append(out, s)
	}
	return out
}

// tsharkStreams returns the streams that tshark reads from a file, including incomplete
// responses. It assumes that all servers use port 80.
func tsharkStreams(t *testing.T, tshark, file string) (out []*stream) {
	t.Helper()
	cmd := exec.Command(tshark, "-r", file, "-o", "http.desegment_body:FALSE", "-T", "fields", "-E", "separator=|", "-E", "aggregator=;", "-e", "tcp.stream", "-e", "tcp.srcport",
		"-e", "tcp.flags.fin", "-e", "tcp.flags.reset", "-e", "http.response.code", "-e", "frame.comment")
	text, err := cmd.Output()
	check(t, err)
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		var id int
		if _, err := fmt.Sscan(f[0], &id); err != nil || len(f) != 6 {
			t.Fatalf("tshark printed %q; want six fields, the first a number", line)
		}
		for len(out) <= id {
			out = append(out, &stream{})
		}
		out[id].take(f)
	}
	return out
}

func (s *stream) take(f []string) {
	side := "client"
	if f[1] == "80" {
		side = "server"
	}
	for i, how := range []string{"FIN", "RST"} {
		if f[2+i] == "1" || f[2+i] == "True" {
			s.ends = append(s.ends, side+" "+how)
		}
	}
	if f[4] != "" {
		s.statuses = append(s.statuses, strings.Split(f[4], ";")...)
	}
	for c := range strings.SplitSeq(f[5], ";linger: ") {
		c = strings.TrimPrefix(c, "linger: ")
		switch _, rest, _ := strings.Cut(c, ": "); {
		case strings.Contains(c, " ended it: "):
			s.comments = append(s.comments, rest)
		case !strings.HasPrefix(c, "connection "): // "warning bare-lf: …"
			_, code, _ := strings.Cut(c, " ")
			code, _, _ = strings.Cut(code, ":")
			s.comments = append(s.comments, code)
		}
	}
	s.comments = slices.DeleteFunc(s.comments, func(c string) bool { return c == "" })
}
