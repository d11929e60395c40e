package clock

import (
	"time"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// A View is all that the top rows are drawn from.
type View struct {
	Record  *record.Record
	Conn    *record.Connection // nil: none was tried yet
	Now     time.Duration      // the session's clock
	Lag     time.Duration      // how far the bars and the clock in the header are behind
	Width   int
	Theme   *theme.Theme
	Notice  string       // what stands in the row now for a while: why a key cannot be used
	First   bool         // nothing was sent yet: the row now says which key starts
	Offline bool         // a recording: nothing can be sent
	Name    string       // of the recording; may be empty
	Over    bool         // the recording ends at this moment, but not its session
	Probes  bool         // a key measures the server
	Blind   bool         // a drill hides what hints say
	Quiet   bool         // a lesson is open: it says what to do, and asks what a response does
	Aged    bool         // the age of the connection matters more than its version
	Covered bool         // esc puts something else away first
	Watch   *words.Watch // of connections between other programs; nil: linger's own
	Letter  string       // of one of two sessions; empty: there is one
	Active  bool         // input goes to this one of two sessions

	Log       string        // the file that the session is recorded to; empty: it is not
	LogSince  time.Duration // when that began
	LogFailed bool          // a recording failed, and no other began since

	said  *words.Status
	limit record.Limit // how long the server leaves the connection idle
}

// status returns what the rows say, worked out once for all of them.
func (v *View) status() *words.Status {
	if v.said == nil {
		s := (&words.Situation{Record: v.Record, Conn: v.Conn, Now: v.Now, Width: v.Width, Theme: v.Theme, First: v.First, Watch: v.Watch,
			Offline: v.Offline, Named: v.Name != "", Over: v.Over, Probes: v.Probes, Blind: v.Blind, Quiet: v.Quiet, Covered: v.Covered}).Status()
		v.said, v.limit = &s, s.Limit
	}
	return v.said
}

// slow returns the moment that the bars and the clock in the header show.
func (v *View) slow() time.Duration { return v.Now - v.Lag }

// A wording is what is said in w cells, at most where there is a way to say it in
// so few.
type wording func(w int) string

// said returns a wording that has several ways, from the longest.
func said(ways ...string) wording { return func(w int) string { return words.Fit(w, ways...) } }

// leastRest is how many cells there are at least for what follows the first words
// of a sentence, where it has to be cut.
const leastRest = 32

func (v *View) narrow() bool { return v.Width < 100 }

// row returns a label, what stands at the bars, and a text right-aligned that gives
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

// barred returns a row with a bar: the bar, the deadline, a sign beside it, words
// and their source.
func (v *View) barred(label, bar, deadline, sign string, beside wording, style theme.Style, source string) string {
	x, n := layout.Bar(v.Width)
	th := v.Theme
	room := v.Width - 1 - x - n - 3
	words := th.Words(beside(room), room)
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
