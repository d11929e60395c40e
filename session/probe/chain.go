package probe

import (
	"cmp"
	"fmt"
	"slices"

	"linger/session/servers"
	"linger/wire/format"
)

// A Link holds one result of comparing two neighbouring hops.
type Link struct {
	Verdict Verdict
	Text    string
}

// Letter returns the name of the nth report in a comparison, counted from 0: "A" for the
// first. It starts again after "Z".
func Letter(n int) string { return string(rune('A' + n%26)) }

// Made returns the names of the checks that at least one of the reports has, in
// the order of the report card.
func Made(reports []*Report) (names []string) {
	for _, name := range Names() {
		if slices.ContainsFunc(reports, func(r *Report) bool { return r.Check(name) != nil }) {
			names = append(names, name)
		}
	}
	return names
}

// Says returns the advertised value of the check, such as "says 5 s". It returns "" if
// there is none, if the measured value is the same, or if the check is max-requests.
func (c *Check) Says() string {
	if c.Said == "" || c.Name == nameMax || c.Said == c.Found {
		return ""
	}
	return "says " + c.Said
}

// Differ reports whether reports disagree about a check: in the verdict, in the
// advertised value, or in a measurement by more than the error of timers.
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

// word returns the measurement without the number of samples, which is
// irrelevant for a comparison.
func (c *Check) word() string {
	return cmp.Or(c.kind, c.Found)
}

func near(a, b, noise float64) bool { return max(a-b, b-a) <= noise }

// Chain compares the idle limit of each hop with that of the next hop. Of the two, the
// hop that is nearer to the client should close first.
func Chain(reports []*Report) (links []Link) {
	for i := 1; i < len(reports); i++ {
		outer, inner := reports[i-1], reports[i]
		if len(outer.Idle) == 0 || len(inner.Idle) == 0 {
			continue
		}
		v, text := chained(Letter(i-1), Letter(i), outer, inner)
		links = append(links, Link{v, text})
		if c := outer.Check(nameSweep); c != nil && outer.Sweep != nil && c.Verdict != Skip {
			links = append(links, Link{c.Verdict, fmt.Sprintf("%s towards %s, measured with requests after different idle times: %s; %s", Letter(i-1), Letter(i), c.Found, c.Text)})
		}
		if v, text := passedOn(Letter(i-1), Letter(i), outer, inner); text != "" {
			links = append(links, Link{v, text})
		}
	}
	return links
}

// passedOn compares the Keep-Alive fields of two hops, and says which hop removes, adds
// or forwards a field that applies to one connection only (RFC 9110 §7.6.1). It returns
// Skip and "" if there is nothing to say.
func passedOn(a, b string, outer, inner *Report) (Verdict, string) {
	o, i := outer.Check(nameField), inner.Check(nameField)
	switch {
	case o == nil || i == nil || o.Said == "" && i.Said == "":
		return Skip, ""
	case i.Said == "":
		return Pass, a + " sends Keep-Alive " + o.Said + ", " + b + " does not: the field is " + a + "'s own"
	case o.Said == "":
		return Pass, b + " sends Keep-Alive " + i.Said + ", " + a + " does not: it does not forward the field (RFC 9110 §7.6.1)"
	case o.Said == i.Said && failed(outer, nameIdle):
		return Fail, a + " sends Keep-Alive " + o.Said + " as " + b + " does, but closes earlier: it forwards " + b + "'s field (RFC 9110 §7.6.1)"
	case o.Said == i.Said && o.Found == notApplying && i.Found != notApplying:
		return Warn, a + " sends Keep-Alive " + o.Said + " as " + b + " does, without Connection: keep-alive: it removes the connection option and forwards the field that the option names (RFC 9110 §7.6.1)"
	}
	return Skip, ""
}

// chained compares the idle limits of two hops. The limit of a for its clients
// says nothing about its pool of connections to b, so chained never calls an
// order safe.
func chained(a, b string, outer, inner *Report) (Verdict, string) {
	said := fmt.Sprintf("idle limits for clients: %s %s, %s %s. How long %s keeps idle connections to %s cannot be seen from here",
		a, idleWords(outer), b, idleWords(inner), a, b)
	closes := inner.Idle.Closes()
	if len(closes) == 0 {
		return Skip, said
	}
	most := limitBelow(max(0, closes[0]-inner.Clock.Step-inner.Danger()))
	said += fmt.Sprintf("; with %s or more, requests are lost (502)", format.Brief(closes[0]))
	if most > 0 && inner.Clock.Known {
		said += fmt.Sprintf(". Set that limit to at most %s (nginx: %s), or raise the limit of %s above it", format.Brief(most), servers.CloseWithin(most)[0].Line(), b)
	}
	return Skip, said
}

func idleWords(r *Report) string {
	if closes := r.Idle.Closes(); len(closes) > 0 {
		return spreadOf(closes).String()
	}
	return "> " + format.Brief(r.Idle.Waited())
}
