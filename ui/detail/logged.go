package detail

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/session/logwords"
	"linger/ui/text"
)

// fewPrograms lists the programs whose log messages the page shows if it has few rows.
var fewPrograms = []string{"Node", "HttpClient 5", "curl", "nginx"}

// logged adds the messages that other programs log when a connection ends in this way,
// because the user may have seen one of them in a log. If h, the height of the view in
// rows, is small, it shows only the messages of [fewPrograms], and the names of the other
// programs.
func (p *page) logged(e *session.Ending, h int) {
	all := logwords.Of(e)
	if len(all) == 0 {
		return
	}
	p.lead("Your log says", "")
	var others []string
	for _, w := range all {
		if h < comfortable && !slices.Contains(fewPrograms, w.Program) {
			others = append(others, w.Program)
			continue
		}
		p.loggedBy(&w)
	}
	if len(others) > 0 {
		for _, l := range text.Wrap("… and "+strings.Join(others, ", "), p.inner()) {
			p.add(own(muted, l))
		}
	}
}

// loggedBy adds the messages of one program, muted if they were not measured.
func (p *page) loggedBy(w *logwords.Words) {
	name, style := w.Program, plain
	if w.Status != 0 {
		name += " " + strconv.Itoa(w.Status)
	}
	if w.Quiet() {
		p.pair(lifeAt, own(muted, name), own(muted, "says nothing"))
		return
	}
	if w.Version == "" {
		style = muted
	}
	p.pair(lifeAt, own(muted, name), own(style, strings.Join(w.Texts, "   or  ")))
}
