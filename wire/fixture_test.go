package wire

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The fixtures in testdata are documents: a heading, prose, the bytes, and the decoder's
// output. Tests feed each fixture whole, byte by byte and in random pieces. `go test
// -update` rewrites the expectations; read the diff.
var update = flag.Bool("update", false, "write the expected events into the fixtures")

// A fixture is one case of a fixture file.
type fixture struct {
	file, name string
	requests   []Request
	open       bool // the connection does not end after the bytes
	limits     Limits
	sent       bool   // the bytes are requests
	sound      bool   // no finding is expected
	resumes    bool   // decoding resumes after bytes that are not a response
	bytes      []byte // the bytes that the decoder reads
	want       string
	at         [2]int // position of want in the file
}

// loadFixtures reads every fixture. A case is a heading, a list of settings, a
// fenced block "http" and a fenced block "events".
func loadFixtures(t testing.TB) []fixture {
	t.Helper()
	files, err := filepath.Glob("testdata/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d fixture files, error %v; want at least one file", len(files), err)
	}
	var all []fixture
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parseFixtures(t, file, string(text))...)
	}
	return all
}

func parseFixtures(t testing.TB, file, text string) (all []fixture) {
	var f fixture
	pos := 0
	block, fenced := "", false
	var body strings.Builder
	start := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		end := pos + len(line)
		s := strings.TrimRight(line, "\n")
		switch {
		case fenced && s == "```":
			fenced = false
			switch block {
			case "http":
				f.bytes = fixtureBytes(t, file, f.name, body.String())
			case "events":
				f.want, f.at = body.String(), [2]int{start, pos}
				all = append(all, f)
			}
		case fenced:
			body.WriteString(line)
		case strings.HasPrefix(s, "```"):
			block, fenced, start = s[3:], true, end
			body.Reset()
		case strings.HasPrefix(s, "## "):
			f = fixture{file: file, name: s[3:], requests: []Request{{Method: "GET", Version: Version{1, 1}}}}
		case strings.HasPrefix(s, "- "):
			f.set(t, s[2:])
		}
		pos = end
	}
	return all
}

// set applies one setting: "requests: GET, HEAD", "open", "request options: close".
func (f *fixture) set(t testing.TB, s string) {
	key, value, _ := strings.Cut(s, ": ")
	switch key {
	case "requests":
		f.requests = nil
		for _, w := range strings.Split(value, ", ") {
			if w == "none" {
				break
			}
			words := strings.Fields(w)
			r := Request{Method: words[0], Version: Version{1, 1}}
			for _, o := range words[1:] {
				switch o {
				case "HTTP/1.0":
					r.Version = Version{1, 0}
				case "close":
					r.Close = true
				case "keep-alive":
					r.KeepAlive = true
				case "upgrade":
					r.Upgrade = true
				default:
					protocol, ok := strings.CutPrefix(o, "upgrade=")
					if !ok {
						t.Fatalf("%s: %s: unknown option %q", f.file, f.name, o)
					}
					r.Upgrade, r.Protocols = true, strings.ReplaceAll(protocol, "+", ", ")
				}
			}
			f.requests = append(f.requests, r)
		}
	case "nothing is wrong":
		f.sound = true
	case "a capture":
		f.resumes = true
	case "open":
		f.open = true
	case "these are requests":
		f.sent = true
	case "head limit":
		f.limits.Head, _ = strconv.Atoi(value)
	case "line limit":
		f.limits.Lines, _ = strconv.Atoi(value)
	case "chunk line limit":
		f.limits.ChunkLine, _ = strconv.Atoi(value)
	case "interim limit":
		f.limits.Interim, _ = strconv.Atoi(value)
	default:
		t.Fatalf("%s: %s: unknown setting %q", f.file, f.name, s)
	}
}

