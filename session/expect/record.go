package expect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"linger/session/export"
	"linger/session/record"
)

// Record returns what a condition on a session may speak of:
//
//   - [Counts], and status.5xx, status.404;
//   - members of the last close line, as close.by;
//   - members of the exchange lines, as keep_alive.timeout, each as the last
//     exchange that has it says.
//
// Members that end in _us are times.
func Record(m export.Lines) Lookup {
	r := m.Record
	s := seen{counts: counts(r), statuses: statuses(r)}
	for _, c := range r.Conns {
		if c.State == record.Ended {
			s.closed = plain(m.Closed(c))
		}
	}
	for i := len(r.Exchanges) - 1; i >= 0; i-- {
		s.exchanges = append(s.exchanges, plain(m.Exchange(r.Exchanges[i])))
	}
	return s.lookup
}

// seen is what can be looked up in a record.
type seen struct {
	counts    map[string]int64
	statuses  map[string]int64 // "404" and "4xx"
	closed    any
	exchanges []any // the last one first
}

// Counts returns the names of the counts of a session, each with what it counts.
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

func counts(r *record.Record) map[string]int64 {
	t := record.TallyOf(r.Conns...)
	n := map[string]int64{
		"exchanges": 0, "connections": 0, "lost": 0, "incomplete": t.Incomplete, "body_bytes": t.Body, "errors": int64(t.Errors), "warnings": int64(t.Warnings),
	}
	for _, c := range r.Conns {
		n["lost"] += int64(len(c.Close.Lost))
		if c.State != record.Failed {
			n["connections"]++
		}
	}
	for _, e := range r.Exchanges {
		if _, ok := e.Final(); ok {
			n["exchanges"]++
		}
	}
	return n
}

func statuses(r *record.Record) map[string]int64 {
	n := map[string]int64{}
	for _, e := range r.Exchanges {
		if final, ok := e.Final(); ok {
			n[strconv.Itoa(final.Status)]++
			n[strconv.Itoa(final.Status/100)+"xx"]++
		}
	}
	return n
}

func (s seen) lookup(name string) (Value, error) {
	if n, ok := s.counts[name]; ok {
		return count(n), nil
	}
	path := strings.Split(name, ".")
	if len(path) == 2 && path[0] == "status" {
		return count(s.statuses[path[1]]), nil
	}
	values := s.exchanges
	if path[0] == "close" {
		path, values = path[1:], []any{s.closed}
	}
	for _, v := range values {
		if got, ok := member(v, path); ok {
			return valueOf(got, name), nil
		}
	}
	return Value{}, fmt.Errorf("unknown name %q", name)
}

func count(n int64) Value {
	return valueOf(strconv.FormatInt(n, 10), "")
}

// member follows a path into a line.
func member(v any, path []string) (string, bool) {
	for _, name := range path {
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

// plain returns a line as its JSON reads.
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
