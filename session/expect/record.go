package expect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session/export"
	"linger/session/record"
)

// Record returns the Lookup for conditions on a session. Its names are:
//
//   - [Counts], and status.5xx, status.404;
//   - members of the last close line, as close.by;
//   - members of the exchange lines, as keep_alive.timeout, from the last exchange that has the member.
//
// Members that end in _us are times.
func Record(m export.Lines) Lookup {
	s := seen{lines: m}
	return s.lookup
}

// seen holds what can be looked up in a record.
type seen struct {
	lines    export.Lines
	counts   map[string]int64 // created at the first lookup
	statuses map[string]int64 // "404" and "4xx"
}

func (s *seen) count() {
	if s.counts == nil {
		s.statuses = statuses(s.lines.Record)
		s.counts = countsOf(s.lines.Record, s.statuses)
	}
}

// Counts returns the names of the counts of a session, each with a description.
func Counts() [][2]string {
	return [][2]string{
		{"exchanges", "requests that were answered"},
		{"connections", "connections that were made"},
		{"lost", "requests that a connection left without a response"},
		{"incomplete", "responses that ended too early"},
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
		return count(n), nil
	}
	path := strings.Split(name, ".")
	if len(path) == 2 && path[0] == "status" {
		return count(s.statuses[path[1]]), nil
	}
	for line := range s.candidates(path[0] == "close") {
		if got, ok := member(plain(line), strings.TrimPrefix(name, "close.")); ok {
			return valueOf(got, name), nil
		}
	}
	return Value{}, fmt.Errorf("unknown name %q", name)
}

// candidates iterates over the lines that may have a member: the close line of
// the last connection that ended, or the exchange lines, newest first.
func (s *seen) candidates(ends bool) iter.Seq[any] {
	r := s.lines.Record
	return func(yield func(any) bool) {
		if ends {
			for _, c := range slices.Backward(r.Conns) {
				if c.State == record.Ended {
					yield(s.lines.Closed(c))
					return
				}
			}
			return
		}
		for _, e := range slices.Backward(r.Exchanges) {
			if e.Conn > 0 && !e.Tunnel && !yield(s.lines.Exchange(e)) {
				return
			}
		}
	}
}

func count(n int64) Value {
	return valueOf(strconv.FormatInt(n, 10), "")
}

// member returns the member of a line at a path such as "close.by". ok is false if there
// is none.
func member(v any, path string) (string, bool) {
	for name := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return "", false
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
	return "", false
}

func valueOf(got, name string) Value {
	v := Value{Word: got, Text: "it is " + got}
	if n, err := strconv.ParseFloat(got, 64); err == nil {
		v.Number, v.Low, v.High = true, n, n
		if strings.HasSuffix(name, "_us") {
			v.Unit = time.Microsecond
		}
	}
	return v
}

// plain returns a line decoded from its JSON.
func plain(line any) any {
	b, err := json.Marshal(line)
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
