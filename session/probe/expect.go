package probe

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Threshold is what is expected of a check: "idle-timeout>=65s",
// "max-requests>=100", "race=pass".
type Threshold struct {
	Check string
	Op    string // ">=", "<=", ">", "<" or "="
	Value float64
	Grade Verdict // for "=": the verdict, in place of a value
	text  string
}

// An Expectation is a threshold and whether it was met.
type Expectation struct {
	Want string `json:"want"`
	Met  bool   `json:"met"`
	Text string `json:"text"` // what was measured
}

// Verdict returns Pass when the expectation was met, and Fail otherwise.
func (e Expectation) Verdict() Verdict {
	if e.Met {
		return Pass
	}
	return Fail
}

// timed are the checks that measure a time, and its unit.
var timed = map[string]time.Duration{
	nameIdle: time.Second, nameFirst: time.Second, nameHonour: time.Millisecond, nameExpect: time.Millisecond,
}

var ops = []string{">=", "<=", "==", ">", "<", "="}

// ParseThreshold reads a threshold. A value may be a duration ("65s", "2m",
// "500ms") or a number in the unit of the check. It fails for a check there is
// not, and says which there are.
func ParseThreshold(s string) (Threshold, error) {
	for _, op := range ops {
		name, value, ok := strings.Cut(s, op)
		if !ok {
			continue
		}
		t := Threshold{Check: strings.TrimSpace(name), Op: op, text: s}
		if op == "==" {
			t.Op = "="
		}
		if !slices.Contains(Names(), t.Check) {
			return t, fmt.Errorf("%q is no check; there are %s", t.Check, strings.Join(Names(), ", "))
		}
		return t, t.parse(strings.TrimSpace(value))
	}
	return Threshold{}, fmt.Errorf("%q is no expectation: write it as idle-timeout>=65s, or race=pass", s)
}

func (t *Threshold) parse(value string) error {
	switch v := Verdict(value); v {
	case Pass, Warn, Fail, Skip:
		if t.Op != "=" {
			return fmt.Errorf("%q: a verdict is compared with = alone", t.text)
		}
		t.Grade = v
		return nil
	}
	if n, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Errorf("%q: %q is no number to compare with", t.text, value)
		}
		t.Value = n
		return nil
	}
	d, err := time.ParseDuration(value)
	if err != nil {
		return fmt.Errorf("%q: %q is neither a number, a duration nor a verdict", t.text, value)
	}
	unit, ok := timed[t.Check]
	if !ok {
		return fmt.Errorf("%q: %s is no time: compare it with a number, or a verdict", t.text, t.Check)
	}
	t.Value = float64(d) / float64(unit)
	return nil
}

// Judge compares the threshold with what was measured. "At least" is judged by
// the lowest sample and "at most" by the highest; what was not measured is not
// met.
func (t Threshold) Judge(r *Report) Expectation {
	e := Expectation{Want: t.text}
	c := r.Check(t.Check)
	if c == nil {
		e.Text = "not measured"
		return e
	}
	if t.Grade != "" {
		e.Met, e.Text = c.Verdict == t.Grade, "the verdict is "+string(c.Verdict)
		return e
	}
	if c.Measured == nil {
		e.Text = "not measured: " + c.Text
		return e
	}
	low, high := *c.Measured, *c.Measured
	if c.Low != nil && c.High != nil {
		low, high = *c.Low, *c.High
	}
	e.Text = "measured " + c.Found
	switch t.Op {
	case ">=":
		e.Met = low >= t.Value
	case ">":
		e.Met = low > t.Value || c.AtLeast && !c.ended && low >= t.Value
	case "<=":
		e.Met = high <= t.Value && !c.AtLeast
	case "<":
		e.Met = high < t.Value && !c.AtLeast
	default:
		e.Met = low == t.Value && high == t.Value && !c.AtLeast
	}
	return e
}
