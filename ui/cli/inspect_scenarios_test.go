package cli

import (
	"net"
	"slices"
	"testing"

	"linger/session/practice"
)

// The menu of the inspector lists the scenarios of the practice server.
func TestMenuListsAllScenarios(t *testing.T) {
	menu, first := scenarios(), 0
	for i, s := range practice.Scenarios() {
		if i >= len(menu) || menu[i].Path != s.Path || menu[i].Watch != s.Does+" "+s.Watch || menu[i].Group != string(s.Group) {
			t.Fatalf("entry %d of the menu is not the scenario %s", i, s.Path)
		}
		if menu[i].First {
			first++
		}
	}
	if len(menu) != len(practice.Scenarios()) || first != len(welcomes) {
		t.Errorf("the menu has %d entries, %d of them on the welcome screen; want %d and %d", len(menu), first, len(practice.Scenarios()), len(welcomes))
	}
}

// A server on every interface prints URLs for other computers; a server on loopback
// prints none.
func TestURLsForOtherComputers(t *testing.T) {
	addresses := []string{"192.168.1.20", "2001:db8::1", "10.0.0.7"}
	for listen, want := range map[string][]string{
		"127.0.0.1:0": nil,
		":0":          {"http://192.168.1.20:", "http://10.0.0.7:", "http://[2001:db8::1]:"},
		"0.0.0.0:0":   {"http://192.168.1.20:", "http://10.0.0.7:", "http://[2001:db8::1]:"},
	} {
		server, err := practice.Listen("tcp", listen, practice.Config{})
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(server.Addr().String())
		got := classURLs(server, addresses)
		for i := range want {
			want[i] += port
		}
		if !slices.Equal(got, want) {
			t.Errorf("--listen %s: URLs for other computers are %q, want %q", listen, got, want)
		}
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	}
}
