package lesson

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session"
	"linger/session/record"
)

// A Condition is a function of the record. Once it holds for a mark, it holds
// for every later record.
type Condition interface {
	Met(*View) bool
	String() string // returns the condition in words
}

// A View holds the data that a condition can use.
type View struct {
	Rec  *record.Record
	From Mark           // the mark at which the step began
	Seen map[Look][]int // pages opened since From, each with its exchanges
	Pace int            // factor for the limits on times
}

// A Mark is a position in a record.
type Mark struct {
	Conns     int // number of exchanges and connections
	Exchanges int
	At        time.Duration // time of the newest event
}

// MarkOf returns the mark at the end of a record.
func MarkOf(r *record.Record) Mark {
	return Mark{Conns: len(r.Conns), Exchanges: len(r.Exchanges), At: r.Now()}
}

func (v *View) times(d time.Duration) time.Duration { return d * time.Duration(v.Pace) }

// exchanges iterates over the exchanges since the mark that have ended.
func (v *View) exchanges(yield func(*record.Connection, *record.Exchange) bool) {
	for _, e := range v.Rec.Exchanges[min(v.From.Exchanges, len(v.Rec.Exchanges)):] {
		c := v.Rec.Conn(e.Conn)
		if c != nil && e.Done && e.Requested && !yield(c, e) {
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
	n  int
	is []ExchangeIs
}

// Exchange returns a condition that holds when n exchanges with all these
// properties have ended.
func Exchange(n int, is ...ExchangeIs) Condition { return exchangeCondition{n, is} }

func (c exchangeCondition) Met(v *View) bool {
	n := 0
	for conn, e := range v.exchanges {
		if every(c.is, func(is ExchangeIs) bool { return is.so(v, conn, e) }) {
			n++
		}
	}
	return n >= c.n
}

func (c exchangeCondition) String() string {
	words := make([]string, len(c.is))
	for i, is := range c.is {
		words[i] = is.words
	}
	return counted(c.n, "exchange") + ": " + strings.Join(words, ", ")
}

type closeCondition struct {
	n  int
	is []EndIs
}

// Closed returns a condition that holds when a connection with all these
// properties has ended.
func Closed(is ...EndIs) Condition { return closeCondition{1, is} }

// CloseN returns a condition that holds when n connections with all these
// properties have ended.
func CloseN(n int, is ...EndIs) Condition { return closeCondition{n, is} }

func (c closeCondition) Met(v *View) bool {
	n := 0
	for conn := range v.ends {
		if every(c.is, func(is EndIs) bool { return is.so(v, conn) }) {
			n++
		}
	}
	return n >= c.n
}

func (c closeCondition) String() string {
	words := make([]string, len(c.is))
	for i, is := range c.is {
		words[i] = is.words
	}
	return counted(c.n, "end") + " of a connection: " + strings.Join(words, ", ")
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

// LookedAt returns a condition that holds when the student has opened a page of
// an exchange with all these properties.
func LookedAt(at Look, is ...ExchangeIs) Condition { return lookCondition{at, is} }

type lookCondition struct {
	at Look
	is []ExchangeIs
}

func (l lookCondition) Met(v *View) bool {
	return slices.ContainsFunc(v.Seen[l.at], func(id int) bool {
		e := v.Rec.Exchange(id)
		if e == nil {
			return false
		}
		c := v.Rec.Conn(e.Conn)
		return every(l.is, func(is ExchangeIs) bool { return is.so(v, c, e) })
	})
}

func (l lookCondition) String() string {
	return "tab " + string(l.at) + " opened at the right exchange"
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
