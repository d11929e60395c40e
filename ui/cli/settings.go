package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"linger/session"
	"linger/session/state"
	"linger/ui"
	"linger/ui/keys"
	"linger/ui/settings"
)

// A configuration holds the settings of config.toml.
type configuration struct {
	*settings.Settings
	file  string         // --config
	bound *keys.Bindings // nil: the defaults
}

func (f *configuration) register(c *cobra.Command) {
	c.PersistentFlags().StringVar(&f.file, "config", "", "read the settings from `FILE`; empty: none (default: config.toml in the configuration folder)")
}

// load reads the settings before a command starts, and applies them. Errors in the file
// do not end a command: the inspector shows them, and other commands print them.
func (f *configuration) load(c *cobra.Command) error {
	path, err := f.path(c)
	if err != nil {
		return err
	}
	f.Settings = settings.Default()
	if path == "" {
		return nil
	}
	f.Settings = settings.Read(path, settings.Checks{Flags: checkFlags})
	f.bound = keys.Default()
	for _, k := range slices.Clone(f.Keys) {
		bound, err := f.bound.Rebind(k.Action, k.Keys...)
		if err != nil {
			f.Refused(k.Action, err)
			continue
		}
		f.bound = bound
	}
	f.apply(c.Flags())
	if p := f.Problem(); p != "" && c.HasParent() {
		fmt.Fprintf(c.ErrOrStderr(), "linger: %s\n", safe(p))
	}
	return nil
}

// secretFields returns the names of the additional fields whose values are secrets, as
// set in the file.
func (f *configuration) secretFields() session.SecretFields {
	if f == nil || f.Settings == nil {
		return nil
	}
	return f.Masked
}

// path returns the name of the settings file, or "" if the command must not read one,
// such as linger man.
func (f *configuration) path(c *cobra.Command) (string, error) {
	if c.Flags().Changed("config") {
		if f.file == "" {
			return "", nil
		}
		if _, err := os.Stat(f.file); err != nil {
			return "", fmt.Errorf("--config: %w", err)
		}
		return f.file, nil
	}
	dir, err := state.Folder(state.KindConfig, os.Getenv)
	if errors.Is(err, state.ErrNoFolder) || c.Name() == "man" {
		return "", nil
	}
	return filepath.Join(dir, settings.FileName), err
}

// apply sets the flags that are not on the command line to the values in the file.
func (f *configuration) apply(fs *pflag.FlagSet) {
	set := func(name, value string) {
		if flag := fs.Lookup(name); flag != nil && !flag.Changed {
			_ = flag.Value.Set(value) // the value was checked when the file was read
		}
	}
	if f.ASCII != nil {
		set("ascii", fmt.Sprint(*f.ASCII))
	}
	if fs.Lookup("insecure") == nil || fs.Lookup("request") == nil { // the command sends nothing
		return
	}
	_ = sending().ParseAll(f.Flags, func(flag *pflag.Flag, value string) error {
		set(flag.Name, value)
		return nil
	})
}

// show sets the options of the inspector that concern its appearance.
func (f *configuration) show(o *ui.Options) {
	o.Theme, o.Clock, o.Mouse, o.SecretFields, o.Keys = f.Theme, f.Clock, f.Mouse, f.secretFields(), f.bound
	o.Problem = strings.TrimSpace(f.Problem() + " " + o.Problem)
}

// sending returns the flags that are common to all commands that send.
func sending() *pflag.FlagSet {
	fs := pflag.NewFlagSet("flags", pflag.ContinueOnError)
	fs.Usage = func() {}
	(&requestFlags{}).register(fs)
	(&dialFlags{}).register(fs)
	return fs
}

// checkFlags returns an error unless every flag in the file is a flag of a command that
// sends.
func checkFlags(flags []string) error {
	fs := sending()
	err := fs.Parse(flags)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return errors.New("--help cannot be set in the settings file")
	case err == nil && fs.NArg() > 0:
		return fmt.Errorf("%q is not a flag", fs.Arg(0))
	}
	return err
}
