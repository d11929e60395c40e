package practice

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Param is a value of a scenario that the query of the request target can
// change: /countdown?timeout=3&max=5. A number outside its bounds is moved to
// the nearest one; what is not a number at all is answered with 400.
type Param struct {
	Name    string
	About   string  // what it changes, in a few words
	Kind    Kind    // what it counts, and how it is written
	Default string  // as it would be written in a query
	Min     float64 // bounds of a number, in the unit of Kind
	Max     float64
}

// A Kind says what a parameter's value is.
type Kind int

// The kinds of parameters.
const (
	Count        Kind = iota // a whole number
	Bytes                    // a whole number of bytes
	Seconds                  // seconds, fractions allowed
	WholeSeconds             // seconds, as a Keep-Alive field can say them
	Text                     // visible US-ASCII and spaces, at most 200 of them
)

func (k Kind) unit() string {
	switch k {
	case Bytes:
		return " bytes"
	case Seconds, WholeSeconds:
		return " s"
	}
	return ""
}

// String is "timeout=5 (0 to 600 s)".
func (p Param) String() string {
	if p.Kind == Text {
		return fmt.Sprintf("%s=%s", p.Name, p.Default)
	}
	return fmt.Sprintf("%s=%s (%s to %s%s)", p.Name, p.Default, number(p.Min), number(p.Max), p.Kind.unit())
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// maxText is the length of the longest text that a query may put in a field.
const maxText = 200

// read checks a value from a query and returns it as it will be used.
func (p Param) read(s string) (string, error) {
	if p.Kind == Text {
		if len(s) > maxText || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
			return "", fmt.Errorf("%s takes at most %d visible US-ASCII characters", p.Name, maxText)
		}
		return s, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return "", fmt.Errorf("%s=%q is not a number", p.Name, s)
	}
	if p.Kind != Seconds && f != math.Trunc(f) {
		return "", fmt.Errorf("%s=%q is not a whole number", p.Name, s)
	}
	return number(min(max(f, p.Min), p.Max)), nil
}

// values are a request's parameters, complete and checked.
type values map[string]string

// readValues takes a scenario's parameters from a query. Names that the
// scenario does not have are left alone: a query may carry what it likes.
func readValues(params []Param, query map[string][]string) (values, error) {
	v := make(values, len(params))
	for _, p := range params {
		v[p.Name] = p.Default
		if given := query[p.Name]; len(given) > 0 {
			s, err := p.read(given[len(given)-1])
			if err != nil {
				return nil, err
			}
			v[p.Name] = s
		}
	}
	return v, nil
}

func (v values) number(name string) float64 {
	f, err := strconv.ParseFloat(v[name], 64)
	if err != nil {
		panic("practice: no number named " + name)
	}
	return f
}

func (v values) count(name string) int { return int(v.number(name)) }

func (v values) seconds(name string) time.Duration {
	return time.Duration(math.Round(v.number(name) * 1e9))
}

func (v values) text(name string) string { return v[name] }

// maxWait is the longest time that a parameter can ask the server to wait.
const maxWait = 600

func seconds(name string, def float64, about string) Param {
	return Param{Name: name, About: about, Kind: Seconds, Default: number(def), Max: maxWait}
}

func wholeSeconds(name string, def int, about string) Param {
	return Param{Name: name, About: about, Kind: WholeSeconds, Default: strconv.Itoa(def), Max: maxWait}
}

func count(name string, def, least, most int, about string) Param {
	return Param{Name: name, About: about, Kind: Count, Default: strconv.Itoa(def), Min: float64(least), Max: float64(most)}
}

func bytesParam(name string, def, least, most int, about string) Param {
	return Param{Name: name, About: about, Kind: Bytes, Default: strconv.Itoa(def), Min: float64(least), Max: float64(most)}
}

func text(name, def, about string) Param {
	return Param{Name: name, About: about, Kind: Text, Default: def}
}
