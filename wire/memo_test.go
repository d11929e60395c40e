package wire

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLineAfterLine reads each line after every other line at the same position and
// checks that the memo does not change the result.
func TestLineAfterLine(t *testing.T) {
	var lines []string
	for _, name := range []string{"A:", "A: ", "A:  ", "A:\t", "Name:", "Name: ", "Names: ", "nAme: ", "Content-Length: ",
		"Content-Lengti: ", "Content-Security-Policy: ", "Content-Security-Polizy: ", "X Y: ", ": "} {
		for _, value := range []string{"", "1", "12", "123456789", "a value that is longer than two words", "a value that is longer than two\twords",
			"a value \x01", "a value \x7f that", "trailing ", "trailing\t", " leading", "\xff~ obs-text", "bare\rCR"} {
			lines = append(lines, name+value+"\r\n")
		}
	}
	lines = append(lines, "A: 1\n", "no colon\r\n", "A: folded\r\n 1\r\n")
	for _, a := range lines {
		for _, b := range lines {
			first, second := message(a), message(b)
			want, _ := headOf(NewDecoder(Limits{}), second)
			d := NewDecoder(Limits{})
			headOf(d, first)
			got, base := headOf(d, second)
			for i := range got.lines {
				got.lines[i].Off -= base
			}
			for i := range got.findings {
				got.findings[i].Offset -= base
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(head{})); diff != "" {
				t.Fatalf("%q is read differently after %q (-alone +after):\n%s", b, a, diff)
			}
		}
	}
}

func message(line string) []byte {
	return fmt.Appendf(nil, "HTTP/1.1 204 No Content\r\n%s%sB: a field line after it\r\n\r\n", line, line)
}

type head struct {
	lines    []Line
	findings []Finding
}

// headOf reads a response without content. It returns the header section and the offset
// at which the section began.
func headOf(d *Decoder, p []byte) (h head, base int64) {
	base = d.Offset()
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	for {
		n, ev := d.Feed(p)
		p = p[n:]
		h.lines = append(h.lines, d.Lines()...)
		h.findings = append(h.findings, d.Findings()...)
		if ev == EventNeedMore {
			return h, base
		}
	}
}
