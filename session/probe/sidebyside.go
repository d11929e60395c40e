package probe

import (
	"slices"
	"strings"
	"time"

	"linger/wire/format"
)

// SideBySide compares reports, in the order in which the targets were given: a
// column for each, a row for each check, rows that differ marked, and what the
// idle limits mean for a chain in this order, from the client inwards.
func SideBySide(reports []*Report, width int) []Row {
	width = max(60, width)
	var rows []Row
	for i, r := range reports {
		row, came := Row{}.add(Accent, letter(i)).add(Text, "  ").add(Strong, r.Target), r.tally()
		if r.Failure != "" {
			came = Row{}.bold(Danger, "✗ ").add(Text, r.Failure)
		}
		if row.width()+3+came.width() > width {
			rows, row = append(rows, row), nil
		}
		rows = append(rows, append(row.add(Text, "   "), came...))
	}
	if names := namesIn(reports); len(names) > 0 {
		rows = append(append(rows, nil), compare(reports, names, width)...)
	}
	if chain := chainRows(reports, width); len(chain) > 0 {
		rows = append(append(rows, nil, Row{}.add(Strong, "Chain").add(Muted, "   if these are hops, from the client inwards")), chain...)
	}
	return rows
}

func letter(i int) string { return string(rune('A' + i%26)) }

func namesIn(reports []*Report) (names []string) {
	for _, name := range Names() {
		if slices.ContainsFunc(reports, func(r *Report) bool { return r.Check(name) != nil }) {
			names = append(names, name)
		}
	}
	return names
}

// sideAt is where the columns of the targets begin.
const sideAt = 25

func compare(reports []*Report, names []string, width int) []Row {
	col := max(14, (width-sideAt)/len(reports))
	head := Row{}.add(Muted, "  check")
	for i := range reports {
		head = head.to(sideAt+i*col).add(Accent, letter(i))
	}
	rows := []Row{head}
	for _, name := range names {
		row := Row{}
		if differ(reports, name) {
			row = row.add(Caution, "≠ ").add(Strong, name)
		} else {
			row = row.add(Text, "  ").add(Muted, name)
		}
		for i, r := range reports {
			row = row.to(sideAt + i*col)
			c := r.Check(name)
			if c == nil {
				row = row.add(Muted, "·")
				continue
			}
			row = row.add(c.Verdict.token(), c.Verdict.glyph()+" ").add(tokenOf(c.Found), cut(orDot(c.summary(col-4)), col-4))
		}
		rows = append(rows, row.trim())
		if said := saying(reports, name, col); said != nil {
			rows = append(rows, said)
		}
	}
	return rows
}

// says is what was advertised, where that is the question: "says 5 s".
func (c Check) says() string {
	if c.Said == "" || c.Name == nameMax || c.Said == c.Found {
		return ""
	}
	return "says " + c.Said
}

// summary is what was measured, beside what was advertised where both fit into
// w cells.
func (c Check) summary(w int) string {
	if s := c.says(); s != "" && cells(c.Found)+3+cells(s) <= w {
		return c.Found + " (" + s + ")"
	}
	return c.Found
}

// saying is a row of what was advertised, for those columns that have no room
// for it beside what was measured; nil when all have.
func saying(reports []*Report, name string, col int) (row Row) {
	for i, r := range reports {
		if c := r.Check(name); c != nil && c.says() != "" && c.summary(col-4) == c.Found {
			row = row.to(sideAt+i*col+2).add(Muted, cut(c.says(), col-4))
		}
	}
	return row
}

func cut(s string, w int) string {
	if cells(s) <= w {
		return s
	}
	return string([]rune(s)[:max(0, w-1)]) + "…"
}

// differ says that the reports do not agree on a check: the verdict, or what
// was measured beyond what the noise of a clock explains.
func differ(reports []*Report, name string) bool {
	var first *Check
	for _, r := range reports {
		c := r.Check(name)
		if c == nil {
			continue
		}
		if first == nil {
			first = c
			continue
		}
		if c.Verdict != first.Verdict || c.Said != first.Said || !alike(c, first) {
			return true
		}
	}
	return false
}

func alike(a, b *Check) bool {
	if a.AtLeast != b.AtLeast {
		return false
	}
	if a.Unit != b.Unit || a.Unit != "s" && a.Unit != "ms" || a.Low == nil || b.Low == nil {
		return a.word() == b.word()
	}
	noise := agree.Seconds()
	if a.Unit == "ms" {
		noise = format.Millis(agree)
	}
	return near(*a.Low, *b.Low, noise) && near(*a.High, *b.High, noise)
}

