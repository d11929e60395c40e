package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"linger/wire/format"
)

// newMan returns the command that writes the manual pages for software packages: one page
// for each command and each help topic, from the text of --help.
func newMan(root *cobra.Command) *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages into a folder",
		Long:   "Man writes the manual pages that a package installs: one for each command and each\nhelp topic.",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE:   func(_ *cobra.Command, args []string) error { return writeManual(root, args[0], force) },
	}
	c.Flags().BoolVar(&force, "force", false, "overwrite files that exist")
	return c
}

func writeManual(root *cobra.Command, folder string, force bool) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	how := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if force {
		how = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	for _, c := range append([]*cobra.Command{root}, manualCommands(root)...) {
		f, err := os.OpenFile(filepath.Join(folder, pageName(c)+"."+section(c)), how, 0o644) // every user can read the pages
		if errors.Is(err, fs.ErrExist) {
			return &exitError{code: exitUsage, err: err, hint: "--force overwrites it"}
		}
		if err != nil {
			return err
		}
		_, err = f.WriteString(manPage(c))
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// manualCommands returns the commands and topics with a page.
func manualCommands(root *cobra.Command) (out []*cobra.Command) {
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" || c.IsAdditionalHelpTopicCommand() {
			out = append(out, c)
		}
	}
	return out
}

func pageName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// section returns the section of the manual: 1 for a command, 7 for a help topic.
func section(c *cobra.Command) string {
	if c.IsAdditionalHelpTopicCommand() {
		return "7"
	}
	return "1"
}

// A roff writes a manual page with the man macros of groff and mandoc.
type roff struct {
	strings.Builder
	headed bool // a heading was written, but no text after it yet
}

// manPage returns the page of a command.
func manPage(c *cobra.Command) string {
	var r roff
	info, _ := debug.ReadBuildInfo()
	_, made, _ := madeFrom(info, commit, date)
	day, _, _ := strings.Cut(made, "T")
	r.macro("TH", strings.ToUpper(pageName(c)), section(c), day, "linger "+release, "linger manual")
	r.macro("SH", "NAME")
	r.text(pageName(c) + " - " + format.Lowered(c.Short))
	if c.Runnable() {
		r.macro("SH", "SYNOPSIS")
		r.synopsis(c)
	}
	r.macro("SH", "DESCRIPTION")
	long, examples, _ := strings.Cut(c.Long, "\nExamples:\n")
	r.paragraphs(long)
	r.options(c)
	if c.Root() == c {
		r.commands(c)
		r.keys()
		r.surroundings()
	}
	if c.Example != "" {
		examples = c.Example
	}
	if examples != "" {
		r.macro("SH", "EXAMPLES")
		r.literal(strings.Split(strings.Trim(examples, "\n"), "\n"))
	}
	r.seeAlso(c)
	return r.String()
}

// macro writes a line with a macro and its quoted arguments.
func (r *roff) macro(name string, args ...string) {
	r.headed = name == "SH"
	r.WriteString("." + name)
	for _, a := range args {
		r.WriteString(` "` + strings.ReplaceAll(escape(a), `"`, `\(dq`) + `"`)
	}
	r.WriteString("\n")
}

// text writes a line of running text.
func (r *roff) text(s string) {
	r.headed = false
	r.WriteString(guard(escape(s)) + "\n")
}

// escape returns text with the escapes that roff needs. A minus stays a minus, so that
// readers can copy an option from the page.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "\\(ga", "^", `\(ha`, "~", `\(ti`).Replace(s)
}

// guard returns the line in a form that roff does not interpret as a request.
func guard(s string) string {
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

// paragraphs writes text from --help. Indented lines stay as they are; roff fills the
// others.
func (r *roff) paragraphs(s string) {
	for i, block := range strings.Split(strings.TrimSpace(s), "\n\n") {
		lines := strings.Split(block, "\n")
		if strings.HasPrefix(lines[0], " ") {
			r.literal(lines)
			continue
		}
		if i > 0 {
			r.macro("PP")
		}
		for _, line := range lines {
			r.text(line)
		}
	}
}

// literal writes lines that roff does not fill.
func (r *roff) literal(lines []string) {
	if !r.headed {
		r.macro("PP")
	}
	r.macro("nf")
	r.macro("RS")
	for _, line := range lines {
		r.text(strings.TrimPrefix(line, "  "))
	}
	r.macro("RE")
	r.macro("fi")
}

func (r *roff) synopsis(c *cobra.Command) {
	path := c.CommandPath()
	args := strings.TrimPrefix(strings.TrimPrefix(c.Use, c.Name()), " ")
	if c.HasAvailableFlags() {
		args = strings.TrimSpace("[options] " + args)
	}
	r.WriteString(`\fB` + escape(path) + `\fR ` + escape(args) + "\n")
}

// options writes the flags in the order of --help.
func (r *roff) options(c *cobra.Command) {
	if !c.Runnable() || !c.HasAvailableFlags() {
		return
	}
	r.macro("SH", "OPTIONS")
	option := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		names := `\fB` + escape("--"+f.Name) + `\fR`
		if f.Shorthand != "" {
			names = `\fB` + escape("-"+f.Shorthand) + `\fR, ` + names
		}
		if value != "" {
			names += ` \fI` + escape(value) + `\fR`
		}
		r.macro("TP")
		r.WriteString(names + "\n")
		r.text(format.Capital(usage) + byDefault(f, usage) + ".")
	}
	c.NonInheritedFlags().VisitAll(option)
	c.InheritedFlags().VisitAll(option)
}

// byDefault returns the default of a flag. It returns "" if the default is zero or empty,
// or if usage already names it.
func byDefault(f *pflag.Flag, usage string) string {
	switch f.DefValue {
	case "", "0", "false", "[]":
		return ""
	}
	if strings.Contains(usage, "default") || f.Value.Type() == "bool" {
		return ""
	}
	return " (default " + f.DefValue + ")"
}

// commands lists the pages of the commands and topics.
func (r *roff) commands(root *cobra.Command) {
	r.macro("SH", "COMMANDS")
	for _, c := range manualCommands(root) {
		r.macro("TP")
		r.WriteString(`\fB` + escape(pageName(c)) + `\fR(` + section(c) + ")\n")
		r.text(c.Short + ".")
	}
}

func (r *roff) seeAlso(c *cobra.Command) {
	r.macro("SH", "SEE ALSO")
	var pages []string
	for _, o := range append([]*cobra.Command{c.Root()}, manualCommands(c.Root())...) {
		if o != c {
			pages = append(pages, `\fB`+escape(pageName(o))+`\fR(`+section(o)+")")
		}
	}
	r.WriteString(strings.Join(append(pages, `\fBcurl\fR(1)`), ",\n") + "\n")
}

// definitions writes a list of terms with their meanings.
func (r *roff) definitions(heading string, rows [][2]string) {
	r.macro("SH", heading)
	for _, row := range rows {
		r.macro("TP")
		r.WriteString(guard(`\fB`+escape(row[0])+`\fR`) + "\n")
		r.text(row[1])
	}
}
