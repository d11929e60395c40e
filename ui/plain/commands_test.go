package plain_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/drill"
	"linger/session/live"
	"linger/session/log"
	"linger/session/record"
	"linger/session/state"
	"linger/ui/plain"
	"linger/ui/saving"
	"linger/ui/tutor"
)

// typed returns the output for lines that are typed one second apart, on a practice
// server. label is the label of the target; it may be empty.
func typed(t *testing.T, change func(*plain.Options), label string, lines ...string) string {
	t.Helper()
	target, path, err := session.ParseTarget("http://practice.test/countdown")
	if err != nil {
		t.Fatal(err)
	}
	s := live.New(live.Config{Target: target, Label: label, Dialer: practising})
	defer s.Close()
	var out strings.Builder
	in := &typing{began: time.Now()}
	for i, l := range append(lines, "q") {
		in.lines = append(in.lines, line{time.Duration(i+1) * time.Second, l})
	}
	o := plain.Options{Engine: s, End: s.Close, Request: target.Request("GET", path), In: in, Out: &out}
	if change != nil {
		change(&o)
	}
	if err := plain.Run(t.Context(), o); err != nil {
		t.Error(err)
	}
	return out.String()
}

func TestCommandsThatChangeTheNextRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "edit X-Badge: 1", "edit", "edit nonsense", "content hello", "/echo", "raw GET /length HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n", "content", "head", "http1.0", "keep-alive",
			"raw \\q", "request", "raw", "head please", "bogus")
		wantInOrder(t, got, "Write edit NAME: [VALUE].", "Write the field with a colon", "with 5 bytes of content.", "exchange 1: GET /echo, 200 OK", "exchange 2: GET /length, 200 OK",
			"with 0 bytes of content.", "Next: HEAD /echo", "Next: HEAD /echo HTTP/1.0", "sent at", "GET /length HTTP/1.1 (request-line)", "Write raw BYTES.",
			"head takes no argument.", "No such command.")
	})
}

func TestSendingSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "send 2", "send 2 every 100ms", "pipeline 3", "p", "send 0", "send x", "send 2 every soon", "pipeline 9999")
		wantInOrder(t, got, "exchange 2:", "exchange 4:", "exchange 7:", "Write a number from 1 to 1000.", "Write a number from 1 to 1000.",
			`"soon" is not a time`, "Write a number from 1 to 1000.")
	})
}

// rounds returns a function that adds a drill of two rounds at the given level to the
// options. Its server closes later than advertised. If told is not nil, the drill is an
// exam, and told receives the results.
func rounds(level drill.Level, told func([]drill.Result) error) func(*plain.Options) {
	return func(o *plain.Options) {
		o.Practice = true
		o.Drill = tutor.Drill{Seed: "7K3P", Rounds: 2, Level: level, Exam: told != nil, Begin: true, Answered: told, NewSeed: func() string { return "9ABC" },
			Draw: func(seed string, n int) (drill.Round, error) {
				r := drill.Round{Number: n, Target: "/r/" + seed + "-" + strconv.Itoa(n), Scenario: "/late?timeout=4&after=8", Does: "Closes later.", Connections: 1}
				r.Right = [drill.Topics][]string{{"server"}, {"too-short"}, {"length"}, nil, {"end"}}
				return r, nil
			}}
	}
}

// A drill has questions, answers, a proof by an offset or by an end, and a solution.
func TestDrill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, rounds(drill.LevelBytes, nil), "", "", "answer", "answer 1 a", "answer 2 z", "answer 2 c", "A 3 a", "answer 4 a", "answer 9 a", "why", "response", "wire",
			"proof", "proof 87", "proof 87", "! sent 0", "proof 9999", "proof x", "proof nothing", "proof end", "final", "final", "i", "go", "later", "go", "final", "answer 1",
			"proof end 1", "hint", "answer 1 a", "answer 2 a", "answer 3 b", "answer 4 b", "proof nothing", "final", "c", "drill", "later", "drill")
		wantInOrder(t, got, "seed 7K3P gives every student the same", "Round 1 of 2. Next: GET /r/7K3P-1", "exchange 1: GET /r/7K3P-1, 200 OK, length 64", "1, who closed it: not answered.",
			"who closed it: the server, unannounced.", "2, the timeout is: not answered.", "the timeout is: too short: it closes later.", "the broken rule: none", "Write answer, a number",
			"The drill hides it", "server closed (FIN) after 8.000 s idle\n", "received at 87: Keep-Alive: timeout=4", "5, the proof: not answered.", "Marked as the proof: byte 87 of response 1.",
			"The mark is removed.", "Marked as the proof: byte 0 of request 1.", "has no such byte", "write proof and a byte offset", "the proof: no byte proves it.",
			"Marked as the proof: the end of connection 1.", "/late?timeout=4&after=8: 150 points", "the advertised 4 s", "The answers are final; the command go opens", "There is no hint now.", "Round 2 of 2.",
			"There is no other open round.", "The answers are not final yet", "Not all questions are answered.", "this connection was not used in this round", "Hint: One connection is enough",
			"· proof", "All rounds are answered: 157 of 300 points.", "seed 9ABC", "This round comes back after the last round.", "Round 2 of 2. Next: GET /r/9ABC-2", "Round 2 of 2.")
		if n := strings.Count(got, "stays open: http"); n > 0 {
			t.Errorf("at this level the drill says %d times why a connection stays open, want never:\n%s", n, got)
		}
	})
}

