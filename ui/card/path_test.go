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

func TestChainAsDrawn(t *testing.T) {
	golden.Tokens(t, "report-chain", dark, Report(dark, proxied(false), 112))
	golden.Tokens(t, "report-chain-swept", dark, Report(dark, proxied(true), 80))
}

func TestChainThatMayBeNone(t *testing.T) {
	r := proxied(false)
	if strings.Contains(shown(Report(dark, r, 104)), "if it passes requests on") {
		t.Error("the card doubts a proxy that names itself")
	}
	r.Path.Sure = false
	if !strings.Contains(shown(Report(dark, r, 104)), "if it passes requests on") {
		t.Error("the card calls a server a proxy that may not be one")
	}
	if ascii := shown(Report(theme.New(true, colorprofile.ASCII, true), r, 104)); !strings.Contains(ascii, "client --> proxy (nginx/1.22.1) --> application ?") {
		t.Errorf("%s", ascii)
	}
}
