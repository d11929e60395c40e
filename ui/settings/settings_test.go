package settings

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"linger/ui/keys"
)

func read(t *testing.T, text string) *Settings {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Read(path, Checks{Flags: func(flags []string) error {
		if slices.Contains(flags, "--nonsense") {
			return errors.New("unknown flag: --nonsense")
		}
		return nil
	}})
}

const whole = `# how I like it
theme = "dark"
ascii = true
clock = 'utc'
mouse = false
flags = ["-k",
  "-m", "30s"]
masked = ["X-Badge", "X-Other"]

[keys]
send = ["ctrl+s", "f5"]
  hex = "g"
`

func TestEverySetting(t *testing.T) {
	s := read(t, whole)
	if p := s.Problem(); p != "" {
		t.Fatalf("a correct file has the problem %s", p)
	}
	want := &Settings{Theme: "dark", ASCII: new(true), Clock: "utc", Flags: []string{"-k", "-m", "30s"}, Masked: []string{"X-Badge", "X-Other"},
		Keys: []Keys{{keys.Send, []string{"ctrl+s", "f5"}}, {keys.Hex, []string{"g"}}}, Path: s.Path}
	if diff := cmp.Diff(want, s, cmpopts.IgnoreUnexported(Settings{})); diff != "" {
		t.Errorf("the settings differ (-want +got):\n%s", diff)
	}
	for name, line := range map[string]int{"theme": 2, "ascii": 3, "clock": 4, "mouse": 5, "flags": 6, "masked": 8, "keys.send": 11, "keys.hex": 12, "other": 0} {
		if got := s.Line(name); got != line {
			t.Errorf("Line(%s) is %[3]d, want %[2]d", name, line, got)
		}
	}
	for name, value := range map[string]string{"theme": "dark", "ascii": "true", "clock": "utc", "mouse": "false", "flags": `["-k", "-m", "30s"]`,
		"masked": `["X-Badge", "X-Other"]`, "keys": `send = ["ctrl+s", "f5"], hex = ["g"]`} {
		if got := s.Value(name); got != value {
			t.Errorf("Value(%s) = %q, want %q", name, got, value)
		}
	}
}

func TestWithoutAFile(t *testing.T) {
	s := Read(filepath.Join(t.TempDir(), "none"), Checks{})
	if p := s.Problem(); p != "" || s.Path != "" {
		t.Errorf("without a file the problem is %q and the path %q, want neither", p, s.Path)
	}
	for _, n := range Names() {
		if n[1] == "" {
			t.Errorf("Names does not say which values the setting %s accepts", n[0])
		}
	}
	if s.Value("theme") != "auto" || s.Value("ascii") != "" || s.Value("flags") != "" || !s.Mouse {
		t.Errorf("without a file the settings are %+v, want the defaults", s)
	}
	s = Read(t.TempDir(), Checks{})
	if p := s.Problem(); !strings.HasPrefix(p, "linger cannot read ") || !strings.HasSuffix(p, "; the defaults apply.") {
		t.Errorf("the problem of an unreadable file is %q, want one that says so and that the defaults apply", p)
	}
}

// linger ignores a wrong line and reports its number; the other lines apply.
func TestBadLines(t *testing.T) {
	for text, want := range map[string]string{
		`theme = "blue"`:               `theme: write one of auto, dark, light, in quotes; linger ignores the line.`,
		`theme = 5`:                    `theme: write one of auto, dark, light, in quotes; linger ignores the line.`,
		`theme = blue`:                 `this is not TOML: `,
		`theme "dark"`:                 `this is not TOML: `,
		`clock = true`:                 `clock: write one of utc, local, off, in quotes; linger ignores the line.`,
		`ascii = "yes"`:                `ascii: write true or false, without quotes; linger ignores the line.`,
		`flags = [1]`:                  `flags: write a list of strings, such as ["a", "b"]; linger ignores the line.`,
		`flags = ["--nonsense"]`:       `flags: unknown flag: --nonsense; linger ignores the line.`,
		`masked = ["a b"]`:             `masked: "a b" is not a field name; linger ignores the line.`,
		`masked = 1`:                   `masked: write a list of strings`,
		`colour = "red"`:               `colour: no such setting; linger config lists them; linger ignores the line.`,
		`keys = 1`:                     `keys: write a table: [keys], then send = "ctrl+s"; linger ignores the line.`,
		`keys.send = 1`:                `keys.send: write a list of strings`,
		`keys.nonsense = "x"`:          `keys.nonsense: no such action; linger config lists them; linger ignores the line.`,
		`keys = { nonsense = "x" }`:    `keys.nonsense: no such action`,
		`[more]`:                       `more: no such setting`,
		`theme = "dark` + "\x00" + `"`: `this is not TOML: `,
	} {
		s := read(t, "# first\nmouse = false\n"+text+"\n")
		if got := s.Problem(); !strings.HasPrefix(got, "config.toml, line 3: "+want) || strings.Count(got, "\n") > 0 {
			t.Errorf("%s: the problem is\n%s, want\n%s", text, got, want)
		}
		if s.Mouse {
			t.Errorf("%s: linger also ignored the correct line", text)
		}
		if d := Default(); s.Theme != d.Theme || s.Clock != d.Clock || s.ASCII != nil || s.Flags != nil || s.Masked != nil || s.Keys != nil {
			t.Errorf("%s: the wrong line changed the settings to %+v", text, s)
		}
	}
}

func TestSeveralBadLines(t *testing.T) {
	s := read(t, "nonsense\nclock = 5\ntheme = \"light\"\n= 2\n")
	if got := s.Problem(); !strings.HasPrefix(got, "config.toml, line 1: ") || !strings.HasSuffix(got, "; linger ignores it and 2 other lines.") {
		t.Errorf("the problem is %q, want line 1 and 2 other lines", got)
	}
	if s.Theme != "light" {
		t.Errorf("the correct line does not apply: %+v", s)
	}
	if all := s.Problems(); len(all) != 3 || !strings.HasPrefix(all[0], "line 1: this is not TOML: ") || all[1] != "line 2: clock: write one of utc, local, off, in quotes." {
		t.Errorf("the problems are %q, want three, for lines 1, 2 and 4", all)
	}
	s = read(t, "clock = 5\nnonsense\n")
	if got := s.Problem(); !strings.HasSuffix(got, "; linger ignores it and another line.") {
		t.Errorf("the problem is %q, want it to mention another line", got)
	}
}

func TestRefusedKeysAreRemoved(t *testing.T) {
	s := read(t, whole)
	s.Refused(keys.Hex, errors.New("g is taken"))
	if got := s.Problem(); got != "config.toml, line 12: keys.hex: g is taken; linger ignores the line." {
		t.Errorf("the problem is %q, want the refused key in line 12", got)
	}
	if len(s.Keys) != 1 || s.Line("keys.hex") != 0 {
		t.Errorf("the keys are %+v, want no keys of the refused action", s.Keys)
	}
}

// The parser returns settings and does not panic, whatever the file contains.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("a = [\n1,\n'''\nx\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := parse(data, Checks{})
		if s == nil {
			t.Fatal("parse returned nil, want settings")
		}
		s.Path = FileName
		_ = s.Problem()
	})
}
