package clients

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"linger/wire"
)

// A measurement is a response and what programs did after it.
type measurement struct {
	Name     string
	Method   string
	Response []byte
	Reuses   map[string]bool // for each program, whether it sent a second request on the same connection
	Refuses  []string        // programs that reported an error instead of the response
}

func measurements(t *testing.T) (all []measurement) {
	f, err := os.Open("testdata/clients.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var m measurement
		if err := json.Unmarshal(s.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// response decodes a measurement.
func (m *measurement) response() Response {
	d := wire.NewDecoder(wire.Limits{})
	d.Expect(wire.Request{Method: m.Method, Version: wire.Version{Major: 1, Minor: 1}})
	var findings []wire.Finding
	var lines []wire.Line
	rest := m.Response
	for {
		n, ev := d.Feed(rest)
		rest = rest[n:]
		lines, findings = append(lines, d.Lines()...), append(findings, d.Findings()...)
		if ev == wire.EventNeedMore || ev == wire.EventMessageEnd {
			break
		}
	}
	f := *d.Facts()
	values := func(name string) (out []string) {
		for _, l := range lines {
			line := m.Response[l.Off : l.Off+l.Len]
			if l.Kind == wire.KindFieldLine && strings.EqualFold(string(line[:l.A]), name) {
				out = append(out, string(line[l.B:l.C]))
			}
		}
		return out
	}
	followed := FollowedByNothing
	switch {
	case len(rest) > 0 && strings.Trim(string(rest), "\r\n") == "":
		followed = FollowedByEmptyLine
	case len(rest) > 0:
		followed = FollowedByBytes
	}
	return Of(&f, f.Persistence(), values, wire.Readers(&f, findings, int64(len(m.Response))-f.BodyAt), followed)
}

// testdata/clients.jsonl holds the measured behaviour of the programs, each of which got
// the response twice. The versions are those in the table.
func TestClientsAgreeWithMeasurements(t *testing.T) {
	held, unsure := 0, 0
	for _, m := range measurements(t) {
		r := m.response()
		for _, c := range All() {
			want, measured := m.Reuses[c.Name]
			if measured != (c.Version != "") {
				t.Fatalf("%s: %s was measured: %t, but its version is %q; want a version only if measured", m.Name, c.Name, measured, c.Version)
			}
			v := c.Ask(r)
			switch {
			case !measured:
			case !v.Sure:
				unsure++
			case v.Reuse != want:
				t.Errorf("%s: the rule of %s says reuse %t (%s), want %t as measured", m.Name, c.Name, v.Reuse, v.Why, want)
			case v.Why == "":
				t.Errorf("%s: the rule of %s gives no reason, want one", m.Name, c.Name)
			case v.Reuse && slices.Contains(m.Refuses, c.Name):
				t.Errorf("%s: the rule of %s says reuse, want no reuse because it refuses the response", m.Name, c.Name)
			default:
				held++
			}
		}
	}
	if held < 590 || unsure > 10 {
		t.Errorf("%d verdicts agree and %d are not sure; want at least 590 and at most 10", held, unsure)
	}
}

// Each client names the source of its rule.
func TestEveryClientHasASource(t *testing.T) {
	for _, c := range All() {
		if c.Source == "" {
			t.Errorf("client %s has no source, want one", c.Name)
		}
	}
}
