// Package settings reads the file with the settings of a user: config.toml in the
// configuration folder.
//
//	theme  = "dark"                    # auto, dark, light
//	ascii  = false                     # draw only with ASCII
//	clock  = "utc"                     # utc, local, off
//	mouse  = true                      # the mouse scrolls and selects
//	flags  = ["-k", "-m", "30s"]       # flags of every command that sends
//	masked = ["X-Badge"]               # fields whose values are secrets
//
//	[keys]
//	send = ["ctrl+s"]                  # additional keys of an action
//
// linger ignores a wrong line and reports its number; the other lines apply. The file is
// optional.
package settings

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"linger/ui/keys"
)

// FileName is the name of the file in the configuration folder.
const FileName = "config.toml"

// Settings holds the current settings. The zero value is not valid; see [Default].
type Settings struct {
	Theme  string   // auto, dark or light
	ASCII  *bool    // nil if the locale decides
	Clock  string   // off, utc or local
	Mouse  bool     // the mouse scrolls and selects
	Flags  []string // flags of every command that sends
	Masked []string // names of fields whose values are secrets
	Keys   []Keys   // in the order of the file

	Path     string         // path of the file, or empty without a file
	lines    map[string]int // line of each setting in the file
	problems []problem
}

// A Keys holds the additional keys of an action.
type Keys struct {
	Action keys.Action
	Keys   []string
}

// A problem describes a line of the file that linger ignores.
type problem struct {
	line int // 0 if it is unknown
	text string
}

// Default returns the settings without a file.
func Default() *Settings {
	return &Settings{Theme: "auto", Clock: "off", Mouse: true, lines: map[string]int{}}
}

// Checks holds the checks that the parser cannot do itself. Each function returns the
// reason why a value is wrong, or nil.
type Checks struct {
	Flags func(flags []string) error
}

// Read returns the settings in a file. A missing file counts as an empty file.
func Read(path string, c Checks) *Settings {
	data, err := contents(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Default()
	case err != nil:
		s := Default()
		why := err
		if p := new(fs.PathError); errors.As(err, &p) {
			why = p.Err
		}
		s.problems = []problem{{0, fmt.Sprintf("linger cannot read %s: %v; the defaults apply", path, why)}}
		return s
	}
	s := parse(data, c)
	s.Path = path
	return s
}

// longest is the maximum size of a settings file in bytes.
const longest = 64 << 10

var errLong = fmt.Errorf("the file is longer than %d KiB", longest>>10)

func contents(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, longest+1))
	if err == nil && len(data) > longest {
		err = errLong
	}
	return data, err
}

// Line returns the number of the line of a setting ("theme", "keys.send"), or 0 if the
// file does not contain the setting.
func (s *Settings) Line(name string) int { return s.lines[name] }

// Problem returns one sentence about the first problem of the file and the number of the
// others, or "" if there is none.
func (s *Settings) Problem() string {
	if len(s.problems) == 0 {
		return ""
	}
	slices.SortStableFunc(s.problems, func(a, b problem) int { return a.line - b.line })
	p := s.problems[0]
	if p.line == 0 {
		return p.text + "."
	}
	rest := "; linger ignores the line."
	if n := len(s.problems) - 1; n == 1 {
		rest = "; linger ignores it and another line."
	} else if n > 1 {
		rest = fmt.Sprintf("; linger ignores it and %d other lines.", n)
	}
	return fmt.Sprintf("%s, line %d: %s%s", filepath.Base(s.Path), p.line, p.text, rest)
}

// Problems returns a sentence for each problem of the file.
func (s *Settings) Problems() (out []string) {
	slices.SortStableFunc(s.problems, func(a, b problem) int { return a.line - b.line })
	for _, p := range s.problems {
		where := ""
		if p.line > 0 {
			where = fmt.Sprintf("line %d: ", p.line)
		}
		out = append(out, where+p.text+".")
	}
	return out
}

// Names returns the names of the settings, in the order of linger config, each with the
// values that it accepts.
func Names() (out [][2]string) {
	for _, r := range rows {
		out = append(out, [2]string{r.name, r.takes})
	}
	return append(out, [2]string{"keys", "additional keys of an action, by its name"})
}

// Value returns the value of a setting in the form of the file, or "" if the setting has
// no value.
func (s *Settings) Value(name string) string {
	for _, r := range rows {
		if r.name == name {
			return r.value(s)
		}
	}
	var out []string
	for _, k := range s.Keys {
		out = append(out, k.Action.String()+" = "+list(k.Keys))
	}
	return strings.Join(out, ", ")
}

func list(items []string) string {
	if len(items) == 0 {
		return ""
	}
	var b strings.Builder
	for i, v := range items {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", v)
	}
	return "[" + b.String() + "]"
}
