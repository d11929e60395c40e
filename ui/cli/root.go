package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// New is the command linger with all its subcommands.
func New() *cobra.Command {
	root := &cobra.Command{
		Use:   "linger",
		Short: "See what keeps an HTTP/1.x connection alive, and what ends it",
		Long: strings.TrimSpace(`
Linger holds one HTTP/1.x connection open and shows what keeps it alive and what
ends it: every exchange, how each body was framed, how long the server will wait,
how many requests it still takes, and in the end who closed, how, and whether that
was what had been advertised.`),
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.Flags().BoolP("version", "V", false, "print version, commit and Go version")
	root.AddCommand(newSend(), newDecode(), newPractice())
	return root
}
