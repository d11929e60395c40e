package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"linger/session/state"
	"linger/ui/keys"
	"linger/ui/settings"
)

func newConfig(f *configuration) *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print the current settings, and where each comes from",
		Long:  configLong(),
		Example: `  linger config
  linger config --config other.toml`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p := newPrinter(c.OutOrStdout())
			for _, line := range f.report() {
				p.line(line)
			}
			return p.err
		},
	}
}

func configLong() string {
	var actions []string
	for i := range keys.Table {
		actions = append(actions, keys.Table[i].Action.String())
	}
	return `Config prints the current settings, and where each comes from: the settings file,
the environment, or linger itself. The settings file is config.toml in the
configuration folder. It is TOML; invalid lines are ignored and reported.

` + twoColumns(settings.Names()) + `

A flag on the command line replaces the same flag in the file. The table [keys] assigns
additional keys to actions. Their default keys still work, unless another action uses
them; enter, esc, tab, the arrow keys and ctrl+c cannot be changed. The actions are:

` + wrapped(actions, ",") + `

An example:

  theme  = "dark"
  clock  = "utc"
  flags  = ["--connect-timeout", "5s", "-H", "X-Debug: 1"]
  masked = ["X-Badge"]

  [keys]
  send = ["ctrl+s"]
  hex  = "f2"`
}

// report returns the output of linger config, line by line.
func (f *configuration) report() (lines []string) {
	add := func(name, value, from string) {
		if value == "" {
			value = "none"
		}
		lines = append(lines, fmt.Sprintf("%-8s  %-20s  %s", name, safe(from), safe(value)))
	}
	lines = append(lines, f.where(), "")
	for _, n := range settings.Names() {
		name := n[0]
		value, from := f.Value(name), "default"
		if line := f.Line(name); line > 0 {
			from = fmt.Sprintf("line %d", line)
		}
		switch name {
		case "theme":
			if os.Getenv("NO_COLOR") != "" {
				value, from = value+", without colours", from+"; NO_COLOR"
			}
		case "ascii":
			if value == "" {
				value, from = fmt.Sprint(!utf8Locale()), localeName()
			}
		case "keys":
			for _, k := range f.Keys {
				add("keys", k.Action.String()+" = "+strings.Join(k.Keys, " "), fmt.Sprintf("line %d", f.Line("keys."+k.Action.String())))
			}
			if len(f.Keys) > 0 {
				continue
			}
		}
		add(name, value, from)
	}
	dir, err := state.Folder(state.KindState, os.Getenv)
	if err != nil {
		dir = "none: " + err.Error()
	}
	lines = append(lines, "", "state folder   "+safe(dir))
	if wrong := f.Problems(); len(wrong) > 0 {
		lines = append(lines, "", "linger ignores the parts of the settings file that have these errors:")
		for _, w := range wrong {
			lines = append(lines, "  "+safe(w))
		}
	}
	return lines
}

// where returns the line that names the settings file, or says that there is none.
func (f *configuration) where() string {
	switch dir, err := state.Folder(state.KindConfig, os.Getenv); {
	case f.Path != "":
		return "settings file  " + safe(f.Path)
	case err != nil:
		return "settings file  none: " + err.Error()
	default:
		return "settings file  none; " + safe(dir) + string(os.PathSeparator) + settings.FileName + " does not exist"
	}
}

// localeName returns the environment variable, with its value, that decides whether
// linger draws more than ASCII. If none is set, it returns "default".
func localeName() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return name + "=" + v
		}
	}
	return "default"
}
