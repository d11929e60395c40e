package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session/expect"
)

// timed holds the checks that measure a time, with the unit of their measurements.
var timed = map[string]time.Duration{
	nameIdle: time.Second, nameFirst: time.Second, nameHonour: time.Millisecond, nameExpect: time.Millisecond,
}

// ParseExpectation reads a condition on a check: "idle-timeout>=65s",
// "max-requests>=100", "race=pass". It returns an error if the check is unknown or cannot
// be compared with the value.
func ParseExpectation(s string) (expect.Condition, error) {
	c, err := expect.Parse(s)
	if err != nil {
		return c, err
	}
	_, isTime := timed[c.Name]
	switch {
	case !slices.Contains(Names(), c.Name):
		return c, fmt.Errorf("unknown check %q; available checks: %s", c.Name, strings.Join(Names(), ", "))
	case c.IsWord() && !slices.Contains(Verdicts(), Verdict(c.Want)):
		return c, fmt.Errorf("%q: %q is neither a number, a duration nor a verdict", s, c.Want)
	case c.IsDuration() && !isTime:
		return c, fmt.Errorf("%q: %s is not a time; compare it with a number or a verdict", s, c.Name)
	}
	return c, nil
}

// VerdictOf returns Pass if the expectation was met, and Fail otherwise.
func VerdictOf(e expect.Result) Verdict {
	if e.Met {
		return Pass
	}
	return Fail
}

// Lookup returns what the report says about a check, for an [expect.Condition].
func (r *Report) Lookup(name string) (expect.Value, error) {
	c := r.Check(name)
	if c == nil {
		return expect.Value{}, errors.New("not measured")
	}
	v := expect.Value{Word: string(c.Verdict), Text: "not measured: " + c.Text, Unit: timed[name]}
	if c.Measured == nil {
		return v, nil
	}
	v.Text = "measured " + c.Found
	v.Number, v.Low, v.High = true, *c.Measured, *c.Measured
	if c.Low != nil && c.High != nil {
		v.Low, v.High = *c.Low, *c.High
	}
	v.AtLeast, v.Beyond = c.AtLeast, c.AtLeast && !c.ended
	return v, nil
}
