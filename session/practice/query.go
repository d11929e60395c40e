package practice

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// values holds the checked values of all parameters in a request.
type values map[string]string

// readValues returns the values of all parameters: those in query, and the defaults of
// the others. It parses the query as the URL Standard parses
// application/x-www-form-urlencoded: & separates pairs, the first = separates name and
// value, + is a space, and a semicolon is part of the value. Unlike the standard, it
// returns an error for an invalid pair instead of skipping or correcting the pair,
// because a scenario must do exactly what the user asked for.
func (s *Scenario) readValues(query string) (values, error) {
	v := make(values, len(s.Params))
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, err := decodePair(pair)
		i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name })
		if s.foreign && (err != nil || i < 0) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if i < 0 {
			return nil, fmt.Errorf("there is no parameter %+q", clip(name))
		}
		if _, again := v[name]; again {
			return nil, fmt.Errorf("%s occurs more than once", name)
		}
		if v[name], err = s.Params[i].read(value); err != nil {
			return nil, err
		}
	}
	for _, p := range s.Params {
		if _, given := v[p.Name]; !given {
			v[p.Name] = p.Default
		}
	}
	return v, s.order.check(v)
}

func decodePair(pair string) (name, value string, err error) {
	before, after, _ := strings.Cut(pair, "=")
	if name, err = url.QueryUnescape(before); err == nil {
		value, err = url.QueryUnescape(after)
	}
	if err != nil {
		return "", "", fmt.Errorf("%+q cannot be decoded: a %% needs two hexadecimal digits after it", clip(pair))
	}
	return name, value, nil
}

// An order names two parameters. The first has to be less than the second; otherwise the
// scenario could not do what its text says. The zero value requires nothing.
type order struct{ less, than string }

func (o order) String() string { return fmt.Sprintf("%s has to be less than %s", o.less, o.than) }

func (o order) check(v values) error {
	if o == (order{}) || v.number(o.less) < v.number(o.than) {
		return nil
	}
	return fmt.Errorf("%s, and %s is not less than %s", o, v[o.less], v[o.than])
}

func (v values) number(name string) float64 {
	f, err := strconv.ParseFloat(v[name], 64)
	if err != nil {
		panic("practice: no numeric parameter " + name)
	}
	return f
}

func (v values) count(name string) int { return int(v.number(name)) }

func (v values) seconds(name string) time.Duration {
	return time.Duration(math.Round(v.number(name) * 1e9))
}

func (v values) text(name string) string { return v[name] }
