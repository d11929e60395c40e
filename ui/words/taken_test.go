package words_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"linger/session"
	"linger/session/record"
	"linger/ui/theme"
	"linger/ui/words"
)

func TestTakenSaysWhatIsUnknown(t *testing.T) {
	for want, c := range map[string]session.CapturedAt{
		"Where it was taken is not known.":                                                                                     {},
		"Where it was taken is not known. The shortest handshake took 1.1 ms.":                                                 {RoundTrip: 1100 * time.Microsecond},
		"Taken on the client: when the server sent a packet is known to half a round trip (20.0 ms).":                          {Place: session.PlaceClient, Sure: true, RoundTrip: 20 * ms},
		"Taken on the client: when the server sent a packet is not known.":                                                     {Place: session.PlaceClient, Sure: true},
		"Taken on the server, as the handshakes suggest: when the client received a packet is not known.":                      {Place: session.PlaceServer, RoundTrip: 20 * ms},
		"Taken between the two: when a packet left or reached either side is not known. linger dropped 812 duplicate packets.": {Place: session.PlaceBetween, Sure: true, Duplicates: 812},
		"Taken on the machine where both run: its times are those of both.":                                                    {Place: session.PlaceBoth, Sure: true},
		"Taken on a proxy: it is the server of some connections and the client of others.":                                     {Place: session.PlaceProxy, Sure: true},
		"Where it was taken is not known. linger did not follow 300 connections to the end, to limit its memory.":              {Unfollowed: 300},
	} {
		got := words.Taken(&c)
		if got[0] != want {
			t.Errorf("Taken(%+v) = %q, want %q", c, got[0], want)
		}
		for i, s := range got[1:] {
			if len(s) > len(got[i]) || !strings.HasSuffix(s, ".") {
				t.Errorf("Taken(%+v): the form %q after %q, want a shorter one", c, s, got[i])
			}
		}
	}
}

// Every form says that connections were not followed, because the counts are then
// incomplete.
func TestTakenSaysWhatWasNotFollowed(t *testing.T) {
	for _, s := range words.Taken(&session.CapturedAt{Place: session.PlaceServer, Sure: true, Unfollowed: 1}) {
		if !strings.Contains(s, "1 connection") {
			t.Errorf("the form %q does not say that a connection was not followed", s)
		}
	}
}

// The texts about a connection that linger no longer follows contain nothing that could
// become false.
func TestConnectionThatIsNoLongerFollowed(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1, Connect: ms})
	r.Apply(session.Unfollowed{At: 10 * ms, Conn: 1})
	c := r.Conn(1)
	v := words.Situation{Record: r, Conn: c, Now: time.Minute, Width: 120, Theme: theme.New(true, colorprofile.ASCII, false), Watch: &words.Watch{Noun: "connection"}}
	s := v.Status()
	if lead := s.Lead(80); lead != "Connection 1: no longer followed." || s.Counting {
		t.Errorf("the sentence begins with %q, and a countdown runs: %t; want no longer followed, and no countdown", lead, s.Counting)
	}
	if _, ok := (words.Pair{Conn: c, Now: time.Minute}).IdleFor(); ok {
		t.Error("IdleFor returned an idle time, want none, because nothing is known about it")
	}
	if got := words.Ticket().Verdict(r, c, time.Minute); !strings.HasPrefix(got, "not followed to its end") {
		t.Errorf("the verdict of the ticket is %q, want it to say that the connection was not followed to its end", got)
	}
}
