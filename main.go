// Linger holds one HTTP/1.x connection open, and shows what keeps it alive and what ends
// it.
package main

import (
	"os"

	"linger/ui/cli"
)

func main() {
	err := cli.New().Execute()
	os.Exit(cli.Report(os.Stderr, err))
}
