package words

import (
	"strconv"

	"linger/session/replay"
	"linger/wire/format"
)

// Ahead returns a clause about the next events of a log: "GET /x, then server reset (RST)
// 1.0 ms later". It returns "" at the end of the log. The text of the request is not
// escaped: the caller must make it safe to print.
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

// StillToCome returns a summary of the rest of the log: "still to come: 3 exchanges, 1
// close". It returns "" if no exchange and no close follow.
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
