package expect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// findingsPrefix begins the names that count findings: findings.closed-early.
const findingsPrefix = "findings."

// A member is a name that can be looked up in an S.
type member[S any] struct {
	about string        // description of the name; empty if the name is a member of the JSON line
	unit  time.Duration // the value is a time in this unit
	get   func(S) (v Value, ok bool)
}

// members holds members by name.
type members[S any] map[string]member[S]

// errNone is the error for a known name that has no value.
var errNone = errors.New("there is none")

func (m members[S]) lookup(s S, name string) (Value, error) {
	x, known := m[name]
	if !known {
		return Value{}, fmt.Errorf("unknown name %q", name)
	}
	v, ok := x.get(s)
	if !ok {
		return Value{}, errNone
	}
	v.Unit = x.unit
	return v, nil
}

// check returns an error if c can never hold, because name is unknown, or because c
// compares with a duration and the value of name is not a time.
func (m members[S]) check(c Condition, name string) error {
	code, isCount := strings.CutPrefix(name, findingsPrefix)
	_, isCode := session.Lookup(wire.Code(code))
	x, known := m[name]
	switch {
	case isCount && !isCode:
		return fmt.Errorf("%q: unknown finding %q", c.Text, code)
	case !isCount && !known:
		return fmt.Errorf("%q: unknown name %q", c.Text, c.Name)
	case c.IsDuration() && x.unit == 0:
		return fmt.Errorf("%q: %s is not a time", c.Text, c.Name)
	}
	return nil
}

// described returns the names that are not members of the JSON line, in alphabetical
// order. Each begins with prefix and has a description.
func (m members[S]) described(prefix string) (all [][2]string) {
	for name, x := range m {
		if x.about != "" {
			all = append(all, [2]string{prefix + name, x.about})
		}
	}
	slices.SortFunc(all, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return all
}

// ParseExchange parses a condition on an exchange, such as "response.status=200". It
// returns an error for a name that an exchange does not have.
func ParseExchange(s string) (Condition, error) {
	c, err := Parse(s)
	if err != nil {
		return c, err
	}
	return c, exchangeMembers.check(c, c.Name)
}

// ParseEnd parses a condition on the end of a connection, such as "by=server". It returns
// an error for a name that an end does not have.
func ParseEnd(s string) (Condition, error) {
	c, err := Parse(s)
	if err != nil {
		return c, err
	}
	return c, checkEnd(c, c.Name)
}

func checkEnd(c Condition, name string) error {
	if name, ok := strings.CutPrefix(name, lastPrefix); ok {
		return exchangeMembers.check(c, name)
	}
	return endMembers.check(c, name)
}

// ExchangeNames returns the names of an exchange that are not members of the exchange
// line, each with a description.
func ExchangeNames() [][2]string { return exchangeMembers.described("") }

// EndNames returns the names of an end that are not members of the close line, as
// [Record] has them, each with a description.
func EndNames() [][2]string {
	return append(endMembers.described(closePrefix),
		[2]string{closePrefix + lastPrefix + "request.path", "any name of an exchange, looked up in the last exchange on the connection"})
}

func word[T ~string](s T) (Value, bool) { return Value{Word: string(s)}, s != "" }

func truth(yes bool) Value {
	if yes {
		return Value{Word: "true"}
	}
	return Value{Word: "false"}
}

func number[T int | int64](n T) Value {
	return Value{Number: true, Low: float64(n), High: float64(n)}
}

func micros(d time.Duration) Value {
	n := float64(d) / float64(time.Microsecond)
	return Value{Number: true, Low: n, High: n}
}

// at returns t, a time since the beginning of the session, as a date and time in UTC. It
// returns false if the session has no times.
func at(r *record.Record, t time.Duration) (Value, bool) {
	if r.Start.Wall.IsZero() {
		return Value{}, false
	}
	return word(r.Start.Wall.Add(t).UTC().Format("2006-01-02T15:04:05.000000000Z07:00"))
}

// countOf returns the number of findings with a code.
func countOf(fs []wire.Finding, code wire.Code) (n int) {
	for _, f := range fs {
		if f.Code == code {
			n += f.Count()
		}
	}
	return n
}
