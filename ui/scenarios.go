package ui

import (
	"net/url"
	"slices"
	"strings"

	"linger/session/record"
)

// practiceName begins the Server field of every practice server.
const practiceName = "linger-practice"

// practising reports whether the target is a practice server: the one on which the desk
// was opened, or one that was recognised by its Server field.
func (d *desk) practising() bool {
	target := d.rec.Target()
	return len(d.src.Scenarios) > 0 && (d.src.Practice && target == d.rec.Start.Target || d.practice[target])
}

// recognize checks the Server field in the first response of a new connection, which
// identifies a practice server. It sends nothing.
func (d *desk) recognize() {
	c := d.watched()
	if c == nil || d.practice[c.Target] || len(c.Exchanges) == 0 || len(c.Exchanges) > 2 {
		return
	}
	if h, ok := c.Exchanges[0].Final(); ok && namesPractice(c.Exchanges[0], h) {
		if d.practice == nil {
			d.practice = map[string]bool{}
		}
		d.practice[c.Target] = true
	}
}

func namesPractice(e *record.Exchange, h record.Head) bool {
	for f := range e.Fields(h) {
		if strings.EqualFold(f.Name, "Server") {
			return strings.HasPrefix(f.Value, practiceName)
		}
	}
	return false
}

// scenario returns the scenario of a request target. ok is false if there is no such
// scenario.
func (d *desk) scenario(target string) (s Scenario, ok bool) {
	path, _, _ := strings.Cut(target, "?")
	i := slices.IndexFunc(d.src.Scenarios, func(s Scenario) bool { return s.Path == path })
	if i < 0 {
		return s, false
	}
	return d.src.Scenarios[i], true
}

// values returns the values of the parameters of a scenario in a request target, with
// defaults for those that are missing.
func (s *Scenario) values(target string) []string {
	var query url.Values
	if path, q, ok := strings.Cut(target, "?"); ok && path == s.Path {
		query, _ = url.ParseQuery(q)
	}
	out := make([]string, len(s.Params))
	for i, p := range s.Params {
		out[i] = p.Default
		if query.Has(p.Name) {
			out[i] = query.Get(p.Name)
		}
	}
	return out
}

// target returns the request target of a scenario with the given values. It leaves out
// values that equal the defaults.
func (s *Scenario) target(values []string) string {
	var parts []string
	for i, p := range s.Params {
		if values[i] != p.Default {
			parts = append(parts, p.Name+"="+url.QueryEscape(values[i]))
		}
	}
	if len(parts) == 0 {
		return s.Path
	}
	return s.Path + "?" + strings.Join(parts, "&")
}
