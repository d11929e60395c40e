package words_test

import (
	"strings"
	"testing"
	"time"

	"linger/session"
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
