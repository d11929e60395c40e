package words

import (
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
)

// Request returns the method and the target of a request: "GET /cart". If they are wider
// than w cells, it drops the query. The result may still be too wide.
func Request(e *record.Exchange, w int) string {
	if !e.Requested {
		return "unsolicited"
	}
	method := text.Pad(text.SafeUpTo(e.Method, w), 4) + " "
	target := text.Masked(e.Target, w)
	if text.Width(method)+text.Width(target) > w {
		target, _, _ = strings.Cut(target, "?")
	}
	return method + target
}

// StatusOf returns the status of an exchange in at most 5 cells, and its style, which
// depends on the class of the status. If there is no final status, the text is "" while
// the exchange is in progress, the last interim status for an unsolicited interim
// response, "?" if the response is unknown, and "lost" otherwise.
func StatusOf(th *theme.Theme, e *record.Exchange) (word string, style theme.Style) {
	switch e.Facts().Status / 100 {
	case 0:
		if !e.Done {
			return "", th.Race
		}
		if n := len(e.Heads); n > 0 && !e.Requested {
			return strconv.Itoa(e.Heads[n-1].Status), th.Muted
		}
		if e.Requested && !e.Lost() {
			return "?", th.Muted
		}
		return "lost", th.Race
	case 2:
		if style = th.OK; verdicts[e.Reason].Fault || e.FramingLost() {
			style = th.Text
		}
	case 3, 4:
		style = th.Caution
	case 5:
		style = th.Race
	default:
		style = th.Muted
	}
	return strconv.Itoa(e.Facts().Status), style
}
