package expect

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Condition is one expectation: "exchanges>=5", "race=pass", "status.5xx==0".
type Condition struct {
	Name string
	Op   string // "=", "!=", ">=", "<=", ">" or "<"
	Want string
	Text string // the condition as written

	number   float64
	duration time.Duration
	words    []string // the alternatives in Want
	is       kind
}

// A kind is the type of value that Want can be read as.
type kind uint8

const (
	isWord kind = iota
	isNumber
	isDuration
)

var form = regexp.MustCompile(`^([a-z_][a-z0-9_.-]*)\s*(>=|<=|!=|==|=|>|<)\s*(.+)$`)

// Parse reads a condition. A value is a number, a duration ("65s", "500ms") or, only with
// = and !=, a word, or several words with | between them ("fin|close-notify").
func Parse(s string) (Condition, error) {
	m := form.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return Condition{}, fmt.Errorf("%q is not a condition: write a name, a comparison and a value, such as exchanges>=5 or idle-timeout>=65s", s)
	}
	c := Condition{Name: m[1], Op: m[2], Want: m[3], Text: s}
	if c.Op == "==" {
		c.Op = "="
	}
	if n, err := strconv.ParseFloat(c.Want, 64); err == nil {
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return c, fmt.Errorf("%q: %q is not a number to compare with", s, c.Want)
		}
		c.number, c.is = n, isNumber
	} else if d, err := time.ParseDuration(c.Want); err == nil {
		c.duration, c.is = d, isDuration
	}
	if c.is == isWord && strings.ContainsAny(c.Op, "<>") {
		return c, fmt.Errorf("%q: %s compares numbers and durations, and %q is neither", s, c.Op, c.Want)
	}
	c.words = strings.Split(c.Want, "|")
	return c, nil
}

// IsWord reports whether the condition compares with a word, and not with a number
// or a duration.
func (c Condition) IsWord() bool { return c.is == isWord }

// IsDuration reports whether the condition compares with a duration.
func (c Condition) IsDuration() bool { return c.is == isDuration }

// Times returns the condition with its duration multiplied by n. Numbers and words stay
// as they are.
func (c Condition) Times(n int) Condition {
	c.duration *= time.Duration(n)
	return c
}

// A Value is what was observed for a name. A number that was measured several times is a
// range. For some numbers only a lower bound is known.
type Value struct {
	Word      string  // the word, for a condition that compares with a word; empty: the number
	Text      string  // the observation in words, such as "measured 5.003 s"; empty: "it is" and the word
	Low, High float64 // valid if Number
	Number    bool
	AtLeast   bool          // High is not known
	Beyond    bool          // the value is known only to be above Low
	Unit      time.Duration // if not 0, the number is a time in this unit
}

// A Lookup returns what was observed for a name, or an error that says why nothing was
// observed.
type Lookup func(name string) (Value, error)

// A Result is the outcome of a condition.
type Result struct {
	Want string `json:"want"`
	Met  bool   `json:"met"`
	Text string `json:"text"` // the observation in words
}

// Judge compares the condition with the observed value, and returns the outcome with the
// observation in words. See [Condition.Met].
func (c Condition) Judge(seen Lookup) Result {
	v, err := seen(c.Name)
	if err != nil {
		return Result{Want: c.Text, Text: err.Error()}
	}
	text := v.Text
	switch {
	case text == "" || c.is == isWord:
		text = "it is " + v.word()
	case c.is == isDuration && v.Number && v.Unit == 0:
		text += ", which is not a time"
	}
	return Result{Want: c.Text, Met: c.holds(&v), Text: text}
}

// Met reports whether the condition holds for the observed value. The operators >= and >
// apply to the lowest measurement, and <= and < to the highest. A condition on something
// that was not observed is not met.
func (c Condition) Met(seen Lookup) bool {
	v, err := seen(c.Name)
	return err == nil && c.holds(&v)
}

func (c *Condition) holds(v *Value) bool {
	switch {
	case c.is == isWord:
		return slices.Contains(c.words, v.word()) == (c.Op == "=")
	case !v.Number: // the condition needs a number, but the value is not one
		return false
	case c.is == isNumber:
		return v.compare(c.Op, c.number)
	}
	return v.Unit > 0 && v.compare(c.Op, float64(c.duration)/float64(v.Unit))
}

// word returns the value as a word.
func (v *Value) word() string {
	if v.Word == "" && v.Number {
		return strconv.FormatFloat(v.Low, 'f', -1, 64)
	}
	return v.Word
}

// compare compares the observed number with the expected one.
func (v *Value) compare(op string, want float64) bool {
	switch op {
	case ">=":
		return v.Low >= want
	case ">":
		return v.Low > want || v.Beyond && v.Low >= want
	case "<=":
		return v.High <= want && !v.AtLeast
	case "<":
		return v.High < want && !v.AtLeast
	case "!=":
		return v.Low != want || v.High != want || v.AtLeast
	}
	return v.Low == want && v.High == want && !v.AtLeast
}
