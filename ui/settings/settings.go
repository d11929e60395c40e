// Package settings reads the file in which a person sets how linger looks and
// behaves: config.toml in the configuration folder.
//
//	theme  = "dark"                    # auto, dark, light
//	ascii  = false                     # draw with ASCII alone
//	clock  = "utc"                     # utc, local, off
//	mouse  = true                      # the mouse scrolls and selects
//	flags  = ["-k", "-m", "30s"]       # flags of every command that sends
//	masked = ["X-Badge"]               # fields whose values are secrets
//
//	[keys]
//	send = ["ctrl+s"]                  # further keys of an action
//
// A line that is wrong is ignored, and reported with its number; the others hold.
// linger works without the file.
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

// Settings are what is in force. The zero value is not valid: see [Default].
type Settings struct {
	Theme  string   // auto, dark or light
	ASCII  *bool    // nil: the locale decides
	Clock  string   // off, utc or local
	Mouse  bool     // the mouse scrolls and selects
	Flags  []string // of every command that sends
	Masked []string // names of fields whose values are secrets
	Keys   []Keys   // in the order of the file

	Path     string         // of the file; empty: there is none
	lines    map[string]int // where each setting that the file has stands
	problems []problem
}

// Keys are the further keys of an action.
type Keys struct {
	Action keys.Action
	Keys   []string
}

// A problem is a line of the file that is ignored.
type problem struct {
	line int // 0: it is not known
	text string
}

// Default returns the settings of a linger without a file.
func Default() *Settings {
	return &Settings{Theme: "auto", Clock: "off", Mouse: true, lines: map[string]int{}}
}

// Checks are what the parser cannot know by itself. Each returns the reason why a
// value is wrong, or nil.
type Checks struct {
	Flags func(flags []string) error
}

// Read returns the settings of a file. A file that does not exist is an empty one.
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
		s.problems = []problem{{0, fmt.Sprintf("linger cannot read %s: %v; its own settings are in force", path, why)}}
		return s
	}
	s := parse(data, c)
	s.Path = path
	return s
}

// longest is how long a file of settings is at most.
const longest = 64 << 10

var errLong = fmt.Errorf("it is longer than %d KiB", longest>>10)

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

// Line returns the number of the line that has a setting ("theme", "keys.send"),
// or 0 where the file does not have it.
func (s *Settings) Line(name string) int { return s.lines[name] }

// Problem returns what is wrong with the file, as one sentence, or "".
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

// Problems returns everything that is wrong with the file, a sentence each.
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

// Names returns the names of the settings, in the order in which they are shown,
// each with the values it takes.
func Names() (out [][2]string) {
	for _, r := range rows {
		out = append(out, [2]string{r.name, r.takes})
	}
	return append(out, [2]string{"keys", "further keys of an action, by its name"})
}

// Value returns a setting of a name as it is written, or "" where there is nothing
// to write.
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
