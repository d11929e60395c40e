package wire

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

// readingsOf decodes one response that ends with the connection and returns what
// [Readers] says about it.
func readingsOf(b []byte) []Reading {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	var findings []Finding
	for rest := b; ; {
		n, ev := d.Feed(rest)
		rest = rest[n:]
		findings = append(findings, d.Findings()...)
		if ev == EventNeedMore {
			d.Close()
			findings = append(findings, d.Findings()...)
		}
		if ev == EventNeedMore || ev == EventMessageEnd || ev == EventFramingLost {
			f := d.Facts()
			after := int64(0)
			if f.BodyAt >= 0 {
				after = int64(len(b)) - f.BodyAt
			}
			return Readers(f, findings, after)
		}
	}
}

// said returns a reading in the form of the measurements: the number of bytes of content,
// or the outcome.
func said(r Reading) string {
	if r.Outcome == OutcomeTakes || r.Outcome == OutcomeUntilClose {
		return fmt.Sprint(r.Bytes)
	}
	return r.Outcome.String()
}

// testdata/readers.jsonl holds the results that were measured with each program for a set
// of responses. Every outcome that Readers returns must agree with them, and few outcomes
// may be unknown.
func TestReadersAgreeWithMeasurements(t *testing.T) {
	f, err := os.Open("testdata/readers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	claims, unsure := 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		var c struct {
			Name     string
			Response []byte
			Really   map[string]any
		}
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		for _, r := range readingsOf(c.Response) {
			want := fmt.Sprint(c.Really[r.Reader])
			switch got := said(r); {
			case r.Outcome == OutcomeUnknown:
				unsure++
			case got != want:
				t.Errorf("%s: Readers says %s for %s, want %s as measured (finding %s)", c.Name, got, r.Reader, want, r.Code)
			default:
				claims++
			}
		}
	}
	if claims < 230 || unsure > 30 {
		t.Errorf("%d outcomes agree and %d are unknown; want at least 230 and at most 30", claims, unsure)
	}
}

// Readers applies the limits of the programs.
func TestReadersHaveLimits(t *testing.T) {
	head := func(fields int, size int) string {
		return "HTTP/1.1 200 OK\r\n" + strings.Repeat("A: "+strings.Repeat("x", size)+"\r\n", fields) + "Content-Length: 5\r\n\r\nhello"
	}
	chunk := func(n int) string {
		return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + strings.Repeat("a", n) + "\r\nhello\r\n0\r\n\r\n"
	}
	for _, c := range []struct {
		name, reader, response, want string
	}{
		{"3 KiB", "fasthttp", head(1, 3000), "5"},
		{"5 KiB", "fasthttp", head(1, 5000), "unknown"},
		{"70 KiB", "fasthttp", head(1, 70000), "refuses"},
		{"70 KiB", "net/http", head(1, 70000), "5"},
		{"15 KiB", "h11", head(1, 15000), "5"},
		{"70 KiB", "h11", head(1, 70000), "unknown"},
		{"70 KiB", "curl", head(1, 70000), "5"},
		{"a line of 110 KiB", "curl", head(1, 110000), "unknown"},
		{"310 KiB", "curl", head(400, 800), "refuses"},
		{"a chunk line of 4 KB", "net/http", chunk(4000), "5"},
		{"a chunk line of 5 KB", "net/http", chunk(5000), "refuses"},
		{"a chunk line of 5 KB", "curl", chunk(5000), "5"},
	} {
		for _, r := range readingsOf([]byte(c.response)) {
			if r.Reader != c.reader {
				continue
			}
			if got := said(r); got != c.want {
				t.Errorf("%s: Readers says %s for %s, want %s", c.name, got, c.reader, c.want)
			}
			if (c.want == "5") != (r.Limit == "") {
				t.Errorf("%s: %s has the limit %q; want one only if the outcome is not 5", c.name, c.reader, r.Limit)
			}
		}
	}
}

// If two classes have different effects on a program, its outcome is unknown: the
// combination was not measured.
func TestOutcomeOfUnmeasuredCombinationIsUnknown(t *testing.T) {
	for response, want := range map[string]string{
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked;a=b, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n": "unknown", // chunked with parameters, and chunked twice
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n":     "5",
	} {
		for _, r := range readingsOf([]byte(response)) {
			if r.Reader == "llhttp" && said(r) != want {
				t.Errorf("%q: Readers says %s for llhttp, want %s", response, said(r), want)
			}
		}
	}
}
