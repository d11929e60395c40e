package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/ui/words"
)

// In texts about a connection that linger only watches, the client is another program,
// not linger.
func TestTextsAboutAWatchedConnectionDoNotNameLinger(t *testing.T) {
	e := &session.Ending{By: session.ByClient, How: session.HowFIN, Phase: session.PhaseIdle, Idle: time.Second, Answered: 1,
		Moment: session.Moment{Kind: session.MomentIdle, Exchange: 1}, Foreign: true}
	shut := *e
	shut.By, shut.HalfClosed = session.ByServer, true
	relay := *e
	relay.By = session.ByRelay
	for got, want := range map[string]string{
		words.Sentence(e):         "client closed (FIN) after 1.000 s idle",
		words.Title(e, 80):        "The client closed the connection",
		words.State(e, 80):        "closed by the client",
		words.Few(e):              "FIN by client",
		words.Who(e):              "the client",
		words.Meaning(e, ""):      "The client read every response, then sent FIN. Nothing was lost.",
		words.Sentence(&shut):     "server closed (FIN) after 1.000 s idle: 0.000 s after the client half-closed",
		words.Title(&relay, 80):   "The relay ended the connection, as it was asked to",
		words.State(&relay, 80):   "closed by the relay",
		words.Meaning(&relay, ""): "The relay did this because it was asked to. It says nothing about the client or the server.",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if strings.Contains(got, "linger") {
			t.Errorf("the text %q names linger, want the client or the relay", got)
		}
	}
}
