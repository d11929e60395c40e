package words_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/replay"
	"linger/ui/words"
)

func TestAheadAndStillToCome(t *testing.T) {
	request := replay.Ahead{At: time.Second, Conn: 1, Request: "GET /x"}
	reset := replay.Ahead{At: time.Second + time.Millisecond, Conn: 1, Ending: &session.Ending{By: session.ByServer, How: session.HowReset}}
	other := reset
	other.Conn = 2
	for want, next := range map[string][]replay.Ahead{
		"": nil,
		"GET /x, then server reset (RST) 1.0 ms later": {request, reset},
		"GET /x":                        {request, other},
		"server reset (RST)":            {reset, request},
		"connection 3 cannot be opened": {{At: time.Second, Conn: 3}},
	} {
		if got := words.Ahead(next); got != want {
			t.Errorf("Ahead = %q, want %q", got, want)
		}
	}
	for want, c := range map[string]replay.Coming{
		"":                                    {},
		"still to come: 1 exchange":           {Exchanges: 1},
		"still to come: 2 closes":             {Closes: 2},
		"still to come: 3 exchanges, 1 close": {Exchanges: 3, Closes: 1},
	} {
		if got := words.StillToCome(c); got != want {
			t.Errorf("StillToCome = %q, want %q", got, want)
		}
	}
}
