package wire_test

import (
	"strings"
	"testing"

	"linger/wire"
)

// The decoder joins a fold with the previous lines only once, not again for every later
// fold.
func TestFoldsAreJoinedOnce(t *testing.T) {
	const folds = 5000
	raw := []byte("HTTP/1.1 200 OK\r\nX: a\r\n" + strings.Repeat(" b\r\n", folds) + "Content-Length: 0\r\n\r\n")
	lines := decodeLines(raw)
	for f := range wire.Fields(raw, 0, lines) {
		if f.Name == "X" && len(f.Value) != 1+2*folds {
			t.Errorf("the folded value has %d bytes, want %d", len(f.Value), 1+2*folds)
		}
	}
	if n := testing.AllocsPerRun(1, func() { decodeLines(raw) }); n > folds/10 {
		t.Errorf("decoding %d folds took %.0f allocations, want at most %d", folds, n, folds/10)
	}
	if n := testing.AllocsPerRun(1, func() {
		for range wire.Fields(raw, 0, lines) {
		}
	}); n > folds/10 {
		t.Errorf("reading a field of %d folds took %.0f allocations, want at most %d", folds, n, folds/10)
	}
}

func decodeLines(raw []byte) []wire.Line {
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: "GET"})
	d.Feed(raw)
	return d.Lines()
}

// Several empty lines in a row are one Line. Parts separates them again.
func TestEmptyLinesInARowAreOneLine(t *testing.T) {
	raw := []byte(strings.Repeat("\r\n", 1000))
	lines := decodeLines(raw)
	if len(lines) != 1 || lines[0].Len != 2000 {
		t.Fatalf("the lines are %v, want one of 2000 bytes", lines)
	}
	n := 0
	for p := range lines[0].Parts(raw) {
		if p.Off != int64(2*n) || p.Len != 2 || p.Label != "CRLF" {
			t.Fatalf("part %d is %+v, want a CRLF at offset %d", n, p, 2*n)
		}
		n++
	}
	if n != 1000 {
		t.Errorf("Parts yielded %d parts, want 1000", n)
	}
}

// A log may claim that a run has billions of chunks, or that a chunk is arbitrarily
// large. Chunks whose bytes are missing take no memory.
func TestRunThatClaimsBillionsOfChunks(t *testing.T) {
	raw := []byte(strings.Repeat("1\r\na\r\n", 100) + "ffffffffffffffff\r\n")
	run := wire.Line{Len: 1 << 40, A: 1<<32 - 1, Kind: wire.KindChunks}
	n, at := 0, int64(0)
	for l := range run.Explain(raw) {
		if l.Off != at {
			t.Fatalf("line %+v begins at %d, want %d", l, l.Off, at)
		}
		n, at = n+1, l.End()
	}
	if n != 301 || at != int64(len(raw)) {
		t.Errorf("Explain yielded %d lines up to offset %d; want 301 up to %d", n, at, len(raw))
	}
	for l := range (wire.Line{Len: -1, Kind: wire.KindChunks}).Explain(raw) {
		t.Errorf("Explain yielded %+v for a run of -1 bytes, want nothing", l)
	}
}

// A response with too many interim responses is not complete.
func TestTooManyInterimIsIncomplete(t *testing.T) {
	d := wire.NewDecoder(wire.Limits{Interim: 2})
	d.Expect(wire.Request{Method: "GET"})
	p := []byte(strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 3))
	for {
		n, ev := d.Feed(p)
		p = p[n:]
		if ev == wire.EventFramingLost {
			break
		}
		if ev == wire.EventNeedMore {
			t.Fatal("the decoder accepted a third interim response; the limit is 2")
		}
	}
	if d.Facts().Complete {
		t.Error("Facts().Complete is true without a final response, want false")
	}
}

// Whatever the server sends, the number of lines in one response is limited, so a caller
// that keeps all lines needs only a bounded amount of memory.
func TestNumberOfLinesIsLimited(t *testing.T) {
	const most = 50_000 // maximum number of lines in a response; they take 1.6 MB
	early := "HTTP/1.1 103 Early Hints\r\n" + strings.Repeat("a:\n", 30_000) + "\n"
	folded := "HTTP/1.1 103 Early Hints\r\nA: 1\n" + strings.Repeat(" \n", 15_000) + "\n"
	chunked := "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	for name, flood := range map[string]string{
		"interim responses":            strings.Repeat(early, 100),
		"interim responses with folds": strings.Repeat(folded, 100),
		"fields":                       "HTTP/1.1 200 OK\r\n" + strings.Repeat("a:\r\n", 300_000),
		"trailer fields":               chunked + "0\r\n" + strings.Repeat("a:\r\n", 300_000),
		"chunks":                       chunked + strings.Repeat("1\r\na\r\n", 1_000_000),
		"chunks with extensions":       chunked + strings.Repeat("0001;a=b\r\na\r\n1\na\n", 500_000),
		"chunks of 257 bytes":          chunked + strings.Repeat("101\r\n"+strings.Repeat("L", 257)+"\r\n", 100_000),
		"empty lines":                  strings.Repeat("\r\n", 500_000) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
		"empty lines, CRLF and LF":     strings.Repeat("\r\n\n", 200_000) + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
	} {
		d := wire.NewDecoder(wire.Limits{})
		d.Expect(wire.Request{Method: "GET"})
		var lines []wire.Line
		findings := 0
		for p := []byte(flood); ; {
			n, ev := d.Feed(p[:min(len(p), 32<<10)])
			p = p[n:]
			for _, l := range d.Lines() {
				lines = wire.AppendLine(lines, l)
			}
			findings += len(d.Findings())
			if ev == wire.EventNeedMore && len(p) == 0 {
				break
			}
		}
		if len(lines) > most || findings > 1000 {
			t.Errorf("%s: the decoder reported %d lines and %d findings; want at most %d and 1000", name, len(lines), findings, most)
		}
	}
}