// word is what was measured, without how often: that is not for comparing.
func (c *Check) word() string {
	if c.Name == nameKind {
		word, _, _ := strings.Cut(c.Found, ",")
		return word
	}
	return c.Found
}

func near(a, b, noise float64) bool { return max(a-b, b-a) <= noise }

// chainRows compares each hop's idle limit with the next one's: whoever is
// nearer to the client should close first.
func chainRows(reports []*Report, width int) (rows []Row) {
	for i := 1; i < len(reports); i++ {
		outer, inner := reports[i-1], reports[i]
		if len(outer.Idle) == 0 || len(inner.Idle) == 0 {
			continue
		}
		v, text := chained(letter(i-1), letter(i), outer, inner)
		rows = append(rows, verdictRows(v, text, width)...)
		if v, text := passedOn(letter(i-1), letter(i), outer, inner); text != "" {
			rows = append(rows, verdictRows(v, text, width)...)
		}
	}
	return rows
}

// verdictRows is a verdict and what it means, wrapped.
func verdictRows(v Verdict, text string, width int) (rows []Row) {
	for j, line := range wrap(text, width-nameAt) {
		row := Row{}
		if j == 0 {
			row = row.bold(v.token(), v.glyph()+" "+string(v))
		}
		rows = append(rows, row.to(nameAt).add(Text, line))
	}
	return rows
}

// passedOn compares the Keep-Alive fields of two hops: which one removes, adds
// or passes on what is for one connection alone (RFC 9110 §7.6.1).
func passedOn(a, b string, outer, inner *Report) (Verdict, string) {
	o, i := outer.Check(nameField), inner.Check(nameField)
	switch {
	case o == nil || i == nil || o.Said == "" && i.Said == "":
		return Skip, ""
	case i.Said == "":
		return Pass, a + " says Keep-Alive " + o.Said + ", " + b + " says none: it is " + a + "'s own"
	case o.Said == "":
		return Pass, b + " says Keep-Alive " + i.Said + ", " + a + " says none: it does not pass it on (RFC 9110 §7.6.1)"
	case o.Said == i.Said && failed(outer, nameIdle):
		return Fail, a + " says Keep-Alive " + o.Said + " as " + b + " does, and does not keep it: it passes on what is not its own (RFC 9110 §7.6.1)"
	case o.Said == i.Said && o.Found == notApplying && i.Found != notApplying:
		return Warn, a + " says Keep-Alive " + o.Said + " as " + b + " does, without Connection: keep-alive: it removes the connection option and passes on the field that the option names (RFC 9110 §7.6.1)"
	}
	return Skip, ""
}

func chained(a, b string, outer, inner *Report) (Verdict, string) {
	var s strings.Builder
	limits := [2]string{idleWords(outer), idleWords(inner)}
	s.WriteString(a + " " + limits[0] + ", " + b + " " + limits[1] + ": ")
	latest, known := outer.longest()
	earliest, _ := inner.shortest()
	switch {
	case !known:
		s.WriteString("how long " + a + " keeps them is not known; it must be less than " + b + " does")
		return Skip, s.String()
	case latest < earliest-inner.RoundTrip:
		s.WriteString("in the safe order, " + a + "'s clock fires first")
		return Pass, s.String()
	}
	s.WriteString(b + "'s clock can fire first: if " + a + " keeps connections to " + b + " as long as its own, requests are lost")
	return Warn, s.String()
}

// longest is the highest idle time seen, and whether every sample ended in a
// close.
func (r *Report) longest() (time.Duration, bool) {
	closes := r.Idle.Closes()
	if r.Idle.Waited() > 0 || len(closes) == 0 {
		return r.Idle.Waited(), false
	}
	return closes[len(closes)-1], true
}

// shortest is the lowest idle time seen; a lower bound when there was no close.
func (r *Report) shortest() (time.Duration, bool) {
	if closes := r.Idle.Closes(); len(closes) > 0 {
		return closes[0], true
	}
	return r.Idle.Waited(), false
}

func idleWords(r *Report) string {
	if closes := r.Idle.Closes(); len(closes) > 0 {
		return spreadOf(closes).String()
	}
	return "> " + format.Brief(r.Idle.Waited())
}
