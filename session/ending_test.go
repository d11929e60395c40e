package session_test

import (
	"testing"

	"linger/session"
)

func TestEndingMethods(t *testing.T) {
	closed := session.Notice{Kind: session.NoticeResponseClose, Of: 2}
	parting := session.Notice{Kind: session.NoticeResponseClose, Of: 2, Unsolicited: true}
	for name, c := range map[string]struct {
		e                                                 session.Ending
		announced, goodbye, bars, barred, broken, content bool
	}{
		"a FIN":                      {e: session.Ending{By: session.ByServer, How: session.HowFIN}},
		"announced":                  {e: session.Ending{By: session.ByServer, Notice: closed}, announced: true, bars: true},
		"max was 0":                  {e: session.Ending{By: session.ByServer, Notice: session.Notice{Kind: session.NoticeMax}}, announced: true},
		"a 408":                      {e: session.Ending{By: session.ByServer, Notice: parting}, announced: true, goodbye: true},
		"a 408 without an option":    {e: session.Ending{By: session.ByServer, Notice: session.Notice{Of: 2, Unsolicited: true}}, goodbye: true},
		"a 408 before linger closed": {e: session.Ending{By: session.ByClient, Notice: parting}, announced: true},
		"requests after the close option were lost":   {e: session.Ending{By: session.ByServer, Notice: closed, Lost: []int{3, 4}}, announced: true, bars: true, barred: true},
		"the exchange with the close option was lost": {e: session.Ending{By: session.ByServer, Notice: closed, Lost: []int{2}}, announced: true, bars: true, broken: true},
		"lost":                       {e: session.Ending{By: session.ByServer, Lost: []int{3}}, broken: true},
		"a reset":                    {e: session.Ending{By: session.ByServer, How: session.HowReset}, broken: true},
		"silence":                    {e: session.Ending{By: session.ByNetwork, How: session.HowTimeout}, broken: true},
		"a reset by linger":          {e: session.Ending{By: session.ByClient, How: session.HowReset, Lost: []int{3}}},
		"end of content":             {e: session.Ending{By: session.ByServer, Moment: session.Moment{Kind: session.MomentEndsContent}}, content: true},
		"end of unsolicited content": {e: session.Ending{By: session.ByServer, Moment: session.Moment{Kind: session.MomentEndsUnsolicited}}, content: true},
	} {
		t.Run(name, func(t *testing.T) {
			for what, answer := range map[string][2]bool{
				"announced": {c.e.Announced(), c.announced}, "goodbye": {c.e.Goodbye(), c.goodbye}, "bars": {c.e.Bars(), c.bars},
				"barred": {c.e.Barred(), c.barred}, "broken": {c.e.Broken(), c.broken}, "ends content": {c.e.EndsContent(), c.content},
			} {
				if answer[0] != answer[1] {
					t.Errorf("%s = %v, want %v", what, answer[0], answer[1])
				}
			}
		})
	}
}

func TestShut(t *testing.T) {
	for by, want := range map[session.Party]bool{session.ByServer: true, session.ByClient: false, session.ByNetwork: false} {
		e := session.Ending{By: by, HalfClosed: true}
		if e.Shut() != want {
			t.Errorf("Shut() = %v after a close by the %s, want %v", e.Shut(), by, want)
		}
	}
}

func TestRefusalSentence(t *testing.T) {
	for r, want := range map[session.Refusal]string{
		session.RefusalHandshake:   "The server refused the TLS handshake (TLS alert: bad certificate).",
		session.RefusalWantsCert:   "The server requires a client certificate (TLS alert: bad certificate).",
		session.RefusalCertificate: "The server does not accept the client certificate (TLS alert: bad certificate).",
	} {
		if got := r.Sentence("bad certificate"); got != want {
			t.Errorf("%s: Sentence() = %q, want %q", r, got, want)
		}
	}
}
