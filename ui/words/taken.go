package words

import (
	"linger/session"
	"linger/wire/format"
)

// Taken returns sentences about where a capture was recorded and what is therefore
// unknown, in several versions, longest first.
func Taken(c *session.CapturedAt) []string {
	where, unknown := takenAt(c)
	if !c.Sure && c.Place != "" {
		where += ", as the handshakes suggest"
	}
	short := where + unknown
	long := short
	if c.Place == "" && c.RoundTrip > 0 {
		long += " The shortest handshake took " + format.Duration(c.RoundTrip) + "."
	}
	if c.Duplicates > 0 {
		long += " linger dropped " + format.Count(c.Duplicates, "duplicate packet") + "."
	}
	if s := NotFollowed(c.Unfollowed); s != "" { // this is more important than the place
		return []string{long + " " + s, short + " " + s, s, format.Count(c.Unfollowed, "connection") + " not followed to the end."}
	}
	return []string{long, short, where + "."}
}

// NotFollowed returns a sentence about n connections that linger did not follow to their
// end, or "" if there are none.
func NotFollowed(n int) string {
	if n == 0 {
		return ""
	}
	return "linger did not follow " + format.Count(n, "connection") + " to the end, to limit its memory."
}

// takenAt returns where the capture was recorded, and what is therefore
// unknown.
func takenAt(c *session.CapturedAt) (where, unknown string) {
	switch c.Place {
	case session.PlaceClient:
		if c.RoundTrip == 0 {
			return "Taken on the client", ": when the server sent a packet is not known."
		}
		return "Taken on the client", ": when the server sent a packet is known to half a round trip (" + format.Duration(c.RoundTrip) + ")."
	case session.PlaceServer:
		return "Taken on the server", ": when the client received a packet is not known."
	case session.PlaceBetween:
		return "Taken between the two", ": when a packet left or reached either side is not known."
	case session.PlaceBoth:
		return "Taken on the machine where both run", ": its times are those of both."
	case session.PlaceProxy:
		return "Taken on a proxy", ": it is the server of some connections and the client of others."
	}
	return "Where it was taken is not known", "."
}
