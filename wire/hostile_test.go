package wire_test

import (
	"strings"
	"testing"

	"linger/wire"
)

// A fold is joined with what stands before it once, not once for every fold
// that follows.
func TestFoldsAreJoinedInOneGo(t *testing.T) {
	const folds = 5000
	raw := []byte("HTTP/1.1 200 OK\r\nX: a\r\n" + strings.Repeat(" b\r\n", folds) + "Content-Length: 0\r\n\r\n")
	lines := decodeLines(raw)
	for f := range wire.Fields(raw, 0, lines) {
		if f.Name == "X" && len(f.Value) != 1+2*folds {
			t.Errorf("the folded value has %d bytes, want %d", len(f.Value), 1+2*folds)
		}
	}
	if n := testing.AllocsPerRun(1, func() { decodeLines(raw) }); n > folds/10 {
		t.Errorf("decoding %d folds took %.0f allocations", folds, n)
	}
	if n := testing.AllocsPerRun(1, func() {
		for range wire.Fields(raw, 0, lines) {
		}
	}); n > folds/10 {
		t.Errorf("reading a field of %d folds took %.0f allocations", folds, n)
	}
}

func decodeLines(raw []byte) []wire.Line {
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: "GET"})
	d.Feed(raw)
	return d.Lines()
}

// A server that sends nothing but empty lines costs one line, whose parts are
// still told apart.
func TestEmptyLinesAreOneRow(t *testing.T) {
	raw := []byte(strings.Repeat("\r\n", 1000))
	lines := decodeLines(raw)
	if len(lines) != 1 || lines[0].Len != 2000 {
		t.Fatalf("lines %v, want one of 2000 bytes", lines)
	}
	n := 0
	for p := range lines[0].Parts(raw) {
		if p.Off != int64(2*n) || p.Len != 2 || p.Label != "CRLF" {
			t.Fatalf("part %d is %+v", n, p)
		}
		n++
	}
	if n != 1000 {
		t.Errorf("%d parts, want 1000", n)
	}
}

// Interim responses without end complete nothing.
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
			t.Fatal("the third interim response was taken")
		}
	}
	if d.Facts().Complete {
		t.Error("the response is complete, though no final one came")
	}
}
