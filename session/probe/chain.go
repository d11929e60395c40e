package probe

import (
	"slices"
	"strings"
	"time"

	"linger/wire/format"
)

// A Link is what two neighbours of a chain are to each other.
type Link struct {
	Verdict Verdict
	Text    string
}

// Letter returns the name of the nth report, from 0, where several are compared.
func Letter(n int) string { return string(rune('A' + n%26)) }

// Made returns the names of the checks that any of the reports made, in the order
// of the card.
func Made(reports []*Report) (names []string) {
	for _, name := range Names() {
		if slices.ContainsFunc(reports, func(r *Report) bool { return r.Check(name) != nil }) {
			names = append(names, name)
		}
	}
	return names
}

// Says returns what was advertised, where that is the question: "says 5 s".
func (c *Check) Says() string {
	if c.Said == "" || c.Name == nameMax || c.Said == c.Found {
		return ""
	}
	return "says " + c.Said
}

// Differ reports whether reports disagree about a check: in the verdict, or in what
// was measured by more than the noise of a clock explains.
func Differ(reports []*Report, name string) bool {
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

// Chain compares each hop's idle limit with the next one's: whoever is nearer to
// the client should close first.
func Chain(reports []*Report) (links []Link) {
	for i := 1; i < len(reports); i++ {
		outer, inner := reports[i-1], reports[i]
		if len(outer.Idle) == 0 || len(inner.Idle) == 0 {
			continue
		}
		v, text := chained(Letter(i-1), Letter(i), outer, inner)
		links = append(links, Link{v, text})
		if v, text := passedOn(Letter(i-1), Letter(i), outer, inner); text != "" {
			links = append(links, Link{v, text})
		}
	}
	return links
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
