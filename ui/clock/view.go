package clock

import (
	"time"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

// A View holds all values from which the rows at the top of the screen are drawn.
type View struct {
	Record  *record.Record
	Conn    *record.Connection // nil before the first attempt to connect
	Now     time.Duration      // the clock of the session
	Lag     time.Duration      // delay of the bars and of the clock in the header
	Width   int
	Theme   *theme.Theme
	Notice  string       // a notice in the "now" row, for example why a key cannot be used
	First   bool         // no request has been sent yet, so the "now" row names the key that sends one
	Offline bool         // a recording: linger cannot send
	Name    string       // name of the recording, or empty
	Over    bool         // the recording ends at this moment, although its session had not ended
	Probes  bool         // a key starts a probe of the server
	Blind   bool         // a drill hides what hints say
	Quiet   bool         // a lesson is open, which gives its own instructions and asks what a response does
	Aged    bool         // the age of the connection matters more than its version
	Covered bool         // esc closes something else first
	Watch   *words.Watch // for connections between other programs; nil for linger's own connection
	Letter  string       // "A" or "B" with two sessions; empty with one
	Active  bool         // of two sessions, this one receives input

	Log       string        // the file of the recording in progress, or empty
	LogSince  time.Duration // time at which that recording began
	LogFailed bool          // the most recent recording has failed

	said  *words.Status
	limit record.Limit // how long the server lets the connection stay idle
}

// status returns the texts of the rows, which are computed once for all rows.
func (v *View) status() *words.Status {
	if v.said == nil {
		s := (&words.Situation{Record: v.Record, Conn: v.Conn, Now: v.Now, Width: v.Width, Theme: v.Theme, First: v.First, Watch: v.Watch,
			Offline: v.Offline, Named: v.Name != "", Over: v.Over, Probes: v.Probes, Blind: v.Blind, Quiet: v.Quiet, Covered: v.Covered}).Status()
		v.said, v.limit = &s, s.Limit
	}
	return v.said
}

// Alone returns a view of v.Conn only, even if the header of v covers all connections.
func (v *View) Alone() View {
	v.status() // so that both views share the texts if they are the same
	own := *v
	if own.Watch != nil {
		own.Watch, own.said = nil, nil
	}
	return own
}

// slow returns the time that the bars and the clock in the header show.
func (v *View) slow() time.Duration { return v.Now - v.Lag }

// A wording returns the longest of its forms that fits in w cells. If none fits, it
// returns the shortest.
type wording func(w int) string

// said returns a wording with the given forms, which must be in order of decreasing
// length.
func said(ways ...string) wording { return func(w int) string { return words.Fit(w, ways...) } }

// leastRest is the minimum width, in cells, for a sentence that must be cut. In less
// space, the sentence is left out.
const leastRest = 32

func (v *View) narrow() bool { return v.Width < 100 }

// row returns a row exactly as wide as the screen: a label, text in the column of the
// bars, and text on the right, which is dropped if there is no room for it.
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

// barred returns a row with a bar: the bar, the mark of the deadline, a sign beside it,
// text, and the source of the text.
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
