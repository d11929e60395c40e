package peers

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"

	"linger/wire"
)

// A sample is a fixture of wire: the bytes from a server, and the requests that they
// answer.
type sample struct {
	name  string
	asked []wire.Request
	bytes []byte
}

// samples reads the fixtures of responses that end with the connection.
func samples(t testing.TB) (all []sample) {
	files, err := filepath.Glob("../testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d fixture files, error %v; want at least one file", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".md")
		for _, c := range strings.Split("\n"+string(text), "\n## ")[1:] {
			name, rest, _ := strings.Cut(c, "\n")
			_, block, ok := strings.Cut(rest, "```http\n")
			block, _, _ = strings.Cut(block, "\n```")
			s := sample{name: topic + ": " + name, asked: []wire.Request{get}}
			skip := !ok || topic == "limits"
			for _, l := range strings.Split(rest, "\n") {
				switch key, value, _ := strings.Cut(l, ": "); key {
				case "- requests":
					s.asked = nil
					for _, w := range strings.Split(value, ", ") {
						r := wire.Request{Method: strings.Fields(w)[0], Version: get.Version}
						s.asked = append(s.asked, r)
					}
				case "- these are requests", "- open", "- a capture", "- interim limit":
					skip = true
				}
			}
			if skip || s.asked[0].Method == "none" {
				continue
			}
			s.bytes = unescape(t, block)
			all = append(all, s)
		}
	}
	return all
}

func unescape(t testing.TB, block string) (b []byte) {
	for _, line := range strings.Split(block, "\n") {
		for strings.Contains(line, "{{") {
			before, rest, _ := strings.Cut(line, "{{")
			inside, after, _ := strings.Cut(rest, "}}")
			count, text, _ := strings.Cut(inside, " ")
			n, _ := strconv.Atoi(count)
			line = before + strings.Repeat(text, n) + after
		}
		s, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
		if err != nil {
			t.Fatal(err)
		}
		b = append(b, s...)
	}
	return b
}

// A verdict is the result of a reader for a sample: bytes of content, or a refusal.
type verdict struct {
	refuses bool
	bytes   int64
}

func (v verdict) String() string {
	if v.refuses {
		return "refuses"
	}
	return fmt.Sprintf("%d bytes", v.bytes)
}

// byWire returns wire's own result for the first final response, and what wire says about
// other readers.
func byWire(s sample) (v verdict, f wire.Facts, fs []wire.Finding, others []wire.Reading) {
	d := wire.NewDecoder(wire.Limits{})
	for _, r := range s.asked {
		d.Expect(r)
	}
	rest := s.bytes
	done := false
	see := func(ev wire.Event) {
		if done {
			return
		}
		fs = append(fs, d.Findings()...)
		if ev == wire.EventMessageEnd || ev == wire.EventFramingLost {
			f, done = *d.Facts(), true
		}
	}
	for {
		n, ev := d.Feed(rest)
		rest = rest[n:]
		see(ev)
		if ev == wire.EventNeedMore {
			break
		}
	}
	see(d.Close())
	after := int64(0)
	if f.BodyAt >= 0 {
		after = int64(len(s.bytes)) - f.BodyAt
	}
	return verdict{!f.Complete, f.ContentBytes}, f, fs, wire.Readers(&f, fs, after)
}

func byNetHTTP(s sample) verdict {
	br := bufio.NewReader(bytes.NewReader(s.bytes))
	for {
		r, err := http.ReadResponse(br, &http.Request{Method: s.asked[0].Method})
		if err != nil {
			return verdict{refuses: true}
		}
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			return verdict{refuses: true}
		}
		if r.StatusCode/100 == 1 && r.StatusCode != 101 {
			continue
		}
		return verdict{bytes: n}
	}
}

func byFastHTTP(s sample) (v verdict) {
	defer func() {
		if recover() != nil {
			v = verdict{refuses: true}
		}
	}()
	var r fasthttp.Response
	r.SkipBody = s.asked[0].Method == "HEAD"
	br := bufio.NewReaderSize(bytes.NewReader(s.bytes), 64<<10)
	if err := r.ReadLimitBody(br, 1<<30); err != nil {
		return verdict{refuses: true}
	}
	return verdict{bytes: int64(len(r.Body()))}
}

// TestDifferences compares the results of the readers for every fixture.
// testdata/differences.md lists each difference with the rule that settles it. `go test
// -update` rewrites that file.
func TestDifferences(t *testing.T) {
	var doc strings.Builder
	doc.WriteString(preamble)
	for _, s := range samples(t) {
		own, f, fs, others := byWire(s)
		for i, got := range []verdict{byNetHTTP(s), byFastHTTP(s)} {
			r := others[i]
			said := verdict{refuses: r.Outcome == wire.OutcomeRefuses, bytes: r.Bytes}
			if got.refuses && said.refuses {
				said.bytes = got.bytes
			}
			if r.Outcome == wire.OutcomeUnknown || own.refuses && said.refuses || own.refuses && got.refuses {
				continue // no reader accepts such a message as complete
			}
			if got != said && exceptions[s.name+" / "+r.Reader] == "" {
				t.Errorf("%s: wire.Readers says %v for %s, want %v as measured (finding %s)", s.name, said, r.Reader, got, r.Code)
			}
			if got != own {
				fmt.Fprintf(&doc, "| %s | %s | %v | %v | %s |\n", s.name, r.Reader, own, got, settles(t, s, r, &f, fs))
			}
		}
	}
	const file = "testdata/differences.md"
	if *update {
		if err := os.WriteFile(file, []byte(doc.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != doc.String() {
		t.Errorf("%s differs from the current results; go test -update rewrites it (error %v)", file, err)
	}
}

// settles returns the sentence that settles a difference: the one for the finding that
// causes the difference, or that of an exception.
func settles(t *testing.T, s sample, r wire.Reading, f *wire.Facts, fs []wire.Finding) string {
	if e := exceptions[s.name+" / "+r.Reader]; e != "" {
		return e
	}
	if e := sentences[r.Code]; e != "" {
		return e
	}
	t.Errorf("%s: no sentence settles the difference between wire and %s (finding %q)", s.name, r.Reader, r.Code)
	return ""
}