func TestDrillExam(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []drill.Result
		got := typed(t, rounds(drill.LevelWire, func(r []drill.Result) error { told = r; return errors.New("the disk is full") }), "", "", "hint", "body", "answer 1 a", "answer 2 c", "answer 3 a",
			"answer 4 a", "proof 0", "final", "go", "final", "later", "answer 1 a", "answer 2 c", "answer 3 a", "answer 4 a", "proof nothing", "final", "go", "go", "drill")
		wantInOrder(t, got, "There is no hint now.", "The drill hides it", "an exam shows no solutions", "The results cannot be written: the disk is full.", "Round 2 of 2.", "All rounds are answered", "An exam has one seed.")
		if len(told) != 2 || told[0].Proof[0].Is != drill.AtStatus || told[0].Connections != 1 {
			t.Errorf("the results are %+v, want two, with a proof at the status and one connection in the first", told)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "drill", "answer 1 a", "proof end", "final", "later")
		wantInOrder(t, got, "linger drill --plain has rounds.", "linger drill --plain has rounds.", "linger drill --plain has rounds.", "No drill is open.", "No drill is open.")
	})
}

func TestPagesOfAnExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "compare", "findings", "exchange 1", "/bare-lf", "findings", "8", "response", "4", "time", "compare", "", "compare 1", "=",
			"exchange 1", "compare", "why", "exchange", "exchange 9", "filter finding:*", "filter status:5xx", "list", "curl", "ticket", "now")
		wantInOrder(t, got, "There is no exchange yet.", "There is no exchange yet.", "There is no exchange yet.", "exchange 1: GET /bare-lf",
			"bare-lf", "bare-lf", "HTTP/1.1", "HTTP/1.1", "This is the first exchange.", "exchange 2:", "Commands are about exchange 1: GET /bare-lf.",
			"This is the first exchange.", "exchange 1: The connection stays open", "Commands are about the last exchange.", "Write a number from 1 to 2.",
			"  1, connection 1: GET /bare-lf", "0 of 2 exchanges.", "  2, connection 2:", "curl ", "practice.test")
		for _, r := range got {
			if r < ' ' && r != '\n' {
				t.Fatalf("the output contains the control character %U", r)
			}
		}
	})
}

func TestSecretsAreMasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const secret = "hunter2"
		got := typed(t, nil, "", "edit Authorization: "+secret, "", "request", "wire", "curl", "history")
		if strings.Contains(got, secret) {
			t.Errorf("the output contains the secret:\n%s", got)
		}
		wantInOrder(t, got, "Authorization: ****", "Secrets are left out; the command secrets shows them.")
		got = typed(t, nil, "", "edit Authorization: "+secret, "", "secrets", "request", "secrets", "request")
		wantInOrder(t, got, "Masked values are shown.", "Authorization: "+secret, "Secrets are masked.", "Authorization: ****")
	})
}

func TestHistoryAndOtherServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := state.Open(state.Options{Dir: t.TempDir()})
		got := typed(t, func(o *plain.Options) { o.State = store }, "", "history", "/one", "/two", "/two", "history", "history 2", "history 5",
			"connect ftp://x", "connect", "connect other.test/x", "")
		wantInOrder(t, got, "Nothing was sent to this server yet.", "  1: GET /two HTTP/1.1\n  2: GET /one HTTP/1.1\n", "Next: GET /one HTTP/1.1", "Write a number from 1 to 2.",
			"the scheme is ftp", "Write connect URL.", "Next: GET /x HTTP/1.1", "connection 2: open to http://other.test", "exchange 4: GET /x")
		if n := len(store.History("http://practice.test")); n != 2 {
			t.Errorf("the history has %d requests, want 2", n)
		}
		if a := store.Addresses(); len(a) != 2 || a[0].Target != "http://other.test" {
			t.Errorf("the stored addresses are %+v, want two, with http://other.test first", a)
		}
	})
}

