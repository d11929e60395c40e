package settings

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"linger/ui/keys"
)

// A row is one setting: the values that it accepts, the function that reads it from the
// file, and the function that shows it.
type row struct {
	name, takes string
	set         func(s *Settings, v any, c Checks) error
	value       func(s *Settings) string
}

var rows = []row{
	{"theme", "auto, dark or light", choice(func(s *Settings) *string { return &s.Theme }, "auto", "dark", "light"), func(s *Settings) string { return s.Theme }},
	{"ascii", "true or false: draw only with ASCII", func(s *Settings, v any, _ Checks) error {
		b, err := truth(v)
		if err == nil {
			s.ASCII = &b
		}
		return err
	}, func(s *Settings) string {
		if s.ASCII == nil {
			return ""
		}
		return strconv.FormatBool(*s.ASCII)
	}},
	{"clock", "utc, local or off: times of day in the list", choice(func(s *Settings) *string { return &s.Clock }, "utc", "local", "off"), func(s *Settings) string { return s.Clock }},
	{"mouse", "true or false: the mouse scrolls and selects", func(s *Settings, v any, _ Checks) error {
		b, err := truth(v)
		if err == nil {
			s.Mouse = b
		}
		return err
	}, func(s *Settings) string { return strconv.FormatBool(s.Mouse) }},
	{"flags", "flags of every command that sends", func(s *Settings, v any, c Checks) error {
		flags, err := texts(v)
		if err == nil && c.Flags != nil {
			err = c.Flags(flags)
		}
		if err == nil {
			s.Flags = flags
		}
		return err
	}, func(s *Settings) string { return list(s.Flags) }},
	{"masked", "names of fields whose values are masked", func(s *Settings, v any, _ Checks) error {
		names, err := texts(v)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(names, func(n string) bool { return n == "" || strings.ContainsAny(n, " :\t") }); i >= 0 {
			return fmt.Errorf("%q is not a field name", names[i])
		}
		s.Masked = names
		return nil
	}, func(s *Settings) string { return list(s.Masked) }},
}

func choice(of func(*Settings) *string, among ...string) func(*Settings, any, Checks) error {
	return func(s *Settings, v any, _ Checks) error {
		word, ok := v.(string)
		if !ok || !slices.Contains(among, word) {
			return fmt.Errorf("write one of %s, in quotes", strings.Join(among, ", "))
		}
		*of(s) = word
		return nil
	}
}

func truth(v any) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, errors.New("write true or false, without quotes")
	}
	return b, nil
}

// texts returns the strings in v, which is a list of strings or a single string.
func texts(v any) (out []string, err error) {
	if s, ok := v.(string); ok {
		return []string{s}, nil
	}
	items, ok := v.([]any)
	for _, item := range items {
		s, isText := item.(string)
		ok = ok && isText
		out = append(out, s)
	}
	if !ok {
		return nil, errors.New(`write a list of strings, such as ["a", "b"]`)
	}
	return out, nil
}

// parse parses the text of a settings file.
func parse(data []byte, c Checks) *Settings {
	s := Default()
	doc := s.syntax(data)
	for _, r := range rows {
		v, ok := doc[r.name]
		if !ok {
			continue
		}
		delete(doc, r.name)
		s.lines[r.name] = lineOf(data, "", r.name)
		if err := r.set(s, v, c); err != nil {
			s.wrong(r.name, err)
		}
	}
	s.parseKeys(data, doc["keys"])
	delete(doc, "keys")
	for _, name := range slices.Sorted(maps.Keys(doc)) {
		s.lines[name] = lineOf(data, "", name)
		s.wrong(name, errors.New("no such setting; linger config lists them"))
	}
	return s
}

// wrong notes a problem with a setting. linger then ignores the setting in the file.
func (s *Settings) wrong(name string, why error) {
	s.problems = append(s.problems, problem{s.lines[name], name + ": " + why.Error()})
	delete(s.lines, name)
}

// parseKeys parses the keys table. [keys.Bindings.Rebind] later checks whether an action
// can have a key.
func (s *Settings) parseKeys(data []byte, v any) {
	if v == nil {
		return
	}
	table, ok := v.(map[string]any)
	if !ok {
		s.lines["keys"] = lineOf(data, "", "keys")
		s.wrong("keys", errors.New("write a table: [keys], then send = \"ctrl+s\""))
		return
	}
	names := slices.SortedFunc(maps.Keys(table), func(a, b string) int { return lineOf(data, "keys", a) - lineOf(data, "keys", b) })
	for _, name := range names {
		full := "keys." + name
		s.lines[full] = lineOf(data, "keys", name)
		more, err := texts(table[name])
		if a := keys.Named(name); a == keys.None {
			s.wrong(full, errors.New("no such action; linger config lists them"))
		} else if err != nil {
			s.wrong(full, err)
		} else {
			s.Keys = append(s.Keys, Keys{a, more})
		}
	}
}

// Refused removes the keys of an action that cannot have them, and notes the problem.
func (s *Settings) Refused(a keys.Action, why error) {
	s.Keys = slices.DeleteFunc(s.Keys, func(k Keys) bool { return k.Action == a })
	s.wrong("keys."+a.String(), why)
}

// syntax parses the file as TOML. If a line is not TOML, it notes the problem, removes
// the line and parses the rest again.
func (s *Settings) syntax(data []byte) map[string]any {
	lines := bytes.Split(bytes.Clone(data), []byte("\n"))
	for range lines {
		doc := map[string]any{}
		err := toml.Unmarshal(bytes.Join(lines, []byte("\n")), &doc)
		if err == nil {
			return doc
		}
		at := 0
		if d := new(toml.DecodeError); errors.As(err, &d) {
			at, _ = d.Position()
		}
		if at < 1 || at > len(lines) || len(lines[at-1]) == 0 {
			s.problems = append(s.problems, problem{at, strings.TrimPrefix(err.Error(), "toml: ")})
			return nil
		}
		s.problems = append(s.problems, problem{at, "this is not TOML: " + strings.TrimPrefix(err.Error(), "toml: ")})
		lines[at-1] = nil
	}
	return nil
}

// lineOf returns the number of the line that sets the key called name in a table. If no
// line does, it returns the line of the table, or 0 if there is none. An empty table name
// means the part of the file before the first table.
func lineOf(data []byte, table, name string) int {
	head := regexp.MustCompile(`^\s*\[\s*"?([A-Za-z0-9_.-]*)"?\s*\]`)
	key := regexp.MustCompile(`^\s*["']?` + regexp.QuoteMeta(name) + `["']?\s*[=.]`)
	dotted := regexp.MustCompile(`^\s*["']?` + regexp.QuoteMeta(table) + `["']?\s*(\.\s*["']?` + regexp.QuoteMeta(name) + `["']?\s*=|=)`)
	in, tableAt := "", 0
	for i, line := range strings.Split(string(data), "\n") {
		if m := head.FindStringSubmatch(line); m != nil {
			in = m[1]
			if in == table && table != "" || in == name && table == "" {
				tableAt = i + 1
			}
			continue
		}
		if in == table && key.MatchString(line) || table != "" && in == "" && dotted.MatchString(line) {
			return i + 1
		}
	}
	return tableAt
}
