package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"linger/ui/text"
)

// New returns the linger command with all its subcommands.
func New() *cobra.Command {
	var conf configuration
	o := inspectOptions{conf: &conf, record: recordFlags{conf: &conf}}
	root := &cobra.Command{
		Use:   "linger [URL]",
		Short: "See what keeps an HTTP/1.x connection alive, and what ends it",
		Long: strings.TrimSpace(`
Linger holds one HTTP/1.x connection open and shows what keeps it alive and what
ends it: every exchange, how each body was framed, how long the server will wait,
how many requests it still accepts, and, when the connection ends, who closed it,
how, and whether that matched what the server had advertised.`),
		Example: `  linger                                the inspector, on the built-in practice server
  linger http://localhost:8080          the inspector, on your own server
  linger send -n 3 http://localhost     the same for scripts`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			tuneCollector()
			return conf.load(c)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				if err := mistyped(c, args); err != nil {
					return err
				}
			}
			if len(args) > 1 {
				return &exitError{code: exitUsage, err: errors.New("the inspector takes one URL"),
					hint: "linger send takes several URLs of one origin; linger probe compares several URLs"}
			}
			return o.run(c, args)
		},
	}
	o.register(root)
	conf.register(root)
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().BoolP("version", "V", false, "print version, commit, date and Go version")
	root.AddCommand(newSend(&conf), newRelay(&conf), newOpen(&conf), newExport(&conf), newDecode(&conf), newPractice(&conf), newLearn(&conf), newDrill(&conf), newProbe(&conf))
	root.AddCommand(newConfig(&conf), newMan(root))
	root.AddCommand(newTopics()...)
	return root
}

// mistyped returns an error if the first argument seems to be a misspelt command: it
// differs in one letter from the name of a command and, if it is the only argument, is
// not the name of a host.
func mistyped(c *cobra.Command, args []string) error {
	arg := args[0]
	if strings.ContainsAny(arg, ".:/") {
		return nil
	}
	for _, sub := range c.Commands() {
		if sub.Hidden || !text.OneEdit(arg, sub.Name()) || len(args) == 1 && resolves(c.Context(), arg) {
			continue
		}
		command := "linger " + strings.Join(append([]string{sub.Name()}, args[1:]...), " ")
		return &exitError{code: exitUsage, err: fmt.Errorf("unknown command %q", arg),
			hint: fmt.Sprintf("did you mean %s? For the host of that name, write http://%s", command, arg)}
	}
	return nil
}

// resolves reports whether a host name resolves to an address within one second.
func resolves(ctx context.Context, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	found, err := net.DefaultResolver.LookupHost(ctx, name)
	return err == nil && len(found) > 0
}