// fixtureBytes returns the bytes that a block describes. Line ends are ignored, escapes
// are those of Go, and {{n text}} repeats text n times.
func fixtureBytes(t testing.TB, file, name, block string) []byte {
	var b []byte
	for _, line := range strings.Split(strings.TrimRight(block, "\n"), "\n") {
		for {
			open := strings.Index(line, "{{")
			if open < 0 {
				break
			}
			end := strings.Index(line, "}}")
			count, text, _ := strings.Cut(line[open+2:end], " ")
			n, err := strconv.Atoi(count)
			if err != nil {
				t.Fatalf("%s: %s: %v", file, name, err)
			}
			line = line[:open] + strings.Repeat(text, n) + line[end+2:]
		}
		s, err := strconv.Unquote(`"` + strings.ReplaceAll(line, `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%s: %s: %q: %v", file, name, line, err)
		}
		b = append(b, s...)
	}
	return b
}

// An outcome holds the complete output of a decoder for some bytes.
type outcome struct {
	lines    []Line
	text     []string // events, facts and findings, in the order in which the decoder reported them
	content  []byte
	findings []Finding
	facts    []Facts
	offset   int64
	first    []Finding // findings of the first message
	sent     bool      // the bytes are requests
	readers  string    // how other programs read the first message, if they differ
}

// decode feeds b to a decoder in pieces that end at the given cuts.
func decode(f fixture, b []byte, cuts []int) *outcome {
	d := NewDecoder(f.limits)
	o := &outcome{sent: f.sent}
	if f.sent {
		d = &NewRequestDecoder(f.limits).d
	} else {
		if f.resumes {
			d.Resume()
			d.Assume(f.requests...)
		} else {
			for _, r := range f.requests {
				d.Expect(r)
			}
		}
	}
	from := 0
	for _, to := range append(cuts, len(b)) {
		p := b[from:to]
		from = to
		for {
			n, ev := d.Feed(p)
			for _, e := range d.Content() {
				o.content = append(o.content, p[e.Off:e.Off+e.Len]...)
			}
			p = p[n:]
			o.take(d, ev)
			if ev == EventNeedMore {
				break
			}
		}
	}
	if f.open {
		o.take(d, d.Leave())
	} else {
		o.take(d, d.Close())
	}
	o.offset = d.Offset()
	if !f.sent && len(o.facts) > 0 {
		o.readers = others(&o.facts[0], o.first, b)
	}
	return o
}

// others returns how other programs read the first message of raw, or "" if all read the
// same content as this package.
func others(f *Facts, fs []Finding, raw []byte) string {
	after := int64(0)
	if f.BodyAt >= 0 {
		after = int64(len(raw)) - f.BodyAt
	}
	rs := Readers(f, fs, after)
	if Agree(rs) && rs[0].Outcome != OutcomeRefuses {
		return ""
	}
	var s strings.Builder
	s.WriteString("readers:")
	for i, r := range rs {
		if i > 0 {
			s.WriteByte(',')
		}
		fmt.Fprintf(&s, " %s %s", r.Reader, r.Text())
	}
	return s.String() + "\n"
}

func (o *outcome) take(d *Decoder, ev Event) {
	for _, l := range d.Lines() {
		o.lines = AppendLine(o.lines, l)
	}
	for _, x := range d.Findings() {
		o.findings = append(o.findings, x)
		if len(o.facts) == 0 {
			o.first = append(o.first, x)
		}
		s := fmt.Sprintf("  ! %s %s at %d%s", x.Severity(), x.Code, x.Offset, quoted(x.Detail))
		if x.More > 0 {
			s += fmt.Sprintf(", and %d more like it", x.More)
		}
		o.text = append(o.text, s)
	}
	f := d.Facts()
	switch ev {
	case EventInterimHead, EventFinalHead:
		s := fmt.Sprintf("%s at %d: %s %03d", ev, d.Offset(), f.Version, f.Status)
		if ev == EventFinalHead {
			s += ", framing " + f.Framing().String()
			if d.request {
				s = fmt.Sprintf("%s at %d: %s %s", ev, d.Offset(), f.Request.Method, f.Version)
			}
		}
		o.text = append(o.text, s)
	case EventResumed:
		o.text = append(o.text, fmt.Sprintf("%s at %d", ev, f.Off))
	case EventMessageEnd, EventFramingLost:
		o.facts = append(o.facts, *f)
		s := fmt.Sprintf("%s at %d: %d bytes of content", ev, d.Offset(), f.ContentBytes)
		if ev == EventFramingLost {
			s = ev.String() // without the number of bytes, because it depends on the cuts
		}
		if f.Framing() == FramingChunked {
			s += fmt.Sprintf(" in %d chunks", f.ChunkCount)
		}
		if f.Hint.Present {
			s += fmt.Sprintf(", hint timeout %d max %d applies %t", f.Hint.Timeout, f.Hint.Max, f.Hint.Applies)
		}
		if !d.request {
			s += ", " + verdict(f)
		}
		o.text = append(o.text, s)
	}
}

func b2i(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func verdict(f *Facts) string {
	r := f.Persistence()
	switch {
	case r == ReasonUndecided:
		return "persistence undecided"
	case r.Persistent():
		return "persists: " + r.String()
	}
	return "does not persist: " + r.String()
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" (%q)", s)
}

// render returns the outcome in the form of a fixture.
func (o *outcome) render(raw []byte) string {
	var s strings.Builder
	at := int64(0)
	chunked := 0
	for i, l := range o.lines {
		b := raw[l.Off:l.End()]
		if chunked++; l.Kind < KindChunkLine || l.Kind > KindChunkEnd {
			chunked = 0
		}
		if k := o.lines[min(i+3, len(o.lines)-1)].Kind; chunked > 6 && k >= KindChunkLine && k <= KindChunkEnd {
			if chunked == 7 {
				s.WriteString("      …\n")
			}
			at += int64(len(b)) * b2i(l.Kind == KindChunkData)
			continue
		}
		show := strconv.Quote(string(b))
		if len(show) > 60 {
			show = show[:50] + `…"`
		}
		fmt.Fprintf(&s, "%5d %-42s %s\n", l.Off, show, l.Label(b, at))
		switch l.Kind {
		case KindContent, KindChunkData:
			at += l.Len
		case KindChunks:
			at += int64(l.B)
		case KindStatusLine:
			at = 0
		}
	}
	for _, t := range o.text {
		s.WriteString(t + "\n")
	}
	for _, x := range diagnoseAll(o, raw) {
		fmt.Fprintf(&s, "  ≈ %s at %d%s\n", x.Code, x.Offset, quoted(x.Detail))
	}
	s.WriteString(o.readers)
	return s.String()
}

// diagnoseAll diagnoses every message of an outcome, with the bytes after it.
func diagnoseAll(o *outcome, raw []byte) (found []Finding) {
	facts := o.facts
	switch {
	case o.sent:
		return nil
	case len(facts) == 0:
		facts = []Facts{{BodyAt: -1}}
	}
	for i := range facts {
		if i > 0 && facts[i].BodyAt < 0 {
			continue // these bytes belong to the previous message
		}
		a := Account{Facts: &facts[i], Raw: raw[max(facts[i].Off, 0):], Base: max(facts[i].Off, 0), Ended: true}
		end := int64(len(raw))
		if i+1 < len(facts) && facts[i+1].BodyAt >= 0 {
			end = facts[i+1].Off
		}
		for _, l := range o.lines {
			if l.Off >= a.Base && l.Off < end {
				a.Lines = append(a.Lines, l)
			}
		}
		for _, f := range o.findings {
			if f.Offset >= a.Base && (f.Offset < end || end == int64(len(raw))) {
				a.Findings = append(a.Findings, f)
			}
		}
		found = append(found, Diagnose(a)...)
	}
	return found
}

func TestFixtures(t *testing.T) {
	edits := map[string][]fixture{}
	for _, f := range loadFixtures(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f.file), ".md")+"/"+f.name, func(t *testing.T) {
			whole := decode(f, f.bytes, nil)
			got := whole.render(f.bytes)
			if *update {
				f.want = got
				edits[f.file] = append(edits[f.file], f)
			}
			if d := cmp.Diff(f.want, got); d != "" {
				t.Errorf("the output of the decoder differs (-want +got):\n%s", d)
			}
			checkOutcome(t, f, whole, f.bytes)
			checkCuts(t, f, whole, f.bytes, 20)
			checkOracle(t, f, whole)
		})
	}
	for file, fs := range edits {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := len(fs) - 1; i >= 0; i-- {
			text = append(text[:fs[i].at[0]:fs[i].at[0]], append([]byte(fs[i].want), text[fs[i].at[1]:]...)...)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkOutcome checks conditions that hold for every outcome: lines tile the bytes and
// parts tile the lines; decisions agree with their explanations; findings are registered
// and point into the bytes.
func checkOutcome(t testing.TB, f fixture, o *outcome, raw []byte) {
	t.Helper()
	at := int64(0)
	for _, l := range o.lines {
		if l.Off != at || l.Len <= 0 {
			t.Fatalf("line %+v begins at %d, want %d", l, l.Off, at)
		}
		at = l.End()
		for _, e := range append([]Line{l}, slices.Collect(l.Explain(raw[l.Off:l.End()]))...) {
			checkParts(t, e, raw)
		}
		if l.Kind == KindChunks {
			checkRun(t, l, raw)
		}
	}
	if at != int64(len(raw)) || o.offset != at {
		t.Fatalf("the lines end at %d and the decoder is at offset %d; want both at %d", at, o.offset, len(raw))
	}
	for _, x := range o.findings {
		if _, ok := Lookup(x.Code); !ok || x.Offset < 0 || x.Offset+x.Len > int64(len(raw)) {
			t.Errorf("finding %+v has an unknown code, or points outside the %d bytes", x, len(raw))
		}
	}
	content := int64(0)
	for i := range o.facts {
		content += o.facts[i].ContentBytes
		checkSteps(t, &o.facts[i])
	}
	if content > int64(len(o.content)) {
		t.Errorf("the facts count %d bytes of content, but the extents hold only %d", content, len(o.content))
	}
}

func checkParts(t testing.TB, l Line, raw []byte) {
	t.Helper()
	p := l.Off
	for part := range l.Parts(raw[l.Off:l.End()]) {
		if part.Off != p || part.Len <= 0 || part.Label == "" {
			t.Fatalf("part %+v of %+v begins at %d, want %d", part, l, part.Off, p)
		}
		p += part.Len
	}
	if p != l.End() {
		t.Fatalf("parts of %+v end at %d, want %d", l, p, l.End())
	}
}

// checkRun compares a run with the lines that Explain returns.
func checkRun(t testing.TB, l Line, raw []byte) {
	t.Helper()
	chunks, content, at := 0, int64(0), l.Off
	for e := range l.Explain(raw[l.Off:l.End()]) {
		if e.Off != at {
			t.Fatalf("%+v of run %+v begins at %d, want %d", e, l, e.Off, at)
		}
		at = e.End()
		switch e.Kind {
		case KindChunkLine:
			x := Line{Off: e.Off, Len: e.Len, Kind: e.Kind}
			if NewDecoder(Limits{}).chunkSize(&x, raw[e.Off:e.End()]); x.Flags&FlagCut == 0 && x != e {
				t.Fatalf("Explain returns the chunk line %+v for run %+v, want %+v", e, l, x)
			}
		case KindChunkData:
			content += e.Len
		case KindChunkEnd:
			if raw[e.End()-1] == '\n' {
				chunks++
			}
		}
	}
	if at != l.End() || chunks != int(l.A) || content != int64(l.B) {
		t.Fatalf("Explain returns %d chunks with %d bytes up to offset %d for run %+v; want %d, %d and %d", chunks, content, at, l, l.A, l.B, l.End())
	}
}

func checkSteps(t testing.TB, f *Facts) {
	t.Helper()
	decides := func(steps []Step) (n int) {
		asked := true
		for _, s := range steps {
			if s.Asked && !asked {
				t.Errorf("a step was tested after the deciding step: %+v", steps)
			}
			asked = asked && s.Asked && (s.OK || !s.Decides)
			if s.Decides {
				n++
			}
			if s.Asked && (s.Claim == "" || s.Evidence == "" || s.Ref == "") {
				t.Errorf("step %+v lacks a claim, evidence or a reference", s)
			}
		}
		return n
	}
	if n := decides(f.FramingSteps()); (n == 1) != (f.Framing() != FramingUndecided) {
		t.Errorf("%d steps decide framing %v; want one, or none if it is undecided", n, f.Framing())
	}
	if n := decides(f.PersistenceSteps()); (n == 1) != (f.Persistence() != ReasonUndecided) {
		t.Errorf("%d steps decide persistence %v; want one, or none if it is undecided", n, f.Persistence())
	}
}

// checkCuts feeds the bytes one by one, in two pieces cut at each byte, and in random
// pieces.
func checkCuts(t testing.TB, f fixture, whole *outcome, raw []byte, random int) {
	t.Helper()
	one := make([]int, 0, len(raw))
	for i := 1; i < len(raw); i++ {
		one = append(one, i)
	}
	same(t, "byte by byte", whole, decode(f, raw, one))
	if random > 2 && len(raw) < 1<<10 {
		for _, cut := range one {
			same(t, fmt.Sprint("cut once at ", cut), whole, decode(f, raw, []int{cut}))
		}
	}
	r := rand.New(rand.NewPCG(1, uint64(len(raw))))
	for range random {
		var cuts []int
		for i := 1; i < len(raw); i++ {
			if r.IntN(1+len(raw)/4) == 0 {
				cuts = append(cuts, i)
			}
		}
		same(t, fmt.Sprint("cut at ", cuts), whole, decode(f, raw, cuts))
	}
}

func same(t testing.TB, how string, a, b *outcome) {
	t.Helper()
	if !slices.Equal(a.lines, b.lines) {
		t.Fatalf("%s: the lines differ (-whole +cut):\n%s", how, cmp.Diff(a.lines, b.lines))
	}
	if !slices.Equal(a.text, b.text) {
		t.Fatalf("%s: the events differ (-whole +cut):\n%s", how, cmp.Diff(a.text, b.text))
	}
	if !slices.Equal(a.facts, b.facts) {
		t.Fatalf("%s: the facts differ (-whole +cut):\n%s", how, cmp.Diff(a.facts, b.facts))
	}
	if !bytes.Equal(a.content, b.content) {
		t.Fatalf("%s: the content is %q, want %q", how, b.content, a.content)
	}
}

func TestEveryCodeHasAFixture(t *testing.T) {
	seen := map[Code]bool{}
	for _, f := range loadFixtures(t) {
		o := decode(f, f.bytes, nil)
		for _, x := range append(o.findings, diagnoseAll(o, f.bytes)...) {
			seen[x.Code] = true
		}
	}
	for _, r := range Rules() {
		if !seen[r.Code] {
			t.Errorf("no fixture in testdata has the finding %s", r.Code)
		}
	}
}

// TestEveryClass checks that each known class of malformed responses has a fixture in
// malformed.md. A fixture has findings unless its settings say that nothing is wrong.
func TestEveryClass(t *testing.T) {
	const classes = 57
	seen := map[int]bool{}
	for _, f := range loadFixtures(t) {
		if filepath.Base(f.file) != "malformed.md" {
			continue
		}
		word, _, _ := strings.Cut(f.name, " ")
		n, err := strconv.Atoi(strings.TrimRight(word, "abcdefghijk."))
		if err != nil {
			t.Errorf("the name of the fixture %q does not begin with the number of a class", f.name)
		}
		seen[n] = true
		if found := len(decode(f, f.bytes, nil).findings) > 0; found == f.sound {
			t.Errorf("fixture %q has findings: %t, want %t", f.name, found, !f.sound)
		}
	}
	for n := 1; n <= classes; n++ {
		if !seen[n] {
			t.Errorf("class %d has no fixture", n)
		}
	}
}
