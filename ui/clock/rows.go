package clock

import (
	"path/filepath"
	"strconv"
	"strings"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// Timeout returns the row of the countdown.
func (v *View) Timeout() string { return v.timeoutRow("") }

// TimeoutAndMax returns the row of the countdown with the text about max on the right,
// for a screen without a row for max.
func (v *View) TimeoutAndMax() string {
	words, _, ok := v.maxAndSource()
	if !ok || v.Watch != nil {
		words = ""
	}
	return v.timeoutRow(words)
}

func (v *View) timeoutRow(right string) string {
	t, g := v.status(), &v.Theme.Glyphs
	deadline, sign := g.Deadline, ""
	if v.Conn == nil || v.Conn.State == record.Failed || v.Conn.State == record.Connecting {
		deadline = ""
	} else if v.Conn.State == record.Ended && t.Sign == g.Closed {
		sign = g.Closed
	}
	if right == "" {
		right = t.Source
	}
	return v.barred("timeout", v.timeoutBar(), deadline, sign, t.Beside, t.WordsStyle, right)
}

// Max returns the row of the remaining exchanges or, for connections between other
// programs, the row about the client.
func (v *View) Max() string {
	if v.Watch != nil {
		return v.Client()
	}
	_, n := layout.Bar(v.Width)
	th, g := v.Theme, &v.Theme.Glyphs
	words, source, ok := v.maxAndSource()
	if v.Blind {
		words, source, ok = "hidden by the drill", maxSource{}, false
	}
	bar := th.Track.Render(text.Repeat(g.Spent, n))
	if ok {
		b := v.Conn.Budget
		spent := n
		if full := max(b.First, b.Max); full > 0 {
			spent = int((float64(full-b.Max)/float64(full))*float64(n) + 0.5)
		}
		bar = th.Track.Render(text.Repeat(g.Spent, spent)) + th.Accent.Render(text.Repeat(g.Max, n-spent))
	}
	deadline := g.Deadline
	if v.Conn == nil || v.Conn.State == record.Failed || v.Conn.State == record.Connecting {
		deadline = ""
	}
	beside := said(words)
	if v.narrow() && source != (maxSource{}) {
		beside, source = said(words+" · "+source.brief, words), maxSource{}
	}
	return v.barred("max", bar, deadline, "", beside, th.Strong, source.words)
}

// A maxSource says where the number of remaining exchanges comes from, in full and in a
// shorter form.
type maxSource struct{ words, brief string }

func (v *View) maxAndSource() (words string, source maxSource, ok bool) {
	c := v.Conn
	switch {
	case c == nil || c.State == record.Connecting || c.State == record.Failed:
		return "", source, false
	case c.OutOfStep, c.Unframed():
		if c.Budget.HasMax {
			said := "the hint says " + format.Number(c.Budget.Max)
			source = maxSource{said, said}
		}
		return "not reusable", source, false
	case !c.Budget.HasMax && unanswered(c):
		return "not advertised yet", source, false
	case !c.Budget.HasMax:
		if h, of := c.IgnoredHint(); of > 0 && h.Max >= 0 {
			said := "the hint says " + format.Number(h.Max)
			return "hint ignored", maxSource{said, said}, false
		}
		return "not advertised", source, false
	case !c.Budget.Applies:
		return "hint ignored", source, false
	}
	words = format.Number(c.Budget.Max) + " left"
	source = maxSource{"counted by the server", "by the server"}
	if c.Budget.CountedBy == "linger" {
		source = maxSource{"counted by linger", "by linger"}
	}
	if c.State == record.Ended && c.Budget.Max > 0 {
		words, source = format.Number(c.Budget.Max)+" unused", maxSource{}
	}
	return words, source, true
}

// unanswered reports whether the connection has had no response so far.
func unanswered(c *record.Connection) bool {
	last := c.Last()
	return last == nil || c.Count() == 1 && !last.Done
}

// State returns the glyph and the unstyled text of the state: "●" and "open, idle".
func (v *View) State() (sign, words string) { return v.status().Sign, v.status().State }

// Brief returns the short form of the state: "idle".
func (v *View) Brief() string { return v.status().Brief() }

// Alarm reports whether the state is shown in red.
func (v *View) Alarm() bool { return v.status().StateStyle == v.Theme.RaceStrong }

// Sentence returns the row "now" without styles: the state and what follows from it.
func (v *View) Sentence() string {
	t := v.status()
	return strings.TrimSuffix(t.Lead(words.Unbounded)+" "+t.Rest, " ")
}

// SentenceIn returns the row "now" without styles, in at most w cells if one of its forms
// is that short.
func (v *View) SentenceIn(w int) string {
	lead, rest := v.fitted(v.status(), w)
	if strings.HasSuffix(rest, v.Theme.Glyphs.Cut) {
		rest = "" // half a sentence would be worse than none
	}
	return strings.TrimSuffix(lead+" "+rest, " ")
}

// fitted returns the sentence of a status in w cells: the state, and what follows from
// it.
func (v *View) fitted(t *words.Status, w int) (lead, rest string) {
	lead = v.Theme.Words(t.Lead(w), w)
	left := w - text.Width(lead) - 1
	rest = t.Rest
	if t.Short != "" && text.Width(rest) > left {
		rest = t.Short
	}
	if text.Width(rest) > left {
		rest = clause(rest, left)
	}
	return lead, v.Theme.Words(rest, left)
}

// NowRow returns the row "now": the sentence about the state, or a notice.
func (v *View) NowRow() string {
	t, th := v.status(), v.Theme
	x, _ := layout.Bar(v.Width)
	room := v.Width - 1 - x
	if v.Notice != "" {
		words := th.Words(text.Safe(v.Notice), room)
		return v.row("note", th.Caution.Render(words), text.Width(words), "", th.Muted)
	}
	lead, rest := v.fitted(t, room)
	used := text.Width(lead)
	left := t.LeadStyle.Render(lead)
	if rest != "" {
		left += " " + th.Text.Render(rest)
		used += 1 + text.Width(rest)
	}
	return v.row(t.Label, left, used, "", th.Muted)
}

// clause returns the longest beginning of a sentence that is a sentence itself and at
// most w cells wide. If there is none, it returns the whole sentence, which the caller
// cuts, or "" if w is too small even for that.
func clause(s string, w int) string {
	for short := s; ; {
		i := max(strings.LastIndex(short, "; "), strings.LastIndex(short, ": "))
		if i <= 0 || !strings.Contains(short[:i], " ") { // one word is the name of a field
			break
		}
		if short = short[:i]; text.Width(short) < w {
			return short + "."
		}
	}
	if w < leastRest {
		return ""
	}
	return s
}

// Header returns the first row: the target, facts about the connection, and its state.
func (v *View) Header() string {
	if log := v.logging(); log != "" {
		style := v.Theme.Accent
		if v.Log == "" {
			style = v.Theme.Race
		}
		return v.headerRow(v.Width-2-text.Width(log)) + " " + style.Render(log) + " "
	}
	return v.headerRow(v.Width)
}

// headerRow returns the first row in w cells, without the text about the recording.
func (v *View) headerRow(w int) string {
	th, t := v.Theme, v.status()
	state, at := t.Sign+" "+t.State, v.position()
	if !v.narrow() { // the position is more important than the facts
		state, at = state+at, ""
	}
	room := w - 2 - text.Width(state) - 2
	var b strings.Builder
	lead := v.lead()
	b.WriteString(" " + lead + "  ")
	used := 3 + text.Width(lead)
	subject := v.Subject()
	facts := v.facts()
	for { // the least important fact is dropped first
		n := used + text.Width(subject)
		for _, f := range facts {
			n += 3 + text.Width(f.words)
		}
		i := leastOf(facts)
		if n <= room+1 || i < 0 {
			break
		}
		facts = append(facts[:i:i], facts[i+1:]...)
	}
	for _, f := range facts {
		if f.rank == 0 {
			room -= 3 + text.Width(f.words)
		}
	}
	subject = th.Cut(subject, max(0, room+1-used))
	b.WriteString(th.Strong.Render(subject))
	used += text.Width(subject)
	for _, f := range facts {
		style := th.Muted
		if f.rank == 0 {
			style = th.RaceStrong
		} else if used+3+text.Width(f.words) > w-2-text.Width(state) {
			continue
		}
		b.WriteString(th.Rule.Render(" "+th.Glyphs.Dot+" ") + style.Render(f.words))
		used += 3 + text.Width(f.words)
	}
	if text.Width(state+at)+2 <= w-1-used {
		state += at
	}
	if room := w - 1 - used; text.Width(state) > room { // the short form drops the less important part
		state = th.Words(words.Fit(room, state, t.Sign+" "+t.Brief()), max(0, room))
	}
	b.WriteString(text.Spaces(w - 1 - used - text.Width(state)))
	b.WriteString(t.StateStyle.Render(state) + " ")
	return b.String()
}

// position returns the position in a replay, as text that follows the state. It returns
// "" if the header does not show the position.
func (v *View) position() string {
	if !v.Offline || v.Name == "" || v.Watch != nil {
		return ""
	}
	return " at " + format.Position(v.Now, true)
}

// lead returns the beginning of the header: the name of the program, or the letter of one
// of two sessions.
func (v *View) lead() string {
	th := v.Theme
	switch {
	case v.Letter == "":
		return th.Key.Render("linger")
	case v.Active:
		return th.Key.Render(th.Glyphs.Cursor + " " + v.Letter)
	}
	return "  " + th.Muted.Render(v.Letter)
}

// logging returns the text about the recording at the right end of the header. It returns
// "" unless linger is recording the session or the recording has failed.
func (v *View) logging() string {
	switch {
	case v.Log != "":
	case !v.LogFailed:
		return ""
	case v.narrow():
		return v.Theme.Glyphs.Error + " not recorded"
	default:
		return v.Theme.Glyphs.Error + " recording failed"
	}
	sign, since := v.Theme.Glyphs.Open, format.Position(v.slow()-v.LogSince, false)
	switch {
	case v.Width < 60:
		return sign + " rec"
	case v.narrow():
		return sign + " rec " + since
	}
	return sign + " recording " + v.Theme.Cut(text.Safe(filepath.Base(v.Log)), v.Width/5) + " " + since
}

// A fact is a piece of text in the header. Facts with a higher rank are dropped first.
// Those with rank 0 are never dropped.
type fact struct {
	words string
	rank  int
}

func leastOf(facts []fact) int {
	at, rank := -1, 0
	for i, f := range facts {
		if f.rank > rank {
			at, rank = i, f.rank
		}
	}
	return at
}

// Subject returns the subject of the screen: the target (in a short form on a narrow
// screen), or the recording.
func (v *View) Subject() string {
	switch {
	case v.Name != "":
		return "replay of " + text.Safe(v.Name)
	case v.Watch != nil:
		return v.watchTarget()
	case v.Offline:
		return "replay"
	}
	return v.target()
}

func (v *View) target() string {
	t := text.Safe(v.Record.TargetOf(v.Conn))
	if v.narrow() {
		if label := v.Record.Label(v.Record.TargetOf(v.Conn)); label != "" { // the label is more useful than the port
			return text.Safe(strings.TrimPrefix(label, "the "))
		}
		_, host, ok := strings.Cut(t, "://")
		if ok {
			return host
		}
	}
	return t
}

func (v *View) facts() (fs []fact) {
	if v.Watch != nil {
		return v.watchFacts()
	}
	c, target := v.Conn, v.Record.TargetOf(v.Conn)
	if !v.Record.Start.Verify && strings.HasPrefix(target, "https:") {
		words := " certificate not verified"
		if v.Width < 60 { // the state must fit beside the warning
			words = " not verified"
		}
		fs = append(fs, fact{v.Theme.Glyphs.Warning + words, 0})
	}
	if v.Offline { // it follows the name of the recording
		fs = append(fs, fact{v.target(), 2})
	}
	if c == nil {
		return fs
	}
	if label := v.Record.Label(target); label != "" && !v.narrow() {
		fs = append(fs, fact{text.Safe(label), 6})
	}
	if c.Version != (wire.Version{}) {
		fs = append(fs, fact{"HTTP/" + strconv.Itoa(int(c.Version.Major)) + "." + strconv.Itoa(int(c.Version.Minor)), 5})
	}
	if tls := c.Info.TLS; tls != nil {
		fs = append(fs, fact{text.Safe(tls.Version), 4})
	}
	fs = append(fs, fact{"connection " + strconv.Itoa(c.ID), 1})
	if c.State == record.Connecting || c.State == record.Failed {
		return fs
	}
	rank := 2
	if v.Offline { // the target is more important
		rank = 3
	}
	fs = append(fs, fact{format.Count(c.Count(), "exchange"), rank})
	if v.Record.Discarded() != (record.Discarded{}) {
		fs = append(fs, fact{"oldest bytes discarded", 6})
	}
	if c.State == record.Ended {
		return append(fs, fact{"lived " + lived(c.Age(v.Now)), 7})
	}
	age := 7
	if v.Aged {
		age = 1
	}
	return append(fs, fact{"up " + format.Clock(c.Age(v.slow())), age})
}
