package cli_test

import (
	"net"
	"testing"

	"linger/ui/cli"
)

// By default the practice server listens only on loopback.
func TestPracticeListensOnLoopback(t *testing.T) {
	c, _, err := cli.New().Find([]string{"practice"})
	if err != nil {
		t.Fatal(err)
	}
	addr := c.Flags().Lookup("listen").DefValue
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	if !net.ParseIP(host).IsLoopback() {
		t.Errorf("practice listens on %s, want a loopback address", addr)
	}
}
