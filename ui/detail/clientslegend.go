package detail

import (
	"slices"
	"strings"

	"linger/session/clients"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// legendAt is the column at which the meaning of a sign begins.
const legendAt = 16

// legend adds the meaning of each sign that the bars contain.
func (p *page) legend(f *wire.Facts, ax axis, as []answer) {
	g := &p.th.Glyphs
	p.blank()
	if !ax.deadline {
		p.say(plain, untimed(f, ax))
	}
	if !ax.counts() {
		return
	}
	safe := "idle less than " + format.Seconds(ax.safe)
	if ax.safe == 0 {
		safe = "never: the timeout of the server is too short"
	}
	p.legendRow(own(okay, g.Max), "safe", safe)
	doubt := "the last second of a whole-second hint"
	if ax.early {
		doubt = "the close may cross the request"
	} else if ax.hint > 0 {
		doubt = "past the hint, or in its last second"
	}
	if slices.ContainsFunc(as, func(a answer) bool { return a.Verdict.Reuse && a.Limit > ax.safe }) {
		p.legendRow(own(caution, g.Doubtful), "doubtful", doubt)
	}
	if slices.ContainsFunc(as, func(a answer) bool { return ax.leadsPast(a.Verdict) }) {
		p.legendRow(own(race, g.Doubtful+g.Sent), "past it", "the request meets a FIN or is lost")
	}
	if n := ax.seen.Closes; n > 0 {
		p.legendRow(own(content, g.Closed), "closes", "after "+spread(ax.seen.Low, ax.seen.High)+" idle, "+times(n))
	}
	if ax.deadline && !f.Hint.Applies {
		p.blank()
		p.say(caution, "The hint lacks Connection: keep-alive and should be ignored; most clients that read it use it anyway.")
	}
}

// untimed returns a text about what clients do if the response contains no time with
// which their limits can be compared.
func untimed(f *wire.Facts, ax axis) string {
	switch {
	case f.Hint.Timeout == 0:
		return "timeout=0: clients that read it reconnect; the others keep their own limit."
	case ax.seen.Closes > 0:
		return "No timeout advertised. Clients keep their own limits; the closes show the server's limit."
	}
	return "No timeout advertised. Clients keep their own limits; the server's limit is unknown."
}

// times returns a text that says how often linger saw something, such as "seen once".
func times(n int) string {
	if n == 1 {
		return "seen once"
	}
	return "seen " + format.Number(int64(n)) + " times"
}

func (p *page) legendRow(sign span, name, means string) {
	head := []span{sign, gap(3 - text.Width(sign.text)), own(strong, name)}
	p.beside(head, means)
}

// labelled adds a word in bold with its meaning beside it.
func (p *page) labelled(label, means string) {
	p.beside([]span{own(strong, label)}, means)
}

// beside adds the meaning of a sign at column [legendAt] or, if there is little room,
// below the sign.
func (p *page) beside(head []span, means string) {
	room := p.inner() - legendAt
	if room < legendAt {
		p.add(head...)
		p.sayAt(2, plain, means)
		return
	}
	lines := text.Wrap(means, room)
	p.add(append(head, gap(max(1, legendAt-cells(head))), own(plain, lines[0]))...)
	for _, l := range lines[1:] {
		p.add(gap(legendAt), own(plain, l))
	}
}

// againRules adds an explanation of the column "again", if the page has room for that
// column.
func (p *page) againRules() {
	if p.limits() == 1 {
		return
	}
	p.blank()
	p.labelled("again", "lost requests that the client resends by itself. GET: safe methods; idem: idempotent methods; any: also POST; no: none")
}

// sources adds the notes about individual clients, the names and versions of the clients
// whose behaviour was measured, and the names of the others.
func (p *page) sources() {
	var measured, others []string
	for _, c := range clients.All() {
		if c.Version == "" {
			others = append(others, c.Name)
			continue
		}
		measured = append(measured, c.Name+" "+c.Version)
	}
	p.blank()
	for _, c := range clients.All() {
		if c.Only != "" {
			p.labelled(c.Name, c.Only)
		}
	}
	p.labelled("measured", strings.Join(measured, ", "))
	p.labelled("not measured", strings.Join(others, ", ")+": from their source code and documentation")
}
