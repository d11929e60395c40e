package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"linger/session/record"
)

// An expectation is one --expect: a path into what was seen, a comparison, a
// value.
type expectation struct {
	text, op, want string
	path           []string
}

var expectationForm = regexp.MustCompile(`^([a-z_][a-z0-9_.]*)\s*(>=|<=|!=|==|=|>|<)\s*(.+)$`)

func parseExpectations(texts []string) ([]expectation, error) {
	var out []expectation
	for _, s := range texts {
		m := expectationForm.FindStringSubmatch(strings.TrimSpace(s))
		if m == nil {
			return nil, usagef("--expect %q: write a path, a comparison and a value, such as exchanges>=5 or close.by=server", s)
		}
		e := expectation{text: s, op: m[2], want: m[3], path: strings.Split(m[1], ".")}
		if e.op == "==" {
			e.op = "="
		}
		if _, err := strconv.ParseFloat(e.want, 64); err != nil && strings.ContainsAny(e.op, "<>") {
			return nil, usagef("--expect %q: %s compares numbers", s, e.op)
		}
		out = append(out, e)
	}
	return out, nil
}

// failures says which expectations do not hold, and what was seen instead.
func failures(es []expectation, r *record.Record) []string {
	if len(es) == 0 {
		return nil
	}
	seen := seenIn(r)
	var out []string
	for _, e := range es {
		got, ok := lookup(seen, e.path)
		switch {
		case !ok:
			out = append(out, fmt.Sprintf("%s: there is no %s", e.text, strings.Join(e.path, ".")))
		case !e.holds(got):
			out = append(out, fmt.Sprintf("%s: it is %s", e.text, got))
		}
	}
	return out
}

func (e *expectation) holds(got string) bool {
	a, errA := strconv.ParseFloat(got, 64)
	b, errB := strconv.ParseFloat(e.want, 64)
	numbers := errA == nil && errB == nil
	switch e.op {
	case "=":
		return got == e.want || numbers && a == b
	case "!=":
		return got != e.want && (!numbers || a != b)
	case ">=":
		return numbers && a >= b
	case "<=":
		return numbers && a <= b
	case ">":
		return numbers && a > b
	}
	return numbers && a < b
}

// seenIn is what an expectation may speak of: the counts of the summary (of the
// exchanges those that were answered), the members of the last close line as
// close.*, and those of the exchange lines, each as the last exchange that has
// it says.
func seenIn(r *record.Record) []any {
	m, t := lineMaker{r}, tallyOf(r.Conns...)
	connections := 0
	var last any
	for _, c := range r.Conns {
		if c.State == record.Ended {
			last = plainValue(m.closed(c))
		}
		if c.State != record.Failed {
			connections++
		}
	}
	answered := 0
	out := []any{nil}
	for i := len(r.Exchanges) - 1; i >= 0; i-- {
		if _, ok := r.Exchanges[i].Final(); ok {
			answered++
		}
		out = append(out, plainValue(m.exchange(r.Exchanges[i])))
	}
	out[0] = plainValue(map[string]any{
		"exchanges": answered, "connections": connections, "body_bytes": t.body, "errors": t.errors, "warnings": t.warnings, "close": last,
	})
	return out
}

// plainValue is v as its JSON reads.
func plainValue(v any) any {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var out any
	if d.Decode(&out) != nil {
		return nil
	}
	return out
}

// lookup follows a path in the first of the values that has it.
func lookup(values []any, path []string) (string, bool) {
	for _, v := range values {
		for _, name := range path {
			m, ok := v.(map[string]any)
			if !ok {
				v = nil
				break
			}
			v = m[name]
		}
		switch v := v.(type) {
		case string:
			return v, true
		case json.Number:
			return v.String(), true
		case bool:
			return strconv.FormatBool(v), true
		}
	}
	return "", false
}
