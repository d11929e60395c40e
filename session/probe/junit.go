package probe

import (
	"encoding/xml"
	"fmt"
	"io"

	"linger/wire/format"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Failure *junitMessage `xml:"failure,omitempty"`
	Error   *junitMessage `xml:"error,omitempty"`
	Skipped *junitMessage `xml:"skipped,omitempty"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
}

// WriteJUnit writes reports as JUnit XML: a suite for each target, a case for
// each check and each expectation. A warning passes, with its text as output.
func WriteJUnit(w io.Writer, reports []*Report) error {
	var all junitSuites
	for _, r := range reports {
		all.Suites = append(all.Suites, r.junit())
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r *Report) junit() junitSuite {
	s := junitSuite{Name: r.Target, Time: format.Fixed(r.Took.Seconds(), 3), Skipped: r.Count(Skip), Failures: len(r.Failed())}
	if r.Failure != "" {
		s.Errors = 1
		s.Cases = append(s.Cases, junitCase{Class: r.Target, Name: "connect", Error: &junitMessage{r.Failure}})
	}
	for _, c := range r.Checks {
		s.Cases = append(s.Cases, c.junit(r.Target))
	}
	for _, e := range r.Expected {
		jc := junitCase{Class: r.Target + " expected", Name: e.Want, Out: e.Text}
		if !e.Met {
			jc.Failure = &junitMessage{e.Text}
		}
		s.Cases = append(s.Cases, jc)
	}
	s.Tests = len(s.Cases)
	return s
}

func (c Check) junit(target string) junitCase {
	jc := junitCase{Class: target, Name: c.Name}
	text := c.Text
	if c.Found != "" {
		text = fmt.Sprintf("%s: %s (%s)", c.Found, c.Text, c.Ref)
	}
	switch c.Verdict {
	case Fail:
		jc.Failure = &junitMessage{text}
	case Skip:
		jc.Skipped = &junitMessage{text}
	default:
		jc.Out = string(c.Verdict) + ": " + text
	}
	return jc
}
