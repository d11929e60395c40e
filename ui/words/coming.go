package words

import (
	"strconv"

	"linger/session/replay"
	"linger/wire/format"
)

// Ahead returns what a log holds next, in a clause: "GET /x, then server reset (RST)
// 1.0 ms later". It is empty at the end of the log, and safe to print except for the
// request, which stands in it as it was.
func Ahead(next []replay.Ahead) string {
	if len(next) == 0 {
		return ""
	}
	s := oneAhead(next[0])
	if len(next) > 1 && next[1].Conn == next[0].Conn && next[0].Request != "" && next[1].Request == "" {
		s += ", then " + oneAhead(next[1]) + " " + format.Duration(next[1].At-next[0].At) + " later"
	}
	return s
}

func oneAhead(a replay.Ahead) string {
	switch {
	case a.Request != "":
		return a.Request
	case a.Ending == nil:
		return "connection " + strconv.Itoa(a.Conn) + " cannot be opened"
	}
	return Subject(a.Ending, Unbounded)
}

// StillToCome returns what a log holds after the position: "still to come: 3
// exchanges, 1 close"; empty where there is neither.
func StillToCome(c replay.Coming) string {
	switch {
	case c.Exchanges == 0 && c.Closes == 0:
		return ""
	case c.Closes == 0:
		return "still to come: " + format.Count(c.Exchanges, "exchange")
	case c.Exchanges == 0:
		return "still to come: " + format.Count(c.Closes, "close")
	}
	return "still to come: " + format.Count(c.Exchanges, "exchange") + ", " + format.Count(c.Closes, "close")
}
