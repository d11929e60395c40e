package card

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"linger/session/probe"
	"linger/ui/internal/golden"
	"linger/ui/theme"
)

// proxied returns the report of a proxy, before or after a sweep.
func proxied(swept bool) *probe.Report {
	r := patient()
	r.Path = &probe.Path{Proxy: "nginx/1.22.1", Sure: true, Swept: swept, Hops: []probe.Hop{
		{Where: "towards you", Found: "75.001 s idle", Text: "5 of 5 closed"},
		{Where: "towards the next", Found: "?", Text: "its own pool: not visible from here"},
		{Where: "the application", Found: "?", Text: "behind the proxy"},
	}}
	if swept {
		r.Path.Hops[1].Found, r.Path.Hops[1].Text = "502 from 5.02 s idle", "3 of 40 requests failed"
		r.Path.Hops[2].Found, r.Path.Hops[2].Text = "closes after about 5.02 s", "the proxy keeps the connection longer than that"
	}
	return r
}

func TestChainGoldens(t *testing.T) {
	golden.Tokens(t, "report-chain", dark, Report(dark, proxied(false), 112))
	golden.Tokens(t, "report-chain-swept", dark, Report(dark, proxied(true), 80))
}

func TestChainOfAPossibleProxySaysSo(t *testing.T) {
	r := proxied(false)
	if strings.Contains(shown(Report(dark, r, 104)), "only if the server forwards requests") {
		t.Error("the card doubts that the server is a proxy, although the server says so")
	}
	r.Path.Sure = false
	if !strings.Contains(shown(Report(dark, r, 104)), "only if the server forwards requests") {
		t.Error("the card does not say that the server may not be a proxy")
	}
	if ascii := shown(Report(theme.New(true, colorprofile.ASCII, true), r, 104)); !strings.Contains(ascii, "client --> proxy (nginx/1.22.1) --> application ?") {
		t.Errorf("the card lacks the chain in ASCII:\n%s", ascii)
	}
}
