package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/session/expect"
	"linger/session/record"
)

// A Condition is a function of the record. Once it holds, it also holds for every later
// state of the record.
type Condition interface {
	Met(*View) bool
	String() string // returns the condition in words
}

// A View holds the data that a condition can use.
type View struct {
	Rec  *record.Record
	From Mark           // the mark at which the step began
	Seen map[Look][]int // pages opened since From, each with its exchanges
	Pace int            // factor for the durations in conditions
}

// A Mark is a position in a record.
type Mark struct {
	Conns     int           // number of connections
	Exchanges int           // number of exchanges
	At        time.Duration // time of the most recent event
}

// MarkOf returns the mark at the end of a record.
func MarkOf(r *record.Record) Mark {
	return Mark{Conns: len(r.Conns), Exchanges: r.Count(), At: r.Now()}
}

// exchanges iterates over the exchanges since the mark that have a request and have
// ended.
func (v *View) exchanges(yield func(*record.Exchange) bool) {
	for _, e := range v.Rec.After(v.From.Exchanges) {
		if e.Done && e.Requested && !yield(e) {
			return
		}
	}
}

// ends iterates over the connections that ended since the mark, except those
// that linger closed to make a new one.
func (v *View) ends(yield func(*record.Connection) bool) {
	for _, c := range v.Rec.Conns {
		if c.State != record.Ended || c.ID <= v.From.Conns && c.Close.At <= v.From.At {
			continue
		}
		if m := c.Close.Motive; m != session.MotiveReconnect && m != session.MotiveRetarget && !yield(c) {
			return
		}
	}
}

type exchangeCondition struct {
	n     int
	wants []expect.Condition
}

// Exchange returns a condition that holds when n exchanges have ended that meet all
// expectations in wants, such as "response.status=200" or "idle_us>=8s". The names are
// those of [expect.Exchange]. Exchange panics if an expectation is invalid.
func Exchange(n int, wants ...string) Condition {
	return exchangeCondition{n, parsed(expect.ParseExchange, wants)}
}

func (c exchangeCondition) Met(v *View) bool {
	n := 0
	for e := range v.exchanges {
		if v.holds(c.wants, expect.Exchange(v.Rec, e)) {
			n++
		}
	}
	return n >= c.n
}

func (c exchangeCondition) String() string { return counted(c.n, "exchange") + ": " + listed(c.wants) }

type closeCondition struct {
	n     int
	wants []expect.Condition
}

// Closed returns a condition that holds when a connection has ended that meets all
// expectations in wants, such as "by=server" or "idle_us>=8s". The names are those of
// [expect.End]. Closed panics if an expectation is invalid.
func Closed(wants ...string) Condition { return CloseN(1, wants...) }

// CloseN returns a condition that holds when n such connections have ended; see [Closed].
func CloseN(n int, wants ...string) Condition {
	return closeCondition{n, parsed(expect.ParseEnd, wants)}
}

func (c closeCondition) Met(v *View) bool {
	n := 0
	for conn := range v.ends {
		if v.holds(c.wants, expect.End(v.Rec, conn)) {
			n++
		}
	}
	return n >= c.n
}

func (c closeCondition) String() string {
	return counted(c.n, "end") + " of a connection: " + listed(c.wants)
}

// parsed returns the conditions in texts. The texts are part of the program, so parsed
// panics if one of them is invalid.
func parsed(parse func(string) (expect.Condition, error), texts []string) []expect.Condition {
	out := make([]expect.Condition, len(texts))
	for i, s := range texts {
		c, err := parse(s)
		if err != nil {
			panic(err)
		}
		out[i] = c
	}
	return out
}

// holds reports whether all conditions hold, with their durations multiplied by the pace.
func (v *View) holds(wants []expect.Condition, seen expect.Lookup) bool {
	return every(wants, func(c expect.Condition) bool { return c.Times(v.Pace).Met(seen) })
}

func listed(wants []expect.Condition) string {
	texts := make([]string, len(wants))
	for i, c := range wants {
		texts[i] = c.Text
	}
	return strings.Join(texts, ", ")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func every[T any](list []T, so func(T) bool) bool {
	for _, x := range list {
		if !so(x) {
			return false
		}
	}
	return true
}

// Held is a condition that holds when linger has sent this many requests to keep the
// connection open.
type Held struct{ N int }

// Met reports whether the condition holds.
func (h Held) Met(v *View) bool {
	w := v.Rec.Work
	return w.Kind == session.WorkHold && w.At > v.From.At && w.Done >= h.N
}

func (h Held) String() string { return "held open with " + counted(h.N, "request") }

// OutOfStep is a condition that holds when client and server are out of step:
// bytes arrived that answer no request.
type OutOfStep struct{}

// Met reports whether the condition holds.
func (OutOfStep) Met(v *View) bool {
	for _, c := range v.Rec.Conns[min(v.From.Conns, len(v.Rec.Conns)):] {
		if c.OutOfStep {
			return true
		}
	}
	return false
}

func (OutOfStep) String() string { return "a new connection is out of step" }

// Looked is a condition that holds when the student has opened a page.
type Looked struct{ At Look }

// Met reports whether the condition holds.
func (l Looked) Met(v *View) bool { return len(v.Seen[l.At]) > 0 }

func (l Looked) String() string { return "tab " + string(l.At) + " opened" }

// LookedAt returns a condition that holds when the student has opened a page of an
// exchange that meets all expectations in wants; see [Exchange].
func LookedAt(at Look, wants ...string) Condition {
	return lookCondition{at, parsed(expect.ParseExchange, wants)}
}

type lookCondition struct {
	at    Look
	wants []expect.Condition
}

func (l lookCondition) Met(v *View) bool {
	return slices.ContainsFunc(v.Seen[l.at], func(id int) bool {
		e := v.Rec.Exchange(id)
		return e != nil && v.holds(l.wants, expect.Exchange(v.Rec, e))
	})
}

func (l lookCondition) String() string {
	return "tab " + string(l.at) + " opened at an exchange: " + listed(l.wants)
}

type allOf []Condition

// All returns a condition that holds when all given conditions hold.
func All(cs ...Condition) Condition { return allOf(cs) }

func (a allOf) Met(v *View) bool {
	return every(a, func(c Condition) bool { return c.Met(v) })
}

func (a allOf) String() string {
	words := make([]string, len(a))
	for i, c := range a {
		words[i] = c.String()
	}
	return strings.Join(words, "; ")
}

type anyOf []Condition

// Any returns a condition that holds when one of the given conditions holds.
func Any(cs ...Condition) Condition { return anyOf(cs) }

func (a anyOf) Met(v *View) bool {
	return slices.ContainsFunc(a, func(c Condition) bool { return c.Met(v) })
}

func (a anyOf) String() string {
	words := make([]string, len(a))
	for i, c := range a {
		words[i] = c.String()
	}
	return strings.Join(words, ", or ")
}
