package expect

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linger/session/record"
	"linger/wire"
)

// Prefixes of the names in conditions on a session.
const (
	closePrefix  = "close."  // names for the last connection that ended
	statusPrefix = "status." // status.404, status.5xx
)

// ParseRecord parses a condition on a session: "exchanges>=5". It returns an error for a
// name that [Record] does not have.
func ParseRecord(s string) (Condition, error) {
	c, err := Parse(s)
	if err != nil {
		return c, err
	}
	name, ofEnd := strings.CutPrefix(c.Name, closePrefix)
	switch {
	case ofEnd:
		return c, checkEnd(c, name)
	case !isCount(c.Name):
		return c, exchangeMembers.check(c, c.Name)
	case c.IsDuration():
		return c, fmt.Errorf("%q: %s is not a time", s, c.Name)
	}
	return c, nil
}

func isCount(name string) bool {
	return strings.HasPrefix(name, statusPrefix) || slices.ContainsFunc(Counts(), func(c [2]string) bool { return c[0] == name })
}

// Record returns the Lookup for conditions on a session. Its names are:
//
//   - the names of [Counts], and counts such as status.5xx, status.404 and findings.closed-early;
//   - the names of [End] with the prefix "close.", such as close.by, for the last connection that ended;
//   - the names of [Exchange], such as keep_alive.timeout, for the last exchange that has a value.
func Record(r *record.Record, t Texts) Lookup {
	s := seen{record: r, texts: t}
	return s.lookup
}

// seen holds what can be looked up in a record.
type seen struct {
	record   *record.Record
	texts    Texts
	counts   map[string]int64 // created at the first lookup
	statuses map[string]int64 // "404" and "4xx"
}

func (s *seen) count() {
	if s.counts == nil {
		s.statuses = statuses(s.record)
		s.counts = countsOf(s.record, s.statuses)
	}
}

// Counts returns the names of the counts of a session, each with a description.
func Counts() [][2]string {
	return [][2]string{
		{"exchanges", "requests that were answered"},
		{"connections", "connections that were made"},
		{"lost", "requests without a final status when the connection ended"},
		{"incomplete", "incomplete responses"},
		{"body_bytes", "bytes of content"},
		{"errors", "findings of severity error"},
		{"warnings", "findings of severity warning"},
	}
}

func countsOf(r *record.Record, statuses map[string]int64) map[string]int64 {
	t := r.Tally()
	n := map[string]int64{
		"exchanges": 0, "connections": int64(r.Forgotten().Made), "lost": int64(r.Forgotten().Lost), "incomplete": t.Incomplete, "body_bytes": t.Body, "errors": int64(t.Errors), "warnings": int64(t.Warnings),
	}
	for _, c := range r.Conns {
		n["lost"] += int64(len(c.Close.Lost))
		if c.State != record.Failed {
			n["connections"]++
		}
	}
	for class := range 10 {
		n["exchanges"] += statuses[strconv.Itoa(class)+"xx"]
	}
	return n
}

func statuses(r *record.Record) map[string]int64 {
	n := map[string]int64{}
	for status, k := range r.Statuses() {
		n[strconv.Itoa(status)] += int64(k)
		n[strconv.Itoa(status/100)+"xx"] += int64(k)
	}
	return n
}

func (s *seen) lookup(name string) (Value, error) {
	s.count()
	if n, ok := s.counts[name]; ok {
		return number(n), nil
	}
	if status, ok := strings.CutPrefix(name, statusPrefix); ok {
		return number(s.statuses[status]), nil
	}
	if code, ok := strings.CutPrefix(name, findingsPrefix); ok {
		return number(s.findings(wire.Code(code))), nil
	}
	if name, ok := strings.CutPrefix(name, closePrefix); ok {
		return s.ofEnd(name)
	}
	return s.ofExchange(name)
}

// findings returns the number of findings with the given code.
func (s *seen) findings(code wire.Code) (n int) {
	for _, c := range s.record.Conns {
		n += countOf(c.Findings, code)
		for _, e := range c.Exchanges {
			n += countOf(e.Findings, code)
		}
	}
	return n
}

// ofEnd looks up a name in the last connection that ended.
func (s *seen) ofEnd(name string) (Value, error) {
	for _, c := range slices.Backward(s.record.Conns) {
		if c.State != record.Ended {
			continue
		}
		v, err := oneEnd{s.record, c, s.texts}.lookup(name)
		if errors.Is(err, errNone) {
			err = fmt.Errorf("the last connection that ended has no %s", name)
		}
		return v, err
	}
	return Value{}, errors.New("no connection has ended")
}

// ofExchange looks up a name in the last exchange that has it.
func (s *seen) ofExchange(name string) (Value, error) {
	for _, e := range slices.Backward(s.record.Exchanges) {
		if e.Conn == 0 || e.Tunnel {
			continue
		}
		if v, err := (oneExchange{s.record, e}).lookup(name); !errors.Is(err, errNone) {
			return v, err
		}
	}
	return Value{}, fmt.Errorf("no exchange has %s", name)
}
