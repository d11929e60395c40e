package practice

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Param is a scenario parameter. The query in the request target can set it:
// /countdown?timeout=3&max=5. The server answers an invalid value with 400.
type Param struct {
	Name    string
	About   string  // what the parameter means, in a few words
	Kind    Kind    // unit and syntax of the value
	Default string  // default value, in the syntax of a query
	Min     float64 // bounds of a number, in the unit of Kind
	Max     float64
}

// A Kind is the type of a parameter value.
type Kind int

// The kinds of parameters.
const (
	Count        Kind = iota // a whole number
	Bytes                    // a whole number of bytes
	Seconds                  // seconds; fractions are allowed
	WholeSeconds             // whole seconds, as in a Keep-Alive field
	Text                     // at most 200 visible US-ASCII characters and spaces
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

// String returns the parameter with its default and, except for text, its limits, such as
// "timeout=5 (0 to 600 s)".
func (p Param) String() string {
	if p.Kind == Text {
		return fmt.Sprintf("%s=%s", p.Name, p.Default)
	}
	return fmt.Sprintf("%s=%s (%s)", p.Name, p.Default, p.Limits())
}

// Limits returns the values that the parameter accepts, such as "0 to 600 s".
func (p Param) Limits() string {
	if p.Kind == Text {
		return fmt.Sprintf("at most %d visible US-ASCII characters and spaces", maxText)
	}
	return fmt.Sprintf("%s to %s%s", number(p.Min), number(p.Max), p.Kind.unit())
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// maxText is the maximum length of a Text value, in characters.
const maxText = 200

// read checks a value from a query and returns it in its normal form: a number without
// redundant digits, or the text itself.
func (p Param) read(s string) (string, error) {
	wrong := func(what string) (string, error) {
		return "", fmt.Errorf("%s=%+q %s; it takes %s", p.Name, clip(s), what, p.Limits())
	}
	if p.Kind == Text {
		if len(s) > maxText || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
			return wrong("cannot be sent")
		}
		return s, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil && strings.Contains(s, ";"):
		return wrong("is not a number, and pairs are separated by &")
	case err != nil && !errors.Is(err, strconv.ErrRange), math.IsNaN(f):
		return wrong("is not a number")
	case f < p.Min, f > p.Max:
		return wrong("is out of range")
	case p.Kind != Seconds && f != math.Trunc(f):
		return wrong("is not a whole number")
	}
	return number(f), nil
}

// maxWait is the maximum value of parameters that are in seconds.
const maxWait = 600

func secondsParam(name string, def float64, about string) Param {
	return Param{Name: name, About: about, Kind: Seconds, Default: number(def), Max: maxWait}
}

// period returns a parameter for a duration in seconds that must not be 0, such as the
// interval between repeated events.
func period(name string, def float64, about string) Param {
	p := secondsParam(name, def, about)
	p.Min = 0.001
	return p
}

func wholeSecondsParam(name string, def int, about string) Param {
	return Param{Name: name, About: about, Kind: WholeSeconds, Default: strconv.Itoa(def), Max: maxWait}
}

func countParam(name string, def, least, most int, about string) Param {
	return Param{Name: name, About: about, Kind: Count, Default: strconv.Itoa(def), Min: float64(least), Max: float64(most)}
}

func bytesParam(name string, def, least, most int, about string) Param {
	return Param{Name: name, About: about, Kind: Bytes, Default: strconv.Itoa(def), Min: float64(least), Max: float64(most)}
}

func textParam(name, def, about string) Param {
	return Param{Name: name, About: about, Kind: Text, Default: def}
}