func TestScenariosAndMarks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		with := func(o *plain.Options) { o.Scenarios = [][2]string{{"/early", "closes early"}} }
		got := typed(t, with, "the practice server", "scenarios", "S", "mark here it is", "#", "/early", "history 1", "ticket")
		wantInOrder(t, got, "  /early: closes early", "  /early: closes early", "exchange 1: GET /early", "Next: GET /early HTTP/1.1")
		wantInOrder(t, typed(t, with, "", "scenarios"), "Only the practice server has scenarios.")
	})
}

func TestSavingContent(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "save a", "", "save", "save a", "save a", "HEAD /length", "save b")
		wantInOrder(t, got, "There is no exchange yet.", "Write save FILE.", "Saved 31 bytes to a.", "a: the file exists.", "The response has no content to write.")
		if data, err := os.ReadFile("a"); err != nil || len(data) != 31 {
			t.Errorf("the saved file contains %q (error %v), want 31 bytes", data, err)
		}
	})
}

// A recording contains the session from its beginning to its end, in a new file, without
// its secrets.
func TestRecording(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "edit Authorization: hidden", "", "record no/such.linger", "r", "mark here", "record other.linger", "/early", "r", "/length", "r")
		wantInOrder(t, got, "exchange 1:", "Not recorded: no/such.linger: ", "Recording to practice.test.linger, from the beginning of the session.", "are replaced in the file",
			"Already recording to practice.test.linger.", "exchange 2:", "Recorded to practice.test.linger. linger open shows it.", "exchange 3:", "Recording to practice.test-2.linger")
		for name, exchanges := range map[string]int{"practice.test.linger": 2, "practice.test-2.linger": 3} {
			rec, text := logOf(t, name)
			if len(rec.Exchanges) != exchanges || len(rec.Marks) != 1 || strings.Contains(text, "hidden") {
				t.Errorf("%s: the log has %d exchanges and the marks %v, or contains a secret; want %d exchanges, one mark and no secret", name, len(rec.Exchanges), rec.Marks, exchanges)
			}
			if ended := exchanges == 3; rec.Ended != ended { // the first recording was stopped before the session ended
				t.Errorf("%s: the log contains the end of the session: %t, want %t", name, rec.Ended, ended)
			}
		}
	})
}

// logOf returns the record of a session log, and the log itself.
func logOf(t *testing.T, name string) (*record.Record, string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, rec := log.NewReader(bytes.NewReader(data)), &record.Record{}
	for ev, err := r.Next(); err == nil; ev, err = r.Next() {
		rec.Apply(ev)
	}
	if p := r.Report(); p.Damaged > 0 || p.Unknown > 0 || p.Cut {
		t.Errorf("%s is incomplete: %+v", name, p)
	}
	return rec, string(data)
}

// If a file cannot be written, the recording ends with one sentence. The session does not end.
func TestFailedRecordingIsReportedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &saving.Log{Recorder: log.NewRecorder(full{}, log.Header{}), Name: "a.linger"}
		l.Publish([]session.Event{session.Marked{}})
		got := typed(t, func(o *plain.Options) { o.Log = l }, "", "")
		wantInOrder(t, got, "The recording to a.linger failed: short write; the file is not complete.", "exchange 1:")
		if strings.Count(got, "failed") != 1 {
			t.Errorf("the failure is not reported exactly once:\n%s", got)
		}
	})
}

// export writes the session in every format, but only to new files.
func TestExporting(t *testing.T) {
	t.Chdir(t.TempDir())
	synctest.Test(t, func(t *testing.T) {
		got := typed(t, nil, "", "edit Authorization: hidden", "export", "", "export gif a", "export har", "export har a.har", "E har a.har", "export log a.linger",
			"export pcapng a.pcapng", "export ticket a")
		wantInOrder(t, got, "Write export FORMAT NAME.", "The formats are log, har, pcapng, ticket.", "Write export har NAME.", "Written to a.har: 1 exchange on 1 connection.",
			"are replaced in the file", "Not written: a.har: the file exists.", "Written to a.linger", "Written to a.pcapng", "Written to a:")
		files := 0
		err := filepath.WalkDir(".", func(path string, is os.DirEntry, err error) error {
			if err != nil || is.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if files++; len(data) == 0 || strings.Contains(string(data), "hidden") {
				t.Errorf("the file %s is empty or contains a secret: %q", path, data)
			}
			return err
		})
		if err != nil || files != 8 {
			t.Errorf("export wrote %d files (error %v), want 8", files, err)
		}
	})
}
