package clock

import (
	"strings"
	"time"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
)

// A View is all that the top rows are drawn from.
type View struct {
	Record  *record.Record
	Conn    *record.Connection // nil: none was tried yet
	Now     time.Duration      // the session's clock
	Lag     time.Duration      // how far the bars and the clock in the header are behind
	Width   int
	Theme   *theme.Theme
	Notice  string // what stands in the row now for a while: why a key cannot be used
	First   bool   // nothing was sent yet: the row now says which key starts
	Offline bool   // a recording: nothing can be sent
	Probes  bool   // a key measures the server
	Covered bool   // esc puts something else away first
	Typed   bool   // commands are typed, a line at a time: there are no keys

	told *telling
	rng  record.Range // how long the server was seen to wait
}

// tell is what the rows say, worked out once for all of them.
func (v *View) tell() *telling {
	if v.told == nil {
		v.rng = v.Record.IdleRange(v.Conn)
		t := tell(v)
		v.told = &t
	}
	return v.told
}

// slow is the moment that the bars and the clock in the header show.
func (v *View) slow() time.Duration { return v.Now - v.Lag }

// briefly are parts of sentences in fewer words, for rows without room for more,
// and then in still fewer.
var briefly = []*strings.Replacer{
	strings.NewReplacer(append(endings[:], "the advertised ", "the ", "the clock starts with", "starts with",
		"kept open longer than advertised", "kept open")...),
	strings.NewReplacer(append(endings[:], "no hint · idle ", "idle ", "the advertised ", "", "the clock starts with its last byte", "not yet",
		": kept open longer than advertised", "", "FIN, no close_notify", "no close_notify",
		"into the content of response", "into response", "the content of response", "response", " (--max-head)", "")...),
}

// endings are parts of told closes in fewer words.
var endings = [...]string{
	"as announced by Connection: close", "as announced",
	"before any byte of a response", "before any response",
	"before any byte of its final response", "before its final response",
	", which nobody asked for,", "", ", which nobody asked for", "",
	"responses that nobody asked for", "nobody asked for",
	"after the client shut the write side", "after our FIN",
	"a message said close, and the server", "the server",
	"its limit of", "limit of", " was reached", "",
	" any more", "",
}

// brief is s, or where it does not fit in w cells the same in fewer words: what
// comes after the first of several things gives way last.
func brief(s string, w int) string {
	short := s
	for i := 0; i < len(briefly) && text.Width(short) > w; i++ {
		short = briefly[i].Replace(s)
	}
	for text.Width(short) > w {
		i := strings.LastIndex(short, "; ")
		if i < 0 {
			break
		}
		short = short[:i]
	}
	return short
}

// led are the first words of the sentence in w cells: what the end is compared
// with gives way first, then what else is said of the moment, then the moment.
func (v *View) led(s string, w int) string {
	s = brief(s, w)
	for _, end := range []string{": ", ", "} {
		if text.Width(s) > w {
			s, _, _ = strings.Cut(s, end)
		}
	}
	if who, _, ok := strings.Cut(s, ") "); ok && text.Width(s) > w {
		s = who + ")"
	}
	return v.Theme.Words(s, w)
}

// leastRest is how many cells there are at least for what follows the first words
// of a sentence, where it has to be cut.
const leastRest = 24

func (v *View) narrow() bool { return v.Width < 100 }

// row is a label, what stands at the bars, and a text right-aligned that gives
// way when there is no room; it is exactly as wide as the screen.
func (v *View) row(label, left string, used int, right string, style theme.Style) string {
	x, _ := layout.Bar(v.Width)
	th := v.Theme
	head := " " + th.Muted.Render(label) + text.Spaces(x-1-len(label))
	room := v.Width - 1 - x - used
	n := text.Width(right)
	if right == "" || n+2 > room {
		return head + left + text.Spaces(room+1)
	}
	return head + left + text.Spaces(room-n) + style.Render(right) + " "
}

// barred is a row with a bar: the bar, the deadline, a sign beside it, words
// and their source.
func (v *View) barred(label, bar, deadline, sign string, words string, style theme.Style, source string) string {
	x, n := layout.Bar(v.Width)
	th := v.Theme
	room := v.Width - 1 - x - n - 3
	if words = brief(words, room); text.Width(words) > room {
		words, _, _ = strings.Cut(words, ", ")
	}
	words = th.Words(words, room)
	if deadline == "" {
		deadline = " "
	}
	if sign == "" {
		sign = "  "
	} else {
		sign += " "
	}
	left := bar + th.Muted.Render(deadline) + sign + style.Render(words)
	return v.row(label, left, n+3+text.Width(words), source, th.Muted)
}
